"""Scores of forecasts, from their definitions.

CRPS: the integral over x of (P(X <= x) - 1{y <= x})^2, which is E|X - y| - E|X - X'| / 2
(Gneiting and Raftery 2007, Journal of the American Statistical Association 102). Lower is
better, in the units of the series; for a forecast without spread it is the absolute error.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

SQRT_PI = float(np.sqrt(np.pi))
SQRT_TWO = float(np.sqrt(2.0))


def crps_normal(mean: np.ndarray, sd: np.ndarray, came: np.ndarray) -> np.ndarray:
    """CRPS of a normal forecast; with a spread of nought the absolute error."""
    safe = np.where(sd > 0, sd, 1.0)
    z = (came - mean) / safe
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    score = safe * (z * (2 * ndtr(z) - 1) + 2 * density - 1 / SQRT_PI)
    return np.where(sd > 0, score, np.abs(came - mean))


def crps_lognormal(mean: np.ndarray, sd: np.ndarray, came: np.ndarray) -> np.ndarray:
    """CRPS of exp(normal(mean, sd)) at a positive outcome (Baran and Lerch 2015)."""
    z = (np.log(came) - mean) / sd
    middle = 2 * np.exp(mean + sd**2 / 2)
    return came * (2 * ndtr(z) - 1) - middle * (ndtr(z - sd) + ndtr(sd / SQRT_TWO) - 1)


def crps_draws(draws: np.ndarray, came: np.ndarray) -> np.ndarray:
    """CRPS of equally likely draws.

    Args:
        draws: shape (..., n).
        came: shape (...).

    Returns:
        mean |x_i - y| less half the mean |x_i - x_j| over all pairs, shape (...).
    """
    number = draws.shape[-1]
    ordered = np.sort(draws, axis=-1)
    weight = 2 * np.arange(1, number + 1) - number - 1
    apart = (ordered * weight).sum(axis=-1) / number**2
    return np.abs(draws - came[..., None]).mean(axis=-1) - apart


def no_change_spread(values: np.ndarray) -> np.ndarray:
    """Root mean square yearly change of the values known, shape (A,) from (A, Y).

    NaN where no two years in a row are known.
    """
    change = np.diff(values, axis=1)
    known = np.isfinite(change)
    squares = np.where(known, change, 0.0) ** 2
    number = known.sum(axis=1)
    return np.where(number > 0, np.sqrt(squares.sum(axis=1) / np.maximum(number, 1)), np.nan)


def crps_no_change(values: np.ndarray, horizon: int, came: np.ndarray) -> np.ndarray:
    """CRPS of 'no change': the last value, with a spread from the series' own past.

    Normal, with the root mean square yearly change times the square root of the horizon.

    Args:
        values: the series up to the origin, shape (A, Y).
        horizon: years ahead.
        came: what came, shape (A,).
    """
    return crps_normal(values[:, -1], no_change_spread(values) * np.sqrt(horizon), came)


def covered(draws: np.ndarray, came: np.ndarray, level: float) -> np.ndarray:
    """Whether the outcome lies in the middle `level` of the draws (0.8: P10 to P90)."""
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=-1)
    return (low <= came) & (came <= high)


def scaled_error(values: np.ndarray, middle: np.ndarray, came: np.ndarray) -> np.ndarray:
    """Absolute error over the mean absolute yearly change up to the origin.

    Its mean over forecasts is MASE (Hyndman and Koehler 2006, International Journal of
    Forecasting 22). NaN where the series never changed.
    """
    change = np.abs(np.diff(values, axis=1))
    known = np.isfinite(change)
    naive = np.where(known, change, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return np.abs(came - middle) / np.where(naive > 0, naive, np.nan)
