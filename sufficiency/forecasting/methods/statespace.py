"""Exponential smoothing, SARIMAX and unobserved components, as statsmodels has them."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from sufficiency.forecasting.methods.plain import LEAST_FITTED, NotFitted, need

ORDERS_ANNUAL = (((0, 1, 0), None), ((0, 1, 0), "t"), ((1, 1, 0), None), ((0, 1, 1), None))
"""Orders (p, d, q) and trend ("t" after one difference is a drift) tried on annual series: more
than one parameter beside the spread is more than ten to sixteen points can tell."""

ORDERS_MONTHLY = (*ORDERS_ANNUAL, ((1, 1, 1), None), ((2, 1, 0), None))
"""Orders tried on monthly series, each without a season and with one of order (1, 0, 0)."""

HARMONICS = 2
"""Waves a year of the season in the unobserved components of a monthly series."""


def ets(
    values: np.ndarray, period: int, horizons: int, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Exponential smoothing with a damped trend and additive errors: ETS(A,Ad,N) or (A,Ad,A).

    Hyndman, Koehler, Ord and Snyder (2008), Forecasting with Exponential Smoothing. Paths are
    simulated from the fitted model.
    """
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    need(values, max(LEAST_FITTED, 2 * period + 2))
    season: dict[str, Any] = {"seasonal": "add", "seasonal_periods": period} if period > 1 else {}

    def fit() -> Any:
        return ETSModel(values, error="add", trend="add", damped_trend=True, **season).fit(
            disp=False
        )

    fitted = _converged(fit)
    if fitted is None:
        raise NotFitted("did not converge")
    return _simulated(fitted, horizons, draws, rng)


def sarimax(
    values: np.ndarray, period: int, horizons: int, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """The order with the lowest corrected AIC out of a small fixed grid, all differenced once.

    An order that does not converge is left out. Paths are simulated from the one chosen.
    """
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    need(values, max(LEAST_FITTED, 2 * period + 2))
    orders = ORDERS_MONTHLY if period > 1 else ORDERS_ANNUAL
    seasons = ((0, 0, 0, 0), (1, 0, 0, period)) if period > 1 else ((0, 0, 0, 0),)
    best = None
    for order, trend in orders:
        for season in seasons:
            model = SARIMAX(values, order=order, trend=trend, seasonal_order=season)
            fitted = _converged(partial(model.fit, disp=False))
            if fitted is not None and (best is None or fitted.aicc < best.aicc):
                best = fitted
    if best is None:
        raise NotFitted("no order of the grid converged")
    return _simulated(best, horizons, draws, rng)


def components(
    values: np.ndarray, period: int, horizons: int, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """A level and a slope that both wander, with a season in monthly series.

    Harvey (1989), Forecasting, Structural Time Series Models and the Kalman Filter. Paths are
    simulated from the fitted model.
    """
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    need(values, max(LEAST_FITTED, 2 * period + 2))
    season = [{"period": period, "harmonics": HARMONICS}] if period > 1 else None
    model = UnobservedComponents(values, level="lltrend", freq_seasonal=season)
    fitted = _converged(partial(model.fit, disp=False))
    if fitted is None:
        fitted = _converged(partial(model.fit, disp=False, method="powell", maxiter=500))
    if fitted is None:
        raise NotFitted("did not converge")
    return _simulated(fitted, horizons, draws, rng)


def _converged(fit: Callable[[], Any]) -> Any | None:
    """The fitted model, or None where the fit failed or its optimiser did not converge.

    Warnings are not shown because what they warn of is looked at here and counted.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fitted = fit()
        except (np.linalg.LinAlgError, ValueError, FloatingPointError):
            return None
    settled = bool(fitted.mle_retvals.get("converged", True))
    return fitted if settled and np.isfinite(fitted.llf) else None


def _simulated(fitted: Any, horizons: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        paths = fitted.simulate(horizons, anchor="end", repetitions=draws, rng=rng)
    return np.asarray(paths, dtype=float).reshape(horizons, draws)
