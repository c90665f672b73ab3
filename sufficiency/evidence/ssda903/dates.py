"""Dates as councils' systems write them, read one text at a time and remembered.

What has one meaning is read: day first, as in the return's own layout (01/04/2019), or year first
(2019-04-01, 20190401), months in words, the serial numbers of spreadsheets, with or without a time.
Month first is never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence.ssda903.cells import NOTHING
from sufficiency.evidence.ssda903.texts import Texts

BLANK: Final = -(2**31)
"""No date is there."""
UNREADABLE: Final = BLANK + 1
"""Something is there that is no date from 1980 on."""
FAR: Final = (date(2101, 1, 1) - date(1970, 1, 1)).days
"""From here on a date is a way of writing that something has not ended (31/12/9999)."""

SERIAL: Final = "serial numbers of a spreadsheet (45748 is 01/04/2025) are read as dates"
EIGHT: Final = "eight digits (20250401) are read as year, month and day"
WORDS: Final = "months in words are read"
TIMED: Final = "times of day after the date are left out"

_DAY_FIRST: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[ /.,-]+(?:of )?(\d{1,2}|[a-z]{3,9})\.?,?[ /.,-]+(\d{4}|\d{2})"
)
_MONTH_IN_WORDS: Final = re.compile(r"([a-z]{3,9})\.?[ -]+(\d{1,2})(?:st|nd|rd|th)?,?[ -]+(\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[ /.-](\d{1,2}|[a-z]{3,9})[ /.-](\d{1,2})")
_EIGHT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})|(\d{2})(\d{2})(\d{4})")
_SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?")
_WEEKDAY: Final = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? +"
)
_TIME: Final = re.compile(
    r"(?:,? +|t)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?\s*"
    r"(z|utc|gmt|[+-]\d{2}:?\d{2})?$"
)
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_FULL_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december", "sept"),
)
_EPOCH: Final = date(1970, 1, 1)
_USUAL: Final = re.compile(r"\d\d/\d\d/\d{4}", re.ASCII)
_ALL_USUAL: Final = re.compile(r"(?:\d\d/\d\d/\d{4})*", re.ASCII)
_FIRST_DAY: Final = date(1980, 1, 1).toordinal()
_SERIAL_DAYS: Final = 25_569
"""Serial number of 1 January 1970."""
_NO_DATE: Final = ("01/01/1900", "1900-01-01", "00/01/1900", "1900-01-00", "0")
"""How databases and spreadsheets write that there is no date."""


def read_day(text: str) -> int:
    """Days since 1 January 1970; `BLANK` for nothing; `UNREADABLE` for what is no date.

    >>> read_day("02/01/1980") == read_day("1980-01-02 00:00:00") == read_day("29222") == 3653
    True
    >>> read_day("31/02/2020") == UNREADABLE
    True
    """
    return _read(text)[0]


def read_days(texts: Collection[str] | pd.Series) -> np.ndarray:
    """Days of many texts, each different text read once."""
    known = {text: read_day(text) for text in dict.fromkeys(texts)}
    return np.fromiter(map(known.__getitem__, texts), dtype=np.int64, count=len(texts))


def how_written(texts: Texts) -> dict[str, int]:
    """How dates had to be read that are not in the return's own layout -> how many cells."""
    if _ALL_USUAL.fullmatch("".join(texts.different)):
        return {}
    number: Counter[str] = Counter()
    for text, times in zip(texts.different, texts.cells(), strict=True):
        how = _read(text)[1]
        if how:
            number[how] += times
    return dict(number)


def _read(text: str) -> tuple[int, str]:
    """Days since 1 January 1970, and how the text is written where that is unusual."""
    if _USUAL.fullmatch(text):  # the return's own layout, by far the most frequent
        with suppress(ValueError):
            ordinal = date(int(text[6:]), int(text[3:5]), int(text[:2])).toordinal()
            if ordinal >= _FIRST_DAY:
                return ordinal - _EPOCH.toordinal(), ""
    plain = text.strip().lower()
    if plain in NOTHING:
        return BLANK, ""
    timed = _TIME.search(plain)
    plain = _WEEKDAY.sub("", plain[: timed.start()] if timed else plain)
    if plain in _NO_DATE:
        return BLANK, ""
    parts, how = _parts(plain)
    if parts is None:
        return UNREADABLE, ""
    year, month, day = parts
    try:
        read = date(year, month, day)
    except ValueError:
        return UNREADABLE, ""
    if read == date(1900, 1, 1):
        return BLANK, ""
    if timed:
        local = _in_london(read, timed)
        if local is None:
            return UNREADABLE, ""
        usual = not timed[4] and timed[5] in (None, "z") and int(timed[1]) == 0
        read, how = local, how or ("" if usual else TIMED)
    return ((read - _EPOCH).days, how) if read.year >= 1980 else (UNREADABLE, "")


def _parts(plain: str) -> tuple[tuple[int, int, int] | None, str]:
    """Year, month and day of a text that has one meaning, and how it is written."""
    found = _DAY_FIRST.fullmatch(plain)
    if found:
        year = int(found[3])
        if len(found[3]) == 2:
            year += 2000 if year < 70 else 1900
        return (year, _month(found[2]), int(found[1])), _in_words(plain, found[2])
    found = _YEAR_FIRST.fullmatch(plain)
    if found:
        return (int(found[1]), _month(found[2]), int(found[3])), _in_words(plain, found[2])
    found = _MONTH_IN_WORDS.fullmatch(plain)
    if found:
        return (int(found[3]), _month(found[1]), int(found[2])), WORDS
    found = _EIGHT.fullmatch(plain)
    if found:
        return _eight(plain), EIGHT
    found = _SERIAL.fullmatch(plain)
    if found and 20_000 < int(found[1]) < 73_051:
        day = _EPOCH + timedelta(int(found[1]) - _SERIAL_DAYS)
        return (day.year, day.month, day.day), SERIAL
    return None, ""


def _eight(digits: str) -> tuple[int, int, int] | None:
    """Year, month and day of yyyymmdd or ddmmyyyy: nothing from 1980 to 2100 is a date in both."""
    read = []
    for year, month, day in (
        (digits[:4], digits[4:6], digits[6:]),
        (digits[4:], digits[2:4], digits[:2]),
    ):
        if "1980" <= year <= "2100" and "01" <= month <= "12" and "01" <= day <= "31":
            read.append((int(year), int(month), int(day)))
    return read[0] if len(read) == 1 else None


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return _MONTHS.get(text[:3], 0) if text in _MONTHS or text in _FULL_MONTHS else 0


def _in_words(plain: str, month: str) -> str:
    """01-Apr-2019 is as usual as 01/04/2019 and needs no word."""
    return WORDS if not month.isdigit() and " " in plain else ""


def _in_london(read: date, timed: re.Match[str]) -> date | None:
    """The day in England of a day and a time, with or without an offset from Greenwich.

    A system that keeps Greenwich time writes the midnight on which a summer's day begins as 23:00
    of the day before. Where the day as written and the day in England differ in any other way,
    the text has two meanings, and none is taken.
    """
    hour, minute, second = int(timed[1]), int(timed[2]), int(timed[3] or 0)
    if hour > 23 or minute > 59 or second > 59 or (timed[4] and not 1 <= hour <= 12):
        return None
    if timed[4]:
        hour = hour % 12 + 12 * (timed[4][0] == "p")
    offset = timed[5]
    if offset is None:
        return read
    ahead = 0
    if offset[0] in "+-":
        ahead = int(offset[0] + offset[1:3]) * 60 + int(offset[0] + offset[-2:])
    instant = datetime(read.year, read.month, read.day, hour, minute, second)
    instant -= timedelta(minutes=ahead)
    local = instant + timedelta(hours=int(_is_summer(instant)))
    if local.date() == read or (local.hour, local.minute, local.second) == (0, 0, 0):
        return local.date()
    return None


def _is_summer(instant: datetime) -> bool:
    """Whether clocks in England are an hour ahead: from March's last Sunday to October's, 1:00."""
    begin, end = (
        datetime(instant.year, month, 31, 1)
        - timedelta((date(instant.year, month, 31).weekday() + 1) % 7)
        for month in (3, 10)
    )
    return begin <= instant < end


def year_of(day: np.ndarray) -> np.ndarray:
    """Year of the return that a day falls in: 2020 for 1 April 2019 to 31 March 2020."""
    months = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return (months + 9) // 12 + 1970
