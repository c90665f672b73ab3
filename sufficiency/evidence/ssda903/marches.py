"""The children looked after at each 31 March, counted by what their episodes say of them.

Time since coming into care, placements in the year, main need and brothers and sisters: each is a
way of dividing the same children, and only the counts leave this folder.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sufficiency.evidence.ssda903.panel import Panel, care_start
from sufficiency.evidence.ssda903.spells import NEEDS, NO_FAMILY, Spells, month_ends

CARE_CUTS: Final = (183, 365, 730, 1826)
"""Days looked after at which one band of `TIMES` ends and the next begins."""
TIMES: Final = (
    "under_6_months",
    "to_1_year",
    "to_2_years",
    "to_5_years",
    "over_5_years",
    "unknown",
)
PLACEMENTS: Final = ("one", "two", "three_or_more", "unknown")
GROUPS: Final = ("alone", "two", "three", "four_or_more", "unknown")
"""Children of the family who are looked after on the day."""


@dataclass(frozen=True)
class Marches:
    """Children at each 31 March of the record; every row of a table adds up to all of them.

    Attributes:
        years: of the 31 Marches, (Y,).
        time: by time since the child came into care, `TIMES`, (Y, 6). Of a child who came before
            the record begins and whose coming it does not hold, only the least is known: it is
            unknown below five years.
        placements: by placements in the twelve months to the day, `PLACEMENTS`, (Y, 4); unknown
            where the record does not hold the twelve months.
        need: by main need, `spells.NEEDS`, (Y, 3).
        siblings: by the size of the group of brothers and sisters that the child is one of,
            `GROUPS`, (Y, 5).
    """

    years: np.ndarray = field(repr=False)
    time: np.ndarray = field(repr=False)
    placements: np.ndarray = field(repr=False)
    need: np.ndarray = field(repr=False)
    siblings: np.ndarray = field(repr=False)


def tally(shape: tuple[int, ...], *axes: np.ndarray) -> np.ndarray:
    """Count rows by their places along several axes."""
    index = np.ravel_multi_index(axes, shape) if len(axes[0]) else np.zeros(0, dtype=np.int64)
    return np.bincount(index, minlength=int(np.prod(shape))).reshape(shape)


def count_marches(spells: Spells, panel: Panel) -> Marches:
    """Count the children of each 31 March of the record."""
    ends = month_ends(spells.first, spells.last)
    months = ends.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    at = np.flatnonzero(months % 12 == 2)
    there = np.isin(panel.month, at)
    spell = panel.spell[there]
    march = np.searchsorted(at, panel.month[there])
    day = ends[at][march]
    number = len(at)
    return Marches(
        years=months[at] // 12 + 1970,
        time=tally((number, len(TIMES)), march, _time(spells, spell, day)),
        placements=tally((number, len(PLACEMENTS)), march, _placements(spells, spell, day)),
        need=tally((number, len(NEEDS)), march, spells.need[spell]),
        siblings=tally((number, len(GROUPS)), march, _siblings(spells.family[spell], march)),
    )


def _time(spells: Spells, spell: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Place in `TIMES` of the child of each spell on a day."""
    since = care_start(spells)
    first = np.searchsorted(_key(spells.child, spells.start), _key(spells.child, since))
    known = spells.entered[first][spell]
    band = np.searchsorted(CARE_CUTS, (day - since[spell]), side="right")
    return np.where(known | (band == len(CARE_CUTS)), band, TIMES.index("unknown"))


def _placements(spells: Spells, spell: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Place in `PLACEMENTS` of the child of each spell, in the year to a 31 March.

    The placement a child is in when the year begins is one; each entry and each move in the year
    begins another.
    """
    begun = np.append(0, np.cumsum(spells.entered | spells.moved))
    before = _a_year_before(day)
    later = np.searchsorted(
        _key(spells.child, spells.start), _key(spells.child[spell], before), side="right"
    )
    last = np.maximum(later - 1, 0)
    already = (later > 0) & (spells.child[last] == spells.child[spell])
    already &= spells.end[last] > before
    placements = np.maximum(begun[spell + 1] - begun[later] + already, 1)
    return np.where(
        before < spells.first, PLACEMENTS.index("unknown"), np.minimum(placements, 3) - 1
    )


def _siblings(family: np.ndarray, march: np.ndarray) -> np.ndarray:
    """Place in `GROUPS` of each child, by how many of the family are there on the same day."""
    _, group, together = np.unique(_key(march, family), return_inverse=True, return_counts=True)
    size = np.minimum(together[group], len(GROUPS) - 1) - 1
    return np.where(family == NO_FAMILY, GROUPS.index("unknown"), size)


def _a_year_before(day: np.ndarray) -> np.ndarray:
    """The 31 March before a 31 March, as days."""
    month = day.astype("datetime64[D]").astype("datetime64[M]")
    return (month - 11).astype("datetime64[D]").astype(np.int64) - 1


def _key(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """One number for a pair, in the order of the pairs; the second within 31 bits."""
    return first.astype(np.int64) * 2**32 + second
