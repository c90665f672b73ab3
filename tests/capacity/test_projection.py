"""The invariants of the engine: each of these fails when its rule is broken."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sufficiency.capacity import Effects, Projection, no_effects
from sufficiency.placements import FAMILY_OF, PLACEMENT_TYPES, position
from tests.worlds import World, make_world

AGENCY, EXTERNAL = position("agency_fostering"), position("external_residential")
IN_HOUSE = position("in_house_fostering")


def random_effects(world: World, seed: int) -> Effects:
    """Effects of every kind at once, of plausible and of extreme size."""
    rng = np.random.default_rng(seed)
    draws, months = world.setting.draws, world.setting.calendar.months
    effects = no_effects(draws, months)
    size = rng.choice([0.2, 1.0, 5.0])
    beds = float(rng.integers(0, 8)) * (np.arange(months) > rng.integers(0, months))
    return replace(
        effects,
        entering=1.0 - min(size * rng.uniform(0, 0.19), 1.0) * np.ones_like(effects.entering),
        leaving=rng.uniform(0, 0.02 * size, effects.leaving.shape),
        stepping_down=rng.uniform(0, min(0.15 * size, 0.9), (draws, months)),
        staying=np.full((draws, months), rng.uniform(0, 1)),
        approvals=np.full((draws, months), rng.uniform(0, size)),
        approvals_for_homes=np.full((draws, months), rng.uniform(0, 0.3 * size)),
        home_places=np.tile(beds, (draws, 1)),
        home_places_usable=np.tile(beds * 0.9, (draws, 1)),
    )


seeds = st.integers(0, 100_000)


@given(seed=seeds)
def test_types_sum_to_the_total_and_nothing_is_negative(seed: int) -> None:
    world = make_world(seed)
    projection = world.project(random_effects(world, seed))
    assert np.allclose(projection.placements.sum(-1), projection.need.sum(-1), atol=1e-8)
    assert (projection.placements >= -1e-9).all()


def test_the_baseline_is_the_forecast() -> None:
    world = make_world()
    projection = world.project(no_effects(world.setting.draws, world.setting.calendar.months))
    assert np.allclose(projection.need, world.setting.need, atol=1e-9)


@given(seed=seeds)
def test_filled_places_never_exceed_usable_places(seed: int) -> None:
    world = make_world(seed)
    projection = world.project(random_effects(world, seed))
    for kind in ("mainstream", "connected"):
        filled, usable = projection.filled_places[kind], projection.usable_places[kind]
        assert (filled <= usable + 1e-8).all()
        assert (usable <= projection.approved_places[kind] + 1e-8).all()
    own_home = projection.placements[:, :, position("in_house_residential")]
    assert (own_home <= projection.home_places + 1e-8).all()


@given(seed=seeds)
def test_children_are_conserved_by_family(seed: int) -> None:
    world = make_world(seed)
    p = world.project(random_effects(world, seed))
    rebuilt = p.need[:, :-1] + p.entries - p.exits + p.moves
    assert np.allclose(rebuilt, p.need[:, 1:], atol=1e-8)
    assert np.allclose(p.moves.sum(-1), 0.0, atol=1e-8)
    assert (p.exits >= 0).all() and (p.entries >= 0).all()


@given(seed=seeds)
def test_capacity_never_changes_how_many_children_are_in_care(seed: int) -> None:
    world = make_world(seed)
    effects = random_effects(world, seed)
    crowded = replace(
        world,
        parameters=replace(
            world.parameters,
            approvals=world.parameters.approvals * 0.1,
            leaving=np.minimum(world.parameters.leaving * 5, 0.5),
        ),
    )
    assert np.array_equal(world.project(effects).need, crowded.project(effects).need)


def _more(effects: Effects, **changes: np.ndarray) -> Effects:
    return replace(effects, **changes)


@given(seed=seeds, extra=st.floats(0, 3), aside=st.floats(0, 1), kept=st.floats(0, 1))
def test_more_carers_never_mean_more_agency_or_external_homes(
    seed: int, extra: float, aside: float, kept: float
) -> None:
    world = make_world(seed)
    effects = random_effects(world, seed)
    more = _more(
        effects,
        approvals=effects.approvals + extra * (1 - aside),
        approvals_for_homes=effects.approvals_for_homes + extra * aside,
        staying=effects.staying * kept,
    )
    before, after = world.project(effects), world.project(more)
    for kind in (AGENCY, EXTERNAL):
        assert (after.placements[:, :, kind] <= before.placements[:, :, kind] + 1e-8).all()
    assert (after.households["mainstream"] >= before.households["mainstream"]).all()


@given(seed=seeds)
def test_children_leave_agency_no_faster_than_turnover(seed: int) -> None:
    """However many carers are found, only children who leave or move make room."""
    world = make_world(seed)
    effects = no_effects(world.setting.draws, world.setting.calendar.months)
    flood = replace(effects, approvals=effects.approvals + 100.0)
    p = world.project(flood)
    f = 0
    going = world.flows.exit_share[..., f] + world.flows.move_out_share[..., f]
    stay = (1 - going) * (1 - world.parameters.turnover.move_rate[:, None, f])
    agency = p.placements[:, :, AGENCY]
    assert (agency[:, 1:] >= stay * agency[:, :-1] - 1e-8).all()
    assert (agency[:, 1:] < agency[:, :-1] + 1e-8).any()


@given(seed=seeds)
def test_no_effects_twice_is_bit_for_bit_the_same(seed: int) -> None:
    world = make_world(seed, draws=10)
    nothing = no_effects(10, world.setting.calendar.months)
    first, second = world.project(nothing), world.project(nothing)
    assert np.array_equal(first.placements, second.placements)


@settings(max_examples=20)
@given(seed=seeds)
def test_set_aside_places_lower_external_homes_only(seed: int) -> None:
    world = make_world(seed)
    effects = no_effects(world.setting.draws, world.setting.calendar.months)
    aside = replace(effects, approvals_for_homes=effects.approvals_for_homes + 1.0)
    base, helped = world.project(effects), world.project(aside)
    assert np.array_equal(base.placements[:, :, AGENCY], helped.placements[:, :, AGENCY])
    gained = helped.placements[:, :, IN_HOUSE] - base.placements[:, :, IN_HOUSE]
    homes = [i for i, kind in enumerate(PLACEMENT_TYPES) if FAMILY_OF[kind] == "homes"]
    lost = (base.placements - helped.placements)[:, :, homes].sum(-1)
    assert np.allclose(gained, lost, atol=1e-8)
    assert gained[:, -1].mean() > 1.0


def test_projection_does_not_change_what_it_was_given() -> None:
    world = make_world()
    effects = random_effects(world, 3)
    before = [effects.leaving.copy(), world.setting.need.copy(), world.parameters.opening.copy()]
    projected = world.project(effects)
    assert isinstance(projected, Projection)
    after = [effects.leaving, world.setting.need, world.parameters.opening]
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))
