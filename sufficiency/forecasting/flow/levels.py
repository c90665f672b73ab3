"""The level of a monthly flow: where it stands, how fast it wanders, and where it may go.

Counts are negative binomial about exposure x exp(level), with a variance of so many times the
mean (brothers and sisters come together). The level takes a step each month: a slope, a normal
error, and now and then a jump. Slope, spread of the steps, chance of a jump and dispersion are not
known: each combination of a list is filtered forward through the months exactly (a hidden Markov
model over a grid of levels), and its likelihood times its prior is its weight. Rabiner (1989,
Proceedings of the IEEE 77) for the filter; Harvey (1989, Forecasting, Structural Time Series Models
and the Kalman Filter) for the local level.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.special import gammaln

GRID_STEPS: Final = 151
"""Levels looked at, from the lowest to the highest."""
REACH: Final = 2.5
"""Highest level over the mean, in logs."""


@dataclass(frozen=True)
class Regime:
    """A way in which a level may move.

    Attributes:
        step: standard deviation of a month's step, in logs.
        slope: change in a year, in logs.
        jump: chance of a jump in a month.
        weight: how likely the regime is thought before looking; weights need not add to one.
    """

    step: float
    slope: float
    jump: float
    weight: float


@dataclass(frozen=True)
class LevelPrior:
    """What is thought of a level before looking.

    Attributes:
        regimes: ways in which it may move.
        dispersion: variance over mean of a month's count, values and weights.
        jump_size: standard deviation of a jump, in logs.
        start: standard deviation of the first level about the mean.
    """

    regimes: tuple[Regime, ...]
    dispersion: tuple[tuple[float, float], ...]
    jump_size: float
    start: float


@dataclass(frozen=True)
class Level:
    """A level as known at the last month.

    Attributes:
        grid: levels, (G,); zero is the mean over the months counted.
        weight: of each combination of regime and dispersion, (C,), adding to one.
        step, slope, jump, dispersion: of each combination, (C,); slope by month.
        jump_size: standard deviation of a jump.
        now: distribution over the grid at the last month under each combination, (C, G).
    """

    grid: np.ndarray = field(repr=False)
    weight: np.ndarray = field(repr=False)
    step: np.ndarray = field(repr=False)
    slope: np.ndarray = field(repr=False)
    jump: np.ndarray = field(repr=False)
    dispersion: np.ndarray = field(repr=False)
    jump_size: float
    now: np.ndarray = field(repr=False)

    @property
    def mean_dispersion(self) -> float:
        return float(self.weight @ self.dispersion)

    @property
    def mean(self) -> float:
        """Mean of the level at the last month, as a factor."""
        return float(self.weight @ (self.now @ np.exp(self.grid)))

    def draw(
        self, draws: int, months: int, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """Log levels of the months ahead, (draws, months), and dispersions, (draws,)."""
        which = _stratified(self.weight, rng.permutation(draws), rng)
        steps = np.cumsum(self.now, axis=1)[which]
        at = (rng.random(draws)[:, None] * steps[:, -1:] > steps[:, :-1]).sum(axis=1)
        width = self.grid[1] - self.grid[0]
        level = self.grid[at] + width * (rng.random(draws) - 0.5)
        error = rng.standard_normal((draws, months)) * self.step[which, None]
        error += self.slope[which, None]
        jumps = rng.random((draws, months)) < self.jump[which, None]
        error += jumps * rng.standard_normal((draws, months)) * self.jump_size
        return level[:, None] + np.cumsum(error, axis=1), self.dispersion[which]


def _stratified(weight: np.ndarray, order: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Combinations in proportion to their weights, spread evenly over the draws."""
    points = (order + rng.random(len(order))) / len(order)
    return np.minimum(np.searchsorted(np.cumsum(weight), points), len(weight) - 1)


def fit_level(counts: np.ndarray, expected: np.ndarray, prior: LevelPrior) -> Level:
    """Filter a monthly count.

    Args:
        counts: of each month, (T,).
        expected: what each month would count at level zero, (T,), above zero.
        prior: what is thought before looking.
    """
    grid = np.linspace(-REACH, REACH, GRID_STEPS)
    spread, spread_weight = np.array(prior.dispersion).T
    moves = np.array([(one.step, one.slope / 12, one.jump) for one in prior.regimes])
    weights = np.array([one.weight for one in prior.regimes])
    moving = np.stack(
        [_transition(grid, step, slope, jump, prior.jump_size) for step, slope, jump in moves]
    )
    chance = _likelihood(counts, expected, grid, spread)
    state = np.exp(-0.5 * (grid / prior.start) ** 2)
    state = np.broadcast_to(state / state.sum(), (len(moves), len(spread), len(grid))).copy()
    score = np.log(weights)[:, None] + np.log(spread_weight)
    for month in range(len(counts)):
        if month:
            state = state @ moving
        state = state * chance[:, month]
        total = state.sum(axis=2)
        score += np.log(total)
        state /= total[..., None]
    weight = np.exp(score - score.max()).ravel()
    number = len(spread)
    return Level(
        grid=grid,
        weight=weight / weight.sum(),
        step=np.repeat(moves[:, 0], number),
        slope=np.repeat(moves[:, 1], number),
        jump=np.repeat(moves[:, 2], number),
        dispersion=np.tile(spread, len(moves)),
        jump_size=prior.jump_size,
        now=state.reshape(-1, len(grid)),
    )


def _transition(
    grid: np.ndarray, step: float, slope: float, jump: float, jump_size: float
) -> np.ndarray:
    """Chance of each level next month, given this month's, (G, G), rows adding to one.

    A step finer than the grid is taken as the chance of moving one place that has the step's
    mean and variance, so that a small slope or spread is not lost between the places.
    """
    width = grid[1] - grid[0]
    apart = (grid[None, :] - grid[:, None]) / width
    mean, variance = slope / width, (step / width) ** 2
    if variance > 1.0:
        usual = np.exp(-0.5 * (apart - mean) ** 2 / variance)
    else:
        up, down = (variance + mean**2 + mean) / 2, (variance + mean**2 - mean) / 2
        up, down = max(up, mean, 0.0), max(down, -mean, 0.0)
        usual = np.where(np.abs(apart) < 0.5, 1 - up - down, 0.0)
        usual += np.where(np.abs(apart - 1) < 0.5, up, 0.0)
        usual += np.where(np.abs(apart + 1) < 0.5, down, 0.0)
    leap = np.exp(-0.5 * (apart * width / jump_size) ** 2)
    usual /= usual.sum(axis=1, keepdims=True)
    return (1 - jump) * usual + jump * leap / leap.sum(axis=1, keepdims=True)


def _likelihood(
    counts: np.ndarray, expected: np.ndarray, grid: np.ndarray, dispersion: np.ndarray
) -> np.ndarray:
    """Chance of each count at each level, over its highest, (dispersions, T, G)."""
    mean = expected[:, None] * np.exp(grid)
    parts = []
    for spread in dispersion:
        y = counts[:, None]
        if spread <= 1.0:
            log = y * np.log(mean) - mean - gammaln(y + 1)
        else:
            size = mean / (spread - 1)
            log = gammaln(y + size) - gammaln(size) - gammaln(y + 1)
            log = log - size * np.log(spread) + y * np.log1p(-1 / spread)
        parts.append(log)
    stacked = np.stack(parts)
    return np.exp(stacked - stacked.max(axis=(0, 2), keepdims=True))
