"""Levers that meet are named, with what the model makes of them."""

from __future__ import annotations

from typing import Any

import pytest

from sufficiency.scenarios.conflicts import conflicts_of
from sufficiency.scenarios.explained import explain
from tests.scenarios.strategies import embedded, scenario_of

COMMON: dict[str, Any] = {"from": "2027-04", "source": "assumption"}
CUT = COMMON | {"lever": "reduce_entries", "percent": 5}
SHOCK = COMMON | {"lever": "change_demand", "entries_percent": 30}
FRAMEWORK = COMMON | {"lever": "change_price", "placement_type": "agency_fostering", "percent": -4}
STEP = COMMON | {"lever": "step_down_from_residential", "children_a_year": 4}
SCARCE = COMMON | {"lever": "limit_agency", "shrinks_percent_a_year": 5}


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (CUT, CUT, "are the same lever twice"),
        (CUT, CUT | {"percent": 7}, "both change entries to care: percentages combine"),
        (CUT, SHOCK, "opposite ways, and partly cancel"),
        (SHOCK, SHOCK | {"entries_percent": -9}, "in conflict: they push entries to care"),
        (FRAMEWORK, FRAMEWORK | {"percent": 9}, "in conflict: they push the price of agency"),
        (STEP, SCARCE, "some may find none"),
        (SCARCE, SCARCE | {"most_places": 90}, "both limit agency supply"),
    ],
)
def test_levers_that_meet_are_named(first: Any, second: Any, said: str) -> None:
    (found,) = conflicts_of(scenario_of(first, second))
    assert found.startswith(f"Levers 1 ({first['lever']}) and 2 ({second['lever']})")
    assert said in found
    assert found in explain(scenario_of(first, second), embedded())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (CUT | {"until": "2027-09"}, CUT | {"from": "2027-10"}),
        (CUT | {"families": ["homes"]}, SHOCK | {"families": ["fostering"]}),
        (FRAMEWORK, FRAMEWORK | {"placement_type": "external_residential"}),
        (CUT, FRAMEWORK),
    ],
)
def test_levers_that_do_not_meet_are_not(first: Any, second: Any) -> None:
    assert conflicts_of(scenario_of(first, second)) == ()
