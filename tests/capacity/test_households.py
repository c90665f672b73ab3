"""Households are whole, and more approvals can never end in fewer of them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sufficiency.capacity.households import household_path, inverse_binomial, inverse_poisson


def test_inverse_poisson_agrees_with_scipy() -> None:
    rng = np.random.default_rng(3)
    uniform, rate = rng.random(5000), rng.uniform(0, 6, 5000)
    rate[:100] = 0.0
    assert np.array_equal(inverse_poisson(uniform, rate), stats.poisson.ppf(uniform, rate))


def test_inverse_binomial_agrees_with_scipy() -> None:
    rng = np.random.default_rng(4)
    uniform, trials = rng.random(5000), rng.integers(0, 200, 5000)
    chance = rng.uniform(0, 0.2, 5000)
    expected = stats.binom.ppf(uniform, trials, chance)
    assert np.array_equal(inverse_binomial(uniform, trials, chance), np.maximum(expected, 0))


@given(
    seed=st.integers(0, 10_000),
    rate=st.floats(0, 3),
    more=st.floats(0, 3),
    chance=st.floats(0, 0.3),
)
def test_more_approvals_never_mean_fewer_households(
    seed: int, rate: float, more: float, chance: float
) -> None:
    rng = np.random.default_rng(seed)
    uniform, arrivals = rng.random((50, 24)), rng.random((50, 24))
    leaving = np.full((50, 24), chance)
    opening = rng.integers(0, 100, 50)
    fewer = household_path(
        opening, leaving, inverse_poisson(arrivals, np.full((50, 24), rate)), uniform
    )
    larger = household_path(
        opening, leaving, inverse_poisson(arrivals, np.full((50, 24), rate + more)), uniform
    )
    assert (larger >= fewer).all()
    assert (fewer >= 0).all()


@given(seed=st.integers(0, 10_000), chance=st.floats(0, 0.3), kept=st.floats(0, 1))
def test_keeping_carers_never_means_fewer_households(seed: int, chance: float, kept: float) -> None:
    rng = np.random.default_rng(seed)
    uniform = rng.random((50, 24))
    none = np.zeros((50, 24), dtype=np.int64)
    opening = rng.integers(0, 100, 50)
    usual = household_path(opening, np.full((50, 24), chance), none, uniform)
    helped = household_path(opening, np.full((50, 24), chance * (1 - kept)), none, uniform)
    assert (helped >= usual).all()


def test_mean_of_the_stock_is_the_expected_one() -> None:
    """100 households, 1% leave a month, one approved a month: a year later 88.6 + 11.4."""
    rng = np.random.default_rng(5)
    shape = (20_000, 12)
    path = household_path(
        np.full(20_000, 100),
        np.full(shape, 0.01),
        inverse_poisson(rng.random(shape), np.ones(shape)),
        rng.random(shape),
    )
    stay = 0.99
    expected = 100 * stay**12 + sum(stay**k for k in range(12))
    assert abs(path[:, -1].mean() - expected) < 4 * path[:, -1].std() / np.sqrt(20_000)
