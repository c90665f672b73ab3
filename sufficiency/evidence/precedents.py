"""How far any council has gone: the record of all councils as the measure of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence.england.store import Record
from sufficiency.evidence.loading import the_record

_LEAST: Final = 50.0
"""Children or places at the start, below which a council's change says little."""
_MAINSTREAM: Final = "LA mainstream fostering only (excludes family & friends, excludes IFA)"
_SERIES: Final = {
    "looked_after": ("children_in_care", ("looked_after_31_march",)),
    "fostering": ("placements", ("placement_type", "foster")),
    "homes": ("placements", ("placement_type", "childrens_home_or_secure (K1,K2; from 2020)")),
    "mainstream_places": (
        "carers",
        (
            "approved_places",
            "LA mainstream fostering only (excludes family & friends, excludes IFA)",
        ),
    ),
}
"""Where the record holds each series: its table and the keys of its row."""
_FIRST: Final = {"looked_after": 2010, "fostering": 2010, "homes": 2020, "mainstream_places": 2022}
"""The first year in which each is counted as it is now."""


@dataclass(frozen=True)
class Precedent:
    """What councils did over so many years, each window a change: number at the end over the start.

    Attributes:
        years: length of the windows.
        changes: one for each council and start, sorted.
        councils: how many councils.
    """

    years: int
    changes: np.ndarray
    councils: int

    def as_far(self, change: float) -> int:
        """How many windows went as far as a change, the way it goes from 1."""
        further = self.changes <= change if change <= 1.0 else self.changes >= change
        return int(further.sum())


def precedent(series: str, years: int, record: Record | None = None) -> Precedent | None:
    """Changes of a series over a number of years in every council that the record holds.

    Args:
        series: "looked_after", "fostering", "homes" or "mainstream_places".
        years: length of the windows; longer ones than the record has are cut to its length.

    Returns:
        None where the record holds no such windows.
    """
    table, keys = _SERIES[series]
    held = the_record() if record is None else record
    there = sorted(int(year) for year in held.years(table) if int(year) >= _FIRST[series])
    over = min(years, there[-1] - there[0])
    changes, councils = [], set()
    for start in there:
        if start + over not in there or over < 1:
            continue
        before, after = (_row(held.numbers(table, year), keys) for year in (start, start + over))
        pairs = before[before >= _LEAST].to_frame("before").join(after.rename("after")).dropna()
        pairs = pairs[pairs.index.str.match("E0[6-9]|E10")]
        changes.append((pairs["after"] / pairs["before"]).to_numpy())
        councils |= set(pairs.index)
    found = np.sort(np.concatenate(changes)) if changes else np.empty(0)
    return Precedent(over, found, len(councils)) if found.size else None


def _row(figures: pd.Series, keys: tuple[str, ...]) -> pd.Series:
    """The figures of one row of the table by council."""
    for level, key in enumerate(keys, start=1):
        figures = figures[figures.index.get_level_values(level) == key]
    return pd.Series(figures.to_numpy(), index=figures.index.get_level_values(0)).dropna()


@dataclass(frozen=True)
class AfterCareFigures:
    """What is published of an authority's young people after 18; each NaN where it is not.

    Attributes:
        care_leavers: who turned 19, 20 or 21 in the year.
        spending: on leaving care services in the year, GBP.
        staying_put: of those who left care from a foster home when they turned 18, the share who
            are with their carers at 19 and 20, mean of the latest three years.
    """

    care_leavers: float
    spending: float
    staying_put: float


def after_care_figures(code: str, year: int, record: Record | None = None) -> AfterCareFigures:
    """What is published of an authority's young people after 18, in the year to 31 March."""
    held = the_record() if record is None else record
    financial = f"{year - 1}-{year % 100:02d}"
    years = [f"{year - back}" for back in range(3)]
    rows = held.table("after_care", [code], [*years, financial])
    columns = (rows["measure"], rows["year"].astype(str), rows["value"].astype(float))
    found = {(measure, when): value for measure, when, value in zip(*columns, strict=True)}

    def of(measure: str, when: str) -> float:
        return float(found.get((measure, when), np.nan))

    return AfterCareFigures(
        care_leavers=of("care_leavers_19_to_21", f"{year}"),
        spending=of("leaving_care_services_spend", financial),
        staying_put=float(np.mean([of("staying_put_percent", when) for when in years])) / 100.0,
    )


@lru_cache(maxsize=64)  # asked of every scenario, and of England each time
def children_aged_under_18(code: str, year: int, record: Record | None = None) -> float:
    """Children who live in an area in the middle of the year before a 31 March; NaN if not known.

    Args:
        code: of an authority, a region or England.
        year: of the 31 March.
    """
    held = the_record() if record is None else record
    rows = held.table("population", [code], [f"{year - 1}"])
    found = rows.loc[(rows["age_group"] == "0-17") & (rows["kind"] == "estimate"), "value"]
    return float(found.iloc[0]) if len(found) else float("nan")
