"""Whether one return takes up where the one before leaves off, and each holds together.

A return holds every episode that was open on or after its 1 April. Whatever lost or changed rows,
of cells or of files, shows where two returns meet, or in episodes that should follow each other:
what stands out there, beyond what corrections between returns do, stops the command.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.between import march, still_open
from sufficiency.evidence.ssda903.chance import stands_out
from sufficiency.evidence.ssda903.rows import Rows
from sufficiency.evidence.ssda903.tables import Source

CORRECTED: Final = 0.07
"""Share of open episodes that the next return may lack, or show for the first time, in returns
without a history of more: withdrawn, dated anew, recorded late."""
RECODED: Final = 0.03
UNFINISHED: Final = 0.04
"""Share of rows that may be left open before what follows, or have a REC and no DEC."""
FEWEST_BEGINNINGS, HARDLY = 20, 0.2
"""Beginnings in a return's year from which endings are expected, and which share of the usual."""
_KEY: Final = 2**31


@dataclass(frozen=True)
class Meeting:
    """Where the return of one year ends and the one of the next begins, in episodes.

    Attributes:
        year, later: of the two returns.
        left_open: open at the end of the first; `gone`: of those, not in the second.
        taken_up: open at that day in the second; `new`: of those, not in the first.
        shared: in both; `recoded`: of those, of another placement type, RNE or kind of LS.
    """

    year: int
    later: int
    left_open: int
    gone: int
    taken_up: int
    new: int
    shared: int
    recoded: int


def meetings(rows: Rows, kept: np.ndarray) -> list[Meeting]:
    """Where each two returns of consecutive years meet."""
    key = rows.child * _KEY + rows.start
    is_open = still_open(rows)
    found = []
    for year, later in pairwise(np.unique(rows.year[kept]).tolist()):
        if later != year + 1:
            continue
        first, second = kept & (rows.year == year), kept & (rows.year == later)
        day = int(march(np.array([year]))[0])
        left = first & is_open
        taken = second & (rows.start <= day) & (is_open | (rows.end > day + 1))
        lost = left & ~np.isin(key, key[second])
        if not taken.any():  # beginnings alone: what it lacks of a child whom it has may go on
            lost &= ~np.isin(rows.child, rows.child[second])
        one, other = np.flatnonzero(first), np.flatnonzero(second)
        shared, here, there = np.intersect1d(key[one], key[other], return_indices=True)
        here, there = one[here], other[there]
        recoded = (
            (rows.kind[here] != rows.kind[there])
            | (rows.rne[here] != rows.rne[there])
            | (rows.short_break[here] != rows.short_break[there])
        )
        found.append(
            Meeting(
                year=year,
                later=later,
                left_open=int(left.sum()),
                gone=int(lost.sum()),
                taken_up=int(taken.sum()),
                new=int((taken & ~np.isin(key, key[first])).sum()),
                shared=len(shared),
                recoded=int(recoded.sum()),
            )
        )
    return found


def refuse_breaks(met: Sequence[Meeting]) -> None:
    """Stop where what one return ends with is not what the next begins with.

    Raises:
        InputError: naming the two returns, with the numbers.
    """
    gone = stands_out([m.gone for m in met], [m.left_open for m in met], CORRECTED)
    new = stands_out([m.new for m in met], [m.taken_up for m in met], CORRECTED)
    recoded = stands_out([m.recoded for m in met], [m.shared for m in met], RECODED)
    for which, meeting in enumerate(met):
        first, second = _named(meeting.year), _named(meeting.later)
        if gone[which]:
            raise InputError(
                f"Of {meeting.left_open:,} episodes open at the end of the return of {first}, "
                f"{meeting.gone:,} are not in the return of {second}, which should hold each of "
                "them (the same CHILD and DECOM): rows of it are missing, or CHILD or DECOM differ "
                f"between the two. Export the Episodes of {second}, or of {first}, again."
            )
        if new[which]:
            raise InputError(
                f"Of {meeting.taken_up:,} episodes that the return of {second} shows as open on 31 "
                f"March {meeting.year}, {meeting.new:,} are not in the return of {first}: rows of "
                f"it are missing, or CHILD or DECOM differ between the two. Export the Episodes of "
                f"{first}, or of {second}, again."
            )
        if recoded[which]:
            raise InputError(
                f"Of {meeting.shared:,} episodes that the returns of {first} and {second} both "
                f"hold, {meeting.recoded:,} differ in PLACE, PLACE_PROVIDER, RNE or LS: a column "
                "has been moved, sorted or overwritten in one of them. Export both again."
            )


def refuse_unfinished(rows: Rows, kept: np.ndarray, episodes: Sequence[Source]) -> None:
    """Stop where a return's own rows do not hold together.

    Rows left open before what follows, or with a REC and no DEC; and a return in which next to
    nothing ends, though as much begins as ever.

    Raises:
        InputError: naming the table and the column.
    """
    files = len(episodes)
    plain = kept & ~rows.short_break
    order = np.lexsort((rows.start, rows.child, rows.file))
    order = order[plain[order]]
    same = np.zeros(len(order), dtype=bool)
    same[:-1] = (rows.child[order][1:] == rows.child[order][:-1]) & (
        rows.file[order][1:] == rows.file[order][:-1]
    )
    ended = ~still_open(rows)[order]
    at = rows.file[order]
    left = ~ended & same & ~rows.has_rec[order]
    undated = kept & rows.has_rec & still_open(rows) & (rows.end <= march(rows.year))
    sizes = np.bincount(at, minlength=files).tolist()
    all_rows = np.bincount(rows.file[kept], minlength=files).tolist()
    for said, counts, of in (
        ("have no DEC though later rows of the child follow", at[left], sizes),
        ("have a REC and no DEC", rows.file[undated], all_rows),
    ):
        number = np.bincount(counts, minlength=files).tolist()
        for place, out in enumerate(stands_out(number, of, UNFINISHED)):
            if out:
                raise InputError(
                    f"{episodes[place].name}: {number[place]:,} of {of[place]:,} rows {said}: "
                    "rows are missing, or DEC has been emptied or overwritten. Export the table "
                    "again."
                )
    _refuse_endless(rows, kept, episodes)


def _refuse_endless(rows: Rows, kept: np.ndarray, episodes: Sequence[Source]) -> None:
    last = march(rows.year)
    own = kept & (rows.start > last - 365) & (rows.start <= last)
    over = kept & ~still_open(rows) & (rows.end > last - 365)
    leaving = over & rows.has_rec & ~rows.continues
    began, ended, left = (
        np.bincount(rows.file[flags], minlength=len(episodes)).astype(float)
        for flags in (own, over, leaving)
    )
    for counts, how in ((ended, "end"), (left, "end with a REC other than X1")):
        share = np.divide(counts, began, out=np.full(len(began), np.nan), where=began > 0)
        for place, source in enumerate(episodes):
            others = np.delete(np.where(began < FEWEST_BEGINNINGS, np.nan, share), place)
            if began[place] < FEWEST_BEGINNINGS or not np.isfinite(others).any():
                continue
            usual = float(np.nanmedian(others))
            if usual * began[place] >= FEWEST_BEGINNINGS / 2 and share[place] < HARDLY * usual:
                raise InputError(
                    f"{source.name}: {int(began[place]):,} episodes begin in its year and "
                    f"{int(counts[place]):,} {how}, where about {usual * began[place]:.0f} would "
                    "be usual beside the other returns: DEC or REC has been emptied or "
                    "overwritten. Export the table again."
                )


def _named(year: int) -> str:
    """A return's year as councils write it: 2019-20."""
    return f"{year - 1}-{year % 100:02d}"
