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

LEAN_EXPECTED = 1.0
"""Standard deviation of leans before any step is seen: nought is likeliest."""

LEAST_PAIR = 10.0
"""Children in the two parts together below which a year's split is mostly chance."""


@dataclass(frozen=True)
class Split:
    """How two parts of a category are told apart, on the scale of log odds.

    Attributes:
        opening: share of the first part at the opening count, 0 to 1.
        usual: log odds of the mean share over the comparable years.
        step: standard deviation of a yearly change in log odds, the lean taken out.
        lean: log odds that the first part gains for a log of one that the two together gain.
    """

    opening: float
    usual: float
    step: float
    lean: float = 0.0


def log_odds(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Log odds, with half a child added to each part so that zero can be taken."""
    return np.log(first + 0.5) - np.log(second + 0.5)


def measure_split(history: pd.DataFrame, own: str, opening: tuple[float, float]) -> Split:
    """A split's usual value from the authority's own years, its step and lean from every area's.

    Where one part comes and goes more than the other, the two together move with it: then the
    other part is surer than a share that knows nothing of their number would have it.

    Args:
        history: area_code, year, first, second (children), comparable years only.
        own: code of the authority.
        opening: children in the first and second part at the opening count.
    """
    known = history.dropna(subset=["first", "second"]).sort_values(["area_code", "year"])
    known = known.assign(
        odds=log_odds(known["first"].to_numpy(), known["second"].to_numpy()),
        both=np.log(known["first"] + known["second"] + 1.0),
        enough=known["first"] + known["second"] >= LEAST_PAIR,
    )
    now = float(log_odds(np.array(opening[0]), np.array(opening[1])))
    mine = known.loc[known["area_code"] == own, "odds"]
    by_area = known.groupby("area_code")
    counted = (
        (by_area["year"].diff() == 1) & known["enough"] & by_area["enough"].shift(fill_value=False)
    )
    steps = by_area["odds"].diff()[counted].to_numpy()
    grown = by_area["both"].diff()[counted].to_numpy()
    # Few steps say little: a lean of one is as much as is expected before any is seen.
    noise = float((steps**2).mean()) if len(steps) else 1.0
    lean = float((grown * steps).sum() / max((grown**2).sum() + noise / LEAN_EXPECTED**2, 1e-9))
    left = steps - lean * grown
    step = float(np.sqrt((left**2).mean())) if len(left) else 0.0
    both = opening[0] + opening[1]
    usual = float(mine.mean()) if len(mine) else now
    return Split(opening[0] / both if both else 0.5, usual, step, lean)


def split_paths(split: Split, both: np.ndarray, seed: int, name: str) -> np.ndarray:
    """Share of the first part month by month, shape (draws, months + 1); opening exact.

    The log odds go back to their usual value, keeping `KEPT` of the distance a year, with
    independent monthly steps. A part that is empty or everything today moves as if it held
    one child in two hundred of the other. Draws with more of the two together than most lean as
    the record leans; the mean of the first part stays where it is.

    Args:
        split: see `Split`.
        both: children in the two parts together, (draws, months + 1).
        seed: of the random numbers.
        name: of the split, whose random numbers they are.
    """
    draws, months = both.shape[0], both.shape[1] - 1
    start = np.clip(split.opening, 0.005, 0.995)
    odds = np.full(draws, np.log(start / (1 - start)))
    keep = KEPT ** (1 / 12)
    normals = even_normals(stream(seed, "monthly forecast of split", name), months, draws)
    leaning = split.lean * _beside_most(both)
    share = np.empty((months + 1, draws))
    share[0] = split.opening
    for month in range(months):
        odds = split.usual + keep * (odds - split.usual) + split.step / np.sqrt(12) * normals[month]
        share[month + 1] = 1 / (1 + np.exp(-(odds + leaning[:, month + 1])))
    return share.T


def _beside_most(both: np.ndarray) -> np.ndarray:
    """Log of the children over the mean that each child counts for once, (draws, months + 1)."""
    logs = np.log(np.maximum(both, 0.5))
    return np.asarray(logs - (both * logs).sum(axis=0) / np.maximum(both.sum(axis=0), 0.5))
