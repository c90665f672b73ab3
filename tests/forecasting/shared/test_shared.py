"""Sharing draws: nothing of an authority's own moves, and sums stand as wide as they should."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sufficiency.forecasting.shared.model import (
    KEYS,
    Member,
    SharedConstants,
    shared_constants,
    shared_order,
)
from sufficiency.forecasting.shared.refit import national_spread, pair_spreads

YEARS = 5


def constants(national: float, regional: float) -> SharedConstants:
    return SharedConstants(dict.fromkeys(KEYS, national), dict.fromkeys(KEYS, regional), "made up")


def council(
    number: int, draws: int, spread: float = 0.2, keys: int = len(KEYS)
) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(number)
    return {key: rng.normal(6, spread, draws) for key in KEYS[:keys]}


@settings(max_examples=40, deadline=None)
@given(
    draws=st.integers(100, 700),
    national=st.floats(0, 0.2),
    regional=st.floats(0, 0.2),
    keys=st.integers(1, len(KEYS)),
    number=st.integers(0, 10_000),
)
def test_each_authority_keeps_every_draw_it_had(draws, national, regional, keys, number):
    """So each of its ranges stays as it is to the last digit, at any date and of any measure."""
    own = council(number, draws, keys=keys)

    order = shared_order(own, YEARS, Member("E1", "North"), constants(national, regional), 1)

    assert sorted(order.tolist()) == list(range(draws))
    another = np.random.default_rng(1).normal(size=draws)
    whole = np.quantile(another, [0.1, 0.5, 0.9])
    assert (np.quantile(another[order], [0.1, 0.5, 0.9]) == whole).all()


def correlation(
    national: float, regional: float, regions: tuple[str, str], key: str = "total"
) -> float:
    of = []
    for number, region in enumerate(regions):
        own = council(number, 4000)
        member = Member(f"E{number}", region)
        order = shared_order(own, YEARS, member, constants(national, regional), 1)
        of.append(own[key][order])
    return float(np.corrcoef(of)[0, 1])


@pytest.mark.parametrize(
    # What is ordered last can share less: of half its variance, ordering would lose too much.
    ("key", "part"),
    [(key, 0.02) for key in KEYS[:-1]] + [(KEYS[-1], 0.015)],
)
def test_two_councils_move_together_as_much_as_the_shared_parts_say(key, part):
    # of a national part of 0.02 a year for five years over a spread of 0.2: a quarter
    share = (part * YEARS / 0.2) ** 2
    assert correlation(part, part, ("North", "South"), key) == pytest.approx(share, abs=0.05)
    assert correlation(part, part, ("North", "North"), key) == pytest.approx(2 * share, abs=0.05)
    assert correlation(0.0, 0.0, ("North", "North"), key) == pytest.approx(0.0, abs=0.05)


def test_a_sum_is_wider_than_that_of_independent_draws_and_narrower_than_of_one():
    def spread(national: float) -> float:
        whole = np.zeros(2000)
        for number in range(10):
            own = council(number, 2000)
            order = shared_order(own, YEARS, Member(f"E{number}", "N"), constants(national, 0), 1)
            whole += own["total"][order]
        return float(whole.std())

    apart, together = 0.2 * np.sqrt(10), 0.2 * 10
    assert spread(0.0) == pytest.approx(apart, rel=0.06)
    assert apart * 1.4 < spread(0.02) < together
    assert spread(1.0) < together  # no authority gives up all of its own noise


def test_order_depends_on_names_and_not_on_who_else_is_there():
    own, held = council(3, 300), constants(0.02, 0.01)
    one, again = (shared_order(own, YEARS, Member("E1", "N"), held, 7) for _ in range(2))
    other = shared_order(own, YEARS, Member("E2", "N"), held, 7)

    assert (one == again).all() and (one != other).any()


def test_a_draw_that_is_the_same_in_all_is_no_reason_to_fail():
    flat = {"total": np.full(200, 6.0), "mix": np.zeros(200)}

    order = shared_order(flat, YEARS, Member("E1", "N"), constants(0.02, 0.01), 1)

    assert sorted(order.tolist()) == list(range(200))


# --- estimates ------------------------------------------------------------------------------


def test_estimates_find_what_made_up_misses_were_made_with():
    rng = np.random.default_rng(4)
    regions = [f"R{i % 9}" for i in range(90)]
    which = np.array([int(name[1:]) for name in regions])
    openings, years = 400, np.arange(1, 6)
    nation = rng.normal(0, 0.02, (openings, 1, 1)) * years
    region = rng.normal(0, 0.01, (openings, 9))[:, which, None] * years
    own = rng.normal(0, 0.07, (openings, 90, 5)) * np.sqrt(years)

    found = pair_spreads(nation + region + own, regions)

    assert found == pytest.approx((0.02, 0.01), rel=0.15)


def test_councils_that_do_not_miss_together_share_next_to_nothing():
    missed = np.random.default_rng(5).normal(0, 0.07, (300, 60, 5))

    nation, region = pair_spreads(missed, ["A", "B", "C"] * 20)

    assert nation < 0.004 and region < 0.004


def test_a_nation_that_grows_as_it_did_strays_nowhere():
    steady = {year: 50_000 * 1.02 ** (year - 1994) for year in range(1994, 2026)}

    assert national_spread(steady, (1.0, 2.0, 3.0)) == pytest.approx(0.0, abs=1e-12)
    assert national_spread(steady, (0.0,)) == pytest.approx(np.log(1.02), rel=1e-9)


def test_constants_in_use_are_of_the_size_that_the_card_says():
    held = shared_constants()

    assert set(held.national) == set(held.regional) == set(KEYS)
    assert 0.012 < held.national["total"] < 0.02
    assert all(0 <= held.regional[key] <= held.national[key] for key in KEYS)
