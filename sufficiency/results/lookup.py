"""Rows of the tables of a run by what they say, for the pages that quote them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sufficiency.capacity.recruitment import ENQUIRIES
from sufficiency.months import financial_year
from sufficiency.results.gap import ALL_AGES


def only(frame: pd.DataFrame, **keys: object) -> pd.DataFrame:
    """The rows in which each named column holds the value given, in their order."""
    hit = np.ones(len(frame), dtype=bool)
    for column, value in keys.items():
        hit &= np.asarray(frame[column].array == value, dtype=bool)
    return frame[hit]


def one(frame: pd.DataFrame, **keys: object) -> dict[str, Any]:
    """The one row in which each named column holds the value given.

    Raises:
        LookupError: when there is none, or more than one.
    """
    rows = only(frame, **keys)
    if len(rows) != 1:
        raise LookupError(f"{len(rows)} rows have {keys}")
    return {name: values[0] for name, values in _columns(rows).items()}


def indexed(frame: pd.DataFrame, *keys: str) -> dict[Any, dict[str, Any]]:
    """Every row by the values of its keys (of one key, by its value): for many look-ups."""
    columns = _columns(frame)
    held = [columns[key] for key in keys]
    rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
    return dict(zip(zip(*held, strict=True) if len(keys) > 1 else held[0], rows, strict=True))


def _columns(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Plain values by column: several times as fast as row by row."""
    return {str(name): frame[name].tolist() for name in frame.columns}


def all_ages(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The rows of the table of gaps that are of all ages together."""
    return only(tables["gap"], age_band=ALL_AGES)


def march(year: int) -> pd.Timestamp:
    """The 31 March of a year, as the tables hold it."""
    return pd.Timestamp(year, 3, 31)


def year_to(march_of: int) -> str:
    """The April-March year that ends in a year's March.

    >>> year_to(2025)
    '2024/25'
    """
    return financial_year(march_of - 1)


def is_known(row: dict[str, Any], *columns: str) -> bool:
    """Whether none of a row's columns is blank (withheld, or not known)."""
    return all(row[column] == row[column] for column in columns)


def reference(tables: Mapping[str, pd.DataFrame]) -> str:
    """The scenario that the savings are against: the one that has costs and no savings."""
    saving = set(tables["savings"]["scenario"])
    names = [str(name) for name in tables["costs"]["scenario"].unique()]
    return next(name for name in names if name not in saving)


def enquiries_each(tables: Mapping[str, pd.DataFrame]) -> float | None:
    """Enquiries to a council behind one approved household; None where the evidence has none."""
    found = only(tables["assumptions"], key=ENQUIRIES)["value"]
    return float(found.iloc[0]) if len(found) else None
