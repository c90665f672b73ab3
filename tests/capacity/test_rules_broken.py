"""Each invariant's test fails when its rule is broken on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from inspect import signature
from typing import Any

import numpy as np
import pytest

from sufficiency.capacity import projection
from sufficiency.capacity.households import household_path
from sufficiency.capacity.queue import settle
from sufficiency.flows import baseline
from tests.capacity import test_projection as rules
from tests.flows import test_baseline as flow_rules
from tests.scenarios import test_effects as lever_rules

OPEN = {
    "lever": "open_home",
    "from": "2025-06",
    "places": 4,
    "occupancy": 0.9,
    "source": "assumption",
}
RECRUIT = {
    "lever": "recruit_carers",
    "from": "2025-05",
    "additional_households_a_year": 9,
    "months_to_first_placement": 1,
    "source": "assumption",
}


def lose_a_child(*arguments: Any) -> list[np.ndarray]:
    within = settle(*arguments)
    return [*within[:-1], within[-1] - 0.5]


def ignore_the_limit(*arguments: Any) -> list[np.ndarray]:
    *head, places, suited = arguments
    return settle(*head, [np.full_like(limit, np.inf) for limit in places], suited)


def move_children_to_fill_places(*arguments: Any) -> list[np.ndarray]:
    within, leaving, exit_share, _, children, places, suited = arguments
    nobody_stays = np.zeros_like(children)
    everyone_suits = [np.ones_like(share) for share in suited]
    return settle(within, leaving, exit_share, nobody_stays, children, places, everyone_suits)


def fresh_dice(
    opening: np.ndarray, leaving: np.ndarray, approved: np.ndarray, uniform: np.ndarray
) -> np.ndarray:
    return household_path(opening, leaving, approved, np.random.default_rng().random(uniform.shape))


def first_come_last_served(*arguments: Any) -> list[np.ndarray]:
    """More places in a kind, fewer children in it: the wrong way round."""
    *head, places, suited = arguments
    return settle(*head, [100.0 / (1.0 + limit) for limit in places], suited)


def gain_a_child(*arguments: Any) -> tuple[np.ndarray, ...]:
    need, *rest = _need(*arguments)
    return (need + np.linspace(0, 1, need.shape[1])[None, :, None], *rest)


_need = projection._need


@pytest.mark.parametrize(
    ("name", "broken", "rule"),
    [
        ("settle", lose_a_child, rules.test_types_sum_to_the_total_and_nothing_is_negative),
        ("settle", ignore_the_limit, rules.test_filled_places_never_exceed_usable_places),
        (
            "settle",
            move_children_to_fill_places,
            rules.test_children_leave_agency_no_faster_than_turnover,
        ),
        (
            "settle",
            first_come_last_served,
            rules.test_more_carers_never_mean_more_agency_or_external_homes,
        ),
        (
            "household_path",
            fresh_dice,
            rules.test_more_carers_never_mean_more_agency_or_external_homes,
        ),
        ("household_path", fresh_dice, rules.test_no_effects_twice_is_bit_for_bit_the_same),
        ("household_path", fresh_dice, lever_rules.test_no_levers_is_the_baseline_bit_for_bit),
        ("household_path", fresh_dice, lever_rules.test_the_order_of_levers_changes_nothing),
        ("_need", gain_a_child, rules.test_children_are_conserved_by_family),
        ("_need", gain_a_child, rules.test_the_baseline_is_the_forecast),
    ],
)
def test_a_broken_rule_is_caught(
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    broken: Callable[..., Any],
    rule: Callable[..., None],
) -> None:
    monkeypatch.setattr(projection, name, broken)
    with pytest.raises(AssertionError):
        try_out(rule)


def try_out(rule: Callable[..., None]) -> None:
    """Run a rule's test on a few cases, without hypothesis's search for the smallest failure."""
    if not hasattr(rule, "hypothesis"):
        rule()
        return
    for seed in range(12):
        case = {"seed": seed, "extra": 2.0, "aside": 0.3, "kept": 0.5, "some": [OPEN, RECRUIT]}
        inner = rule.hypothesis.inner_test
        inner(**{key: case[key] for key in signature(inner).parameters})


def test_flows_that_lose_children_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = baseline.baseline_flows

    def leaky(paths: np.ndarray, rates: np.ndarray) -> baseline.BaselineFlows:
        flows = whole(paths, rates)
        return replace(flows, entries=flows.entries * 0.99)

    monkeypatch.setattr(flow_rules, "baseline_flows", leaky)
    with pytest.raises(AssertionError):
        try_out(flow_rules.test_flows_rebuild_the_forecast)
