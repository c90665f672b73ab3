"""Prophet, kept quiet and kept from other people's random numbers."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pandas as pd

from sufficiency.forecasting.methods.plain import LEAST_FITTED, NotFitted, need

FEW_ROWS = 100
"""Rows below which its own advice is to fit by L-BFGS: six times faster, the same answer."""

_LOGGERS = ("cmdstanpy", "prophet", "prophet.plot")


def prophet(
    values: np.ndarray, period: int, horizons: int, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """A trend with change points, and a yearly wave in monthly series.

    Taylor and Letham (2018), The American Statistician 72. Its settings are the defaults, with
    fewer change points where there are fewer points. The dates are made up, one a year or a
    month: a shift of the years changes nothing.
    """
    need(values, max(LEAST_FITTED, 2 * period + 2))
    frequency = "YE-MAR" if period == 1 else "ME"
    dates = pd.date_range("2000-03-31", periods=len(values) + horizons, freq=frequency)
    past = pd.DataFrame({"ds": dates[: len(values)], "y": values})
    ahead = pd.DataFrame({"ds": dates[len(values) :]})
    with _quiet():
        # Importing it sets its loggers up, so they are quietened once more below.
        from prophet import Prophet
    with _quiet(), _numpy_seed(int(rng.integers(2**32))):
        model = Prophet(
            n_changepoints=min(25, len(values) // 3),
            yearly_seasonality=period > 1,
            weekly_seasonality=False,
            daily_seasonality=False,
            uncertainty_samples=draws,
        )
        try:
            model.fit(past, seed=1, **({"algorithm": "LBFGS"} if len(past) < FEW_ROWS else {}))
        except (RuntimeError, ValueError):
            raise NotFitted("did not converge") from None
        paths = model.predictive_samples(ahead)["yhat"]
    return np.asarray(paths, dtype=float).reshape(horizons, draws)


@contextmanager
def _numpy_seed(seed: int) -> Iterator[None]:
    """Prophet draws from numpy's global generator: set it, and put it back as it was."""
    before = np.random.get_state()  # noqa: NPY002
    np.random.seed(seed)  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(before)  # noqa: NPY002


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the loggers of Prophet and its optimiser from talking, and put them back."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [(logger.disabled, logger.level) for logger in loggers]
    for logger in loggers:
        # The optimiser's sets its own level when it is first used: a level alone is no gag.
        logger.disabled = True
        logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            # It still uses what pandas will one day take away.
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, (disabled, level) in zip(loggers, before, strict=True):
            logger.disabled = disabled
            logger.setLevel(level)
