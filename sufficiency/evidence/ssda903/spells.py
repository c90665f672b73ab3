"""Placements of children over time, as arrays: what the merging makes and the counting reads.

Only this folder holds spells of real children: what leaves it is counted first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

OPEN: Final = 2**30
"""End of a spell that had not ended when the returns end, in days since 1 January 1970."""

NO_BIRTHDAY: Final = -(2**30)
"""Date of birth that is not known."""

IN_AREA, OUT_OF_AREA, AREA_UNKNOWN = 0, 1, 2
AREAS: Final = ("in_area", "out_of_area", "unknown")

DISABILITY, OTHER_NEED, NEED_UNKNOWN = 0, 1, 2
NEEDS: Final = ("disability", "other", "unknown")

NO_FAMILY: Final = -1
"""The returns do not say which family the child is of."""

CONTINUED: Final = -1
"""The spell ended with another episode to follow, or has not ended."""


@dataclass(frozen=True)
class Spells:
    """Stays in one placement, ordered by child and start; one entry for each in every array.

    Attributes:
        child: number of the child, from nought; says nothing of who it is.
        start, end: days since 1 January 1970; looked after on the days start <= day < end.
        kind: place in `placements.PLACEMENT_TYPES`.
        moved: begun with a change of placement and carer.
        entered: begun by the child's becoming looked after, where the record shows it: with RNE S,
            within the record, or after another stay or short breaks that it holds.
        reason: place in `codes.REASON_NAMES` where the child ceased to be looked after at the
            end, else `CONTINUED`.
        born: day of birth, `NO_BIRTHDAY` where not known.
        uasc: an unaccompanied asylum-seeking child on the first day.
        area: `IN_AREA`, `OUT_OF_AREA` or `AREA_UNKNOWN`.
        need: `DISABILITY`, `OTHER_NEED` or `NEED_UNKNOWN`, the main need when the spell ends.
        family: number of the child's family, from nought, or `NO_FAMILY`; says nothing of which.
        first, last: month ends between which the record is whole, as days.
    """

    child: np.ndarray = field(repr=False)
    start: np.ndarray = field(repr=False)
    end: np.ndarray = field(repr=False)
    kind: np.ndarray = field(repr=False)
    moved: np.ndarray = field(repr=False)
    entered: np.ndarray = field(repr=False)
    reason: np.ndarray = field(repr=False)
    born: np.ndarray = field(repr=False)
    uasc: np.ndarray = field(repr=False)
    area: np.ndarray = field(repr=False)
    need: np.ndarray = field(repr=False)
    family: np.ndarray = field(repr=False)
    first: int
    last: int


def days(date: str) -> int:
    """Days since 1 January 1970 of an ISO date.

    >>> days("1970-02-01")
    31
    """
    return int(np.datetime64(date, "D").astype(int))


def month_ends(first: int, last: int) -> np.ndarray:
    """Last days of the months from one month end to another, both included, as days."""
    start = np.datetime64(int(first), "D").astype("datetime64[M]")
    stop = np.datetime64(int(last), "D").astype("datetime64[M]")
    months = np.arange(start, stop + 2)
    return months[1:].astype("datetime64[D]").astype(np.int64) - 1


def birthday(born: np.ndarray, years: int) -> np.ndarray:
    """Day on which each child turns so many years old, as days; 29 February becomes 1 March.

    `NO_BIRTHDAY` stays as it is.
    """
    known = born != NO_BIRTHDAY
    dates = np.where(known, born, 0).astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    day = (dates - months.astype("datetime64[D]")).astype(np.int64)
    later = (months + 12 * years).astype("datetime64[D]").astype(np.int64) + day
    return np.where(known, later, NO_BIRTHDAY)
