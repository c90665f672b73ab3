"""Dates as councils' systems write them, read one text at a time and remembered.

Day first, as in the return's own layout (01/04/2019), or year first (2019-04-01), with or without
a time of midnight after it; `-`, `/` and `.` are alike. Month first is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

import numpy as np

BLANK: Final = -(2**31)
"""No date is there."""
UNREADABLE: Final = BLANK + 1
"""Something is there that is no date from 1980 on."""
FAR: Final = (date(2101, 1, 1) - date(1970, 1, 1)).days
"""From here on a date is a way of writing that something has not ended (31/12/9999)."""

_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2}|[a-z]{3,9})[/.-](\d{4}|\d{2})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})")
_TIME: Final = re.compile(r"[ t]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?z?$")
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_EPOCH: Final = date(1970, 1, 1)
NOTHING: Final = frozenset({"", "null", "none", "nan", "nat", "n/a", "na", "#n/a"})
"""How systems write that nothing is there."""
_NO_DATE: Final = date(1900, 1, 1)
"""How some databases write that there is no date."""


def read_day(text: str) -> int:
    """Days since 1 January 1970; `BLANK` for nothing; `UNREADABLE` for what is no date.

    >>> read_day("02/01/1980") == read_day("1980-01-02 00:00:00") == 3653
    True
    >>> read_day("31/02/2020") == UNREADABLE
    True
    """
    plain = text.strip().lower()
    if plain in NOTHING:
        return BLANK
    plain = _TIME.sub("", plain)
    found = _YEAR_FIRST.fullmatch(plain)
    if found:
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    else:
        found = _DAY_FIRST.fullmatch(plain)
        if not found:
            return UNREADABLE
        day, year = int(found[1]), int(found[3])
        month = int(found[2]) if found[2].isdigit() else _MONTHS.get(found[2][:3], 0)
        if len(found[3]) == 2:
            year += 2000 if year < 70 else 1900
    try:
        read = date(year, month, day)
    except ValueError:
        return UNREADABLE
    if read == _NO_DATE:
        return BLANK
    return (read - _EPOCH).days if read.year >= 1980 else UNREADABLE


def read_days(texts: Iterable[str]) -> np.ndarray:
    """Days of many texts, each different text read once."""
    known: dict[str, int] = {}
    listed = []
    for text in texts:
        if text not in known:
            known[text] = read_day(text)
        listed.append(known[text])
    return np.array(listed, dtype=np.int64)


def year_of(day: np.ndarray) -> np.ndarray:
    """Year of the return that a day falls in: 2020 for 1 April 2019 to 31 March 2020."""
    months = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return (months + 9) // 12 + 1970
