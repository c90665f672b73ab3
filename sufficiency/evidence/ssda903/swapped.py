"""Days and months that have changed places, told by what only the change can explain.

Excel of another country takes 05/03/2025 for 3 May and leaves 25/03/2025 alone: every date can
still be read, and many are wrong.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.between import march, still_open
from sufficiency.evidence.ssda903.chance import stands_out
from sufficiency.evidence.ssda903.dates import BLANK, FAR, UNREADABLE
from sufficiency.evidence.ssda903.rows import Rows
from sufficiency.evidence.ssda903.tables import Source
from sufficiency.evidence.ssda903.weighing import too_many

FEWEST: Final = 2
"""Dates that only a change of places explains, from which there is one."""
FITS: Final = 0.1
"""Share of dates with a year too high that fit with day and month exchanged: days 1 to 3 of the
months from April on."""
FEWEST_DAYS: Final = 30
LATE_DAYS: Final = 0.1
"""Least share of days after the 12th among as many dates: by chance three fifths are."""
_KEY: Final = 2**31


def exchanged(days: np.ndarray) -> np.ndarray:
    """Dates with day and month in each other's place; the date itself where the day is over 12."""
    real = (days > UNREADABLE) & (days < FAR)
    dates = np.where(real, days, 0).astype("datetime64[D]")
    years = dates.astype("datetime64[Y]")
    months = (dates.astype("datetime64[M]") - years.astype("datetime64[M]")).astype(np.int64) + 1
    day = (dates - dates.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1
    other = (years.astype("datetime64[M]") + np.minimum(day, 12) - 1).astype("datetime64[D]")
    swapped = (other + months - 1).astype(np.int64)
    return np.where(real & (day <= 12), swapped, days)


def refuse_swapped(rows: Rows, episodes: list[Source]) -> None:
    """Stop where dates of a return only make sense with day and month exchanged.

    Beginnings after the return's end, endings before beginnings, and episodes that the return
    before or after has on the exchanged date and not on this one.

    Raises:
        InputError: naming the table, the column and what to do.
    """
    start, end = rows.start, rows.end
    start_too, end_too = exchanged(start), exchanged(end)
    last = march(rows.year)
    changed = start_too != start
    dated = (start > UNREADABLE) & (start < FAR)
    ended = (end > UNREADABLE) & (end < FAR)
    after = dated & (start > last) & ~rows.draft
    late = _by_file(rows, after & changed & (start_too <= last), episodes)
    # Years typed too high lie after the end too, and some of them fit with the change by chance.
    fits = stands_out(late.tolist(), _by_file(rows, after, episodes).tolist(), FITS, FITS)
    _refuse(episodes, np.where(fits, late, 0), "DECOM")
    turned = dated & ended & (end < start)
    turned &= changed | (end_too != end)
    mends = (end_too >= start_too) | (end_too >= start) | (end >= start_too)
    found = _by_file(rows, turned & mends & ~rows.draft, episodes)
    usual = [too_many(int(number), one.rows) for number, one in zip(found, episodes, strict=True)]
    _refuse(episodes, np.where(usual, found, 0), "DECOM and DEC")
    _refuse(episodes, _elsewhere(rows, start_too, len(episodes)), "DECOM")
    for place, source in enumerate(episodes):
        mine = dated & (rows.file == place)
        if mine.sum() < FEWEST_DAYS:
            continue
        dates = start[mine].astype("datetime64[D]")
        day = (dates - dates.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1
        if (day > 12).mean() < LATE_DAYS and len(np.unique(day)) > 3:
            raise InputError(
                f"{source.name}: {int((day <= 12).sum()):,} of {len(day):,} days in DECOM are the "
                "12th or before, where two in five would be: months stand where days should. "
                "Write dates day first (31/03/2025) or year first (2025-03-31)."
            )


def _by_file(rows: Rows, flags: np.ndarray, episodes: list[Source]) -> np.ndarray:
    return np.bincount(rows.file[flags], minlength=len(episodes))


def _elsewhere(rows: Rows, start_too: np.ndarray, files: int) -> np.ndarray:
    """Episodes that a neighbouring return has on the exchanged date alone, by file.

    Only those that the other return should hold: of the rest a child's next may well have begun on
    such a day. The file is to blame that has more of its own dates missing in the other.
    """
    counts = np.zeros(files, dtype=np.int64)
    named = (rows.child >= 0) & (rows.start != BLANK) & (rows.start != UNREADABLE)
    both = np.append(rows.child * _KEY + rows.start, rows.child * _KEY + start_too)
    key, other = np.split(pd.factorize(both)[0], 2)  # small numbers are compared faster
    is_open = still_open(rows)
    for year, later in pairwise(np.unique(rows.year).tolist()):
        day = int(march(np.array([year]))[0])
        carried = (rows.start <= day) & (is_open | (rows.end > day + 1))
        for mine, theirs, due in ((year, later, is_open), (later, year, carried)):
            here, there = named & due & (rows.year == mine), named & (rows.year == theirs)
            odd = here & (other != key) & ~np.isin(key, key[there]) & np.isin(other, key[there])
            counts = np.maximum(counts, np.bincount(rows.file[odd], minlength=files))
    return counts


def _refuse(episodes: list[Source], counts: np.ndarray, column: str) -> None:
    if counts.max(initial=0) >= FEWEST:
        source = episodes[int(counts.argmax())]
        raise InputError(
            f"{source.name}: {int(counts.max()):,} dates in {column} fit this return, or those "
            "beside it, only with day and month in each other's place: they have changed places "
            "here or there, as where Excel of another country opened the file. Export it again, "
            "and do not save a CSV that was opened by a double click."
        )
