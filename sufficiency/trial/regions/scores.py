"""How often the ranges of sums held, with standard errors that leave out one year at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sufficiency.ranges import HALF_80


def cover(table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Cover of the 80% range, a row for each group.

    Args:
        table: as `sums.try_sums` gives it.
        by: columns to group by, such as measure and horizon.

    Returns:
        The group's columns; n; held_80 (percent) with held_80_se_year, which leaves out one opening
        at a time and is blank with fewer than two; bias (percent by which outcomes came over the
        middle, of sums); stands (mean of outcomes less middles in the spreads of their ranges: near
        nought where the middle is right).
    """
    rows = []
    for key, group in table.groupby(list(by), sort=True):
        held = ((group["p10"] <= group["came"]) & (group["came"] <= group["p90"])).to_numpy(float)
        spread = (group["p90"] - group["p10"]) / (2 * HALF_80)
        row = dict(zip(by, key, strict=True)) | {
            "n": len(group),
            "held_80": 100 * held.mean(),
            "held_80_se_year": _by_year(100 * held, group["origin"].to_numpy()),
            "bias": 100 * (group["came"].sum() / group["p50"].sum() - 1),
            "stands": ((group["came"] - group["p50"]) / spread).mean(),
        }
        rows.append(row)
    return pd.DataFrame(rows)


def _by_year(values: np.ndarray, years: np.ndarray) -> float:
    names = np.unique(years)
    if len(names) < 2:
        return float("nan")
    without = np.array([values[years != year].mean() for year in names])
    return float(np.sqrt((len(names) - 1) / len(names) * ((without - without.mean()) ** 2).sum()))
