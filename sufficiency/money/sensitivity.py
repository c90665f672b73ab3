"""What the answer turns on, found by running it again: tornado, impacts and switching values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

COLUMNS: Final = ("outcome", "key", "low", "high", "at_low", "middle", "at_high", "swing")
Run = Callable[[str, float], Mapping[str, float]]
"""Runs again with one assumption at a value; gives each outcome in GBP."""


def tornado(run: Run, assumptions: pd.DataFrame, middle: Mapping[str, float]) -> pd.DataFrame:
    """How far each assumption moves each outcome between its low and its high.

    Args:
        run: runs again with the assumption of a key at a value and gives the outcomes. It must
            use the same draws as gave `middle`, so that a swing is the assumption and no dice.
        assumptions: key, low and high; a row an assumption. One whose ends are alike is left out.
        middle: each outcome with every assumption as it is.

    Returns:
        Columns outcome, key, low, high, at_low, middle, at_high, swing (the distance between the
        ends); the widest first within each outcome.
    """
    rows = []
    for row in assumptions.to_dict("records"):
        low, high = float(row["low"]), float(row["high"])
        if not low < high:
            continue
        at_low, at_high = run(str(row["key"]), low), run(str(row["key"]), high)
        for outcome, value in middle.items():
            ends = (float(at_low[outcome]), float(value), float(at_high[outcome]))
            rows.append((outcome, row["key"], low, high, *ends, abs(ends[2] - ends[0])))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    order = {outcome: at for at, outcome in enumerate(middle)}
    table["order"] = table["outcome"].map(order)
    table = table.sort_values(["order", "swing"], ascending=[True, False], kind="stable")
    return table.drop(columns="order").reset_index(drop=True)


def with_impacts(assumptions: pd.DataFrame, measured: pd.DataFrame) -> pd.DataFrame:
    """The assumptions table with `impact` filled for those that the tornado measured.

    The impact is the widest swing among the outcomes, GBP; the others stay blank: not measured.
    """
    widest = measured.groupby("key")["swing"].max()
    filled = assumptions["key"].map(widest)
    return assumptions.assign(impact=assumptions["impact"].where(filled.isna(), filled))


def switching_value(npv_at: Callable[[float], np.ndarray], sizes: Sequence[float]) -> np.ndarray:
    """The smallest size at which a programme breaks even, in every draw.

    Args:
        npv_at: runs the programme at a size and gives the net present value of each draw, on the
            same draws each time.
        sizes: sizes to run it at, rising. Between two of them the value is taken to move in a
            straight line.

    Returns:
        (draws,), in the units of `sizes`; infinite where it does not break even at the largest.
    """
    worth = np.stack([npv_at(size) for size in sizes])
    enough = worth >= 0
    first = np.argmax(enough, axis=0)
    draws = np.arange(worth.shape[1])
    before = np.maximum(first - 1, 0)
    below, above = worth[before, draws], worth[first, draws]
    start, end = np.asarray(sizes, dtype=np.float64)[np.stack([before, first])]
    rise = np.where(above > below, above - below, 1.0)
    crossing = start + (end - start) * np.clip(-below / rise, 0.0, 1.0)
    return np.where(enough.any(axis=0), np.where(first == 0, end, crossing), np.inf)
