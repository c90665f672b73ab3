"""Shares that drift: half-lives weighed by foresight, hand-worked chances, draws."""

from __future__ import annotations

from math import comb, lgamma

import numpy as np
import pytest

from sufficiency.forecasting.flow import shares
from sufficiency.forecasting.flow.shares import HALF_LIVES, LIKELY, fit_shares

MONTHS = 84


def counted(share_by_month: np.ndarray, a_month: int = 30, seed: int = 1) -> np.ndarray:
    """Counts of two types, (months, 2), from the share of the first."""
    first = np.random.default_rng(seed).binomial(a_month, share_by_month)
    return np.stack([first, a_month - first], axis=1).astype(float)


def fitted(seen: np.ndarray, dispersion: float = 1.0) -> shares.Shares:
    return fit_shares(seen[:, None], np.full((1, 2), 5.0), (0,), dispersion)


def first_share(found: shares.Shares, draws: int = 4000) -> np.ndarray:
    now, _ = found.draw(draws, 1, np.random.default_rng(2))
    return now[:, 0, 0] / now[:, 0].sum(axis=1)


def test_shares_that_hold_are_best_foretold_by_the_longest_memory():
    found = fitted(counted(np.full(MONTHS, 0.4)))

    assert found.weight.argmax() == len(HALF_LIVES) - 1
    assert first_share(found).mean() == pytest.approx(0.4, abs=0.03)


def test_a_change_of_practice_is_followed_at_the_shortest_half_life():
    """Two years on, a quarter of the weight is still on what was: 0.2 and a quarter of 0.4."""
    practice = np.where(np.arange(MONTHS) < MONTHS - 24, 0.6, 0.2)
    found = fitted(counted(practice))

    assert found.weight[0] > 0.9
    assert first_share(found).mean() == pytest.approx(0.3, abs=0.04)


def test_brothers_and_sisters_are_fewer_witnesses():
    practice = np.linspace(0.5, 0.35, MONTHS)
    alone, together = fitted(counted(practice)), fitted(counted(practice), dispersion=4.0)

    apart = [np.abs(found.weight - LIKELY).sum() for found in (alone, together)]
    assert apart[1] < apart[0]


def test_the_chance_of_a_count_is_that_worked_by_hand():
    """Two arrivals, both of the first type, when it held 3 of 4: (3 x 4) / (4 x 5)."""
    chance = shares._log_chance(np.array([2.0, 0.0]), np.array([3.0, 1.0]))
    both = np.exp(chance) * comb(2, 2)

    # What all half-lives share, the number of orders, is left out.
    assert both == pytest.approx(12 / 20)
    assert lgamma(5) - lgamma(3) == pytest.approx(np.log(12))


def test_ahead_shares_change_as_fast_as_the_half_life_supposes():
    found = fitted(counted(np.full(MONTHS, 0.4)))
    _, factors = found.draw(20_000, 24, np.random.default_rng(3))
    spread = np.log(factors[:, -1, 0]).std()
    expected = np.sqrt(24 * (found.weight * found.pace[:, 0] ** 2).sum())

    assert (np.diff(found.pace, axis=0) < 0).all()
    assert spread == pytest.approx(expected, rel=0.05)
    keep = 0.5 ** (1 / HALF_LIVES[0])
    assert found.pace[0, 0] ** 2 == pytest.approx((1 / keep - 1) / found.counts[0, 0, 0])


def test_nothing_seen_leaves_the_prior():
    found = fitted(np.zeros((12, 2)))

    assert found.weight == pytest.approx(LIKELY)
    assert found.counts == pytest.approx(5.0)
