"""Levers as a commissioner would expect: none is the baseline, order nothing, halves add."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sufficiency.capacity import Effects, Projection, no_effects
from sufficiency.placements import position
from sufficiency.scenarios.effects import effects_of
from tests.scenarios.strategies import levers, scenario_of
from tests.worlds import World, make_world

WORLD = make_world(seed=11, draws=25)
AGENCY, EXTERNAL = position("agency_fostering"), position("external_residential")


def run(world: World, *lever_dicts: dict[str, Any]) -> tuple[Effects, Projection]:
    effects = effects_of(scenario_of(*lever_dicts), world.setting)
    return effects, world.project(effects)


def same(first: Any, second: Any) -> bool:
    if isinstance(first, dict):
        return first.keys() == second.keys() and all(same(first[key], second[key]) for key in first)
    return np.array_equal(np.asarray(first), np.asarray(second))


SHOWN = [
    *("placements", "need", "entries", "exits", "moves", "unplaced"),
    *("households", "approved_places", "usable_places", "filled_places", "fillable_places"),
    *("home_places", "home_places_priced", "allowances"),
]


def identical(first: Projection, second: Projection) -> bool:
    return all(same(getattr(first, name), getattr(second, name)) for name in SHOWN)


def baseline() -> Projection:
    return WORLD.project(no_effects(WORLD.setting.draws, WORLD.setting.calendar.months))


def test_no_levers_is_the_baseline_bit_for_bit() -> None:
    assert identical(run(WORLD)[1], baseline())


ZERO = [
    {"lever": "recruit_carers", "additional_households_a_year": 0, "months_to_first_placement": 3},
    {"lever": "retain_carers", "fewer_leaving_percent": 0},
    {"lever": "reduce_entries", "percent": 0},
    {
        "lever": "increase_exits",
        "route": "adoption",
        "additional_children_a_year": 0,
        "from_placement": {"in_house_fostering": 0.5, "kinship_fostering": 0.5},
        "continuing_allowance_a_week": 200,
        "allowance_years": 5,
    },
    {"lever": "step_down_from_residential", "children_a_year": 0},
    {"lever": "change_price", "placement_type": "agency_fostering", "percent": 0},
    {
        "lever": "support_connected_carers",
        "additional_children_a_year": 0,
        "fewer_moves_percent": 0,
    },
    {"lever": "change_demand", "entries_percent": 0},
    {
        "lever": "asylum_arrivals",
        "additional_children_a_year": 0,
        "placed_in": {"fostering": 0.5, "supported_accommodation": 0.5},
    },
    {
        "lever": "speed_adoption",
        "children_a_year": 0,
        "months_sooner": 6,
        "from_placement": {"agency_fostering": 1},
    },
    {
        "lever": "move_to_supported_accommodation",
        "children_a_year": 0,
        "from_families": {"homes": 0.6, "fostering": 0.4},
    },
    {
        "lever": "end_unregistered_placements",
        "percent": 0,
        "instead": {"homes": 0.5, "supported_accommodation": 0.5},
    },
    {"lever": "bring_closer_to_home", "percent": 0, "placement_types": ["agency_fostering"]},
]


def test_levers_of_zero_size_change_nothing() -> None:
    zero = [{**lever, "from": "2025-06", "source": "assumption"} for lever in ZERO]
    effects, projection = run(WORLD, *zero)
    assert identical(projection, baseline())
    for factor in (*effects.prices.values(), *effects.outside.values()):
        assert same(factor, np.ones_like(factor))
    assert same(effects.price, np.ones_like(effects.price))
    assert not effects.programme.any()


@given(some=st.lists(levers, min_size=2, max_size=5), seed=st.integers(0, 99))
def test_the_order_of_levers_changes_nothing(some: list[dict[str, Any]], seed: int) -> None:
    shuffled = random.Random(seed).sample(some, len(some))
    first, second = run(WORLD, *some), run(WORLD, *shuffled)
    assert identical(first[1], second[1])
    assert same(first[0].prices, second[0].prices)
    assert same(first[0].programme, second[0].programme)


@given(some=st.lists(levers, max_size=5))
def test_invariants_hold_under_any_scenario(some: list[dict[str, Any]]) -> None:
    _, p = run(WORLD, *some)
    assert np.allclose(p.placements.sum(-1), p.need.sum(-1), atol=1e-8)
    assert (p.placements >= -1e-9).all()
    assert np.allclose(p.need[:, :-1] + p.entries - p.exits + p.moves, p.need[:, 1:], atol=1e-8)
    assert (p.filled_places["mainstream"] <= p.usable_places["mainstream"] + 1e-8).all()


@given(some=st.lists(levers, max_size=3), households=st.floats(0.5, 40), share=st.floats(0, 1))
def test_recruiting_more_never_means_more_agency_or_external_homes(
    some: list[dict[str, Any]], households: float, share: float
) -> None:
    recruit = {
        "lever": "recruit_carers",
        "from": "2025-07",
        "source": "assumption",
        "additional_households_a_year": households,
        "months_to_first_placement": 2,
        "displaces": {"agency_fostering": 1 - share, "external_residential": share},
    }
    before, after = run(WORLD, *some)[1], run(WORLD, *some, recruit)[1]
    for kind in (AGENCY, EXTERNAL):
        assert (after.placements[..., kind] <= before.placements[..., kind] + 1e-8).all()


HALVES = {
    "additional_households_a_year": lambda x: x / 2,
    "children_a_year": lambda x: x / 2,
    "additional_children_a_year": lambda x: x / 2,
    "percent": lambda x: 100 * (1 - (1 - x / 100) ** 0.5),
    "fewer_leaving_percent": lambda x: 100 * (1 - (1 - x / 100) ** 0.5),
    "fewer_moves_percent": lambda x: 100 * (1 - (1 - x / 100) ** 0.5),
}


def halved_demand(percent: float) -> float:
    return 100 * ((1 + percent / 100) ** 0.5 - 1)


HALVES |= {"entries_percent": halved_demand, "shrinks_percent_a_year": HALVES["percent"]}


def test_two_halves_of_a_lever_are_the_whole() -> None:
    """Counts halved; percentages halved on the scale of -log(1 - p)."""
    whole = [
        {**ZERO[0], "additional_households_a_year": 12},
        {**ZERO[1], "fewer_leaving_percent": 36},
        {**ZERO[2], "percent": 19},
        {**ZERO[3], "additional_children_a_year": 14},
        {**ZERO[4], "children_a_year": 10},
        {**ZERO[6], "additional_children_a_year": 15, "fewer_moves_percent": 30},
        {**ZERO[7], "entries_percent": 25},
        {**ZERO[7], "entries_percent": -25},
        {**ZERO[8], "additional_children_a_year": 12},
        {**ZERO[9], "children_a_year": 18},
        {**ZERO[10], "children_a_year": 8},
        {**ZERO[11], "percent": 60},
        {"lever": "limit_agency", "shrinks_percent_a_year": 20},
    ]
    for lever in whole:
        lever |= {"from": "2025-06", "source": "assumption"}
        half = {key: HALVES[key](x) if key in HALVES else x for key, x in lever.items()}
        one, two = run(WORLD, lever), run(WORLD, half, half)
        assert np.allclose(one[1].placements, two[1].placements, atol=1e-7), lever["lever"]
        assert not np.allclose(one[1].placements, baseline().placements, atol=0.1), lever["lever"]
        assert np.allclose(one[1].allowances, two[1].allowances, atol=1e-6), lever["lever"]


def test_an_exit_with_an_allowance_costs_for_its_years_only() -> None:
    """One child a month leaves from April 2025 with 100 a week for a year."""
    lever = {**ZERO[3], "additional_children_a_year": 12, "allowance_years": 1}
    lever |= {
        "from": "2025-04",
        "until": "2025-06",
        "source": "assumption",
        "continuing_allowance_a_week": 100,
        "from_placement": {"placed_with_parents": 1.0},
    }
    _, p = run(WORLD, lever)
    days = WORLD.setting.calendar.days
    expected = np.zeros(len(days))
    for left in range(3):
        expected[left + 1 : left + 13] += 100 * days[left + 1 : left + 13] / 7
    # Exits are a share of the children there are, and there are a few fewer.
    assert np.allclose(p.allowances.mean(0), expected, rtol=0.03)
    assert not p.allowances[:, 16:].any()


def test_step_down_moves_children_between_families_and_out_of_neither() -> None:
    lever = {**ZERO[4], "children_a_year": 12, "from": "2025-04", "source": "assumption"}
    _, p = run(WORLD, lever)
    base = baseline()
    first = (p.moves - base.moves)[:, 0]
    assert np.allclose(first[:, 1], -1.0) and np.allclose(first[:, 0], 1.0)
    assert np.allclose(first.sum(-1), 0, atol=1e-9)
    moved = (p.need - base.need)[:, 12]
    assert 6 < moved[:, 0].mean() < 12.5  # some of the twelve have left or moved since
    # Children who step down leave care at the rate of fostering: a small part of those moved.
    assert (np.abs(p.total - base.total)[:, 12] < 6).all()


def test_a_lever_acts_from_its_month_builds_up_and_ends() -> None:
    lever = {
        "lever": "reduce_entries",
        "from": "2025-10",
        "until": "2026-03",
        "ramp_months": 2,
        "percent": 30,
        "source": "assumption",
    }
    effects, _ = run(WORLD, lever)
    cut = 1 - effects.entering["fostering"][0]
    assert np.allclose(cut[:6], 0)
    assert np.allclose(cut[6:9], [0.1, 0.2, 0.3])
    assert np.allclose(cut[9:12], 0.3)
    assert np.allclose(cut[12:], 0)


def test_programme_costs_are_paid_while_the_lever_runs() -> None:
    lever = {
        "lever": "recruit_carers",
        "from": "2025-06",
        "until": "2026-05",
        "months_to_first_placement": 4,
        "additional_households_a_year": 12,
        "source": "assumption",
        "cost": {"one_off": 5000, "a_year": 12000, "one_off_per_household": 4000},
    }
    effects, _ = run(WORLD, lever)
    spent = effects.programme[0]
    assert spent[2] == 5000 + 1000
    assert np.allclose(spent[3:6], 1000)
    assert np.allclose(spent[6:14], 1000 + 4000)
    assert np.allclose(spent[14:18], 4000)
    assert np.allclose(spent[18:], 0)


def test_an_open_home_is_paid_for_filled_or_not() -> None:
    lever = {
        "lever": "open_home",
        "from": "2025-10",
        "places": 4,
        "occupancy": 0.5,
        "source": "assumption",
    }
    _, p = run(WORLD, lever)
    base = baseline()
    assert np.allclose((p.home_places - base.home_places)[:, 7:], 4)
    gained = (p.placements - base.placements)[..., position("in_house_residential")]
    assert (gained <= 2 + 1e-9).all()
    assert gained[:, -1].mean() > 1
    assert same(p.home_places_priced, p.home_places)


def test_any_lever_may_take_months_to_its_first_effect_and_is_paid_for_from_its_first_month() -> (
    None
):
    lever = {
        "lever": "retain_carers",
        "from": "2025-06",
        "months_to_effect": 4,
        "fewer_leaving_percent": 50,
        "source": "assumption",
        "cost": {"a_year": 1200},
    }
    effects, _ = run(WORLD, lever)
    assert effects.staying is not None
    assert np.allclose(effects.staying[0, :6], 1.0)
    assert np.allclose(effects.staying[0, 6:], 0.5)
    assert np.allclose(effects.programme[0, 2:], 100)


def test_adoption_sooner_holds_a_shortfall_and_does_not_let_it_grow() -> None:
    """Twelve a year, each six months sooner: six fewer, however long it goes on."""
    lever = {
        **ZERO[9],
        "children_a_year": 12,
        "from": "2025-04",
        "source": "assumption",
        "from_placement": {"kinship_fostering": 1},
    }
    _, p = run(WORLD, lever)
    fewer = (baseline().need - p.need)[:, :, 0]
    assert np.allclose(fewer[:, 3], 3, atol=0.1)
    assert np.allclose(fewer[:, 6], 6, atol=0.2)
    assert np.allclose(fewer[:, 36], 6, atol=1.0)


def test_other_placements_are_ended_as_far_as_asked_and_no_child_is_lost() -> None:
    lever = {**ZERO[11], "percent": 60, "ramp_months": 5, "from": "2025-04", "source": "x"}
    _, p = run(WORLD, lever)
    other = position("other_placements")
    left = p.placements[:, 12:, other].mean() / baseline().placements[:, 12:, other].mean()
    assert 0.38 < left < 0.45
    first = (p.total - baseline().total)[:, 1]
    assert np.allclose(first, 0, atol=1e-9)


def test_halves_of_levers_that_end_other_placements_send_children_where_the_wholes_would() -> None:
    """Two levers with different destinations, each halved: not only how many, but where to."""
    common = {"lever": "end_unregistered_placements", "from": "2025-11", "source": "assumption"}
    whole = [
        {**common, "percent": 24, "instead": {"homes": 0.75, "supported_accommodation": 0.25}},
        {**common, "percent": 11, "instead": {"homes": 0.4, "supported_accommodation": 0.6}},
    ]
    halves = [{**lever, "percent": HALVES["percent"](lever["percent"])} for lever in whole]
    one, two = run(WORLD, *whole)[1], run(WORLD, *halves, *halves)[1]
    assert np.allclose(one.placements, two.placements, atol=1e-7)


def test_a_lever_that_ends_all_other_placements_leaves_nothing_to_another() -> None:
    """Half of an end to all is an end to all, so that two of it beside another send alike."""
    common = {"lever": "end_unregistered_placements", "from": "2025-08", "source": "assumption"}
    every = common | {"percent": 100, "instead": {"homes": 1.0}}
    some = common | {"percent": 24, "instead": {"supported_accommodation": 1.0}}
    one, two = run(WORLD, every, some)[1], run(WORLD, every, every, some)[1]
    alone = run(WORLD, every)[1]
    assert np.allclose(one.placements, two.placements)
    assert np.allclose(one.placements, alone.placements)
