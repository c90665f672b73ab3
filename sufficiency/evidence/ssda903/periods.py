"""Which year each Episodes table is of: its dates, what its name says, and its column YEAR."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.dates import BLANK, FAR, UNREADABLE, read_day, year_of
from sufficiency.evidence.ssda903.tables import Source
from sufficiency.evidence.ssda903.years import is_small, latest_day, named_years, return_year


def years_of(
    episodes: Sequence[Source],
    file: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
    has_rec: np.ndarray,
) -> tuple[list[int], list[int]]:
    """Year of each return, and how many endings with a reason it holds.

    Raises:
        InputError: when no episode begins on a date that can be read, or a return's dates run
            past the year that its file, folder or column YEAR names.
    """
    dated = (end != BLANK) & (end != UNREADABLE)
    believed = np.where((dated & (end < start)) | (start >= FAR), BLANK, start)
    ended = np.where(has_rec & (end >= start), end, BLANK)
    each = [(believed[file == one], ended[file == one]) for one in range(len(episodes))]
    names = _names(episodes, each)
    latest = [latest_day(*dates, name) for dates, name in zip(each, names, strict=True)]
    if all(day == BLANK for day in latest):
        raise InputError(
            "The Episodes tables hold no row with a date in DECOM that can be read; dates are "
            "written 31/03/2025 or 2025-03-31."
        )
    overall = max(latest)
    years = [
        return_year(overall if day == BLANK else day, name if is_small(*dates) else "")
        for day, dates, name in zip(latest, each, names, strict=True)
    ]
    for source, year, name in zip(episodes, years, names, strict=True):
        named = named_years(name)
        if len(set(named)) == 1 and year > named[0]:
            raise InputError(
                f"{source.name} is named as the return of {named[0] - 1}-{named[0] % 100:02d}, and "
                f"its dates in DECOM and DEC run into {year - 1}-{year % 100:02d}: day and month "
                "may have changed places (as where Excel of another country opened the file), or "
                "it is another year's file. Export it again, or name it after its year."
            )
    endings = np.bincount(file[(ended != BLANK) & dated], minlength=len(episodes)).tolist()
    return years, endings


def _names(episodes: Sequence[Source], each: Sequence[tuple[np.ndarray, np.ndarray]]) -> list[str]:
    """What names the year of each table: its path or, where it has one, its column YEAR.

    YEAR may be the one in which the return ends (2026 for 2025-26) or begins: the one that most
    tables' dates bear out.
    """
    said = [_period(source.period) for source in episodes]
    later = [
        int(year_of(np.array([day]))[0]) - year
        for dates, year in zip(each, said, strict=True)
        if year and (day := latest_day(*dates)) != BLANK
    ]
    shift = int(bool(later) and float(np.median(later)) >= 1)
    return [
        source.name if not year else f"{year + shift - 1}-{(year + shift) % 100:02d}"
        for source, year in zip(episodes, said, strict=True)
    ]


def _period(label: str) -> int:
    """The year that a label of column YEAR gives, 0 if none: '2026', '2025-26', '2025/2026'."""
    spans = named_years(label)
    if spans:
        return spans[0]
    digits = re.search(r"(?<!\d)(20\d\d)(?!\d)", label)
    if digits and not re.search(r"\d[/.-]\d", label):
        return int(digits[1])
    day = read_day(label)
    return 0 if day in (BLANK, UNREADABLE) else int(year_of(np.array([day]))[0])
