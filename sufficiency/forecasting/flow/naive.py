"""Plain forecasts of monthly counts, to be beaten: no change, last year's season, drift, Markov.

Each gives a mean and a standard deviation by month ahead; the forecast is normal. The spread of
the first three is the root mean square of the changes they would have missed over twelve months,
times the square root of the years ahead, as a forecaster without a model would reckon it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sufficiency.evidence.ssda903 import MonthlyEvidence
from sufficiency.evidence.ssda903.monthly import LEFT, TYPES
from sufficiency.forecasting.flow.markov import expected_stock

Guess = tuple[np.ndarray, np.ndarray]
"""Means and standard deviations, (months, series)."""

SMALLEST_SPREAD: Final = 0.5


def with_total(by_type: np.ndarray) -> np.ndarray:
    """Series of a forecast, the total first: (..., K) to (..., 1 + K)."""
    return np.concatenate([by_type.sum(axis=-1, keepdims=True), by_type], axis=-1)


def _yearly_spread(history: np.ndarray, months: int, trend: np.ndarray) -> np.ndarray:
    gap = min(12, max(1, len(history) - 2))
    missed = history[gap:] - history[:-gap] - trend * gap
    a_year = np.sqrt((missed**2).mean(axis=0) * 12 / gap)
    ahead = np.sqrt(np.arange(1, months + 1) / 12)
    return np.maximum(a_year * ahead[:, None], SMALLEST_SPREAD)


def no_change(history: np.ndarray, months: int) -> Guess:
    """The last count; history is (M + 1, series)."""
    mean = np.repeat(history[-1:], months, axis=0)
    return mean, _yearly_spread(history, months, np.zeros(history.shape[1]))


def seasonal_no_change(history: np.ndarray, months: int) -> Guess:
    """The count of the same month in the last twelve months known."""
    last = history[-12:] if len(history) >= 12 else history[-1:]
    mean = last[np.arange(months) % len(last)]
    return mean, _yearly_spread(history, months, np.zeros(history.shape[1]))


def drift(history: np.ndarray, months: int) -> Guess:
    """The last count and the mean change of all the months, on and on."""
    trend = (history[-1] - history[0]) / max(len(history) - 1, 1)
    mean = history[-1] + trend * np.arange(1, months + 1)[:, None]
    spread = _yearly_spread(history, months, trend)
    grows = np.sqrt(1 + np.arange(1, months + 1) / max(len(history) - 1, 1))
    return np.maximum(mean, 0.0), spread * grows[:, None]


def constant_rates(monthly: MonthlyEvidence, months: int) -> Guess:
    """A Markov projection: every rate as it was on average, with the chances of births and deaths.

    Types at month ends; chances of leaving and moving by type alone; arrivals the mean of the
    months. The variance is binomial for those here and Poisson for those who come.
    """
    steps = monthly.steps
    table = np.zeros((TYPES, TYPES + 1))
    np.add.at(table, (steps.kind, steps.then), steps.children)
    # Children who turn 18 are no part of the steps: here they leave as all others do.
    aged = monthly.by_type[:-1].sum(axis=0) - table.sum(axis=1)
    table[:, LEFT] += aged
    stay = table[:, :TYPES] / np.maximum(table.sum(axis=1, keepdims=True), 1.0)
    came = monthly.arrivals.sum(axis=(0, 2)) / max(len(monthly.dates) - 1, 1)
    opening = monthly.by_type[-1].astype(float)
    mean = expected_stock(opening, np.tile(came, (months, 1)), stay)[1:]
    variance = np.empty((months, 1 + TYPES))
    reach = np.eye(TYPES)
    for month in range(months):
        reach = reach @ stay
        here = with_total(reach)
        known = opening @ (here * (1 - here))
        variance[month] = known + with_total(mean[month] - opening @ reach)
    return with_total(mean), np.sqrt(np.maximum(variance, SMALLEST_SPREAD**2))


PLAIN: Final = ("no_change", "seasonal_no_change", "drift", "constant_rates")


def plain_forecasts(monthly: MonthlyEvidence, months: int) -> dict[str, Guess]:
    """Every plain forecast of the total and of each type, (months, 1 + K)."""
    history = with_total(monthly.by_type.astype(float))
    return {
        "no_change": no_change(history, months),
        "seasonal_no_change": seasonal_no_change(history, months),
        "drift": drift(history, months),
        "constant_rates": constant_rates(monthly, months),
    }
