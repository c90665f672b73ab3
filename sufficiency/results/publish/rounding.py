"""Tables as anybody may see them: rounded as the contract declares, columns of the council gone.

Rounding comes last, after small numbers are withheld, and before any page is made: a chart's
points, its data and its words, the workbook and the report hold nothing finer. History is rounded
as the forecast is. Rounded parts need not add up to a rounded total.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence import Evidence
from sufficiency.results.contract import CONTRACT
from sufficiency.results.figures import MONEY, ByRow, Kind, nearest, published

_A_WEEK: Final = "gbp_per_child_per_week"


def rounded_tables(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Copies of the tables, every figure rounded by its kind and none the council's alone.

    Raises:
        KeyError: when a table, or a word of a row, has no kind: nothing undeclared is published.
    """
    return {name: _rounded(frame, CONTRACT[name].shows) for name, frame in tables.items()}


def _rounded(frame: pd.DataFrame, shows: Mapping[str, Kind | ByRow]) -> pd.DataFrame:
    new = {column: _column(frame, column, kind) for column, kind in shows.items()}
    return frame.assign(**new)


def _column(frame: pd.DataFrame, column: str, kind: Kind | ByRow) -> pd.Series:
    """One column rounded; blank where its kind is for the council alone."""
    if isinstance(kind, Kind):
        return _of_kind(frame[column], kind)
    kinds = [kind.of(word) for word in frame[kind.column]]
    values = frame[column].copy()
    for one in set(kinds):
        rows = np.array([each is one for each in kinds], dtype=bool)
        values[rows] = _of_kind(values[rows], one)
    return values


def _of_kind(values: pd.Series, kind: Kind) -> pd.Series:
    if kind.seen_by == "the council":
        return pd.Series(np.nan, index=values.index, name=values.name)
    return published(values, kind)


def rounded_record(evidence: Evidence) -> Evidence:
    """The record with its sums of spending to £0.1m; what a child costs a week is left as it is."""
    spend = evidence.spend
    sums = spend["measure"] != _A_WEEK
    assert MONEY.step is not None
    values = spend["value"].astype(float).copy()
    values[sums] = nearest(values[sums], MONEY.step)
    return evidence.with_tables({"spend": spend.assign(value=values)})
