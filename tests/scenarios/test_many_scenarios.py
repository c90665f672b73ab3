"""The invariants over random scenarios of every lever: a few by default, 500 when asked.

`pytest -m slow` tries every rule on each of 500 examples, the same ones every time.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sufficiency.capacity import Effects, Projection
from sufficiency.placements import position
from sufficiency.scenarios.levers import LEVERS
from tests.scenarios.engine import WORLD, identical, price_factor, run
from tests.scenarios.rows import ROWS, lever
from tests.scenarios.strategies import levers, scenario_of
from tests.worlds import World, make_world

FEW, MANY = 12, 500
AGENCY, EXTERNAL = position("agency_fostering"), position("external_residential")
COUNTED = make_world(seed=12, draws=25, counted=7)
"""A world whose first seven months are counted; levers may be written to start in them."""
EVERY = st.lists(levers, max_size=6)
HOMES = ("open_home", "use_regional_home")
OF_CARERS = ("recruit_carers", "retain_carers", "support_staying_put")
PLACES_ONLY = (*OF_CARERS, *HOMES, "limit_agency", "change_price")
COMMON = {"from": "2025-07", "source": "assumption"}


_LAST: dict[str, tuple[Effects, Projection]] = {}


def as_written(world: World, some: list[dict[str, Any]]) -> tuple[Effects, Projection]:
    """The scenario run as it was drawn: once for all the rules that look at it."""
    key = f"{id(world)} {some!r}"
    if key not in _LAST:
        _LAST.clear()
        _LAST[key] = run(world, *some)
    return _LAST[key]


def types_sum_and_children_are_conserved(
    world: World, some: list[dict[str, Any]], seed: int
) -> None:
    _, p = as_written(world, some)
    assert np.allclose(p.placements.sum(-1), p.need.sum(-1), atol=1e-8)
    assert (p.placements >= -1e-9).all()
    assert np.allclose(p.need[:, :-1] + p.entries - p.exits + p.moves, p.need[:, 1:], atol=1e-8)
    assert np.allclose(p.moves.sum(-1), 0.0, atol=1e-8)
    assert (p.entries >= 0).all() and (p.exits >= -1e-9).all()


def places_are_never_overfilled(world: World, some: list[dict[str, Any]], seed: int) -> None:
    _, p = as_written(world, some)
    for kind in ("mainstream", "connected"):
        assert (p.filled_places[kind] <= p.usable_places[kind] + 1e-8).all()
    own = p.placements[..., position("in_house_residential")]
    assert (own <= p.home_places + 1e-8).all()


def counted_months_are_as_counted(world: World, some: list[dict[str, Any]], seed: int) -> None:
    """No lever acts in them, whenever its file says that it starts."""
    known = world.parameters.known
    _, p = as_written(world, some)
    assert np.array_equal(p.placements[:, : known.shape[1]], known)
    assert not p.spent_on_levers[:, : known.shape[1] - 1].any()


def order_changes_nothing(world: World, some: list[dict[str, Any]], seed: int) -> None:
    shuffled = random.Random(seed).sample(some, len(some))
    first, second = as_written(world, some), run(world, *shuffled)
    assert identical(first[1], second[1])
    assert np.array_equal(price_factor(first[1]), price_factor(second[1]))
    assert np.array_equal(first[0].programme, second[0].programme)


NOTHING = [
    held.sized(0.0)
    for held in scenario_of(*(lever(name) for name in LEVERS if name not in HOMES)).levers
    if held.grows
]
"""Every lever that can have no size; a home that nobody can live in is still held and paid for."""


def levers_of_no_size_change_nothing(world: World, some: list[dict[str, Any]], seed: int) -> None:
    scenario = scenario_of(*some)
    first = as_written(world, some)
    second = run(world, scenario.with_levers(*scenario.levers, *NOTHING))
    assert identical(first[1], second[1])


def more_carers_never_mean_more_agency_or_external_homes(
    world: World, some: list[dict[str, Any]], seed: int
) -> None:
    rng = random.Random(seed)
    share = round(rng.random(), 2)
    recruit = COMMON | {
        "lever": "recruit_carers",
        "additional_households_a_year": rng.uniform(0.5, 40),
        "months_to_first_placement": rng.randrange(12),
        "displaces": {"agency_fostering": 1 - share, "external_residential": share},
    }
    retain = COMMON | {"lever": "retain_carers", "fewer_leaving_percent": rng.uniform(1, 90)}
    before, after = as_written(world, some)[1], run(world, *some, recruit, retain)[1]
    for kind in (AGENCY, EXTERNAL):
        assert (after.placements[..., kind] <= before.placements[..., kind] + 1e-8).all()
    assert (after.unplaced <= before.unplaced + 1e-8).all()


def capacity_and_prices_never_change_how_many_children_are_in_care(
    world: World, some: list[dict[str, Any]], seed: int
) -> None:
    others = [lever for lever in some if lever["lever"] not in PLACES_ONLY]
    assert np.array_equal(as_written(world, some)[1].need, run(world, *others)[1].need)


def two_halves_are_the_whole(world: World, some: list[dict[str, Any]], seed: int) -> None:
    """Numbers held fixed and no ramp; what falls with time is halved on the scale of its log."""
    fixed = [_fixed(lever) for lever in some[:3] if ROWS[lever["lever"]].halved]
    halves = [_halved(lever) for lever in fixed]
    one, two = run(world, *fixed)[1], run(world, *halves, *halves)[1]
    assert np.allclose(one.placements, two.placements, atol=1e-6)
    assert np.allclose(one.allowances, two.allowances, atol=1e-4)


def _halved(lever: dict[str, Any]) -> dict[str, Any]:
    halved = ROWS[lever["lever"]].halved
    return {key: halved[key](x) if key in halved else x for key, x in lever.items()}


def _fixed(lever: dict[str, Any]) -> dict[str, Any]:
    """A lever with each range at its low end, and no ramp."""
    lows = {key: x["low"] if isinstance(x, dict) and "low" in x else x for key, x in lever.items()}
    return lows | {"ramp_months": 0}


RULES = [
    types_sum_and_children_are_conserved,
    places_are_never_overfilled,
    counted_months_are_as_counted,
    order_changes_nothing,
    levers_of_no_size_change_nothing,
    more_carers_never_mean_more_agency_or_external_homes,
    capacity_and_prices_never_change_how_many_children_are_in_care,
    two_halves_are_the_whole,
]
both = pytest.mark.parametrize("world", [WORLD, COUNTED], ids=["published", "counted since"])
Rule = Callable[[World, list[dict[str, Any]], int], None]


def tried(rules: Sequence[Rule], world: World, examples: int) -> None:
    @settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],  # a failing example is small enough as it is
    )
    @given(some=EVERY, seed=st.integers(0, 9999))
    def check(some: list[dict[str, Any]], seed: int) -> None:
        for rule in rules:
            rule(world, some, seed)

    check()


@both
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_each_holds_for_a_few_random_scenarios(rule: Rule, world: World) -> None:
    tried([rule], world, FEW)


@pytest.mark.slow
@both
def test_all_hold_for_five_hundred_random_scenarios(world: World) -> None:
    tried(RULES, world, MANY)
