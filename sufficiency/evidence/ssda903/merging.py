"""From the rows of several returns to the placements of each child, by rules in a fixed order.

1. The latest return's view of an episode (child, DECOM) wins.
2. An episode still open, or closed later than the child's next begins, ends when that begins.
3. What no later return closes: an episode open in one return and absent from the next ends with
   the first; nobody is looked after from the 18th birthday on.
4. Only then are V3 and V4 taken out, and temporary placements rolled back.
5. A legal change (RNE L) makes no new placement; T and U change the type without a move.
"""

from __future__ import annotations

import numpy as np

from sufficiency.evidence.ssda903 import codes
from sufficiency.evidence.ssda903.checks import return_ends
from sufficiency.evidence.ssda903.dates import BLANK, UNREADABLE, year_of
from sufficiency.evidence.ssda903.rows import TEMPORARY, Rows
from sufficiency.evidence.ssda903.spells import (
    CONTINUED,
    NO_BIRTHDAY,
    OPEN,
    Spells,
    birthday,
    days,
)
from sufficiency.placements import position

_MOVED = [codes.NEW_EPISODE.index(code) for code in codes.MOVED]
_STARTED = codes.NEW_EPISODE.index(codes.STARTED)
_AGED_OUT = codes.REASON_NAMES.index("aged_18_or_independent")
_UNKNOWN = codes.REASON_NAMES.index("unknown")


def merge(rows: Rows, kept: np.ndarray) -> tuple[Spells, dict[str, int]]:
    """Placements of each child, and how many episodes each rule of merging changed.

    Args:
        rows: every row.
        kept: which of them can be counted.
    """
    found: dict[str, int] = {}
    last = last_month_end(rows)
    at = _latest_view(rows, np.flatnonzero(kept))
    child, start = rows.child[at], rows.start[at]
    end = np.where((rows.end[at] == BLANK) | (rows.end[at] == UNREADABLE), OPEN, rows.end[at])
    end = np.where(end > return_ends(rows)[at], OPEN, end)
    closed = end != OPEN
    reason = np.where(closed, rows.reason[at], CONTINUED)
    continues = rows.continues[at]

    follows = np.append(child[1:] == child[:-1], False)
    next_start = np.where(follows, np.append(start[1:], 0), OPEN)
    cut = end > next_start
    found["left_open"] = int((cut & ~closed).sum())
    found["overlap"] = int((cut & closed).sum())
    end = np.where(cut, next_start, end)
    reason = np.where(cut, CONTINUED, reason)
    bare = closed & ~cut & ~rows.has_rec[at] & (end < next_start)
    reason = np.where(bare, _UNKNOWN, reason)

    gone = _vanished(rows, at, end)
    found["vanished"] = int(gone.sum())
    end = np.where(gone, return_ends(rows)[at] + 1, end)
    reason = np.where(gone, _UNKNOWN, reason)

    born = rows.born[child]
    adult = np.where(born == NO_BIRTHDAY, OPEN, birthday(born, 18))
    past = (end > adult) & (adult <= last)
    found["past_18"] = int(past.sum())
    reason = np.where(past, _AGED_OUT, reason)
    end = np.where(past, adult, end)

    # X1 means that the next episode begins at once: a night between is a slip of the pen.
    end = np.where(continues & closed & (next_start == end + 1), next_start, end)
    gap = continues & closed & ~cut & (next_start > end)
    found["x1_gap"] = int(gap.sum())

    stock = ~rows.short_break[at] & (end > start)
    before_break = np.append(False, (rows.short_break[at] & follows)[:-1])
    at, child, start, end, reason = (a[stock] for a in (at, child, start, end, reason))
    after_break, lost = before_break[stock], gap[stock]
    joined = _joined(child, start, end)
    temporary = rows.kind[at] == TEMPORARY
    kind, found["temporary_alone"] = rolled_back(rows.kind[at], joined)
    rne = rows.rne[at]
    back = joined & np.append(False, temporary[:-1]) & np.append(False, kind[1:] == kind[:-1])
    moved = np.isin(rne, _MOVED) & ~temporary & ~back
    entered = (rne == _STARTED) | (~joined & (after_break | ~_after(child, lost)))
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
        first=first_month_end(rows, kept, last),
        last=last,
    )
    return spells, found


def _latest_view(rows: Rows, index: np.ndarray) -> np.ndarray:
    """Rows that stand for an episode, ordered by child and start."""
    order = index[np.lexsort((rows.rank[index], rows.start[index], rows.child[index]))]
    if not len(order):
        return order
    differs = (rows.child[order][1:] != rows.child[order][:-1]) | (
        rows.start[order][1:] != rows.start[order][:-1]
    )
    return order[np.append(differs, True)]


def _vanished(rows: Rows, at: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Episodes still open in the latest return that shows them, when later returns are there.

    A row that was set aside shows that its episode is still there.
    """
    named = rows.child >= 0
    size = 1 + int(rows.child.max(initial=0))
    shown = np.zeros(size, dtype=np.int64)
    np.maximum.at(shown, rows.child[named], rows.year[named])
    latest = int(rows.year.max())
    seen = np.maximum(rows.year[at], np.where(rows.year[at] < shown[rows.child[at]], latest, 0))
    return (end == OPEN) & (seen < latest)


def rolled_back(kind: np.ndarray, joined: np.ndarray) -> tuple[np.ndarray, int]:
    """Types with each temporary placement given the type that it interrupts.

    One that begins a period of care takes the type that follows; one alone is another
    placement. Returns the types and the number of those alone.
    """
    rolled = kind.copy()
    ahead = np.append(joined[1:], False)
    for _ in range(len(kind)):
        waiting = rolled == TEMPORARY
        take = waiting & joined & np.append(False, ~waiting[:-1])
        if not take.any():
            break
        rolled[take] = rolled[np.flatnonzero(take) - 1]
    for _ in range(len(kind)):
        waiting = rolled == TEMPORARY
        take = waiting & ahead & np.append(~waiting[1:], False)
        if not take.any():
            break
        rolled[take] = rolled[np.flatnonzero(take) + 1]
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


def last_month_end(rows: Rows) -> int:
    """Month end that the latest return reaches.

    31 March, unless the return must have been made in the middle of the year: something happened
    in each of the twelve months before its latest date, and at that pace (days on which
    anything happens) ten such days or more would have followed by 31 March. Then the last month
    end that it reaches, give or take a weekend.
    """
    year = max(rows.last_day)
    latest = rows.last_day[year]
    march = days(f"{year}-03-31")
    dates = np.concatenate([rows.start[rows.year == year], rows.end[rows.year == year]])
    recent = np.unique(dates[(dates > latest - 365) & (dates <= latest)])
    steady = len(np.unique((latest - recent) * 12 // 365)) == 12
    if not steady or (march - latest) * len(recent) / 365 < 10:
        return march
    month = np.datetime64(latest + 2, "D").astype("datetime64[M]")
    return int(month.astype("datetime64[D]").astype(np.int64)) - 1


def first_month_end(rows: Rows, kept: np.ndarray, last: int) -> int:
    """31 March from which the record is whole.

    A return holds the episodes of its year and no earlier endings, so the record begins with
    the first year in which episodes end in usual numbers (a fifth of the middle year's).
    """
    ended = kept & (rows.end != BLANK) & (rows.end != UNREADABLE) & (rows.end <= last)
    first_return = int(rows.year.min())
    if ended.any():
        years, number = np.unique(year_of(rows.end[ended]), return_counts=True)
        usual = years[number >= 0.2 * np.median(number)]
        first_return = min(first_return, int(usual[0])) if len(usual) else first_return
    return days(f"{first_return - 1}-03-31")
