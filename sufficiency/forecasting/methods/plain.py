"""The plain methods, and what every method of one series must be able to do."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from sufficiency.forecasting.walks import even_normals, walk

LEAST_POINTS = 2
"""Points that the plain methods need."""

LEAST_FITTED = 6
"""Points below which nothing is fitted: fewer than the numbers a method would estimate."""


class NotFitted(Exception):
    """A method could not be fitted to a series; the message is a short reason, for counting."""


class Method(Protocol):
    """A method that forecasts one series from that series alone."""

    def __call__(
        self,
        values: np.ndarray,
        period: int,
        horizons: int,
        draws: int,
        rng: np.random.Generator,
    ) -> np.ndarray:
        """Draw paths of the series beyond its last value.

        Args:
            values: the series up to the origin, oldest first, without a gap, shape (Y,).
            period: points in a year: 1 or 12.
            horizons: how many points ahead.
            draws: number of paths.
            rng: random numbers.

        Returns:
            Shape (horizons, draws); they may be negative, which the caller mends.

        Raises:
            NotFitted: when the series is too short or the fit did not converge.
        """
        ...


def need(values: np.ndarray, least: int) -> None:
    """Refuse a series with too few points, or to fit one that never changes.

    Raises:
        NotFitted: with the reason.
    """
    if len(values) < least:
        raise NotFitted("too few points")
    if least > LEAST_POINTS and np.ptp(values) == 0:
        raise NotFitted("the series never changes")


def no_change(
    values: np.ndarray, period: int, horizons: int, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """The last value: what every other method is measured against.

    A random walk of normal steps as large as the series' own root mean square step.
    """
    need(values, LEAST_POINTS)
    step = float(np.sqrt((np.diff(values) ** 2).mean()))
    return values[-1] + _walk(step**2 * np.arange(1.0, horizons + 1), draws, rng)


def drift(
    values: np.ndarray, period: int, horizons: int, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """The last value moved by the series' own mean step.

    Normal, with the spread of the steps around their mean, and of that mean, which is itself
    known only so well: variance s^2 (h + h^2 / n) for n steps.
    """
    need(values, LEAST_POINTS)
    steps = np.diff(values)
    slope = steps.mean()
    square = ((steps - slope) ** 2).sum() / max(len(steps) - 1, 1)
    ahead = np.arange(1.0, horizons + 1)
    middle = values[-1] + slope * ahead
    return middle[:, None] + _walk(square * (ahead + ahead**2 / len(steps)), draws, rng)


def seasonal_no_change(
    values: np.ndarray, period: int, horizons: int, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """The value of the same month a year before.

    Normal, with the root mean square change over a year, times the root of the years ahead,
    begun ones counting whole.
    """
    need(values, period + LEAST_POINTS)
    square = float(((values[period:] - values[:-period]) ** 2).mean())
    years = np.arange(horizons) // period
    middle = values[len(values) - period + np.arange(horizons) % period]
    return middle[:, None] + np.sqrt(square * (years + 1.0))[:, None] * even_normals(
        rng, horizons, draws
    )


def _walk(variance: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    return walk(variance, even_normals(rng, len(variance), draws))
