"""Levers as a commissioner would expect: none is the baseline, order nothing, halves add."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sufficiency.placements import FAMILIES, position
from tests.scenarios.engine import WORLD, baseline, identical, run, same
from tests.scenarios.rows import cut, lever
from tests.scenarios.strategies import levers

AGENCY, EXTERNAL = position("agency_fostering"), position("external_residential")


def test_no_levers_is_the_baseline_bit_for_bit() -> None:
    assert identical(run(WORLD)[1], baseline())


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


def test_an_exit_with_an_allowance_costs_for_its_years_only() -> None:
    """One child a month leaves from April 2025 with 100 a week for a year."""
    written = lever(
        "increase_exits",
        **{"from": "2025-04"},
        until="2025-06",
        additional_children_a_year=12,
        allowance_years=1,
        continuing_allowance_a_week=100,
        from_placement={"placed_with_parents": 1.0},
    )
    _, p = run(WORLD, written)
    days = WORLD.setting.calendar.days
    expected = np.zeros(len(days))
    for left in range(3):
        expected[left + 1 : left + 13] += 100 * days[left + 1 : left + 13] / 7
    # Exits are a share of the children there are, and there are a few fewer.
    assert np.allclose(p.allowances.mean(0), expected, rtol=0.03)
    assert not p.allowances[:, 16:].any()


def test_step_down_moves_children_between_families_and_out_of_neither() -> None:
    written = lever("step_down_from_residential", children_a_year=12, **{"from": "2025-04"})
    _, p = run(WORLD, written)
    base = baseline()
    first = (p.moves - base.moves)[:, 0]
    assert np.allclose(first[:, 1], -1.0) and np.allclose(first[:, 0], 1.0)
    assert np.allclose(first.sum(-1), 0, atol=1e-9)
    moved = (p.need - base.need)[:, 12]
    assert 6 < moved[:, 0].mean() < 12.5  # some of the twelve have left or moved since
    assert np.array_equal(p.total, base.total)


def test_a_lever_acts_from_its_month_builds_up_and_ends() -> None:
    written = {
        "lever": "reduce_entries",
        "from": "2025-10",
        "until": "2026-03",
        "ramp_months": 2,
        "percent": 30,
        "source": "assumption",
    }
    effects, _ = run(WORLD, written)
    cut = 1 - effects.entering["fostering"][0]
    assert np.allclose(cut[:6], 0)
    assert np.allclose(cut[6:9], [0.1, 0.2, 0.3])
    assert np.allclose(cut[9:12], 0.3)
    assert np.allclose(cut[12:], 0)


def test_programme_costs_are_paid_while_the_lever_runs() -> None:
    written = {
        "lever": "recruit_carers",
        "from": "2025-06",
        "until": "2026-05",
        "months_to_first_placement": 4,
        "additional_households_a_year": 12,
        "source": "assumption",
        "cost": {"one_off": 5000, "a_year": 12000, "one_off_per_household": 4000},
    }
    effects, _ = run(WORLD, written)
    spent = effects.programme[0]
    assert spent[2] == 5000 + 1000
    assert np.allclose(spent[3:6], 1000)
    assert np.allclose(spent[6:14], 1000 + 4000)
    assert np.allclose(spent[14:18], 4000)
    assert np.allclose(spent[18:], 0)


def test_an_open_home_is_paid_for_filled_or_not() -> None:
    written = {
        "lever": "open_home",
        "from": "2025-10",
        "places": 4,
        "occupancy": 0.5,
        "months_to_register": 0,
        "source": "assumption",
    }
    _, p = run(WORLD, written)
    base = baseline()
    assert np.allclose((p.home_places - base.home_places)[:, 7:], 4)
    gained = (p.placements - base.placements)[..., position("in_house_residential")]
    assert (gained <= 2 + 1e-9).all()
    assert gained[:, -1].mean() > 1
    assert same(p.home_places_priced, p.home_places)


def test_any_lever_may_take_months_to_its_first_effect_and_is_paid_for_from_its_first_month() -> (
    None
):
    written = {
        "lever": "retain_carers",
        "from": "2025-06",
        "months_to_effect": 4,
        "fewer_leaving_percent": 50,
        "source": "assumption",
        "cost": {"a_year": 1200},
    }
    effects, _ = run(WORLD, written)
    assert effects.staying is not None
    assert np.allclose(effects.staying[0, :6], 1.0)
    assert np.allclose(effects.staying[0, 6:], 0.5)
    assert np.allclose(effects.programme[0, 2:], 100)


def test_adoption_sooner_holds_a_shortfall_and_does_not_let_it_grow() -> None:
    """Twelve a year, each six months sooner: six fewer, however long it goes on."""
    written = lever(
        "speed_adoption",
        **{"from": "2025-04"},
        children_a_year=12,
        from_placement={"kinship_fostering": 1},
    )
    _, p = run(WORLD, written)
    fewer = (baseline().need - p.need)[:, :, 0]
    assert np.allclose(fewer[:, 3], 3, atol=0.1)
    assert np.allclose(fewer[:, 6], 6, atol=0.2)
    assert np.allclose(fewer[:, 36], 6, atol=1.0)


def test_other_placements_are_ended_as_far_as_asked_and_no_child_is_lost() -> None:
    written = lever("end_unregistered_placements", ramp_months=5, **{"from": "2025-04"})
    _, p = run(WORLD, written)
    other = position("other_placements")
    left = p.placements[:, 12:, other].mean() / baseline().placements[:, 12:, other].mean()
    assert 0.38 < left < 0.45
    assert np.array_equal(p.total, baseline().total)


def test_halves_of_levers_that_end_other_placements_send_children_where_the_wholes_would() -> None:
    """Two levers with different destinations, each halved: not only how many, but where to."""
    common = {"lever": "end_unregistered_placements", "from": "2025-11", "source": "assumption"}
    whole = [
        {**common, "percent": 24, "instead": {"homes": 0.75, "supported_accommodation": 0.25}},
        {**common, "percent": 11, "instead": {"homes": 0.4, "supported_accommodation": 0.6}},
    ]
    halves = [{**one, "percent": cut(one["percent"])} for one in whole]
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


def test_all_who_move_at_16_are_adults_two_years_later() -> None:
    """Moved from April to September 2025, a year on half have turned 18, after two all have."""
    written = lever(
        "move_to_supported_accommodation",
        **{"from": "2025-04"},
        until="2025-09",
        children_a_year=12,
        from_families={"fostering": 1.0},
    )
    _, p = run(WORLD, written)
    there = (p.need - baseline().need)[:, :, FAMILIES.index("supported_accommodation")]
    (moved,) = p.needed.moved
    assert np.allclose(moved.moved.sum(axis=1), 6)
    assert (there[:, 18] < 0.5 * there[:, 6]).all()
    assert np.array_equal(there[:, 30:], np.zeros_like(there[:, 30:]))
    assert np.array_equal(p.need[:, 30:], baseline().need[:, 30:])
