"""Groups and total agree in the middle and in every draw; spreads stay what they were."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sufficiency.forecasting.pooled.coherence import divide, division, reconcile, share_variances

counts = st.lists(st.floats(0.5, 2000.0), min_size=5, max_size=5)
spreads = st.lists(st.floats(0.001, 0.5), min_size=5, max_size=5)


@given(counts, spreads, st.floats(0.5, 1.8))
@settings(max_examples=60, deadline=None)
def test_reconciled_groups_add_up_and_all_move_the_same_way(
    children: list[float], variance: list[float], factor: float
) -> None:
    before = np.array(children)
    total = np.array(factor * before.sum())
    after = reconcile(total, before, np.array(variance))
    assert after.sum() == pytest.approx(float(total), rel=1e-9)
    assert (after >= 0).all()
    assert ((after - before) * (factor - 1) >= -1e-6 * before).all()


def test_the_uncertain_group_gives_way() -> None:
    after = reconcile(np.array(210.0), np.array([100.0, 100.0]), np.array([0.001, 0.1]))
    assert after[1] - 100 > 50 * (after[0] - 100) > 0


def test_unknown_groups_take_no_part() -> None:
    after = reconcile(np.array(90.0), np.array([60.0, np.nan, 20.0]), np.array([0.1, 9.0, 0.1]))
    assert after[1] == 0
    assert after.sum() == pytest.approx(90.0)


def test_share_variances_solve_the_equation() -> None:
    shares = np.array([0.5, 0.3, 0.2])
    wanted = np.array([0.02, 0.03, 0.05])
    s = share_variances(shares, wanted)
    for k in range(3):
        others = sum(shares[j] ** 2 * s[j] for j in range(3) if j != k)
        assert (1 - shares[k]) ** 2 * s[k] + others == pytest.approx(wanted[k], abs=1e-7)


def test_share_variances_are_never_negative() -> None:
    s = share_variances(np.array([0.5, 0.3, 0.2]), np.array([0.0001, 0.2, 0.0]))
    assert (s >= 0).all()


def test_every_group_keeps_its_own_spread() -> None:
    rng = np.random.default_rng(1)
    shares = np.array([0.6, 0.2, 0.1, 0.05, 0.05])
    variance = np.array([0.006, 0.03, 0.05, 0.1, 0.2])
    total, elasticity = np.array(0.004), np.array([0.9, 1.2, 1.8, 0.6, 1.3])
    parts = division(shares, variance, total, elasticity)
    missed = rng.normal(0, np.sqrt(total), 200_000)
    error = rng.normal(size=(200_000, 5)) * np.sqrt(parts.variance)
    made = divide(600 * np.exp(missed), parts, missed, error)
    assert np.log(made).var(axis=0) == pytest.approx(variance, rel=0.08)
    # When the total is one percent higher, placed with parents is almost two percent higher.
    slope = np.cov(np.log(made[:, 2]), missed)[0, 1] / total
    assert slope == pytest.approx(1.8, abs=0.15)
    assert made.mean(axis=0) == pytest.approx(shares * 600 * np.exp(total / 2), rel=0.03)


@given(counts, spreads)
@settings(max_examples=40, deadline=None)
def test_every_draw_adds_up_and_nothing_is_negative(
    children: list[float], variance: list[float]
) -> None:
    shares = np.array(children) / np.sum(children)
    parts = division(shares, np.array(variance), np.array(0.01), np.ones(5))
    rng = np.random.default_rng(0)
    missed = rng.normal(0, 0.1, 50)
    error = rng.normal(size=(50, 5)) * np.sqrt(parts.variance)
    total = 500 * np.exp(missed)
    made = divide(total, parts, missed, error)
    assert made.sum(axis=-1) == pytest.approx(total, rel=1e-12)
    assert (made >= 0).all()


@pytest.mark.parametrize("shares", [[1.0, 0, 0, 0, 0], [0, 0, 0, 0, 1.0], [0, 0.5, 0, 0, 0.5]])
def test_a_total_in_one_or_two_groups(shares: list[float]) -> None:
    parts = division(np.array(shares), np.full(5, 0.1), np.array(0.01), np.full(5, 1.2))
    made = divide(np.array(80.0), parts, np.array(0.1), np.sqrt(parts.variance))
    assert made.sum() == pytest.approx(80.0)
    assert (made[np.array(shares) == 0] == 0).all()
