"""The three lines a finance officer asks for, and what the baseline banks on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sufficiency.evidence import load_evidence
from sufficiency.money.spending.model import as_england, spending_constants
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import only
from sufficiency.results.publish.disclosure import withhold
from sufficiency.results.run import Run
from sufficiency.results.stress import (
    ALL,
    AS_FORECAST,
    AT_TODAY,
    BANKED,
    ENGLAND,
    OF_TODAY,
    banked_on,
    banked_together,
)
from tests.small_run import scaled, small_run, tables_of


@pytest.fixture(scope="module")
def run() -> Run:
    return small_run(scenarios=1, years=3)


def line(run: Run, name: str, basis: str, point: str = "mean") -> pd.Series:
    rows = only(run.tables["stress"], line=name, placement_type=ALL, price_basis=basis)
    return rows.set_index("financial_year")[point]


@pytest.mark.parametrize("basis", ["nominal", "real"])
def test_the_baseline_is_all_that_is_modelled_and_the_rest(run: Run, basis: str) -> None:
    costs = only(run.tables["costs"], scenario=BASELINE, price_basis=basis)
    both = costs[costs["placement_type"].isin(["total", "not_modelled"])]
    expected = both.groupby("financial_year")["mean"].sum()
    np.testing.assert_allclose(line(run, AS_FORECAST, basis), expected, rtol=1e-9)


@pytest.mark.parametrize("basis", ["nominal", "real"])
def test_what_types_are_banked_on_for_adds_up_to_what_lies_between_two_lines(
    run: Run, basis: str
) -> None:
    banked = only(run.tables["stress"], line=BANKED, price_basis=basis)
    assert set(banked["placement_type"]) == set(PLACEMENT_TYPES)
    between = line(run, AT_TODAY, basis) - line(run, AS_FORECAST, basis)
    np.testing.assert_allclose(banked.groupby("financial_year")["mean"].sum(), between, rtol=1e-6)
    if basis == "real":
        np.testing.assert_allclose(banked_together(run.tables)["mean"], between, rtol=1e-6)


def test_a_type_is_banked_on_where_it_is_forecast_to_fall(run: Run) -> None:
    placements = only(run.tables["placements"], scenario=BASELINE)
    wide = placements.pivot_table(index="date", columns="placement_type", values="mean")
    found = {row["placement_type"]: row for row in banked_on(run.tables, "2027/28")}
    assert "other_placements" in found and "external_residential" not in found
    for kind, row in found.items():
        assert row["children_today"] == pytest.approx(wide[kind].iloc[0])
        assert wide[kind].iloc[-13:].min() <= row["children"] <= wide[kind].iloc[-13:].max()
        assert row["mean"] > 0
    worth = [row["mean"] for row in found.values()]
    assert worth == sorted(worth, reverse=True)


def test_as_england_grew_is_the_outturn_growing_as_england_did(run: Run) -> None:
    spend = only(
        run.evidence.spend, area="Tameside", line="RO3 CLA total", financial_year="2024-25"
    )
    outturn = float(only(spend, measure="total_expenditure")["value"].iloc[0])
    growth = spending_constants().england
    yearly = np.exp((growth[2023] + growth[2024]) / 2)
    middle = line(run, ENGLAND, "real", "p50")
    np.testing.assert_allclose(middle, outturn * yearly ** np.arange(1, 4), rtol=1e-6)
    assert as_england(2022) == pytest.approx((growth[2021] + growth[2022]) / 2), "nothing later"
    width = np.log(line(run, ENGLAND, "real", "p90") / line(run, ENGLAND, "real", "p10"))
    assert width.is_monotonic_increasing


def test_what_today_costs_goes_where_a_type_is_withheld(run: Run) -> None:
    """Children of the opening, each at one price: with the costs by type it gives their number."""
    whole = tables_of(scaled(small_run(1, 1), 20))
    kept = withhold(whole, load_evidence()).tables["stress"]
    small = whole["placements"]
    few = small["placement_type"] == "placed_for_adoption"
    columns = small.select_dtypes("number").columns
    small = small.assign(**{name: small[name].mask(few, 3.0) for name in columns})
    left = withhold({**whole, "placements": small}, load_evidence()).tables["stress"]
    assert set(OF_TODAY) <= set(kept["line"])
    assert set(left["line"]) == {AS_FORECAST, ENGLAND}
