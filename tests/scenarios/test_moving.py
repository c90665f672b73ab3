"""Children whom levers move: the same children, elsewhere, until they leave care as they would."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sufficiency.capacity import Projection
from sufficiency.engine import Forecast, forecast, run_scenarios
from sufficiency.evidence import load_evidence
from sufficiency.placements import FAMILIES, TYPES_OF, position
from sufficiency.results.gap import gap_table

CASES = Path(__file__).parent / "cases"
KINSHIP = position("kinship_fostering")
MOVING = ("z1", "z5", "z6", "er", "f")


@pytest.fixture(scope="module")
def five() -> Forecast:
    """Five years, to March 2030, on few draws."""
    return forecast(load_evidence(), years=5, draws=150, seed=1)


def case(name: str, made: Forecast) -> Projection:
    return run_scenarios(made, CASES / f"{name}.yaml").scenarios[0].projection


@pytest.mark.parametrize("name", MOVING)
def test_a_lever_that_moves_children_never_changes_how_many_are_in_care(
    name: str, five: Forecast
) -> None:
    base, moved = five.baseline.projection, case(name, five)
    assert np.array_equal(moved.total, base.total)
    assert np.array_equal(moved.placements.sum(axis=-1), base.placements.sum(axis=-1))
    assert np.abs(moved.placements - base.placements)[:, -1].max() > 0.1


def test_two_years_after_the_last_move_all_of_16_and_17_are_adults(five: Forecast) -> None:
    """Forty moved from October 2026 to September 2027: by October 2029 nothing may differ."""
    base, moved = five.baseline.projection, case("z6", five)
    there = (moved.need - base.need)[:, 30, FAMILIES.index("supported_accommodation")]
    assert 20 < there.mean() < 36  # some have turned 18 since
    assert np.array_equal(moved.need[:, 54:], base.need[:, 54:])
    by_type = (moved.placements - base.placements)[:, 54:].mean(axis=0)
    assert np.abs(by_type).max() < 0.3


def test_children_moved_out_of_homes_are_in_supported_accommodation_or_grown_up(
    five: Forecast,
) -> None:
    base, moved = five.baseline.projection, case("z5", five)
    gained = (moved.need - base.need).mean(axis=0)
    homes, supported = FAMILIES.index("homes"), FAMILIES.index("supported_accommodation")
    assert np.allclose(gained[:, homes], -gained[:, supported])
    # Ten a year, each a year from 18 on average: about ten at any time once that has settled.
    assert 7 < gained[-1, supported] < 12


@pytest.mark.parametrize("name", ["z1", "asy", "er"])
def test_a_stranger_is_never_placed_with_a_relative(name: str, five: Forecast) -> None:
    base, moved = five.baseline.projection, case(name, five)
    gained = (moved.placements - base.placements).mean(axis=0)
    assert np.abs((moved.placements - base.placements)[..., KINSHIP]).max() < 1e-6
    fostered = [position(kind) for kind in TYPES_OF["fostering"]]
    assert gained[-1, fostered].sum() > 10


def test_children_seeking_asylum_leave_care_when_they_turn_18(five: Forecast) -> None:
    """Twenty a year who come at 16 and 17 are some twenty at a time, and never fifty."""
    base, more = five.baseline.projection, case("asy", five)
    there = (more.total - base.total).mean(axis=0)
    assert 14 < there[36] < 20 and 18 < there[60] < 23
    came = (more.entries - base.entries).sum(axis=(1, 2))
    left = (more.exits - base.exits).sum(axis=(1, 2))
    assert np.allclose(came, 20 / 12 * 42)
    assert np.allclose(came - left, (more.total - base.total)[:, -1], atol=1e-6)
    at_the_end = more.needed.added["fostering"][:, -1]
    assert np.allclose(at_the_end, 20, atol=1.5)


def test_children_who_left_homes_leave_care_as_they_would_have_done(five: Forecast) -> None:
    """Those left behind leave as much more slowly as those moved leave fostering faster."""
    base, moved = five.baseline.projection, case("z1", five)
    gone = (moved.exits - base.exits).mean(axis=0)
    assert np.allclose(gone.sum(axis=1), 0.0, atol=1e-7)
    homes, fostering = FAMILIES.index("homes"), FAMILIES.index("fostering")
    assert (gone[24:, homes] < 0).all() and (gone[24:, fostering] > 0).all()
    assert (moved.exits >= 0).all()


def test_a_limit_of_nothing_moves_nobody_and_one_of_a_fifth_shows_who_finds_no_home(
    five: Forecast,
) -> None:
    base, none, fifth = five.baseline.projection, case("c0", five), case("c", five)
    assert np.allclose(none.placements, base.placements, atol=1e-6) and not none.unplaced.any()
    agency, homes = position("agency_fostering"), position("external_residential")
    kept = fifth.placements[:, 36, agency].mean() / base.placements[:, 36, agency].mean()
    assert 0.78 < kept < 0.95  # some of them are in an agency home further away
    more = (fifth.placements - base.placements).mean(axis=0)
    assert 0 < more[36, homes] < 0.7 * fifth.unplaced[:, 36].mean()
    gap = gap_table([("c", fifth)], None)
    at = gap[(gap["family"] == "fostering") & (gap["date"] == "2028-03-31")]
    assert at["unplaced_p50"].item() > 10
    assert np.array_equal(fifth.total, base.total)


def test_homes_and_carers_change_where_children_live_and_not_how_many(five: Forecast) -> None:
    base = five.baseline.projection
    own, agency = position("in_house_residential"), position("agency_fostering")
    for name, kind, low, high in (
        ("b", own, 4, 4.8),
        ("e", agency, -30, -8),
        ("a", agency, -25, -6),
    ):
        p = case(name, five)
        assert np.array_equal(p.total, base.total)
        assert low < (p.placements - base.placements)[:, -1, kind].mean() <= high, name
    assert case("k", five).unplaced[:, -1].mean() < case("c", five).unplaced[:, -1].mean()


def test_those_discharged_are_fewer_in_care_for_as_long_as_they_would_have_stayed(
    five: Forecast,
) -> None:
    base, led = five.baseline.projection, case("g", five)
    out = led.needed.led_out["placed_with_parents"].sum(axis=1)
    assert (out < 20).all() and (out > 16).all()  # a share of those there: fewer as they go
    fewer = (base.total - led.total).mean(axis=0)
    assert 8 < fewer[30] < 20 and fewer[60] < 0.5 * fewer[30] and not led.allowances.any()
