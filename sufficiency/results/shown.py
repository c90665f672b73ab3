"""The one table of figures as they are shown: each rounded once, by the rule of its kind."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sufficiency.results.contract import CONTRACT
from sufficiency.results.figures import (
    CARERS,
    CARERS_TO_COME,
    CHANCE,
    CHILDREN,
    CHILDREN_INSIDE,
    DIFFERENCE,
    MONEY,
    ByRow,
    Kind,
    cautious,
    nearest,
    pounds,
)
from sufficiency.results.run import Run


def shown(run: Run, name: str) -> pd.DataFrame:
    """A table of a run with every figure as a page has it; withheld figures are blank.

    Children, carers and places are whole; pounds are to £0.1m, and inside the council a sum below
    that to the thousand; chances are rounded down. Other figures are as they are. Where anybody may
    see the run its tables are rounded already, and nothing changes.

    Raises:
        KeyError: when the run has no such table.
    """
    frame = run.tables[name]
    return frame.assign(
        **{column: _column(frame, column, kind) for column, kind in CONTRACT[name].shows.items()}
    )


def _column(frame: pd.DataFrame, column: str, kind: Kind | ByRow) -> pd.Series:
    if isinstance(kind, Kind):
        return _of_kind(frame[column], kind)
    parts = [
        _of_kind(rows[column], kind.of(word))
        for word, rows in frame.groupby(kind.column, sort=False)
    ]
    return pd.concat(parts).reindex(frame.index) if parts else frame[column]


def _of_kind(values: pd.Series, kind: Kind) -> pd.Series:
    if kind in (CHILDREN, CHILDREN_INSIDE, DIFFERENCE, CARERS, CARERS_TO_COME):
        rounded: np.ndarray = nearest(values, 1.0)
    elif kind == MONEY:
        rounded = pounds(values)
    elif kind == CHANCE:
        rounded = cautious(values)
    else:
        return values
    return pd.Series(rounded, index=values.index, name=values.name)
