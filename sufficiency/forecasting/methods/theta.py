"""The Theta method, as statsmodels has it."""

from __future__ import annotations

import warnings

import numpy as np

from sufficiency.forecasting.methods.plain import LEAST_FITTED, NotFitted, need
from sufficiency.forecasting.walks import even_normals


def theta(
    values: np.ndarray, period: int, horizons: int, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Half the trend over all years, half exponential smoothing; an additive season by month.

    Assimakopoulos and Nikolopoulos (2000), International Journal of Forecasting 16. It is
    exponential smoothing with weight a and a drift of half the slope (Hyndman and Billah 2003,
    same journal, 19), and so are its errors: s is the root mean square of its own one-step errors
    and the variance s^2 (1 + (h - 1) a^2).
    """
    from statsmodels.tools.sm_exceptions import ConvergenceWarning
    from statsmodels.tsa.forecasting.theta import ThetaModel

    need(values, max(LEAST_FITTED, 2 * period + 2))
    season = _season(values, period)
    left = values - np.resize(season, len(values))
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        fitted = ThetaModel(left, deseasonalize=False, period=1).fit()
        middle = np.asarray(fitted.forecast(horizons), dtype=float)
    if any(issubclass(one.category, ConvergenceWarning) for one in said):
        raise NotFitted("did not converge")
    weight, slope = float(fitted.params["alpha"]), float(fitted.params["b0"])
    errors = _spread(left, weight, slope / 2) * even_normals(rng, horizons, draws)
    carried = weight * (np.cumsum(errors, axis=0) - errors)
    ahead = season[(len(values) + np.arange(horizons)) % period]
    return (middle + ahead)[:, None] + errors + carried


def _season(values: np.ndarray, period: int) -> np.ndarray:
    """Additive factors by month, summing to zero; zero for annual series."""
    if period == 1:
        return np.zeros(1)
    from statsmodels.tsa.seasonal import seasonal_decompose

    found: np.ndarray = seasonal_decompose(values, period=period).seasonal[:period]
    return found


def _spread(values: np.ndarray, weight: float, drift: float) -> float:
    """Root mean square of the one-step errors, two numbers having been estimated."""
    level, squares = values[0], 0.0
    for value in values[1:]:
        error = value - level - drift
        squares += error**2
        level += drift + weight * error
    return float(np.sqrt(squares / max(len(values) - 3, 1)))
