"""One series forecast by one method, and by 'no change' where the method cannot be fitted."""

from __future__ import annotations

import numpy as np

from sufficiency.forecasting.methods.plain import Method, NotFitted, no_change


def attempt(
    method: Method,
    values: np.ndarray,
    period: int,
    horizons: int,
    draws: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, str]:
    """Draw a series, by 'no change' where the method cannot be fitted, never below zero.

    Args:
        method: what draws it.
        values: figures up to the origin, oldest first; what lies before the last gap is not used.
        period: points in a year: 1 or 12.
        horizons: how many points ahead.
        draws: number of paths.
        rng: random numbers.

    Returns:
        Paths, (horizons, draws), all NaN where the last figure is not known or even 'no change'
        has too little to go by; and why the method was not used, empty where it was.
    """
    values = unbroken(values)
    if not len(values):
        return np.full((horizons, draws), np.nan), ""
    reason = ""
    try:
        path = method(values, period, horizons, draws, rng)
        if not np.isfinite(path).all():
            raise NotFitted("its paths ran away")
    except NotFitted as why:
        reason = str(why)
        try:
            path = no_change(values, period, horizons, draws, rng)
        except NotFitted:
            path = np.full((horizons, draws), np.nan)
    return np.maximum(path, 0.0), reason


def unbroken(values: np.ndarray) -> np.ndarray:
    """The figures up to the last, back to the last gap; none where the last is not known."""
    gaps = np.flatnonzero(~np.isfinite(values))
    return values[gaps[-1] + 1 :] if len(gaps) else values
