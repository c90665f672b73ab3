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
    _refuse_older(episodes, names, years, [not is_small(*dates) for dates in each])
    endings = np.bincount(file[(ended != BLANK) & dated], minlength=len(episodes)).tolist()
    return years, endings


def _refuse_older(
    episodes: Sequence[Source], names: Sequence[str], years: Sequence[int], large: Sequence[bool]
) -> None:
    """A folder of 2025-26 with the return of 2024-25 in it: the year that it names is lost.

    Where every return is named after the year after its own, that is the council's way.
    """
    named = [set(named_years(name)) for name in names]
    behind = [
        min(said) - year if len(said) == 1 and sure else None
        for said, year, sure in zip(named, years, large, strict=True)
    ]
    if {late for late in behind if late is not None} == {1}:
        return
    for source, late, year in zip(episodes, behind, years, strict=True):
        if late is not None and late > 0:
            other = year + late
            raise InputError(
                f"{source.name} is named as the return of {other - 1}-{other % 100:02d}, and "
                f"nothing in it begins or ends after {year - 1}-{year % 100:02d}: it may be an "
                "earlier return under a new name, or its dates may have been moved by four years "
                "(by the 1904 dates of a workbook). Put the right file there, or name it after "
                "its year."
            )


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
