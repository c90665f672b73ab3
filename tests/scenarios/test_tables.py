"""Tables beside those of the contract: who found no foster home, households as flows, areas."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from sufficiency.engine import Forecast, Results, run_scenario, run_scenarios
from sufficiency.results.tables import (
    household_flows_table,
    run_tables,
    statistics,
    unplaced_table,
)
from tests.scenarios.strategies import scenario_of

COMMON: dict[str, Any] = {"from": "2026-04", "source": "assumption"}
SCARCE = COMMON | {"lever": "limit_agency", "shrinks_percent_a_year": 10}
CLOSER = COMMON | {
    "lever": "bring_closer_to_home",
    "percent": 40,
    "placement_types": ["external_residential", "agency_fostering"],
}


def test_statistics_are_those_of_numpy() -> None:
    values = np.random.default_rng(1).normal(50, 9, (201, 7, 3))
    found = statistics(values)
    assert np.allclose(found["mean"], values.mean(0))
    for name in ("p10", "p25", "p50", "p75", "p80", "p90"):
        expected = np.quantile(values, int(name[1:]) / 100, axis=0)
        assert np.allclose(found[name], expected, rtol=1e-12)


def test_who_finds_no_foster_home_near_home_is_shown(small: Forecast) -> None:
    """Half of them live with an agency further away, half in a children's home."""
    instead = {"instead": {"agency_fostering": 0.5, "external_residential": 0.5}}
    result = run_scenario(small, scenario_of(SCARCE | instead))
    both = [("Baseline", small.baseline.projection), ("Scarce", result.projection)]
    table = unplaced_table(both)
    assert set(table["scenario"]) == {"Scarce"}
    means = table.set_index("date")["mean"]
    assert means["2026-03-31"] == 0 < means.iloc[-1]
    more = (result.projection.placements - small.baseline.projection.placements)[:, -1, 4].mean()
    assert means.iloc[-1] == pytest.approx(2 * more)
    assert unplaced_table(both[:1]).empty


def test_bringing_children_closer_moves_areas_and_nothing_else(small: Forecast) -> None:
    result = run_scenario(small, scenario_of(CLOSER))
    tables = run_tables(Results(small, (result,)))
    area = tables["area"]
    area = area[area["date"] == area["date"].max()]
    area = area.pivot(index="area", columns="scenario", values="mean")
    base, closer = area["Baseline"], area["Tried out"]
    assert closer["in_area"] > base["in_area"] + 20
    assert closer.sum() == pytest.approx(base.sum())
    placements = tables["placements"].drop(columns="scenario")
    half = len(placements) // 2
    first, second = placements[:half], placements[half:].reset_index(drop=True)
    pd.testing.assert_frame_equal(first, second)


def test_flows_of_households_add_up_over_a_year(small: Forecast) -> None:
    projection = small.baseline.projection
    table = household_flows_table([("Baseline", projection)])
    assert set(table["financial_year"]) == set(small.calendar.financial_years)
    by = table.set_index(["kind", "flow", "financial_year"])["mean"]
    for kind, stock in projection.households.items():
        change = (stock[:, 12] - stock[:, 0]).mean()
        first = small.calendar.financial_years[0]
        net = by[kind, "approved", first] - by[kind, "left", first]
        assert net == pytest.approx(change)


def test_a_projection_worked_out_again_is_the_same_to_the_last_bit(
    small: Forecast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sufficiency.capacity.projection._HELD_BYTES", 0)
    first = run_scenario(small, scenario_of(SCARCE))
    before = first.projection.placements
    others = [  # as long as they are in use, the arrays of the first have to make room
        run_scenario(small, scenario_of(SCARCE | {"shrinks_percent_a_year": percent}))
        for percent in range(1, 4)
    ]
    assert len(others) == 3
    assert first.projection.placements is not before
    assert np.array_equal(first.projection.placements, before)


def test_the_same_run_gives_the_same_tables(small: Forecast) -> None:
    scenarios = [scenario_of(SCARCE)]
    once, again = (run_tables(run_scenarios(small, scenarios)) for _ in range(2))
    for name, table in once.items():
        pd.testing.assert_frame_equal(table, again[name], check_exact=True)
