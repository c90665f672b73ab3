"""The table of gaps by age, and lines for the market: each from a row, or refused with a reason."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sufficiency.flows import BANDS, draw_ages
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.results.checks import check_tables
from sufficiency.results.gap import gap_table
from sufficiency.results.lookup import all_ages, march, one, only
from sufficiency.results.market import market_line, market_table
from sufficiency.results.run import Run
from tests.small_run import small_results, small_run


@pytest.fixture(scope="module")
def run() -> Run:
    return small_run(2)


@pytest.fixture(scope="module")
def by_age() -> pd.DataFrame:
    """The table of gaps as returns that count ages would give it: made-up shares."""
    stock = np.zeros((1, len(PLACEMENT_TYPES), 6))
    stock[0, :, 1:5] = [10, 20, 50, 20]
    stock[0, 0, 1:5] = [40, 40, 20, 0]  # connected carers look after younger children
    evidence = SimpleNamespace(returns=SimpleNamespace(monthly=SimpleNamespace(stock=stock)))
    results = small_results(2)
    ages = draw_ages(evidence, results.forecast.draws, 1)  # type: ignore[arg-type]
    return gap_table([(r.name, r.projection) for r in results.all], ages)


def test_need_by_age_adds_to_the_need_of_the_family(by_age: pd.DataFrame) -> None:
    at = by_age[by_age["date"] == by_age["date"].min()]
    for (_, _family), rows in at.groupby(["scenario", "family"]):
        whole = rows.loc[rows["age_band"] == "all", "need_p50"].item()
        parts = rows.loc[rows["age_band"] != "all", "need_p50"]
        assert len(parts) == len(BANDS)
        assert parts.sum() == pytest.approx(whole)  # the opening need is one number


def test_all_ages_come_first_and_the_contract_holds_with_bands(
    by_age: pd.DataFrame, run: Run
) -> None:
    check_tables({**run.tables, "gap": by_age})
    first = by_age.groupby(["scenario", "date", "family"], sort=False)["age_band"].first()
    assert (first == "all").all()
    whole = (all_ages(tables).reset_index(drop=True) for tables in ({"gap": by_age}, run.tables))
    pd.testing.assert_frame_equal(*whole, check_dtype=False)


def test_a_published_run_has_no_ages(run: Run, by_age: pd.DataFrame) -> None:
    shown = run.with_tables({"gap": by_age}).published()
    assert set(shown.tables["gap"]["age_band"]) == {"all"}
    assert "by age" in set(shown.tables["market"]["age_band"])


def test_every_line_stated_has_the_numbers_of_its_row(run: Run, by_age: pd.DataFrame) -> None:
    facts = run.facts
    lines = market_table(by_age, facts)
    stated = only(lines, stated="yes")
    assert {"all", "10-15"} <= set(stated["age_band"])
    for line in stated.to_dict("records"):
        keys = {name: line[name] for name in ("scenario", "date", "family", "age_band")}
        row = one(by_age, **keys)
        assert f"between {row['gap_p10']:.0f} and {row['gap_p90']:.0f}" in line["line"] or (
            f"{row['gap_p10']:.0f}" == f"{row['gap_p90']:.0f}"
        )
        assert "4 in 5 chance" in line["line"] and "estimated" in line["line"]
        assert (line["age_band"] == "all") or "ages estimated from England's" in line["line"]
        if line["age_band"] == "10-15":
            assert "aged 10 to 15" in line["line"]


def test_a_run_on_the_published_record_has_ages_as_an_estimate_with_its_range(run: Run) -> None:
    """Homes hold teenagers; where ages are not counted own places are for children as old."""
    keys = {"scenario": "Baseline", "family": "homes", "date": march(run.facts.horizon_year)}
    bands = only(run.tables["gap"], **keys).set_index("age_band")
    assert list(bands.index) == ["all", *BANDS]
    need = bands["need_p50"] / bands.loc["all", "need_p50"]
    assert need["10-15"] > need["16-17"] > need["5-9"] > need["0-4"]
    spread = (bands["need_p90"] - bands["need_p10"]) / bands["need_p50"]
    assert spread["16-17"] > 1.1 * spread["all"]
    assert bands.loc[list(BANDS), "unplaced_p50"].isna().all()


def test_a_withheld_or_small_number_makes_no_line(run: Run) -> None:
    keys = {"scenario": "Baseline", "family": "homes", "date": march(run.facts.horizon_year)}
    row = one(all_ages(run.tables), **keys)
    assert market_line(row, run.facts).stated
    few = {**row, "gap_p10": 1.0, "gap_p50": 3.0, "gap_p90": 5.0}
    for changed in ({**row, "gap_p10": np.nan}, few):
        line = market_line(changed, run.facts)
        assert not line.stated and "Not stated" in line.words
        assert "3" not in line.words.replace("31 March 20", "").replace("2030", "")


def test_a_line_of_counted_children_says_so(run: Run) -> None:
    keys = {"scenario": "Baseline", "family": "homes", "date": march(run.facts.horizon_year)}
    row = one(all_ages(run.tables), **keys)
    counted = replace(run.facts, counted_to=pd.Timestamp("2025-09-30"))
    assert "counted in our own returns" in market_line(row, counted).words
