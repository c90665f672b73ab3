"""From which month end to which the returns are whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sufficiency.evidence.ssda903.dates import BLANK, UNREADABLE, year_of
from sufficiency.evidence.ssda903.rows import Rows
from sufficiency.evidence.ssda903.spells import days

USUAL = 0.2
"""Share of the endings in the year of the middle ending that makes a year's endings usual."""
CERTAIN = 8.0
"""Days on which something was to be expected, in a stretch in which nothing happens, from which
the stretch lies outside the return: by chance that is seen in one of 3,000 (Poisson)."""
UNUSUAL, LONG = 3.0, 31
"""Days to be expected from which a stretch of a month is worth a word: one in twenty."""


@dataclass(frozen=True)
class Extent:
    """Month ends between which the record is whole, as days since 1 January 1970.

    Attributes:
        first, last: 31 March before the first whole year, and the last month end reached.
        quiet_from: last day on which anything happens, where the silence after it is unusual.
        expected: days on which something was to be expected from then on.
    """

    first: int
    last: int
    quiet_from: int | None
    expected: float


def extent_of(rows: Rows, kept: np.ndarray) -> Extent:
    """What the returns reach.

    The last return runs to 31 March, unless it must have been made before: at the pace of the
    year before its last date, with something in each quarter, 8 days or more on which something
    happens would have followed. Then it counts to the last month end that it reaches, give or
    take a weekend.

    One or two dates after a silence that long are slips of the pen.
    """
    year = int(rows.year.max())
    march = days(f"{year}-03-31")
    closed = kept & ended(rows) & rows.has_rec & (rows.end <= march)
    begun = kept & (rows.start <= march)
    every = np.unique(np.concatenate([rows.start[begun], rows.end[closed]]))
    own = rows.year == year
    happens = np.unique(np.concatenate([rows.start[begun & own], rows.end[closed & own]]))
    first = _first(rows, closed)
    if not len(happens):
        return Extent(first, march, None, 0.0)

    def expected(day: int, until: int) -> float:
        year_before = every[(every > day - 365) & (every <= day)]
        # A burst and then nothing is no pace: something must happen in each quarter.
        steady = len(np.unique((day - year_before) * 4 // 365)) == 4
        return len(year_before) / 365 * (until - day) if steady else 0.0

    for late in (2, 1):
        if len(happens) > late:
            before, after = (int(day) for day in happens[-late - 1 : len(happens) - late + 1])
            if expected(before, after) >= CERTAIN:
                happens = happens[:-late]
                break
    latest = int(happens[-1])
    silence = expected(latest, march)
    if silence >= CERTAIN:
        month = np.datetime64(latest + 2, "D").astype("datetime64[M]")
        reached = int(month.astype("datetime64[D]").astype(np.int64)) - 1
        return Extent(first, max(first, reached), None, 0.0)
    unusual = silence >= UNUSUAL and march - latest >= LONG
    return Extent(first, march, latest if unusual else None, silence)


def ended(rows: Rows) -> np.ndarray:
    """Rows with a DEC that is a date."""
    return (rows.end != BLANK) & (rows.end != UNREADABLE)


def usual_years(ends: np.ndarray) -> np.ndarray:
    """Years of return in which episodes end in usual numbers (a fifth of the middle ending's year).

    The middle is taken over endings and not over years: strays in many years do not move it.
    """
    years, number = np.unique(year_of(ends), return_counts=True)
    return years[number >= USUAL * np.median(np.repeat(number, number))] if len(number) else years


def _first(rows: Rows, closed: np.ndarray) -> int:
    """31 March from which the record is whole.

    A return holds the episodes of its year and no earlier endings, so the record begins with
    the first year in which episodes end in usual numbers.
    """
    usual = usual_years(rows.end[closed])
    first = min([int(rows.year.min()), *usual[:1].tolist()])
    return days(f"{first - 1}-03-31")
