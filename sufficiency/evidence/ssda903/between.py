"""What one return says of another: episodes withdrawn, and children who are no longer there.

A return holds every episode that was open on or after its 1 April, so what was open at the end of
one return is in the next, and what the next shows without a break leaves no room for another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from sufficiency.evidence.ssda903 import codes
from sufficiency.evidence.ssda903.dates import BLANK, UNREADABLE
from sufficiency.evidence.ssda903.rows import Rows
from sufficiency.evidence.ssda903.spells import OPEN, days

CARRIED = 0.8
"""Share of the episodes left open by children of both returns that the next one holds, from which
it is one that carries episodes over; an export of a year's beginnings holds none."""
DATED_ANEW = 31
"""Days by which a beginning of care may be put off and still be the same one."""

_STARTED = codes.NEW_EPISODE.index(codes.STARTED)
_FAR = 2**31


@dataclass(frozen=True)
class Shown:
    """Which returns show what; a row that was set aside shows its child and episode too.

    Attributes:
        episode: by row, year of the last return with the row's child and DECOM, 0 without child.
        child: by child, year of the last return with the child.
        first: by child, year of the first.
        carries: years of returns that carry over the open episodes of the return before.
        clouded: by child, whether a row was set aside of which the episode cannot be told.
    """

    episode: np.ndarray = field(repr=False)
    child: np.ndarray = field(repr=False)
    first: np.ndarray = field(repr=False)
    carries: frozenset[int]
    clouded: np.ndarray = field(repr=False)


def march(years: np.ndarray) -> np.ndarray:
    """31 March of each year, as days."""
    known, which = np.unique(years, return_inverse=True)
    return np.array([days(f"{year}-03-31") for year in known.tolist()], dtype=np.int64)[which]


def still_open(rows: Rows) -> np.ndarray:
    """Rows whose episode had not ended when their return ended."""
    return (rows.end == BLANK) | (rows.end == UNREADABLE) | (rows.end > march(rows.year))


def what_is_shown(rows: Rows, kept: np.ndarray) -> Shown:
    """Look through all returns once."""
    named = rows.child >= 0
    number = 1 + int(rows.child.max(initial=0))
    last, first = np.zeros(number, dtype=np.int64), np.full(number, 9999)
    np.maximum.at(last, rows.child[named], rows.year[named])
    np.minimum.at(first, rows.child[named], rows.year[named])
    keys, key = np.unique(rows.child * _FAR + rows.start, return_inverse=True)
    episode = np.zeros(len(keys), dtype=np.int64)
    np.maximum.at(episode, key[named], rows.year[named])
    counted = np.zeros(len(keys), dtype=bool)
    counted[key[kept]] = True
    clouded = np.zeros(number, dtype=bool)
    clouded[rows.child[named & ~counted[key]]] = True
    years = np.unique(rows.year).tolist()
    left_open = kept & still_open(rows)
    carries = set()
    for year, later in pairwise(years):
        there = np.zeros(number, dtype=bool)
        there[rows.child[named & (rows.year == later)]] = True
        held = np.isin(key, key[named & (rows.year == later)])
        both = left_open & (rows.year == year) & there[rows.child]
        if both.any() and held[both].mean() >= CARRIED:
            carries.add(later)
    return Shown(np.where(named, episode[key], 0), last, first, frozenset(carries), clouded)


def newcomers(rows: Rows, kept: np.ndarray, shown: Shown) -> np.ndarray:
    """Children whom a return shows in care when the return before it ended, which lacks them."""
    years = np.unique(rows.year).tolist()
    before = dict(zip(years, [0, *years[:-1]], strict=True))
    ended = np.array([before[year] for year in rows.year.tolist()], dtype=np.int64)
    new = kept & (ended > 0) & (rows.year == shown.first[rows.child])
    at = np.flatnonzero(new)
    end = march(ended[at])
    there = (rows.start[at] <= end) & (still_open(rows)[at] | (rows.end[at] > end))
    return np.unique(rows.child[at[there]])


def withdrawn(rows: Rows, at: np.ndarray, shown: Shown) -> np.ndarray:
    """Episodes that a later return contradicts, (episodes,).

    Those within an episode of the same child that a later return shows from before to the end of
    the return (or of the episode); and a beginning of care (RNE S) that the later return has
    some days after.

    Args:
        rows: every row.
        at: those that stand for an episode, by child and start.
        shown: what each return shows.
    """
    child, start, year = rows.child[at], rows.start[at], rows.year[at]
    short = rows.short_break[at]
    is_open = still_open(rows)[at]
    end = np.where(is_open, OPEN, rows.end[at])
    until = np.where(is_open, march(year) + 1, end)
    gone = shown.episode[at] <= year
    inside = np.zeros(len(at), dtype=bool)
    for one in np.unique(year).tolist():
        # Ends of the child's earlier episodes in later returns: the child's number goes before,
        # so that the running maximum never carries one child's into the next. Short breaks
        # (V3, V4) rule nothing out: an agreement may stay open beside full care.
        ends = np.where((year > one) & ~short, child * _FAR + end, -1)
        before = np.append(-1, np.maximum.accumulate(ends)[:-1])[: len(at)]
        inside |= (year == one) & (before >= child * _FAR + until)
    starts = rows.rne[at] == _STARTED
    alike = (child[1:] == child[:-1]) & (short[1:] == short[:-1]) & starts[1:] & starts[:-1]
    anew = np.append(alike, False)[: len(at)]
    then, then_year = (np.append(a[1:], 0)[: len(at)] for a in (start, year))
    anew &= is_open & (then_year > year) & (then - start <= DATED_ANEW) & (then <= march(year))
    return gone & (inside | anew)


def vanished(rows: Rows, at: np.ndarray, end: np.ndarray, shown: Shown) -> np.ndarray:
    """Episodes still open in the latest return that shows them, and ended since, (episodes,).

    Nothing of the child is in later returns; or the child starts anew in one of them (RNE S), and
    the next return, which carries episodes over, lacks this one.

    Args:
        rows, at, shown: as for `withdrawn`.
        end: day on which each ends, when the child's next episode has ended those still open.
    """
    child, year = rows.child[at], rows.year[at]
    absent = (end == OPEN) & (shown.child[child] <= year) & (year < int(rows.year.max()))
    follows = np.append((child[1:] == child[:-1]) & (rows.rne[at][1:] == _STARTED), False)
    later = np.append(rows.start[at][1:], 0)[: len(at)] > march(year)
    anew = still_open(rows)[at] & follows[: len(at)] & later & ~shown.clouded[child]
    years = np.unique(rows.year).tolist()
    carried = [one for one, then in pairwise(years) if then in shown.carries]
    return absent | (anew & (shown.episode[at] <= year) & np.isin(year, carried))
