"""The methods for monthly series of five years or more: forecasts and their backtest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.forecasting.backtest import score_series
from sufficiency.forecasting.candidates import Fallback, attempt, unbroken
from sufficiency.forecasting.sets import ENSEMBLE, METHODS_MONTHLY, chosen, equal_parts
from sufficiency.forecasting.sets import MODELS_MONTHLY as MODELS
from sufficiency.streams import stream

PERIOD: Final = 12
LEAST_MONTHS: Final = 60
"""Months that a method is given at the earliest origin: five turns of the year."""

HORIZONS: Final = (1, 3, 6, 12, 24, 36)
"""Months ahead that are scored."""


def monthly_draws(
    frame: pd.DataFrame,
    models: Sequence[str],
    months: int,
    draws: int,
    seed: int,
    note: Callable[[Fallback], None] | None = None,
) -> dict[str, np.ndarray]:
    """Draw every series of a frame beyond its last month.

    Args:
        frame: children by month end (rows) and series (columns); NaN is not known.
        models: some of `sets.MODELS_MONTHLY`.
        months: how many months ahead.
        draws: number of draws.
        seed: of the random numbers, which come from streams named by model and series.
        note: told of each series that 'no change' had to forecast instead; its origin is the
            last month as year and month, 202503.

    Returns:
        model -> children, (series, months, draws), NaN where a series' last month is not known.
    """
    last = pd.Timestamp(frame.index[-1])
    needed = tuple(METHODS_MONTHLY) if ENSEMBLE in models else tuple(models)
    made: dict[str, np.ndarray] = {}
    for name in needed:
        made[name] = np.full((frame.shape[1], months, draws), np.nan)
        for i, series in enumerate(frame.columns):
            values = unbroken(frame[series].to_numpy(dtype=float))
            if not len(values):
                continue
            rng = stream(seed, f"monthly {name}", str(series))
            path, reason = attempt(METHODS_MONTHLY[name], values, PERIOD, months, draws, rng)
            made[name][i] = path
            if reason and note:
                note(Fallback(name, str(series), "", 100 * last.year + last.month, reason))
    if ENSEMBLE in models:
        made[ENSEMBLE] = equal_parts([made[name] for name in METHODS_MONTHLY])
    return {name: made[name] for name in models}


def backtest_monthly(
    frame: pd.DataFrame,
    models: Iterable[str] | None = None,
    every: int = 6,
    draws: int = 500,
    seed: int = 1,
    note: Callable[[Fallback], None] | None = None,
) -> pd.DataFrame:
    """Score the monthly methods from past months; the frame is cut before a method sees it.

    Args:
        frame: see `monthly_draws`.
        models: some of `sets.MODELS_MONTHLY`; all unless given.
        every: months from one origin to the next, the latest being a month before the end.
        draws: number of draws.
        seed: of the random numbers.
        note: see `monthly_draws`.

    Returns:
        One row a forecast: model, origin (month end), series, la_code (the series once more, for
        `backtest.summary`), horizon (months) and the scores of `backtest.score_series`.

    Raises:
        InputError: when there are too few months, or the rows are not consecutive month ends.
    """
    names = chosen(models, MODELS)
    _check(frame)
    whole = frame.to_numpy(dtype=float).T
    frames = []
    for size in range(len(frame) - 1, LEAST_MONTHS - 1, -every):
        ahead = [h for h in HORIZONS if size + h <= len(frame)]
        made = monthly_draws(frame.iloc[:size], names, ahead[-1], draws, seed, note)
        for name in names:
            for horizon in ahead:
                scored = score_series(whole, whole[:, :size], made[name][:, horizon - 1], horizon)
                series = frame.columns.to_numpy(dtype=object)[scored.pop("row")]
                origin = frame.index[size - 1]
                frames.append(
                    scored.assign(model=name, origin=origin, series=series, la_code=series)
                )
    return pd.concat(frames, ignore_index=True)


def _check(frame: pd.DataFrame) -> None:
    if len(frame) <= LEAST_MONTHS:
        raise InputError(
            f"There are {len(frame)} months; at least {LEAST_MONTHS + 1} are needed to forecast "
            "from a past month and see what came."
        )
    expected = pd.date_range(frame.index[0], periods=len(frame), freq="ME")
    if not expected.equals(pd.DatetimeIndex(frame.index)):
        raise InputError("Monthly figures must be at consecutive month ends, none left out.")
