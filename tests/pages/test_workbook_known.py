"""What the council knows of prices and uplifts: the same answer typed in the workbook and run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sufficiency.engine import forecast, run_scenarios
from sufficiency.evidence import Evidence, load_evidence
from sufficiency.pages.workbook import write_workbook
from sufficiency.results.finance.appraise import appraise, counted
from sufficiency.results.finance.model import LINES, line_label
from sufficiency.results.run import Run, make_run
from sufficiency.results.tables import run_tables
from sufficiency.scenarios import load_scenarios
from tests.pages.test_workbook_live import (
    assert_same_as,
    assert_sound,
    checks_of,
    needs_soffice,
    recalculated,
    row_of,
    years,
)

pytestmark = pytest.mark.slow

OWN = {"in_house_fostering": 520.0, "agency_fostering": 1150.0, "external_residential": 7400.0}
MARKED, UPLIFTS, DATES = 1, 3, 4
"""Which of the blocks in which a placement type is named holds marks, uplifts and their dates."""
AGREED = (
    ("agency_fostering", datetime(2026, 4, 1), 6.0),
    ("external_residential", datetime(2026, 7, 1), 4.5),
    ("in_house_residential", datetime(2027, 4, 1), -2.0),
    ("external_residential", datetime(2028, 10, 1), 8.0),
)
"""From April, from July, of own homes and their places, and in the plan's last year."""


def known_evidence(prices: dict[str, float]) -> Evidence:
    """The embedded record with some prices known."""
    evidence = load_evidence()
    table = evidence.prices
    for kind, price in prices.items():
        here = table["placement_type"] == kind
        table.loc[here, ["weekly_price", "low", "high"]] = price
        table.loc[here, "known"] = "yes"
    return evidence.with_tables({"prices": table})


def made(evidence: Evidence) -> Run:
    base = forecast(evidence, years=4, draws=100, seed=3)
    chosen = [s for s in load_scenarios(Path("scenarios")) if s.name[0] in "GS"][:1]
    return make_run(run_scenarios(base, chosen))


@pytest.fixture(scope="module")
def plain() -> Run:
    return made(load_evidence()).appraised


@pytest.fixture(scope="module")
def path(plain: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workbook(tmp_path_factory.mktemp("known") / "workbook.xlsx", plain)


def uplifted_evidence() -> Evidence:
    """The embedded record with uplifts agreed in cash."""
    rows = pd.DataFrame(AGREED, columns=["placement_type", "from", "percent"])
    rows = rows.assign(price_basis="nominal", source="a contract")
    return load_evidence().with_tables({"uplifts": rows})


def typed(path: Path, out: Path, prices: dict[str, float], known: bool) -> Path:
    """The workbook with prices typed, marked as known or not."""
    book = openpyxl.load_workbook(path)
    for kind, price in prices.items():
        inputs, label = book["Inputs"], line_label(kind)
        inputs.cell(row_of(book, "Inputs", "", label), 4).value = price
        if known:
            inputs.cell(row_of(book, "Inputs", "", label, nth=MARKED), 4).value = "yes"
    book.save(out)
    return out


def test_a_known_price_is_held_and_the_rest_of_its_line_takes_what_is_left() -> None:
    run = made(known_evidence(OWN))
    table = run.tables["prices"]
    first = table[(table["financial_year"] == "2024/25") & (table["price_basis"] == "real")]
    by_type = first.set_index("placement_type")
    for kind, price in OWN.items():
        assert by_type.loc[kind, ["mean", "p10", "p90"]].tolist() == pytest.approx([price] * 3)
        assert by_type.loc[kind, "known"] == "yes"
    assert by_type.loc["kinship_fostering", "known"] == ""
    scaling = run.results.forecast.prices.scaling
    weeks = scaling.line_days.mean(0) / 7
    made_by_known = weeks[1] * 520 + weeks[2] * 1150
    left = 13_010_190 - made_by_known
    assert weeks[0] * by_type.loc["kinship_fostering", "mean"] == pytest.approx(max(left, 0.0))


def test_known_prices_above_the_outturn_are_said_with_the_pounds() -> None:
    run = made(known_evidence({"external_residential": 12_000.0}))
    scaling = run.results.forecast.prices.scaling
    weeks = scaling.line_days.mean(0)[4] / 7
    assert scaling.unexplained == pytest.approx(42_134_680 - weeks * 12_000)
    (sentence,) = [s for s in scaling.warnings if "residential" in s]
    assert f"£{-scaling.unexplained / 1e6:.1f}m more than" in sentence
    bridge = run.tables["bridge"].query("scenario == 'Baseline'")
    assert bridge["rebasing"].tolist() == pytest.approx([-scaling.unexplained, 0, 0, 0], abs=0.01)


@needs_soffice
@pytest.mark.parametrize("prices", [OWN, {"external_residential": 12_000.0}], ids=["some", "over"])
def test_typed_in_the_workbook_they_give_what_a_fresh_run_gives(
    plain: Run, path: Path, tmp_path: Path, prices: dict[str, float]
) -> None:
    fresh = made(known_evidence(prices))
    book = recalculated(typed(path, tmp_path / "known.xlsx", prices, known=True), tmp_path)
    names = [result.name for result in fresh.results.all]
    assert_same_as(book, run_tables(fresh.results), names)
    prices_used = fresh.results.forecast.prices
    rest = prices_used.rest.mean(0) * prices_used.inflation
    found = years(book, "Costs", row_of(book, "Costs", "Baseline", "Not modelled"))
    assert found == pytest.approx(rest, abs=0.005)
    over = "Prices and residual make the outturn of the residential line (RO3)"
    whole = "The base year makes the outturn of all children looked after"
    assert_sound(book, but=[over, whole] if prices is not OWN else ())
    if prices is not OWN:
        assert checks_of(book)[over] == pytest.approx(
            fresh.results.forecast.prices.scaling.unexplained, abs=0.01
        )


@needs_soffice
def test_uplifts_typed_by_year_and_date_give_what_a_run_of_uplifts_csv_gives(
    plain: Run, path: Path, tmp_path: Path
) -> None:
    """Costs and the bridge, and worth over the plan and over ten years, to the penny."""
    fresh = made(uplifted_evidence())
    book = openpyxl.load_workbook(path)
    for kind, day, percent in AGREED:
        for block, content in ((UPLIFTS, percent / 100), (DATES, day)):
            row = row_of(book, "Inputs", "", line_label(kind), nth=block)
            book["Inputs"].cell(row, 6 + day.year - 2025).value = content
    book.save(tmp_path / "uplifts.xlsx")
    found = recalculated(tmp_path / "uplifts.xlsx", tmp_path)
    names = [result.name for result in fresh.results.all]
    assert_same_as(found, fresh.tables, names)
    assert_sound(found)
    worth = appraise(fresh.results, counted(fresh.results), {}).table
    npv = "measure == 'npv' and scenario == @names[1]"
    was = plain.finance.appraisal.query(npv)["mean"]
    for over, figure, before in zip(
        ("the plan", "ten years"), worth.query(npv)["mean"], was, strict=True
    ):
        row = row_of(found, "Appraisal", names[1], f"Net present value over {over}, mean")
        assert found["Appraisal"].cell(row, 4).value == pytest.approx(figure, abs=0.01)
        assert abs(figure - before) > 1_000


@needs_soffice
def test_a_price_that_is_only_tried_rebases_and_leaves_the_mix(
    plain: Run, path: Path, tmp_path: Path
) -> None:
    """Agency fees up a tenth: the first year's bridge holds it in a row of its own."""
    prices = plain.results.forecast.prices
    mean = float(prices.weekly[:, 2].mean())
    out = typed(path, tmp_path / "tried.xlsx", {"agency_fostering": mean * 1.1}, known=False)
    book = recalculated(out, tmp_path)
    before = plain.tables["bridge"].query("scenario == 'Baseline'")

    def step(words: str) -> float:
        return float(years(book, "Bridge", row_of(book, "Bridge", "Baseline", words))[0])

    base = prices.scaling.child_days[:, 2] * prices.weekly[:, 2] / 7
    assert step("Rebasing of prices") == pytest.approx(0.1 * base.mean(), abs=0.01)
    moved = step("Mix of placements") - before["mix"].iloc[0]
    assert abs(moved) < 0.1 * step("Rebasing of prices")
    assert (
        checks_of(book)["Prices and residual make the outturn of the fostering line (RO3)"]
        is not True
    )
    assert LINES[2] == "agency_fostering"
