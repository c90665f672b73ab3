"""From the rows of several returns to the placements of each child, by rules in a fixed order.

1. The latest return's view of an episode (child, DECOM) wins; what a later return contradicts is
   withdrawn.
2. An episode still open, or closed later than the child's next begins, ends when that begins.
3. What no later return closes: an episode open in one return and absent from the next ends with
   the first; nobody is looked after from the 18th birthday on.
4. Only then are V3 and V4 taken out, and temporary placements rolled back.
5. A legal change (RNE L) makes no new placement; T and U change the type without a move.
"""

from __future__ import annotations

import numpy as np

from sufficiency.evidence.ssda903 import codes
from sufficiency.evidence.ssda903.between import (
    Shown,
    march,
    newcomers,
    still_open,
    vanished,
    withdrawn,
)
from sufficiency.evidence.ssda903.extent import Extent, extent_of
from sufficiency.evidence.ssda903.rows import TEMPORARY, Rows
from sufficiency.evidence.ssda903.spells import (
    CONTINUED,
    NO_BIRTHDAY,
    OPEN,
    Spells,
    birthday,
)
from sufficiency.placements import position

_MOVED = [codes.NEW_EPISODE.index(code) for code in codes.MOVED]
_STARTED = codes.NEW_EPISODE.index(codes.STARTED)
_AGED_OUT = codes.REASON_NAMES.index("aged_18_or_independent")
_UNKNOWN = codes.REASON_NAMES.index("unknown")


def merge(rows: Rows, kept: np.ndarray, shown: Shown) -> tuple[Spells, Extent, dict[str, int]]:
    """Placements of each child, what the returns reach, and how many episodes each rule changed.

    Args:
        rows: every row.
        kept: which of them can be counted.
        shown: which returns show what.
    """
    found: dict[str, int] = {}
    extent = extent_of(rows, kept)
    found["newcomers"] = len(newcomers(rows, kept, shown))
    at = _latest_view(rows, np.flatnonzero(kept))
    gone = withdrawn(rows, at, shown)
    found["withdrawn"] = int(gone.sum())
    at = at[~gone]
    child, start = rows.child[at], rows.start[at]
    closed = ~still_open(rows)[at]
    end = np.where(closed, rows.end[at], OPEN)
    reason = np.where(closed, rows.reason[at], CONTINUED)
    continues = rows.continues[at]

    follows = np.append(child[1:] == child[:-1], False)[: len(at)]
    next_start = np.where(follows, np.append(start[1:], 0)[: len(at)], OPEN)
    cut = end > next_start
    end = np.where(cut, next_start, end)
    reason = np.where(cut, CONTINUED, reason)
    bare = closed & ~cut & ~rows.has_rec[at] & (end < next_start)
    reason = np.where(bare, _UNKNOWN, reason)

    gone = vanished(rows, at, end, shown)
    found["vanished"] = int(gone.sum())
    found["left_open"] = int((cut & ~closed & ~gone).sum())
    found["overlap"] = int((cut & closed).sum())
    end = np.where(gone, march(rows.year[at]) + 1, end)
    reason = np.where(gone, _UNKNOWN, reason)

    born = rows.born[child]
    adult = np.where(born == NO_BIRTHDAY, OPEN, birthday(born, 18))
    past = (end > adult) & (adult <= extent.last)
    found["past_18"] = int(past.sum())
    reason = np.where(past, _AGED_OUT, reason)
    end = np.where(past, adult, end)

    # X1 means that the next episode begins at once: a night between is a slip of the pen.
    end = np.where(continues & closed & (next_start == end + 1), next_start, end)
    gap = continues & closed & ~cut & (next_start > end)
    found["x1_gap"] = int(gap.sum())

    breaks = rows.short_break[at]
    into = ~breaks & follows & np.append(breaks[1:], False)[: len(at)] & (reason < 0)
    found["to_short_break"] = int((into & (next_start <= end)).sum())
    stock = ~breaks & (end > start)
    before_break = np.append(False, (breaks & follows)[:-1])[: len(at)]
    at, child, start, end, reason = (a[stock] for a in (at, child, start, end, reason))
    after_break, lost = before_break[stock], gap[stock]
    joined = _joined(child, start, end)
    started = rows.rne[at] == _STARTED
    end, reason, started = _goes_on(joined, start, end, reason, started, found)
    temporary = rows.kind[at] == TEMPORARY
    kind, found["temporary_alone"] = rolled_back(rows.kind[at], joined)
    back = joined & np.append(False, temporary[:-1]) & np.append(False, kind[1:] == kind[:-1])
    moved = np.isin(rows.rne[at], _MOVED) & ~temporary & ~back
    goes_on = _after(child, lost) | _before_record(child, start, extent)
    entered = started | (~joined & (after_break | ~goes_on))
    area = rows.area[at]
    new = ~joined | moved | entered | np.append(True, kind[1:] != kind[:-1])
    new = new | np.append(True, area[1:] != area[:-1])
    first_of = np.flatnonzero(new)
    last_of = np.append(first_of[1:], len(new)) - 1 if len(first_of) else first_of
    spells = Spells(
        child=child[first_of],
        start=start[first_of],
        end=end[last_of],
        kind=kind[first_of],
        moved=moved[first_of],
        entered=entered[first_of],
        reason=reason[last_of],
        born=rows.born[child[first_of]],
        uasc=rows.uasc[child[first_of]] > start[first_of],
        area=area[first_of],
        need=rows.need[at][last_of],
        family=rows.family[child[first_of]],
        first=extent.first,
        last=extent.last,
    )
    return spells, extent, found


def _latest_view(rows: Rows, index: np.ndarray) -> np.ndarray:
    """Rows that stand for an episode, ordered by child and start."""
    order = index[np.lexsort((rows.rank[index], rows.start[index], rows.child[index]))]
    if not len(order):
        return order
    differs = (rows.child[order][1:] != rows.child[order][:-1]) | (
        rows.start[order][1:] != rows.start[order][:-1]
    )
    return order[np.append(differs, True)]


def _goes_on(
    joined: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
    reason: np.ndarray,
    started: np.ndarray,
    found: dict[str, int],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ends, reasons and beginnings of care where one episode follows another without a break.

    The child left and came back where both say so, REC and RNE; where one alone does, the child
    never left: the one is counted as a fault, and is neither exit nor entry.
    """
    left = np.append(False, reason[:-1] >= 0)[: len(reason)]
    found["left_and_on"] = int((joined & left & ~started).sum())
    found["started_twice"] = int((joined & started & ~left).sum())
    on = joined & ~(left & started)
    before = np.append(on[1:], False)[: len(on)]
    then = np.append(start[1:], 0)[: len(on)]
    return (
        np.where(before & (end < then), then, end),
        np.where(before, CONTINUED, reason),
        started & ~on,
    )


def rolled_back(kind: np.ndarray, joined: np.ndarray) -> tuple[np.ndarray, int]:
    """Types with each temporary placement given the type that it interrupts.

    One that begins a period of care takes the type that follows; one alone is another
    placement. Returns the types and the number of those alone.
    """
    at = np.arange(len(kind))
    known = kind != TEMPORARY
    # A chain is stays that join each other; each temporary one looks back along its own chain to
    # the last known type, and forward where there is none.
    chain = np.cumsum(~joined)
    back = np.maximum.accumulate(np.where(known, at, -1))
    ahead = np.minimum.accumulate(np.where(known, at, len(kind))[::-1])[::-1]
    rolled = kind.copy()
    for found in (ahead, back):
        there = (found >= 0) & (found < len(kind))
        source = np.where(there, found, 0)
        take = ~known & there & (chain[source] == chain)
        rolled = np.where(take, kind[source], rolled)
    alone = rolled == TEMPORARY
    return np.where(alone, position("other_placements"), rolled), int(alone.sum())


def _joined(child: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Whether each stay follows another of the same child with at most one night between."""
    if not len(child):
        return np.zeros(0, dtype=bool)
    same = (child[1:] == child[:-1]) & (start[1:] <= end[:-1] + 1)
    return np.append(False, same)


def _after(child: np.ndarray, lost: np.ndarray) -> np.ndarray:
    """Whether the child's stay before ended with X1 and a gap: then this is no new entry."""
    if not len(child):
        return lost
    return np.append(False, (child[1:] == child[:-1]) & lost[:-1])


def _before_record(child: np.ndarray, start: np.ndarray, extent: Extent) -> np.ndarray:
    """Whether each stay is the child's first and began before the record does.

    A return holds what was open on its 1 April and nothing earlier: without RNE S such a stay may
    go on from one that no return holds.
    """
    first = np.append(True, child[1:] != child[:-1])[: len(child)]
    return first & (start <= extent.first)
