"""Scores of monthly forecasts one, two and three years ahead, against what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from sufficiency.forecasting.flow.model import SERIES, between_whole
from sufficiency.forecasting.flow.naive import Guess
from sufficiency.forecasting.scores import crps_draws, crps_normal

YEARS: Final = (1, 2, 3)
FEWEST_CHILDREN: Final = 20
"""A type is scored from a month end at which it has this many children or more."""
LEVELS: Final = (50, 80, 95)
NO_CHANGE: Final = "no_change"
"""The model whose CRPS is the measure of the others'."""

_Z: Final = {50: 0.6745, 80: 1.2816, 95: 1.9600}


@dataclass(frozen=True)
class Outcome:
    """What came after a month end, kept apart from those who forecast it.

    Attributes:
        series: places in `SERIES` of those that are scored; the arrays are of these.
        years: ahead, those of `YEARS` that the record reaches.
        came: children, (years, series).
        scale: mean absolute change over a year until the month end, (series,).
    """

    series: tuple[int, ...]
    years: tuple[int, ...]
    came: np.ndarray = field(repr=False)
    scale: np.ndarray = field(repr=False)

    def of(self, series: Sequence[int]) -> Outcome:
        """The same of some of its series."""
        places = [self.series.index(one) for one in series]
        return Outcome(tuple(series), self.years, self.came[:, places], self.scale[places])


def outcome_after(record: np.ndarray, here: int) -> Outcome:
    """What came of the total, and of each type with children enough, after a month end.

    Args:
        record: children at month ends, the total first, (M + 1, 11).
        here: the month end's place in it, followed by a year or more.
    """
    years = tuple(year for year in YEARS if here + 12 * year < len(record))
    series = [j for j in range(len(SERIES)) if j == 0 or record[here, j] >= FEWEST_CHILDREN]
    past = record[: here + 1, series]
    scale = np.maximum(np.abs(past[12:] - past[:-12]).mean(axis=0), 1.0)
    came = record[[here + 12 * year for year in years]][:, series]
    return Outcome(tuple(series), years, came, scale)


def score(made: np.ndarray | Guess, outcome: Outcome, seed: int) -> list[dict[str, Any]]:
    """Score one model's forecast: a row a series and year, of plain numbers.

    Args:
        made: paths, (draws, months, series), or means and standard deviations of a normal
            forecast, (months, series) each; of the outcome's series.
        outcome: what came.
        seed: of the spreading of whole numbers.

    Returns:
        series, horizon (years), mase, crps, and cover_50, cover_80, cover_95 as yes or no.
    """
    at = np.array([12 * year - 1 for year in outcome.years])
    came = outcome.came
    if isinstance(made, tuple):
        middle, spread = made[0][at], made[1][at]
        crps = crps_normal(middle, spread, came)
        bounds = {
            level: (middle - _Z[level] * spread, middle + _Z[level] * spread) for level in LEVELS
        }
    else:
        paths = made[:, at]
        middle = np.median(paths, axis=0)
        crps = crps_draws(np.moveaxis(paths, 0, -1), came)
        bounds = {level: _range(paths, level, seed) for level in LEVELS}
    return [
        {
            "series": SERIES[series],
            "horizon": year,
            "mase": float(abs(middle[i, j] - came[i, j]) / outcome.scale[j]),
            "crps": float(crps[i, j]),
            **{
                f"cover_{level}": bool(low[i, j] <= came[i, j] <= high[i, j])
                for level, (low, high) in bounds.items()
            },
        }
        for j, series in enumerate(outcome.series)
        for i, year in enumerate(outcome.years)
    ]


def _range(paths: np.ndarray, level: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The middle of the draws; whole numbers of children are read between, fractions as is."""
    levels = (0.5 - level / 200, 0.5 + level / 200)
    whole = np.array_equal(paths, np.rint(paths))
    low, high = between_whole(paths, levels, seed) if whole else np.quantile(paths, levels, axis=0)
    return low, high


def summary(scores: pd.DataFrame, models: Sequence[str]) -> pd.DataFrame:
    """The contract's table, of rows of `score` with their model.

    Args:
        scores: rows of every model and, whether it is asked for or not, of `NO_CHANGE`.
        models: those to show, in order.

    Returns:
        model, series, horizon (years), mase, crps, relative_crps (to no change), cover_50,
        cover_80, cover_95 (percent), n (month ends forecast from).
    """
    keys = ["model", "series", "horizon"]
    grouped = scores.groupby(keys, sort=False)
    table = grouped.mean()
    covers = [f"cover_{level}" for level in LEVELS]
    table[covers] *= 100
    table["n"] = grouped.size()
    plain = table["crps"].xs(NO_CHANGE)
    beside = pd.MultiIndex.from_frame(table.index.to_frame()[keys[1:]])
    matched = plain.loc[beside].to_numpy()
    table.insert(2, "relative_crps", table["crps"].to_numpy() / np.maximum(matched, 1e-9))
    order = pd.MultiIndex.from_product([models, SERIES, YEARS], names=keys)
    return table.loc[order[order.isin(table.index)]].reset_index()
