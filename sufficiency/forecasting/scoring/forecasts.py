"""What a forecast must be able to say to be scored, whoever made it.

S series, H horizons. Something that cannot be forecast is NaN and is not scored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from scipy.special import ndtri

from sufficiency.forecasting.scoring.scores import crps_draws, crps_normal
from sufficiency.streams import stream


class Forecast(Protocol):
    """A distribution for each series and horizon."""

    @property
    def middle(self) -> np.ndarray:
        """Medians, (S, H)."""
        ...

    def crps(self, came: np.ndarray) -> np.ndarray:
        """CRPS against what came, (S, H)."""
        ...

    def quantiles(self, chances: tuple[float, ...], seed: int) -> np.ndarray:
        """(chances, S, H); the seed is of the spreading of whole numbers."""
        ...


@dataclass(frozen=True)
class Drawn:
    """Equally likely draws, (S, H, draws)."""

    draws: np.ndarray = field(repr=False)

    @property
    def middle(self) -> np.ndarray:
        middle: np.ndarray = np.median(self.draws, axis=-1)
        return middle

    def crps(self, came: np.ndarray) -> np.ndarray:
        return crps_draws(self.draws, came)

    def quantiles(self, chances: tuple[float, ...], seed: int) -> np.ndarray:
        """Of the draws; whole numbers of children are read between, fractions as they are."""
        if not np.array_equal(self.draws, np.rint(self.draws)):
            quantiles: np.ndarray = np.quantile(self.draws, chances, axis=-1)
            return quantiles
        return between_whole(self.draws.T, chances, seed).swapaxes(1, 2)


@dataclass(frozen=True)
class Normal:
    """Means and standard deviations, (S, H) each."""

    mean: np.ndarray = field(repr=False)
    sd: np.ndarray = field(repr=False)

    @property
    def middle(self) -> np.ndarray:
        return self.mean

    def crps(self, came: np.ndarray) -> np.ndarray:
        return crps_normal(self.mean, self.sd, came)

    def quantiles(self, chances: tuple[float, ...], seed: int) -> np.ndarray:
        return np.stack([self.mean + ndtri(chance) * self.sd for chance in chances])


def between_whole(paths: np.ndarray, chances: tuple[float, ...], seed: int) -> np.ndarray:
    """Quantiles of whole numbers of children, read between the whole numbers.

    Each count is spread evenly over the unit about it, so that a range of 80% holds about 80%
    of small whole numbers and not nearly all of them. Never below zero.

    Args:
        paths: (draws, ...).
        chances: quantiles wanted, 0 to 1.
        seed: of the spreading.

    Returns:
        (chances, ...).
    """
    rng = stream(seed, "between whole numbers")
    spread = paths + rng.random(paths.shape, dtype=np.float32) - 0.5
    return np.maximum(np.quantile(spread, chances, axis=0), 0.0)
