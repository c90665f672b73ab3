"""Sentences that say what a chart shows, made from its numbers, for those who cannot see it.

The same words serve captions, tables and reports: a page never says "P90" to a councillor.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Final

import pandas as pd

from sufficiency.errors import listed
from sufficiency.months import date_in_words, month_in_words
from sufficiency.results.facts import RunFacts
from sufficiency.results.figures import CHANCE, cautious, nearest, pounds

_MONTH: Final = re.compile(r"^(\d{4})-(\d{2})$")
WITHHELD: Final = "withheld"
"""Stands for a number too small to publish."""
UNDER: Final = "less than £0.05m"
"""What a sum is that published tables round to nil."""
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

    >>> thousands(-1234.4), thousands(76.5), thousands(-0.2), thousands(float("nan"))
    ('−1,234', '77', '0', 'withheld')
    """
    if math.isnan(value):
        return WITHHELD
    whole = float(nearest(value, 1.0))
    text = f"{abs(whole):,.0f}"
    return f"−{text}" if whole < 0 else text


def millions(value: float) -> str:
    """Pounds as £m to 0.1; below that to the thousand, so that a small sum is not shown as nil.

    >>> millions(-1_234_000), millions(-10_400), millions(99_700), millions(-300)
    ('−£1.2m', '−£10,000', '£0.1m', '£0')
    """
    if math.isnan(value):
        return WITHHELD
    shown = float(pounds(value))
    if shown == 0:
        return "£0"
    size = abs(shown)
    text = f"£{size / 1e6:,.1f}m" if size >= 1e5 else f"£{size:,.0f}"
    return f"−{text}" if shown < 0 else text


def money(is_published: bool) -> Callable[[float], str]:
    """How a page writes a saving: published tables are to £0.1m, and nil there is not nothing.

    >>> money(True)(0.0), money(False)(0.0), money(True)(-100_000), money(False)(30_400)
    ('less than £0.05m', '£0', '−£0.1m', '£30,000')
    """

    def to_a_tenth(value: float) -> str:
        return UNDER if value == 0 else millions(value)

    return to_a_tenth if is_published else millions


def plain_number(value: float) -> str:
    """A rounded number as a table writes it: thousands marked, no zeros at the end.

    >>> plain_number(1234.0), plain_number(62.4), plain_number(-0.046), plain_number(-0.0)
    ('1,234', '62.4', '−0.046', '0')
    """
    text = f"{value:,.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def made_with(facts: RunFacts) -> str:
    """The version that made a run, and its seed where those who read it may know it."""
    seed = "" if facts.seed is None else f", seed {facts.seed}"
    return f"Made with sufficiency {facts.version}{seed}."


def of_mean(part: float | None, whole: float, words: Callable[[float], str] = millions) -> str:
    """How much of a mean saving rests on something; nothing where it was not worked out.

    >>> of_mean(297_000, 544_000), of_mean(297_000, -20_000), of_mean(None, 544_000)
    ('£0.3m of a mean of £0.5m', '£0.3m (the mean is −£20,000)', '')
    """
    if part is None:
        return ""
    return f"{words(part)} " + (
        f"of a mean of {words(whole)}" if whole > 0 else f"(the mean is {words(whole)})"
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
    """The chance that something good comes, in words a councillor would use.

    Rounded down to 5 in 100, and never surer than the draws can tell: it does not flatter.

    >>> chance(0.93), chance(0.7535), chance(0.999), chance(0.07)
    ('about 9 in 10', 'about 3 in 4', 'more than 95 in 100', 'about 1 in 20')
    >>> chance(0.5), chance(0.499), chance(0.02)
    ('about even', 'about 9 in 20', 'less than 5 in 100')
    """
    if math.isnan(probability):
        return WITHHELD
    if probability > CHANCE.most:
        return f"more than {100 * CHANCE.most:.0f} in 100"
    twentieths = round(20 * float(cautious(probability)))
    if twentieths == 0:
        return "less than 5 in 100"
    if twentieths == 10:
        return "about even"
    share = Fraction(twentieths, 20)
    of_ten = share.denominator == 5 and share.numerator != 1 and share.numerator != 4
    return f"about {2 * share.numerator if of_ten else share.numerator} in " + (
        "10" if of_ten else str(share.denominator)
    )


def sentences(*parts: str) -> str:
    """Sentences put together, each with its capital and full stop, empty ones left out.

    >>> sentences("children rose", "", "then fell.")
    'Children rose. Then fell.'
    """
    kept = [part.strip().rstrip(".") for part in parts if part.strip()]
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in kept)
