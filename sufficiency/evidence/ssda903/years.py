"""Which year a return is of, from what happens in it and, in doubt, from its name.

A return holds what began or ended in its year, so its year is the last one in which the usual
happens. The few dates after that are slips of the pen (a year typed too high), or begin after the
return ends.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

import numpy as np

from sufficiency.evidence.ssda903.dates import BLANK, UNREADABLE, year_of
from sufficiency.evidence.ssda903.spells import days

_YEARS_NAMED: Final = re.compile(r"(?<!\d)(20\d\d) ?[-_./ ]? ?(?:20)?(\d\d)(?!\d)")
FEW: Final = 2
"""Beginnings and endings that may be slips in a return of any size ..."""
FEW_SHARE: Final = 0.05
"""... and in a large one, as a share of those of its busiest year."""
SMALL: Final = 8
"""Beginnings and endings in the busiest year below which a year with one or two is no wonder."""
LARGE: Final = 30
"""Beginnings and endings in the busiest year from which a year without any is not believed, even
if a name says so."""
USUAL_ENDINGS: Final = 0.2
"""Share of the endings of another year that makes a year's endings usual."""


def latest_day(starts: np.ndarray, ends: np.ndarray, name: str = "") -> int:
    """Latest date of a return within its own year; `BLANK` where no episode begins.

    Args:
        starts, ends: days on which episodes begin and end, in any order; those who cannot be
            believed (an end before its beginning, an end without a reason) are left out.
        name: of the file, with its folders.
    """
    began, ended = _dated(starts), _dated(ends)
    if not len(began):
        return BLANK
    dates = np.concatenate([began, ended])
    return int(dates[dates <= days(f"{_own_year(began, ended, name)}-03-31")].max())


def is_small(starts: np.ndarray, ends: np.ndarray) -> bool:
    """Whether so little begins and ends that a year may pass without anything."""
    happens = Counter(year_of(np.concatenate([_dated(starts), _dated(ends)])).tolist())
    return max(happens.values(), default=0) < LARGE


def return_year(latest: int, name: str) -> int:
    """Year of a return by its latest date, or a later one that its name gives as 2019-20.

    For small returns, which may hold no date of their own year; a name never makes a return
    earlier than its latest date.
    """
    year = int(year_of(np.array([latest]))[0])
    return next((named for named in named_years(name) if year < named <= year + 3), year)


def _own_year(began: np.ndarray, ended: np.ndarray, name: str) -> int:
    """The latest year in which the usual happens.

    A year with only one or two beginnings and endings, or a twentieth of the busiest year's, is
    in doubt. Then a name like 2023-24 settles it; else a return's endings, which fall into its
    own year: the doubtful year needs a fifth of the endings of the years before it.
    """
    starts = Counter(year_of(began).tolist())
    ends = Counter(year_of(ended).tolist())
    ends = Counter({year: n for year, n in ends.items() if year <= max(starts) + 1})
    happens = starts + ends
    busiest = max(happens.values())
    named = named_years(name)
    for year in sorted(happens, reverse=True):
        before = [one for one in happens if one < year]
        if not before or happens[year] > max(FEW, FEW_SHARE * busiest) or year in named:
            return year
        if any(max(before) <= one < year for one in named):
            continue
        usual = max(ends[one] for one in before)
        if busiest < SMALL:
            believed = year - max(before) == 1 or ends[year] > 0
        elif usual:
            believed = ends[year] >= max(1.0, USUAL_ENDINGS * usual)
        else:
            believed = happens[year] > FEW_SHARE * busiest
        if believed:
            return year
    raise AssertionError("the first year of all is taken when it is reached")


def named_years(name: str) -> list[int]:
    """Years of returns in a name: 2020 for 2019-20."""
    return [
        int(found[1]) + 1
        for found in _YEARS_NAMED.finditer(name)
        if (int(found[1]) + 1) % 100 == int(found[2])
    ]


def _dated(dates: np.ndarray) -> np.ndarray:
    return dates[(dates != BLANK) & (dates != UNREADABLE)]
