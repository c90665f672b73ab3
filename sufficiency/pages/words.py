"""Sentences that say what a chart shows, made from its numbers, for those who cannot see it.

The same words serve captions, tables and reports: a page never says "P90" to a councillor.
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Final

import pandas as pd

from sufficiency.errors import listed
from sufficiency.months import date_in_words, month_in_words

_MONTH: Final = re.compile(r"^(\d{4})-(\d{2})$")
WITHHELD: Final = "withheld"
"""Stands for a number too small to publish."""
STEADY: Final = 0.02
"""A change of less than this share of the start is called steady."""
FOUR_IN_FIVE: Final = "4 in 5 chance"
"""How a page names the range from the 10th to the 90th percentile."""


def day(year: float) -> str:
    """The 31 March a page means by a whole year.

    >>> day(2025)
    '31 March 2025'
    """
    return f"31 March {year:.0f}"


def date_of(date: pd.Timestamp) -> str:
    """A date as a page writes it.

    >>> date_of(pd.Timestamp("2026-09-30"))
    '30 September 2026'
    """
    return date_in_words(date)


def month(premise: str) -> str:
    """A premise that is only a month as words; any other as it is written.

    >>> month("2019-07"), month("July 2019, carers")
    ('July 2019', 'July 2019, carers')
    """
    found = _MONTH.match(premise)
    return month_in_words(date(int(found[1]), int(found[2]), 1)) if found else premise


def thousands(value: float) -> str:
    """A whole number as a page writes it, with a true minus sign.

    >>> thousands(-1234.4), thousands(-0.2), thousands(float("nan"))
    ('−1,234', '0', 'withheld')
    """
    if math.isnan(value):
        return WITHHELD
    text = f"{abs(value):,.0f}"
    return f"−{text}" if value < 0 and text != "0" else text


def millions(value: float) -> str:
    """Pounds as £m to 0.1; below that to the thousand, so that a small sum is not shown as nil.

    >>> millions(-1_234_000), millions(-10_400), millions(99_700), millions(-300)
    ('−£1.2m', '−£10,000', '£0.1m', '£0')
    """
    if math.isnan(value):
        return WITHHELD
    thousand = round(abs(value) / 1e3)
    if thousand == 0:
        return "£0"
    text = f"£{abs(value) / 1e6:,.1f}m" if thousand >= 100 else f"£{thousand},000"
    return f"−{text}" if value < 0 else text


def of_mean(part: float | None, whole: float) -> str:
    """How much of a mean saving rests on something; nothing where it was not worked out.

    >>> of_mean(297_000, 544_000), of_mean(297_000, -20_000), of_mean(None, 544_000)
    ('£0.3m of a mean of £0.5m', '£0.3m (the mean is −£20,000)', '')
    """
    if part is None:
        return ""
    return f"{millions(part)} " + (
        f"of a mean of {millions(whole)}" if whole > 0 else f"(the mean is {millions(whole)})"
    )


def movement(start: float, end: float) -> str:
    """Rose, fell or stayed steady, from one number to another.

    >>> movement(352, 652), movement(644, 652)
    ('rose', 'stayed about the same')
    """
    if math.isclose(start, end) or (start and abs(end - start) < STEADY * abs(start)):
        return "stayed about the same"
    return "rose" if end > start else "fell"


def between(low: str, high: str) -> str:
    """A range of two written numbers in a sentence, said once when they are the same.

    >>> between("595", "778"), between("71", "71"), between("withheld", "49")
    ('between 595 and 778', '71', 'up to 49')
    """
    if low == high:
        return low
    return f"up to {high}" if low == WITHHELD else f"between {low} and {high}"


def span(low: str, high: str) -> str:
    """A range of two written numbers on a chart, where there is little room.

    >>> span("595", "778"), span("withheld", "49"), span("withheld", "withheld")
    ('595 to 778', 'up to 49', 'withheld')
    """
    if low == high:
        return low
    return f"up to {high}" if low == WITHHELD else f"{low} to {high}"


def with_chance(low: str, high: str) -> str:
    """How a sentence goes on to give the range from the 10th to the 90th percentile.

    >>> with_chance("595", "778"), with_chance("71", "71")
    (', with a 4 in 5 chance of between 595 and 778', '')
    """
    return "" if low == high else f", with a {FOUR_IN_FIVE} of {between(low, high)}"


def highest(series: pd.Series) -> str:
    """The years, or other names, at which a series is at its highest.

    >>> highest(pd.Series([229.0, 217.0, 229.0], index=[2020, 2021, 2025]))
    '2020 and 2025'
    """
    return listed(str(name) for name in series.index[series == series.max()])


def chance(probability: float) -> str:
    """A probability in words a councillor would use, never surer than the draws can tell.

    >>> chance(0.93), chance(0.5), chance(0.999), chance(0.07)
    ('about 9 in 10', 'about even', 'more than 95 in 100', 'about 1 in 10')
    """
    if probability > 0.95:
        return "more than 95 in 100"
    if probability < 0.05:
        return "less than 5 in 100"
    if 0.45 <= probability <= 0.55:
        return "about even"
    tenths = min(max(round(10 * probability), 1), 9)
    return f"about {tenths} in 10"


def sentences(*parts: str) -> str:
    """Sentences put together, each with its capital and full stop, empty ones left out.

    >>> sentences("children rose", "", "then fell.")
    'Children rose. Then fell.'
    """
    kept = [part.strip().rstrip(".") for part in parts if part.strip()]
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in kept)
