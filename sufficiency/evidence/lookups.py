"""Tables of the record laid out for what is looked up again and again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Assumption:
    """A number that a run rests on, with the range it may lie in and where it came from.

    Attributes:
        low, high: an 80% range; equal to `value` where the number is a setting.
        quality: published, derived (arithmetic on published figures), estimate or assumption.
    """

    key: str
    value: float
    low: float
    high: float
    unit: str
    source: str
    quality: str


def every_year(rows: pd.DataFrame) -> pd.DataFrame | None:
    """The rows of an area by year, from its first year to its last; None where there are none."""
    if rows.empty:
        return None
    years = pd.RangeIndex(rows.index.min(), rows.index.max() + 1, name="year")
    return rows.reindex(years).rename_axis(columns=None)


def unknown(years: pd.Index, measure: str) -> pd.Series:
    """A measure of which no year is known."""
    return pd.Series(np.nan, index=years, name=measure)


def assumptions_by_key(rows: pd.DataFrame) -> dict[str, Assumption]:
    """Assumptions by key; of a key that stands twice the first."""
    found: dict[str, Assumption] = {}
    for row in rows.to_dict("records"):
        value, low, high = (float(row[name]) for name in ("value", "low", "high"))
        unit, source, quality = (str(row[name]) for name in ("unit", "source", "quality"))
        given = Assumption(str(row["key"]), value, low, high, unit, source, quality)
        found.setdefault(given.key, given)
    return found
