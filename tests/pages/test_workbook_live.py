"""The finance workbook stays alive: change a price, recalculate, and it is a fresh run's answer."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import column_index_from_string
from openpyxl.workbook.workbook import Workbook

from sufficiency.engine import Forecast, Results, forecast, run_scenarios
from sufficiency.evidence import load_evidence
from sufficiency.money import Budget, Prices
from sufficiency.pages.workbook import write_workbook
from sufficiency.pages.workbook.live import CONTENTS, ON_SCREEN, PRINTED
from sufficiency.pages.workbook.live_appraisal import AFTER_PLAN
from sufficiency.placements import PLACEMENT_TYPES, position
from sufficiency.results.facts import run_facts
from sufficiency.results.finance import finance, with_prices
from sufficiency.results.finance.model import LINES, line_label
from sufficiency.results.run import Run, make_run
from sufficiency.results.tables import run_tables
from sufficiency.scenarios import load_scenarios
from sufficiency.scenarios.levers import OpenHome
from sufficiency.scenarios.levers.capital import Capital
from tests.pages.accessible import faults_of
from tests.pages.test_workbook import prints_at_9_points

pytestmark = pytest.mark.slow

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_soffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice (soffice) is not installed: formulas are not recalculated"
)
LIVE = (
    *("Inputs", "Workings", "Costs", "Savings", "Bridge", "MTFP", "Plans", "Appraisal"),
    *(AFTER_PLAN, "Checks"),
)
HOMES = "Open in-house homes"
NASTY = "=1+1 Grow in-house fostering"


@pytest.fixture(scope="module")
def run() -> Run:
    """Three shipped scenarios, one of them named as a formula, on few draws."""
    base = forecast(load_evidence(), years=4, draws=120, seed=3)
    chosen = [s for s in load_scenarios(Path("scenarios")) if s.name[0] in "GSO"]
    chosen[0] = chosen[0].model_copy(update={"name": NASTY, "why": "@SUM(A1)"})
    bought = {"amount": {"low": 300_000, "high": 500_000}, "grant": 100_000}
    at = [s.name for s in chosen].index(HOMES)
    share, home = chosen[at].levers
    share = share.model_copy(update={"capital": Capital.model_validate(bought)})
    chosen[at] = chosen[at].with_levers(share, home)
    results = run_scenarios(base, chosen)
    tables = run_tables(results)
    budget = Budget({"2026/27": 75_000_000.0, "2027/28": 76_500_000.0}, "all", "a test")
    found = finance(results, tables, budget)
    facts = run_facts(results, headlines=("+1 is a headline, not a formula.",))
    return Run(tables, base.evidence, facts, found, budget, results=results)


@pytest.fixture(scope="module")
def path(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workbook(tmp_path_factory.mktemp("live") / "workbook.xlsx", run)


@pytest.fixture(scope="module")
def cached(path: Path) -> Workbook:
    return openpyxl.load_workbook(path, data_only=True)


@pytest.fixture(scope="module")
def formulas(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


def recalculated(path: Path, folder: Path) -> Workbook:
    """The workbook as LibreOffice works it out, from its formulas alone."""
    assert SOFFICE is not None
    out = folder / "recalculated"
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return openpyxl.load_workbook(out / path.name, data_only=True)


def row_of(book: Workbook, sheet: str, *words: str, nth: int = 0) -> int:
    """Row whose first cells (scenario, line) are these words; nth when there are several."""
    hits = [
        row[0].row
        for row in book[sheet].iter_rows(max_col=2)
        if tuple(cell.value or "" for cell in row) == words
    ]
    return hits[nth]


def years(book: Workbook, sheet: str, row: int, count: int = 4) -> np.ndarray:
    return np.array([book[sheet].cell(row, 6 + y).value for y in range(count)], dtype=float)


def costs_of(tables: dict[str, pd.DataFrame], scenario: str, kind: str) -> np.ndarray:
    table = tables["costs"]
    chosen = (
        (table["scenario"] == scenario)
        & (table["placement_type"] == kind)
        & (table["price_basis"] == "nominal")
    )
    return table.loc[chosen, "mean"].to_numpy()


def assert_same_as(book: Workbook, tables: dict[str, pd.DataFrame], names: list[str]) -> None:
    """Costs, savings and the bridge of the workbook are those of the tables, to the penny."""
    for name in names:
        for kind in PLACEMENT_TYPES:
            found = years(book, "Costs", row_of(book, "Costs", name, line_label(kind)))
            if kind == "in_house_residential":
                found = found + years(
                    book, "Costs", row_of(book, "Costs", name, line_label(LINES[-1]))
                )
            np.testing.assert_allclose(found, costs_of(tables, name, kind), atol=0.005)
        total = years(book, "Costs", row_of(book, "Costs", name, "Total modelled"))
        np.testing.assert_allclose(total, costs_of(tables, name, "total"), atol=0.005)
        bridge = tables["bridge"][tables["bridge"]["scenario"] == name]
        for step, words in (
            ("from", "Brought forward"), ("rebasing", "Rebasing of prices"),
            ("volume", "Number of children"),
            ("mix", "Mix of placements"), ("price", "Prices above inflation"),
            ("inflation", "General inflation"), ("to", "Carried forward"),
            ("intervention", "The scenario, with its programme"),
        ):  # fmt: skip
            found = years(book, "Bridge", row_of(book, "Bridge", name, words))
            # The table's steps are rounded to the penny and may carry half of one each.
            np.testing.assert_allclose(found, bridge[step], atol=0.011, err_msg=f"{name} {step}")
    for name in names[1:]:
        saving = tables["savings"]
        mean = saving[(saving["scenario"] == name) & (saving["price_basis"] == "nominal")]["mean"]
        found = years(book, "Savings", row_of(book, "Savings", name, "Saving at marginal cost"))
        np.testing.assert_allclose(found, mean, atol=0.005)


def assert_sound(book: Workbook, but: Sequence[str] = ()) -> None:
    """No error cell, and every check TRUE but for those named."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert not str(cell.value).startswith(("#", "Err:")), (sheet.title, cell.coordinate)
    told = checks_of(book)
    assert len(told) > 20
    assert book["Checks"].cell(6, 5).value is (not but)
    out = {what: held for what, held in told.items() if held is not True and what not in but}
    assert not out, out


def checks_of(book: Workbook) -> dict[str, object]:
    """What each check says, by its first two columns; the first says whether all hold."""
    rows = book["Checks"].iter_rows(min_row=6, max_col=6)
    told = {}
    for row in rows:
        what, of, said = row[0].value, row[1].value, row[5].value
        if said is not None and said != "Holds":
            told[f"{what}, {of}" if of else str(what)] = said
    return told


OF_THE_OUTTURN = (
    "Prices and residual make the outturn of the residential line (RO3)",
    "Prices and residual make the outturn of the fostering line (RO3)",
    "The base year makes the outturn of all children looked after",
)


def test_what_a_previewer_shows_is_what_the_tables_hold(run: Run, cached: Workbook):
    assert_same_as(cached, run.tables, [result.name for result in run.results.all])
    assert_sound(cached)


def test_appraisal_is_pythons(run: Run, cached: Workbook):
    flows = run.finance.cash_flow
    for name in [result.name for result in run.results.scenarios]:
        net = flows[
            (flows["scenario"] == name)
            & (flows["flow"] == "net")
            & (flows["price_basis"] == "real")
        ]["mean"]
        assert_over_both(cached, name, "Net", net)
        cashable = flows[
            (flows["scenario"] == name)
            & (flows["flow"] == "cashable_saving")
            & (flows["price_basis"] == "real")
        ]["mean"]
        assert_over_both(cached, name, "of the saving: cashable", cashable)
        table = run.finance.appraisal.query("scenario == @name and measure == 'npv'")
        gains = run.finance.gains.query("scenario == @name and gain == 'net_council'")
        for over, mean, council in zip(
            ("the plan", "ten years"), table["mean"], gains["mean"], strict=True
        ):
            for words, figure in ((", mean", mean), (": the council", council)):
                row = row_of(cached, "Appraisal", name, f"Net present value over {over}{words}")
                assert cached["Appraisal"].cell(row, 4).value == pytest.approx(figure, abs=0.005)


def assert_over_both(book: Workbook, name: str, line: str, values: pd.Series) -> None:
    """A line of a scenario on Appraisal, then on After the plan, is a table's."""
    sheets = (("Appraisal", 4), (AFTER_PLAN, len(values) - 4))
    found = [years(book, sheet, row_of(book, sheet, name, line), n) for sheet, n in sheets]
    np.testing.assert_allclose(np.concatenate(found), values, atol=0.005)


def test_a_figure_below_nil_is_shown_as_one(cached: Workbook):
    """A format with a condition in it drops the sign in some spreadsheets."""
    below = 0
    for sheet in cached:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float) and cell.value < 0:
                    shown = cell.number_format.replace("[Red]", "")
                    assert "[" not in shown, cell.coordinate
                    assert ";" not in shown or shown.split(";")[1][0] in "(-", cell.coordinate
                    below += 1
    assert below > 20


def test_the_plan_is_the_net_table_in_millions(run: Run, cached: Workbook):
    net = run.finance.net
    expected = net[(net["scenario"] == "Baseline") & (net["line"] == "net")]["mean"] / 1e6
    found = years(cached, "Plans", row_of(cached, "Plans", "Baseline", "Net"))
    np.testing.assert_allclose(found, expected, atol=1e-8)
    over = row_of(cached, "Plans", "Baseline", "Over the approved budget (gross)")
    table = run.finance.budget
    table = table[(table["scenario"] == "Baseline") & (table["covers"] == "all")]
    for words, column in (
        ("Over the approved budget (gross)", "over_budget"),
        ("Budget gap, central (P50)", "gap_p50"),
        ("Budget gap, prudent (P80)", "gap_p80"),
    ):
        row = row_of(cached, "Plans", "Baseline", words)
        assert cached["Plans"].cell(row, 7).value == pytest.approx(table[column].iloc[1] / 1e6)
    assert cached["Plans"].cell(over, 6).value in (None, "")  # no budget was given for that year


def test_the_page_shows_the_scenario_whose_number_is_chosen(cached: Workbook):
    assert cached["MTFP"].cell(7, 4).value == "Baseline"
    for part, words in ([c.value for c in row[:2]] for row in cached["MTFP"].iter_rows(min_row=8)):
        ours, all_plans = (
            [cached[sheet].cell(row_of(cached, sheet, name, words), 6 + y).value for y in range(4)]
            for sheet, name in (("MTFP", part), ("Plans", "Baseline"))
        )
        assert ours == all_plans


def test_investment_and_savings_make_what_the_scenario_changes(run: Run, cached: Workbook):
    """One-offs come out again, and nothing is both a saving and an investment."""
    for name in [result.name for result in run.results.scenarios]:
        parts = [
            years(cached, "Plans", row_of(cached, "Plans", name, words))
            for words in ("One-offs of the year before, taken out", "Investment",
                          "Capital financing: buildings", "Savings agreed", "Savings proposed")
        ]  # fmt: skip
        bridge = years(
            cached, "Bridge", row_of(cached, "Bridge", name, "The scenario, with its programme")
        )
        np.testing.assert_allclose(sum(parts), bridge / 1e6, atol=1e-9)
        paid = run.results.named(name).costs.of_programme("nominal").mean(0)
        np.testing.assert_allclose(np.cumsum(sum(parts[:3])), paid / 1e6, atol=1e-9)
        assert not parts[3].any()  # nothing is agreed until someone says so


def test_live_sheets_hold_no_constant_inside_a_formula(formulas: Workbook):
    counted = 0
    for name in LIVE:
        for row in formulas[name].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    counted += 1
                    bare = re.sub(r"'[^']*'!|\$?[A-Z]{1,3}\$?\d+", "", cell.value)
                    assert not re.search(r"\d", bare), (name, cell.coordinate, cell.value)
    assert counted > 500


def test_the_same_column_is_the_same_year_on_every_sheet(formulas: Workbook):
    heads = {
        name: [formulas[name].cell(6, column).value for column in range(5, 10)]
        for name in ("Inputs", "Volumes", "Factors", "Workings", "Costs", "Savings", "Bridge",
                     "MTFP", "Plans", "Appraisal", "Ranges")
    }  # fmt: skip
    assert set(map(tuple, heads.values())) == {
        ("2024/25", "2025/26", "2026/27", "2027/28", "2028/29")
    }


def test_what_a_user_typed_is_text(formulas: Workbook, run: Run):
    seen = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith(("=1+1", "@SUM", "+1 is")):
                    seen += 1
                    assert cell.data_type == "s", (sheet.title, cell.coordinate)
    assert seen > 20


def test_every_sheet_of_the_contents_is_there_frozen_and_set_up_to_print(formulas: Workbook):
    assert [sheet.title for sheet in formulas.worksheets][1:] == [name for name, _ in CONTENTS]
    for name in (*LIVE, "Ranges", "Assumptions"):
        sheet = formulas[name]
        assert sheet.freeze_panes is not None
        assert sheet.print_title_rows
    for name, _ in PRINTED:
        assert prints_at_9_points(formulas[name]), name
    for name, _ in ON_SCREEN:  # one cell, which is empty on every sheet
        (only,) = str(formulas[name].print_area).split("!")[1:]
        assert formulas[name][only.replace("$", "")].value is None
    inputs = formulas["Inputs"]
    price = inputs.cell(row_of(formulas, "Inputs", "", "External children's homes"), 4)
    assert price.font.color.rgb == "FF0000FF"


def test_every_sheet_is_one_that_a_reader_of_screens_can_follow(path: Path):
    assert faults_of(path) == []


def test_two_writes_are_alike_to_the_byte(run: Run, path: Path, tmp_path: Path):
    assert write_workbook(tmp_path / "again.xlsx", run).read_bytes() == path.read_bytes()


def relative(formula: str, column: int) -> str:
    """A formula with the columns that move with it counted from its own."""

    def shift(match: re.Match[str]) -> str:
        held, letters = match[1], match[2]
        return f"{letters}!" if held else f"[{column_index_from_string(letters) - column}]"

    return re.sub(r"(\$?)\b([A-Z]{1,2})(?=\$?\d)", shift, formula)


def test_a_line_is_worked_out_alike_in_every_year(formulas: Workbook):
    """Whoever reads one cell has read the row; only the bridge starts another way."""
    rows = 0
    for name in LIVE[1:-1]:
        for row in formulas[name].iter_rows(min_row=7, min_col=6, max_col=9):
            live = [cell for cell in row if cell.data_type == "f"]
            if live:
                assert len(live) == len(row), (name, row[0].coordinate)
                alike = {
                    relative(str(cell.value), cell.column) for cell in live[name == "Bridge" :]
                }
                assert len(alike) == 1, (name, row[0].coordinate, alike)
                rows += 1
    assert rows > 150


@needs_soffice
def test_untouched_it_recalculates_to_what_it_shows(path: Path, cached: Workbook, tmp_path: Path):
    book = recalculated(path, tmp_path)
    assert_sound(book)
    for name in LIVE:
        for ours, theirs in zip(cached[name].iter_rows(), book[name].iter_rows(), strict=False):
            for a, b in zip(ours, theirs, strict=False):
                if isinstance(a.value, float):
                    assert float(b.value) == pytest.approx(a.value, rel=1e-9, abs=1e-5), (
                        name,
                        a.coordinate,
                    )


def repriced(
    prices: Prices,
    weekly: dict[str, float],
    places: float | None = None,
    inflation: Sequence[float] | None = None,
) -> Prices:
    """Prices whose means are as given, every draw moved in proportion: what blue cells do."""
    changed = prices.weekly.copy()
    for kind, price in weekly.items():
        changed[:, position(kind)] *= price / changed[:, position(kind)].mean()
    fixed = prices.fixed_weekly
    if places is not None:
        fixed = fixed * (places / fixed.mean())
    level = prices.inflation if inflation is None else np.cumprod(1.0 + np.array(inflation))
    return replace(prices, weekly=changed, fixed_weekly=fixed, inflation=level)


CAPITAL = {"amount": 800_000, "grant": 200_000, "life_years": 30, "interest_percent": 4}


def _fresh(of: Forecast, prices: Prices, results: Results) -> Run:
    """The run again at other prices and with a home of four bought, from projections to tables."""
    scenarios = [result.scenario for result in results.scenarios if result.scenario is not None]
    again = []
    for scenario in scenarios:
        levers = [
            lever.model_copy(update={"capital": Capital.model_validate(CAPITAL)})
            if isinstance(lever, OpenHome) and lever.places == 4
            else lever
            for lever in scenario.levers
        ]
        again.append(scenario.with_levers(*levers))
    made = run_scenarios(with_prices(of, prices), again)
    return make_run(made).appraised


@needs_soffice
def test_changed_cells_give_the_answer_of_a_fresh_run(run: Run, path: Path, tmp_path: Path):
    """Prices and inflation changed by hand; openpyxl drops what was cached."""
    book = openpyxl.load_workbook(path)
    inputs = book["Inputs"]
    inputs.cell(row_of(book, "Inputs", "", "External children's homes"), 4).value = 7654.32
    inputs.cell(row_of(book, "Inputs", "", line_label("places_held")), 4).value = 5000
    rates = [0.041, 0.03, 0.025, 0.0175]
    row = row_of(book, "Inputs", "", "General inflation")
    for y, rate in enumerate(rates):
        inputs.cell(row, 6 + y).value = rate
    home = "Building (4 places, 2028-01)"
    for words, value in (("cost", 800_000), ("grants", 200_000), ("repaid over", 30),
                         ("interest, real", 0.04)):  # fmt: skip
        inputs.cell(row_of(book, "Inputs", HOMES, f"{home}: {words}"), 4).value = value
    changed_path = tmp_path / "changed.xlsx"
    book.save(changed_path)
    assert run.results is not None
    of = run.results.forecast
    prices = repriced(of.prices, {"external_residential": 7654.32}, 5000.0, rates)
    fresh = _fresh(of, prices, run.results)
    expected = fresh.tables
    changed = recalculated(changed_path, tmp_path)
    assert_sound(changed, but=OF_THE_OUTTURN)
    told = checks_of(changed)
    residential = told[OF_THE_OUTTURN[0]]
    assert isinstance(residential, float) and residential < -1e6  # dearer than what was spent
    assert told[OF_THE_OUTTURN[1]] is True
    assert_same_as(changed, expected, [result.name for result in run.results.all])
    paid = row_of(changed, "Appraisal", HOMES, f"{home}: interest and repayment")
    annuity = 600_000 * 0.04 / (1 - 1.04**-30)
    assert changed["Appraisal"].cell(paid, 4).value == pytest.approx(annuity, abs=0.005)
    worth = fresh.finance.appraisal.query("measure == 'npv' and years < 10").set_index("scenario")
    for name in (NASTY, HOMES):
        row = row_of(changed, "Appraisal", name, "Net present value over the plan, mean")
        assert changed["Appraisal"].cell(row, 4).value == pytest.approx(
            worth.loc[name, "mean"], abs=0.01
        )
    was = costs_of(run.tables, "Baseline", "total")
    assert (costs_of(expected, "Baseline", "total") > was + 1e6).all()  # it did change


@needs_soffice
def test_the_switch_to_full_cost_is_shown_and_counted(run: Run, path: Path, tmp_path: Path):
    book = openpyxl.load_workbook(path)
    row = row_of(book, "Inputs", "", "Own fostering is costed at (marginal or full)")
    book["Inputs"].cell(row, 4).value = "full"
    full_path = tmp_path / "full.xlsx"
    book.save(full_path)
    changed = recalculated(full_path, tmp_path)
    assert_sound(changed)
    at = row_of(changed, "Savings", NASTY, "Saving, own fostering at:", nth=1)
    assert changed["Savings"].cell(at, 4).value == "full"
    table = run.finance.costings
    full = table[(table["scenario"] == NASTY) & (table["own_fostering_at"] == "full")]
    assert years(changed, "Savings", at).sum() == pytest.approx(full["mean"].iloc[0], abs=0.01)


def test_a_price_set_by_hand_is_linear(run: Run):
    """Why the workbook can be exact: twice the price is twice the cost of that type."""
    of = run.results.forecast
    mean = float(of.prices.weekly[:, PLACEMENT_TYPES.index("agency_fostering")].mean())
    doubled = with_prices(of, repriced(of.prices, {"agency_fostering": 2 * mean}))
    k = PLACEMENT_TYPES.index("agency_fostering")
    np.testing.assert_allclose(
        doubled.baseline.costs.real[..., k], 2 * of.baseline.costs.real[..., k]
    )
    assert replace(of, prices=of.prices) is not of
