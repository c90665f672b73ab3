"""Two families that are forecast together and told apart by their usual shares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sufficiency.forecasting.walks import even_normals
from sufficiency.streams import stream

KEPT = 0.7
"""Part of an unusual split (homes against supported accommodation) that is left after a year.
An assumption: six comparable years, 2020 to 2025, are too few to estimate it."""

LEAST_PAIR = 10.0
"""Children in the two parts together below which a year's split is mostly chance."""


@dataclass(frozen=True)
class Split:
    """How two parts of a category are told apart, on the scale of log odds.

    Attributes:
        opening: share of the first part at the opening count, 0 to 1.
        usual: log odds of the mean share over the comparable years.
        step: standard deviation of a yearly change in log odds.
    """

    opening: float
    usual: float
    step: float


def log_odds(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Log odds, with half a child added to each part so that zero can be taken."""
    return np.log(first + 0.5) - np.log(second + 0.5)


def measure_split(history: pd.DataFrame, own: str, opening: tuple[float, float]) -> Split:
    """A split's usual value from the authority's own years and its step from every area's.

    Args:
        history: area_code, year, first, second (children), comparable years only.
        own: code of the authority.
        opening: children in the first and second part at the opening count.
    """
    known = history.dropna(subset=["first", "second"]).sort_values(["area_code", "year"])
    known = known.assign(
        odds=log_odds(known["first"].to_numpy(), known["second"].to_numpy()),
        enough=known["first"] + known["second"] >= LEAST_PAIR,
    )
    now = float(log_odds(np.array(opening[0]), np.array(opening[1])))
    mine = known.loc[known["area_code"] == own, "odds"]
    by_area = known.groupby("area_code")
    steps = by_area["odds"].diff()[
        (by_area["year"].diff() == 1) & known["enough"] & by_area["enough"].shift(fill_value=False)
    ]
    step = float(np.sqrt((steps**2).mean())) if len(steps) else 0.0
    both = opening[0] + opening[1]
    return Split(opening[0] / both if both else 0.5, float(mine.mean()) if len(mine) else now, step)


def split_paths(split: Split, months: int, draws: int, seed: int, name: str) -> np.ndarray:
    """Share of the first part month by month, shape (draws, months + 1); opening exact.

    The log odds go back to their usual value, keeping `KEPT` of the distance a year, with
    independent monthly steps. A part that is empty or everything today moves as if it held
    one child in two hundred of the other.
    """
    start = np.clip(split.opening, 0.005, 0.995)
    odds = np.full(draws, np.log(start / (1 - start)))
    keep = KEPT ** (1 / 12)
    normals = even_normals(stream(seed, "monthly forecast of split", name), months, draws)
    share = np.empty((months + 1, draws))
    share[0] = split.opening
    for month in range(months):
        odds = split.usual + keep * (odds - split.usual) + split.step / np.sqrt(12) * normals[month]
        share[month + 1] = 1 / (1 + np.exp(-odds))
    return share.T
