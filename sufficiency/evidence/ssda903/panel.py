"""Children at each month end, one row a child: the step between placements and counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sufficiency.evidence.ssda903.spells import NO_BIRTHDAY, Spells, birthday, month_ends

AGE_BANDS: Final = ("0", "1-4", "5-9", "10-15", "16-17", "unknown")
AGE_CUTS: Final = (1, 5, 10, 16)
UNKNOWN_AGE: Final = len(AGE_CUTS) + 1
NEVER: Final = -1
"""Months to the 18th birthday of a child whose age is not known."""
YEARS_AHEAD: Final = 19
UNSEEN_DAYS: Final = 730
"""Days looked after before the first episode that the returns hold, where that episode does not
begin the period of care: about what children in care at a 31 March have behind them (a guess,
used only to place such children in a band)."""


@dataclass(frozen=True)
class Panel:
    """A row for each child at each month end, ordered by child and month.

    Attributes:
        spell: which spell; month: which month end, 0 for `Spells.first`.
        age: place in `AGE_BANDS`.
        months_left: month ends still to come before the 18th birthday, `NEVER` if not known: a
            child with none left is not there at the next month end, whatever happens.
        care_days, place_days: since becoming looked after and since the placement began; where
            the record does not hold the first day looked after, `UNSEEN_DAYS` are added to what
            it holds, back to birth at most.
        follows: the row before is the same child a month earlier.
        continues: the row after is the same child a month later.
    """

    spell: np.ndarray = field(repr=False)
    month: np.ndarray = field(repr=False)
    age: np.ndarray = field(repr=False)
    months_left: np.ndarray = field(repr=False)
    care_days: np.ndarray = field(repr=False)
    place_days: np.ndarray = field(repr=False)
    follows: np.ndarray = field(repr=False)
    continues: np.ndarray = field(repr=False)


def age_band(born: np.ndarray, day: np.ndarray, of: np.ndarray | slice = slice(None)) -> np.ndarray:
    """Place in `AGE_BANDS` on a day, by birthdays; `of` says of whom in `born` each day is."""
    band = sum((birthday(born, years)[of] <= day).astype(np.int64) for years in AGE_CUTS)
    return np.where(born[of] == NO_BIRTHDAY, UNKNOWN_AGE, band)


def _first_of_period(spells: Spells) -> np.ndarray:
    """For each spell, the first spell of its period of care, (spells,).

    Stays with at most one night between them are one period.
    """
    breaks = (spells.child[1:] != spells.child[:-1]) | (spells.start[1:] > spells.end[:-1] + 1)
    first = np.append(np.ones(min(len(spells.child), 1), dtype=bool), breaks)
    return np.flatnonzero(first)[np.cumsum(first) - 1]


def care_start(spells: Spells) -> np.ndarray:
    """First day in the record of the period of care that each spell belongs to."""
    return spells.start[_first_of_period(spells)]


def month_panel(spells: Spells) -> Panel:
    """Who is there at each month end from `first` to `last`."""
    dates = month_ends(spells.first, spells.last)
    begin = np.searchsorted(dates, spells.start)
    stop = np.searchsorted(dates, spells.end)
    number = np.maximum(stop - begin, 0)
    spell = np.repeat(np.arange(len(number)), number)
    past = np.cumsum(number) - number
    month = np.arange(len(spell)) - past[spell] + begin[spell]
    child = spells.child[spell]
    day = dates[month]
    later = month_ends(spells.first, dates[-1] + 366 * YEARS_AHEAD)
    adult = birthday(spells.born, 18)
    left = np.searchsorted(later, adult)[spell] - 1 - month
    near = (child[1:] == child[:-1]) & (month[1:] == month[:-1] + 1)
    none = np.zeros(min(len(spell), 1), dtype=bool)
    first = _first_of_period(spells)
    seen = spells.entered[first]
    # NO_BIRTHDAY lies far in the past: it bounds nothing.
    begun = np.where(
        seen, spells.start[first], np.maximum(spells.start[first] - UNSEEN_DAYS, spells.born)
    )
    return Panel(
        spell=spell,
        month=month,
        age=age_band(spells.born, day, spell),
        months_left=np.where(spells.born[spell] == NO_BIRTHDAY, NEVER, left),
        care_days=day - begun[spell],
        place_days=day - spells.start[spell],
        follows=np.concatenate([none, near]),
        continues=np.concatenate([near, none]),
    )
