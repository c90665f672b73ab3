"""A level is found where it is, and its future is as wide as its past has earned."""

from __future__ import annotations

import numpy as np

from sufficiency.forecasting.flow.levels import LevelPrior, Regime, fit_level
from sufficiency.streams import stream

PRIOR = LevelPrior(
    regimes=(
        Regime(0.0, 0.0, 0.0, 0.5),
        Regime(0.0, 0.10, 0.0, 0.1),
        Regime(0.03, 0.0, 0.0, 0.3),
        Regime(0.0, 0.0, 1 / 72, 0.1),
    ),
    dispersion=((1.0, 0.5), (2.0, 0.5)),
    jump_size=0.3,
    start=0.4,
)


def weight(level, name: str, value: float) -> float:
    return float(level.weight[np.isclose(getattr(level, name), value)].sum())


def test_steady_counts_are_taken_for_steady():
    rng = stream(1, "steady")
    level = fit_level(rng.poisson(25.0, 96).astype(float), np.full(96, 25.0), PRIOR)

    paths, _ = level.draw(4000, 36, rng)

    assert weight(level, "step", 0.0) > 0.7
    assert weight(level, "dispersion", 1.0) > 0.8
    assert abs(paths[:, 0].mean()) < 0.1
    assert paths[:, -1].std() < 0.25


def test_a_trend_is_found_and_goes_on():
    rng = stream(2, "trend")
    rate = 20 * np.exp(0.10 * (np.arange(120) - 60) / 12)
    level = fit_level(rng.poisson(rate).astype(float), np.full(120, 20.0), PRIOR)

    paths, _ = level.draw(4000, 24, rng)

    now = np.log(rate[-1] / 20)
    assert weight(level, "slope", 0.10 / 12) > 0.5
    assert now - 0.15 < np.median(paths[:, 0]) < now + 0.15
    assert np.median(paths[:, -1]) > np.median(paths[:, 0]) + 0.05


def test_a_jump_is_believed_within_the_year():
    rng = stream(3, "jump")
    rate = np.where(np.arange(84) < 72, 20.0, 32.0)
    level = fit_level(rng.poisson(rate).astype(float), np.full(84, 20.0), PRIOR)

    paths, _ = level.draw(4000, 1, rng)

    assert abs(np.median(paths[:, 0]) - np.log(1.6)) < 0.15


def test_children_who_come_together_are_seen_as_dispersion():
    rng = stream(4, "together")
    level = fit_level(2.0 * rng.poisson(12.0, 96), np.full(96, 24.0), PRIOR)

    assert weight(level, "dispersion", 2.0) > 0.9


def test_what_may_wander_widens_with_time():
    rng = stream(5, "wander")
    rate = 25 * np.exp(np.cumsum(rng.normal(0, 0.05, 120)))
    level = fit_level(rng.poisson(rate).astype(float), np.full(120, rate.mean()), PRIOR)

    paths, _ = level.draw(4000, 36, rng)

    assert weight(level, "step", 0.03) > 0.8
    assert paths[:, -1].std() > paths[:, 0].std() + 0.05
