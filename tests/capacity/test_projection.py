"""The invariants of the engine: each of these fails when its rule is broken."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sufficiency.capacity import (
    AgencyLimit,
    Effects,
    Ending,
    Move,
    Projection,
    household_flows,
    need_by_age,
    no_effects,
)
from sufficiency.flows import BANDS
from sufficiency.placements import FAMILIES, FAMILY_OF, PLACEMENT_TYPES, position
from tests.worlds import World, make_world

AGENCY, EXTERNAL = position("agency_fostering"), position("external_residential")
IN_HOUSE, SUPPORTED = position("in_house_fostering"), "supported_accommodation"


def nothing(world: World) -> Effects:
    return no_effects(world.setting.draws, world.setting.calendar.months)


def move(
    world: World, origin: str, destination: str, share: np.ndarray, least: int, back: float = 0.01
) -> Move:
    """A share of the settled children of an age or over; one in a hundred a month comes back."""
    return Move(origin, destination, share, world.setting.months_to_18(origin, least), back)


def random_effects(world: World, seed: int) -> Effects:
    """Effects of every kind at once, of plausible and of extreme size."""
    rng = np.random.default_rng(seed)
    shape = (world.setting.draws, world.setting.calendar.months)
    months = shape[1]
    size = rng.choice([0.2, 1.0, 5.0])
    beds = float(rng.integers(0, 8)) * (np.arange(months) > rng.integers(0, months))
    agency = world.setting.agency
    assert agency is not None
    first = int(rng.integers(0, months))
    limit = AgencyLimit(
        first,
        agency[:, first],
        agency[:, 1:] * rng.uniform(0.7, 1) ** np.arange(months),
        {kind: np.full(shape[0], share) for kind, share in INSTEAD.items()},
    )
    cut = np.full(shape, 1.0 - min(size * rng.uniform(0, 0.19), 1.0))
    return replace(
        nothing(world),
        entering=dict.fromkeys(FAMILIES, cut),
        added={"fostering": np.full(shape, rng.uniform(-size, size))},
        leaving={kind: rng.uniform(0, 0.02 * size, shape) for kind in PLACEMENT_TYPES},
        moving=(
            move(world, "homes", "fostering", rng.uniform(0, min(0.1 * size, 0.5), shape), 10),
            move(world, "homes", SUPPORTED, rng.uniform(0, 0.05 * size, shape), 16),
            move(world, "fostering", SUPPORTED, rng.uniform(0, 0.02, shape), 16),
        ),
        ending=Ending(
            "other_placements",
            np.full(shape, min(size * rng.uniform(0, 0.3), 1.0)),
            {"homes": np.full(shape, 0.4), "fostering": np.full(shape, 0.6)},
        ),
        staying=np.full(shape, rng.uniform(0, 1)),
        approvals=np.full(shape, rng.uniform(0, size)),
        approvals_for_homes=np.full(shape, rng.uniform(0, 0.3 * size)),
        old_enough_to_leave_homes=0.6,
        connected=np.full(shape, rng.uniform(0, size)),
        connected_moving=np.full(shape, rng.uniform(0, 1)),
        agency=limit if rng.random() < 0.7 else None,
        home_places=np.tile(beds, (shape[0], 1)),
        home_places_usable=np.tile(beds * 0.9, (shape[0], 1)),
    )


INSTEAD = {
    "in_house_fostering": 0.3,
    "agency_fostering": 0.2,
    "external_residential": 0.4,
    "other_placements": 0.1,
}
UNPLACED = ("external_residential", "other_placements")
seeds = st.integers(0, 100_000)


@given(seed=seeds)
def test_types_sum_to_the_total_and_nothing_is_negative(seed: int) -> None:
    world = make_world(seed)
    projection = world.project(random_effects(world, seed))
    assert np.allclose(projection.placements.sum(-1), projection.need.sum(-1), atol=1e-8)
    assert (projection.placements >= -1e-9).all()


@given(seed=seeds)
def test_moves_never_change_how_many_children_are_in_care(seed: int) -> None:
    """Bit for bit, in every draw and month, whatever else a scenario does."""
    world = make_world(seed)
    effects = random_effects(world, seed)
    stay_put = world.project(replace(effects, moving=(), ending=None))
    assert np.array_equal(world.project(effects).total, stay_put.total)


@given(seed=seeds)
def test_no_relative_is_given_a_stranger(seed: int) -> None:
    """Who comes to fostering by a lever never lives with a connected carer."""
    world = make_world(seed)
    effects = replace(random_effects(world, seed), connected=None, leaving={})
    before = replace(effects, moving=(), ending=None, added={})
    asked = 1.0 + np.abs(effects.added["fostering"])
    kinship = position("kinship_fostering")
    for more in (
        replace(before, ending=effects.ending, moving=effects.moving[:2]),
        replace(before, added={"fostering": asked}),
    ):
        gained = world.project(more).placements - world.project(before).placements
        assert np.allclose(gained[..., kinship], 0.0, atol=1e-7)
        assert (gained[:, -1, :3].sum(axis=-1) > 1).any()


def test_the_baseline_is_the_forecast() -> None:
    world = make_world()
    projection = world.project(nothing(world))
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


@given(seed=seeds, extra=st.floats(0, 3), aside=st.floats(0, 1), kept=st.floats(0, 1))
def test_more_carers_never_mean_more_agency_or_external_homes(
    seed: int, extra: float, aside: float, kept: float
) -> None:
    world = make_world(seed)
    effects = random_effects(world, seed)
    approvals, for_homes, staying = (
        effects.approvals,
        effects.approvals_for_homes,
        effects.staying,
    )
    assert approvals is not None and for_homes is not None and staying is not None
    more = replace(
        effects,
        approvals=approvals + extra * (1 - aside),
        approvals_for_homes=for_homes + extra * aside,
        staying=staying * kept,
    )
    before, after = world.project(effects), world.project(more)
    for kind in (AGENCY, EXTERNAL):
        assert (after.placements[:, :, kind] <= before.placements[:, :, kind] + 1e-8).all()
    assert (after.households["mainstream"] >= before.households["mainstream"]).all()


@given(seed=seeds)
def test_children_leave_agency_no_faster_than_turnover(seed: int) -> None:
    """However many carers are found, only children who leave or move make room."""
    world = make_world(seed)
    effects = nothing(world)
    flood = replace(effects, approvals=np.full(world.flows.entries.shape[:2], 100.0))
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
    none = nothing(world)
    first, second = world.project(none), world.project(none)
    assert np.array_equal(first.placements, second.placements)


@settings(max_examples=20)
@given(seed=seeds)
def test_set_aside_places_lower_external_homes_only(seed: int) -> None:
    world = make_world(seed)
    effects = nothing(world)
    aside = replace(effects, approvals_for_homes=np.ones(world.flows.entries.shape[:2]))
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
    leaving = effects.leaving["agency_fostering"]
    before = [leaving.copy(), world.setting.need.copy(), world.parameters.opening.copy()]
    projected = world.project(effects)
    assert isinstance(projected, Projection)
    after = [leaving, world.setting.need, world.parameters.opening]
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


@given(seed=seeds)
def test_no_more_children_leave_homes_than_are_old_enough(seed: int) -> None:
    """However hard step-down is pulled, those too young for it stay."""
    world = make_world(seed)
    everyone = np.full(world.flows.entries.shape[:2], 0.9)
    homes = FAMILIES.index("homes")
    base = world.project(nothing(world)).need[:, :, homes]
    old_enough = world.setting.months_to_18("homes", 10).sum(axis=0)[:, None]
    pulled = replace(nothing(world), moving=(move(world, "homes", "fostering", everyone, 10, 0),))
    left = world.project(pulled).need[:, :, homes]
    assert (base - left <= old_enough * base + 1e-8).all()
    assert (left[:, -1] < (1.02 - old_enough[:, 0]) * base[:, -1] + 6).any()


@settings(max_examples=5)
@given(seed=seeds)
def test_ages_add_to_the_family_and_none_is_below_nil(seed: int) -> None:
    world = make_world(seed)
    ages = world.setting.ages
    assert ages is not None
    p = world.project(random_effects(world, seed))
    by_age = need_by_age(p.needed, ages.shares)
    assert np.allclose(by_age.sum(-1), p.need, atol=1e-8) and (by_age >= 0).all()


@settings(max_examples=3)
@given(seed=seeds)
def test_a_lever_moves_children_of_the_ages_it_names_and_no_others(seed: int) -> None:
    """Of 16 and 17 to supported accommodation, of 10 and over to foster homes."""
    world = make_world(seed)
    ages, few = world.setting.ages, np.full(world.flows.entries.shape[:2], 0.004)
    assert ages is not None
    base = world.setting.need[..., None] * ages.shares[:, None]
    for origin, destination, least in (("fostering", SUPPORTED, 16), ("homes", "fostering", 10)):
        to = replace(nothing(world), moving=(move(world, origin, destination, few, least),))
        p = world.project(to)
        change = need_by_age(p.needed, ages.shares) - base
        young = [number for number, band in enumerate(BANDS) if int(band.split("-")[0]) < least]
        assert np.allclose(change[..., young], 0.0, atol=1e-7)
        assert (change[:, -1, FAMILIES.index(destination), BANDS.index("16-17")] > 0.1).all()
        assert (change[:, -1, FAMILIES.index(origin), BANDS.index("16-17")] < -0.1).all()


@given(seed=seeds)
def test_set_aside_places_hold_no_child_too_young_for_them(seed: int) -> None:
    """Step-down and set-aside places reach the same children, and no child twice."""
    world = make_world(seed)
    shape = world.flows.entries.shape[:2]
    both = replace(
        nothing(world),
        moving=(move(world, "homes", "fostering", np.full(shape, 0.1), 10),),
        approvals_for_homes=np.full(shape, 10.0),
        old_enough_to_leave_homes=world.setting.old_enough("homes", 10),
    )
    homes = FAMILIES.index("homes")
    base = world.project(nothing(world)).need[:, :, homes]
    p = world.project(both)
    still = p.placements[:, :, position("in_house_residential")] + p.placements[:, :, EXTERNAL]
    too_young = 1 - world.setting.old_enough("homes", 10)[:, None]
    assert (base[:, 1:] - still[:, 1:] <= (1 - too_young) * base[:, 1:] + 1e-8).all()


@given(seed=seeds)
def test_agency_never_holds_more_than_the_market_offers(seed: int) -> None:
    world = make_world(seed)
    agency = world.setting.agency
    assert agency is not None
    draws = world.setting.draws
    places = agency[:, 1:] * 0.97 ** np.arange(world.setting.calendar.months)
    instead = {kind: np.full(draws, share) for kind, share in INSTEAD.items()}
    limit = AgencyLimit(6, agency[:, 6], places, instead)
    p = world.project(replace(nothing(world), agency=limit))
    base = world.project(nothing(world))
    held, gained = p.placements[:, :, AGENCY], p.placements - base.placements
    f = FAMILIES.index("fostering")
    going = world.flows.exit_share[..., f] + world.flows.move_out_share[..., f]
    stay = (1 - going) * (1 - world.parameters.turnover.move_rate[:, None, f])
    assert np.array_equal(p.placements[:, :7], base.placements[:, :7])
    supply = agency[:, 6]
    further = np.zeros(draws)
    for month in range(6, world.setting.calendar.months):
        supply = np.maximum(places[:, month], stay[:, month] * supply)
        without = np.maximum(base.placements[:, month + 1, AGENCY] - supply, 0)
        further = without * 2 / 7  # of those who are not in an own place, at least two in seven
        assert (held[:, month + 1] <= supply + further + 1e-8).all()
        assert (
            held[:, month + 1] >= np.minimum(supply, base.placements[:, month + 1, AGENCY]) - 1e-8
        ).all()
    # Who finds no foster home near home lives where the shares say, and still needs one.
    own, homes, other = (gained[..., position(k)] for k in ("in_house_fostering", *UNPLACED))
    assert np.allclose(own + homes + other, -gained[..., AGENCY], atol=1e-8)
    assert np.allclose(homes, 4 * other, atol=1e-7)
    assert np.allclose(p.unplaced, homes * 7 / 4, atol=1e-7)
    assert np.array_equal(p.need, base.need)
    assert p.unplaced[:, -1].mean() > 1


def test_an_agency_limit_at_the_baseline_s_use_moves_nobody() -> None:
    world = make_world()
    agency = world.setting.agency
    assert agency is not None
    instead = {"external_residential": np.ones(world.setting.draws)}
    p = world.project(
        replace(nothing(world), agency=AgencyLimit(0, agency[:, 0], agency[:, 1:], instead))
    )
    assert np.array_equal(p.placements, world.project(nothing(world)).placements)
    assert not p.unplaced.any()


def test_support_of_connected_carers_takes_from_all_other_fostering_alike() -> None:
    world = make_world()
    shape = world.flows.entries.shape[:2]
    base = world.project(nothing(world))
    p = world.project(replace(nothing(world), connected=np.full(shape, 1.0)))
    gained = (p.placements - base.placements)[:, :, position("kinship_fostering")]
    assert np.allclose(gained[:, 1], 1.0)
    assert (gained[:, -1] > 5).all()
    assert np.allclose(p.placements[..., :3].sum(-1), base.placements[..., :3].sum(-1))
    assert (p.placements[..., AGENCY] <= base.placements[..., AGENCY] + 1e-8).all()


@given(seed=seeds)
def test_households_are_what_there_were_with_those_approved_without_those_gone(seed: int) -> None:
    world = make_world(seed)
    p = world.project(random_effects(world, seed))
    for kind, flow in household_flows(p).items():
        stock = p.households[kind]
        assert np.allclose(stock[:, :-1] + flow.approved - flow.left, stock[:, 1:])
        assert (flow.approved >= -1e-9).all() and (flow.left >= -1e-9).all()
        assert (flow.left <= stock[:, :-1] + 1e-9).all()
    mainstream = household_flows(p)["mainstream"]
    assert (mainstream.approved % 1 == 0).all()
