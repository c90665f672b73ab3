"""Months and English local authority financial years (April to March)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError, quoted

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""Names of the months. Python's own (`%B`, `calendar.month_name`) follow the machine's language."""

_YEAR_MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")


@dataclass(frozen=True)
class Calendar:
    """Month ends of a projection: the opening count, then one for each month.

    `dates[0]` is the 31 March of the latest published count; `dates[m]` is the end of the
    m-th month after it, so there are `months + 1` stocks and `months` flows.

    Attributes:
        opening_year: of that 31 March.
        years: April-March years that follow it.
        counted: months after it that the council's own returns have counted already: they are
            no forecast, and no lever acts in them.
    """

    opening_year: int
    years: int
    counted: int = 0

    @property
    def months(self) -> int:
        return 12 * self.years

    @cached_property
    def dates(self) -> pd.DatetimeIndex:
        start = pd.Timestamp(self.opening_year, 3, 31)
        return pd.date_range(start, periods=self.months + 1, freq="ME")

    @cached_property
    def days(self) -> np.ndarray:
        """Days in each month, shape (months,); not to be written to."""
        days = self.dates[1:].day.to_numpy()
        days.flags.writeable = False
        return days

    @property
    def financial_years(self) -> tuple[str, ...]:
        return tuple(financial_year(self.opening_year + y) for y in range(self.years))

    def month_of(self, year_month: str) -> int:
        """Index of the flow month named "2027-04": 0 is the first month after the opening.

        Months before the opening give negative numbers and months beyond the horizon numbers
        of `months` or more: the caller decides what an effect outside the window means.
        """
        year, month = parse_year_month(year_month)
        return (year - self.opening_year) * 12 + month - 4


def parse_year_month(text: str) -> tuple[int, int]:
    """Read "2027-04" as (2027, 4).

    Raises:
        InputError: when the text is not a year and a month.
    """
    match = _YEAR_MONTH.match(text)
    if not match:
        raise InputError(
            f"{quoted(text)} is not a month; write the year and the month, as in 2027-04."
        )
    return int(match[1]), int(match[2])


def financial_year(starts: int) -> str:
    """Name of the April-March year that starts in the given April.

    >>> financial_year(2026)
    '2026/27'
    """
    return f"{starts}/{(starts + 1) % 100:02d}"


def month_in_words(day: date) -> str:
    """The month of a date, in English whatever the machine's language.

    >>> month_in_words(date(2027, 4, 30))
    'April 2027'
    """
    return f"{MONTHS[day.month - 1]} {day.year}"


def date_in_words(day: date) -> str:
    """A date, in English whatever the machine's language.

    >>> date_in_words(date(2027, 4, 30))
    '30 April 2027'
    """
    return f"{day.day} {month_in_words(day)}"
