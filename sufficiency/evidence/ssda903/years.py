"""Which year a return is of, from the dates in it and, failing them, its name."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from sufficiency.evidence.ssda903.dates import BLANK, UNREADABLE, year_of

_YEARS_NAMED: Final = re.compile(r"(?<!\d)(20\d\d) ?[-_./ ]? ?(?:20)?(\d\d)(?!\d)")


def latest_day(starts: np.ndarray, ends: np.ndarray) -> int:
    """Latest date of a return: in its last year, give or take mistyped dates.

    The last episode begins in the return's own year. Endings after it count only where there are
    a good number (one row in twenty), as in a small return into whose year nobody came: a few
    are slips of the pen.
    """
    began, ended = _without_slips(starts), _without_slips(ends)
    if not len(began):
        return BLANK
    last = int(began[-1])
    return int(ended[-1]) if (ended > last).sum() >= max(1, len(starts) / 20) else last


def return_year(latest: int, name: str) -> int:
    """Year of a return by its latest date, or a later one that its name gives as 2019-20.

    A small return may hold no date of its own year; a name never makes a return earlier.
    """
    year = int(year_of(np.array([latest]))[0])
    for found in _YEARS_NAMED.finditer(name):
        named = int(found[1]) + 1
        if named % 100 == int(found[2]) and year < named <= year + 3:
            return named
    return year


def _without_slips(dates: np.ndarray) -> np.ndarray:
    """Dates in order, less the last few where they are more than a year after the rest.

    A few are one in a hundred, and one at least.
    """
    known = np.sort(dates[(dates != BLANK) & (dates != UNREADABLE)])
    for late in range(min(max(1, len(known) // 100), len(known) - 1), 0, -1):
        if known[-late] - known[-late - 1] > 366:
            return known[:-late]
    return known
