"""Scores of forecasts, from their definitions.

CRPS: the integral over x of (P(X <= x) - 1{y <= x})^2, which is E|X - y| - E|X - X'| / 2
(Gneiting and Raftery 2007, Journal of the American Statistical Association 102). Lower is
better, in the units of the series; for a forecast without spread it is the absolute error.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

SQRT_PI = float(np.sqrt(np.pi))


def crps_normal(mean: np.ndarray, sd: np.ndarray, came: np.ndarray) -> np.ndarray:
    """CRPS of a normal forecast; with a spread of zero the absolute error."""
    safe = np.where(sd > 0, sd, 1.0)
    z = (came - mean) / safe
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    score = safe * (z * (2 * ndtr(z) - 1) + 2 * density - 1 / SQRT_PI)
    return np.where(sd > 0, score, np.abs(came - mean))


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


def yearly_change(values: np.ndarray) -> np.ndarray:
    """Mean absolute yearly change of the values known, shape (A,) from (A, Y).

    What an error is divided by: the mean over forecasts is then the MASE (Hyndman and Koehler
    2006, International Journal of Forecasting 22). NaN where the series never changed.
    """
    change = np.abs(np.diff(values, axis=1))
    known = np.isfinite(change)
    mean = np.where(known, change, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return np.where(mean > 0, mean, np.nan)
