"""Each invariant's test fails when its rule is broken on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from inspect import signature
from typing import Any

import numpy as np
import pytest

from sufficiency.capacity import by_age, elsewhere, places, placing, projection
from sufficiency.capacity.households import household_path
from sufficiency.capacity.need import Need
from sufficiency.capacity.queue import Connected, settle
from sufficiency.flows import baseline
from sufficiency.scenarios import combine
from tests.capacity import test_projection as rules
from tests.flows import test_baseline as flow_rules
from tests.scenarios import test_effects as lever_rules
from tests.scenarios import test_levers as rules_of_each

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


LIMIT = {
    "lever": "limit_agency",
    "from": "2025-06",
    "shrinks_percent_a_year": 30,
    "source": "assumption",
}


def lose_a_child(*arguments: Any) -> np.ndarray:
    within = settle(*arguments)
    within[-1] -= 0.5
    return within


def ignore_the_limit(*arguments: Any) -> np.ndarray:
    *head, places, suited, connected = fill(arguments)
    return settle(*head, np.full_like(places, np.inf), suited, connected)


def move_children_to_fill_places(*arguments: Any) -> np.ndarray:
    remaining, leaving, _, children, places, suited, _ = fill(arguments)
    nobody_stays, everyone_suits = np.zeros_like(children), np.ones_like(suited)
    return settle(remaining, leaving, nobody_stays, children, places, everyone_suits)


def fresh_dice(
    opening: np.ndarray, leaving: np.ndarray, approved: np.ndarray, uniform: np.ndarray
) -> np.ndarray:
    return household_path(opening, leaving, approved, np.random.default_rng().random(uniform.shape))


def first_come_last_served(*arguments: Any) -> np.ndarray:
    """More places in a kind, fewer children in it: the wrong way round."""
    *head, places, suited, connected = fill(arguments)
    return settle(*head, 100.0 / (1.0 + places), suited, connected)


def dice_of_its_own(*arguments: Any) -> np.ndarray:
    """Who finds a place is drawn afresh in every run."""
    *head, places, suited, connected = fill(arguments)
    luck = np.random.default_rng().uniform(0.5, 1.0)
    return settle(*head, places, suited * luck, connected)


def fill(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """The queue's arguments with those left out put in."""
    return arguments if len(arguments) == 7 else (*arguments, Connected())


def gain_a_child(*arguments: Any) -> Need:
    found = _need_under(*arguments)
    return replace(found, path=found.path + np.linspace(0, 1, found.path.shape[1])[None, :, None])


def lose_who_moves(*arguments: Any) -> Need:
    found = _need_under(*arguments)
    return replace(found, moved=tuple(replace(m, moved=m.moved * 0.5) for m in found.moved))


def need_by_carers(opening: np.ndarray, flows: Any, effects: Any) -> Need:
    """Fewer children come into care where there are more carers to place them with."""
    found = _need_under(opening, flows, effects)
    more = 0.0 if effects.approvals is None else float(effects.approvals.mean())
    return replace(found, path=found.path * (1.0 + 0.1 * more))


def take_children_of_any_age(
    moving: Any, counted: Any, months: Any, which: Any, settled: np.ndarray, month: int
) -> None:
    """As many as are asked for, however few are old enough, and all of one age."""
    for i in which:
        rows = np.zeros_like(moving[i].months_to_18)
        rows[-1] = 1.0  # all of them just turned 16
        asked = np.minimum(moving[i].share[:, month] * settled, settled - counted[i].children)
        months[i] = counted[i].take(months[i], rows * np.maximum(asked, 0.0))


def hold_nobody(*arguments: Any) -> None:
    """However many have been moved, nobody is back."""


def keep_those_who_turn_18(self: elsewhere.Elsewhere, *arguments: Any) -> elsewhere.Month:
    """Who was moved leaves care with those moved, whom the family they left loses too."""
    found = _pass_month(self, *arguments)
    self.children = self.children + found.left
    return replace(found, left=np.zeros_like(found.left), children=self.children)


def move_and_count_again(*arguments: Any) -> Need:
    """Who was moved is also still where they were."""
    found = _need_under(*arguments)
    path = found.path.copy()
    for moved in found.moved:
        path[:, 1:, moved.origin] += moved.children
    return replace(found, path=path)


def of_every_age(moved: Any, shares: np.ndarray, at: slice) -> np.ndarray:
    """Whom a lever moves are as old as the family, whatever ages it names."""
    return _by_band(replace(moved, aged_16=None), shares, at)


def owe_children(found: np.ndarray, path: np.ndarray) -> np.ndarray:
    """A band may be below nil."""
    return found


def anyone_s_relative(*arguments: Any) -> np.ndarray:
    *head, connected = fill(arguments)
    return settle(*head, replace(connected, unrelated=None))


def offer_a_home_to_everyone(*arguments: Any) -> np.ndarray:
    return np.maximum(_agency_supply(*arguments), 1000.0)


_need_under, _agency_supply = projection.need_under, placing._agency_supply
_by_band = by_age._by_band
_pass_month = elsewhere.Elsewhere.pass_month


def no_size_is_the_baseline() -> None:
    rules_of_each.test_a_lever_of_no_size_is_the_baseline_bit_for_bit("retain_carers")


@pytest.mark.parametrize(
    ("where", "name", "broken", "rule"),
    [
        (
            placing,
            "settle",
            lose_a_child,
            rules.test_types_sum_to_the_total_and_nothing_is_negative,
        ),
        (placing, "settle", ignore_the_limit, rules.test_filled_places_never_exceed_usable_places),
        (
            placing,
            "settle",
            move_children_to_fill_places,
            rules.test_children_leave_agency_no_faster_than_turnover,
        ),
        (
            placing,
            "settle",
            first_come_last_served,
            rules.test_more_carers_never_mean_more_agency_or_external_homes,
        ),
        (
            places,
            "household_path",
            fresh_dice,
            rules.test_more_carers_never_mean_more_agency_or_external_homes,
        ),
        (
            places,
            "household_path",
            fresh_dice,
            lever_rules.test_the_order_of_levers_changes_nothing,
        ),
        (
            placing,
            "settle",
            dice_of_its_own,
            rules.test_no_effects_twice_is_bit_for_bit_the_same,
        ),
        (
            placing,
            "settle",
            dice_of_its_own,
            lever_rules.test_no_levers_is_the_baseline_bit_for_bit,
        ),
        (placing, "settle", dice_of_its_own, no_size_is_the_baseline),
        (
            projection,
            "need_under",
            gain_a_child,
            rules.test_children_are_conserved_by_family,
        ),
        (projection, "need_under", lose_who_moves, rules.test_children_are_conserved_by_family),
        (projection, "need_under", gain_a_child, rules.test_the_baseline_is_the_forecast),
        (
            projection,
            "need_under",
            need_by_carers,
            lever_rules.test_recruiting_more_never_means_more_agency_or_external_homes,
        ),
        (
            elsewhere,
            "_hold",
            hold_nobody,
            rules.test_no_more_children_leave_homes_than_are_old_enough,
        ),
        (
            elsewhere.Elsewhere,
            "pass_month",
            keep_those_who_turn_18,
            lever_rules.test_all_who_move_at_16_are_adults_two_years_later,
        ),
        (
            elsewhere,
            "_move",
            take_children_of_any_age,
            lever_rules.test_all_who_move_at_16_are_adults_two_years_later,
        ),
        (
            projection,
            "need_under",
            move_and_count_again,
            rules.test_moves_never_change_how_many_children_are_in_care,
        ),
        (
            by_age,
            "_by_band",
            of_every_age,
            rules.test_a_lever_moves_children_of_the_ages_it_names_and_no_others,
        ),
        (
            by_age,
            "_none_below_nil",
            owe_children,
            rules.test_ages_add_to_the_family_and_none_is_below_nil,
        ),
        (placing, "settle", anyone_s_relative, rules.test_no_relative_is_given_a_stranger),
        (
            placing,
            "_agency_supply",
            offer_a_home_to_everyone,
            rules.test_agency_never_holds_more_than_the_market_offers,
        ),
    ],
)
def test_a_broken_rule_is_caught(
    monkeypatch: pytest.MonkeyPatch,
    where: Any,
    name: str,
    broken: Any,
    rule: Callable[..., None],
) -> None:
    monkeypatch.setattr(where, name, broken)
    with pytest.raises(AssertionError):
        try_out(rule)


def try_out(rule: Callable[..., None]) -> None:
    """Run a rule's test on a few cases, without hypothesis's search for the smallest failure."""
    if not hasattr(rule, "hypothesis"):
        rule()
        return
    for seed in range(12):
        case = {
            "seed": seed,
            "extra": 2.0,
            "aside": 0.3,
            "kept": 0.5,
            "some": [OPEN, RECRUIT, LIMIT],
            "households": 20.0,
            "share": 0.3,
        }
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


@pytest.mark.parametrize(
    ("name", "broken", "lever"),
    [
        ("multiplied", lambda parts: _added(parts), "retain_carers"),
        ("multiplied_by_key", lambda parts: _last(parts), "reduce_entries"),
    ],
    ids=["percentages that add", "the last lever counts alone"],
)
def test_percentages_that_do_not_combine_are_caught(
    monkeypatch: pytest.MonkeyPatch, name: str, broken: Callable[..., Any], lever: str
) -> None:
    monkeypatch.setattr(combine, name, broken)
    with pytest.raises(AssertionError):
        rules_of_each.test_two_halves_of_a_lever_are_the_whole(lever)


def _added(factors: list[np.ndarray]) -> np.ndarray | None:
    cuts = [1.0 - factor for factor in factors]
    return np.maximum(1.0 - np.sum(cuts, axis=0), 0.0) if cuts else None


def _last(parts: Any) -> dict[str, np.ndarray]:
    return dict(list(parts)[-1])
