"""What all authorities share: England's drift, how far it can be trusted, and its errors.

A yearly national series (log odds of a share, log of a count) is taken to move by a level that is
jolted each year and a drift that wanders slowly. The drift is read off the last three changes. So
the error of carrying it on for h years has three parts: h jolts, the drift misread at the opening
(h times the mean of three jolts, and what the drift did in those years), and the drift wandering.

    variance(h) = step^2 [h + h^2 / 3 + r^2 (h (h + 1) (2h + 1) / 6 + 3 h^2 / 2)]

One number, the step, is estimated; r is the drift's own yearly jolt over the level's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

DRIFT_YEARS: Final = 3
"""Changes that the drift is the mean of."""

WANDERS: Final = 0.22
"""The drift's yearly jolt over the level's. An assumption: England's record is too short to tell
them apart, and with it the step that one-year errors give agrees with errors of five years."""

CHECKED: Final = 3
"""Years ahead whose errors the step is estimated from."""


def recent_drift(changes: np.ndarray) -> float:
    """Mean of the last three changes known (fewer where fewer are); nought where none is."""
    known = changes[np.isfinite(changes)][-DRIFT_YEARS:]
    return float(known.mean()) if len(known) else 0.0


def national_variance(step: float, years: np.ndarray) -> np.ndarray:
    """Variance of England's error so many years ahead, which need not be whole, shape of years."""
    return step**2 * _law(np.asarray(years, dtype=float))


def drift_errors(series: np.ndarray, horizon: int) -> np.ndarray:
    """What carrying on the drift missed by, for every year that something had been seen before.

    Args:
        series: one national figure a year, in logs or log odds; NaN is not known.
        horizon: years ahead.
    """
    changes = np.diff(series)
    missed = [
        series[t + horizon] - series[t] - horizon * recent_drift(changes[:t])
        for t in range(1, len(series) - horizon)
        if np.isfinite(changes[:t]).any()
    ]
    errors = np.array(missed, dtype=float)
    return errors[np.isfinite(errors)]


def step_of(errors: Mapping[int, np.ndarray], prior: float = 0.0, weight: float = 0.0) -> float:
    """The step that gives past errors the size they had.

    Args:
        errors: years ahead -> errors of the past forecasts so many years ahead.
        prior: mean square of one-year errors that is expected before any is seen.
        weight: number of one-year errors that the prior counts for.

    Raises:
        ValueError: when there is neither an error nor a prior.
    """
    seen = {h: made for h, made in errors.items() if len(made)}
    number = len(seen.get(1, ()))
    if not number + weight:
        raise ValueError("there is nothing to tell the size of national errors by")
    squares = [float(np.mean(made**2) / _law(np.array(float(h)))) for h, made in seen.items()]
    found = float(np.mean(squares)) if squares else 0.0
    expected = prior / float(_law(np.array(1.0)))
    return float(np.sqrt((weight * expected + number * found) / (weight + number)))


def _law(h: np.ndarray) -> np.ndarray:
    wandering = h * (h + 1) * (2 * h + 1) / 6 + 1.5 * h**2
    return h + h**2 / DRIFT_YEARS + WANDERS**2 * wandering
