"""How much the month of the year matters to a flow, where it earns its place."""

from __future__ import annotations

import numpy as np

FEWEST_MONTHS = 36


def season(
    counts: np.ndarray, level: np.ndarray, month_of_year: np.ndarray, dispersion: float
) -> np.ndarray:
    """Factors by month of the year, January first, averaging one.

    A month's departure from the level is pulled towards zero by as much of it as chance
    explains (empirical Bayes, Efron and Morris 1975, Journal of the American Statistical
    Association 70); with no more than chance to explain, or under three years, all are one.

    Args:
        counts: of each month, (T,).
        level: smooth counts of each month, (T,).
        month_of_year: 0 for January, (T,).
        dispersion: variance over mean of a count.
    """
    if len(counts) < FEWEST_MONTHS:
        return np.ones(12)
    seen = np.bincount(month_of_year, counts, 12)
    due = np.maximum(np.bincount(month_of_year, level, 12), 1e-9)
    apart = seen / due - 1.0
    chance = dispersion / due
    signal = max(0.0, float(np.mean(apart**2 - chance * 11 / 12)))
    if signal == 0.0:
        return np.ones(12)
    factors = 1.0 + apart * signal / (signal + chance)
    return factors / factors.mean()


def smooth(counts: np.ndarray, width: int = 13) -> np.ndarray:
    """Centred means over a year, the outer months counted by half; shorter at the ends."""
    weights = np.ones(width)
    weights[[0, -1]] = 0.5
    return np.convolve(counts, weights, "same") / np.convolve(np.ones(len(counts)), weights, "same")
