"""Whole rows that are missing from a table which can be read: what the rest of the return shows.

A return contradicts itself where a row is gone: the row before it is closed with X1 and nothing
follows, the row after it goes on from nothing, or its child stands in the Header alone. Returns
that the DfE has taken in have next to none of these, since its own checks refuse them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import codes
from sufficiency.evidence.ssda903.between import march, still_open
from sufficiency.evidence.ssda903.chance import MOST_USUAL, NEVER_USUAL, stands_out
from sufficiency.evidence.ssda903.dates import BLANK, UNREADABLE
from sufficiency.evidence.ssda903.rows import Rows
from sufficiency.evidence.ssda903.tables import Source

USUAL: Final = 0.003
"""Share of a table's rows that may be said to be missing before it stops ..."""
USUAL_OF_ALL: Final = 0.005
"""... and, as far as rows alone show it, of the rows of all returns together."""
FEWEST_SIGNS: Final = 4
CUMULATIVE: Final = 0.05
"""Share of a Header's children of other years alone from which it is a list of all years."""
_DAYS: Final = 2**18
"""More days than there are from 1970 to the latest date that is read."""
_STARTED: Final = codes.NEW_EPISODE.index(codes.STARTED)


@dataclass(frozen=True)
class Lost:
    """Signs in each Episodes table that rows of it are missing, (tables,).

    Attributes:
        unfollowed: rows closed with X1, and none of the child begins then.
        unbegun: rows that go on (RNE other than S), and none of the child ends then.
        alone: children of the return's own Header who must have an episode and have none.
        older: those of 17 and over of whom no table knows: care leavers (OC3), or missing.
    """

    unfollowed: np.ndarray = field(repr=False)
    unbegun: np.ndarray = field(repr=False)
    alone: np.ndarray = field(repr=False)
    older: np.ndarray = field(repr=False)

    @property
    def signs(self) -> np.ndarray:
        return self.unfollowed + self.unbegun + self.alone

    def said(self, at: int) -> str:
        """What is missing from one table, in the words of a sentence."""
        parts = (
            (self.alone[at], "children of its Header have no row"),
            (self.unfollowed[at], "rows are closed with X1 and no row of the child follows"),
            (self.unbegun[at], "rows go on (RNE is not S) from no row of the child"),
        )
        return "; ".join(f"{number:,} {what}" for number, what in parts if number)


def what_is_lost(rows: Rows, kept: np.ndarray) -> Lost:
    """Look for rows that follow nothing or are not followed, and for children without rows."""
    unfollowed, unbegun = _broken_chains(rows, kept)
    alone, older = _children_alone(rows, kept)
    return Lost(unfollowed, unbegun, alone, older)


def refuse_lost_rows(rows: Rows, lost: Lost, episodes: Sequence[Source]) -> None:
    """Stop where more rows of one table are missing than chance allows.

    Raises:
        InputError: naming the table, with what shows it.
    """
    sizes = np.bincount(rows.file, minlength=len(episodes)).tolist()
    chains = (lost.unfollowed + lost.unbegun).tolist()
    signs = lost.signs.tolist()
    for counts, most in ((signs, MOST_USUAL), (chains, NEVER_USUAL)):
        for place, out in enumerate(stands_out(counts, sizes, USUAL, most)):
            if out and counts[place] >= FEWEST_SIGNS:
                _refuse(episodes[place], lost.said(place))
    if stands_out([sum(chains)], [sum(sizes)], USUAL_OF_ALL)[0]:
        worst = int(np.argmax(chains))
        _refuse(episodes[worst], f"{lost.said(worst)}, and {sum(chains):,} such in all returns")


def _refuse(source: Source, said: str) -> None:
    raise InputError(
        f"{source.name}: rows are missing from it, or DEC, REC or CHILD has been emptied or "
        f"overwritten: {said}. Export the table again."
    )


def lost_rows_said(lost: Lost, episodes: Sequence[Source]) -> list[str]:
    """A sentence for each table with any sign of a row that is missing."""
    said = [
        f"{source.name}: rows may be missing: {lost.said(place)}. The counts are without them."
        for place, source in enumerate(episodes)
        if lost.signs[place]
    ]
    older = int(lost.older.sum())
    if older:
        said.append(
            f"{older:,} young people of 17 and over are in a Header and in no Episodes table: "
            "right for care leavers (OC3); of anyone else, rows are missing."
        )
    return said


def _broken_chains(rows: Rows, kept: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """By table: rows closed with X1 that none follows, and rows that go on from none.

    Rows that were set aside show their child too. A table in which nothing began before its own
    1 April is one of beginnings alone: what its rows go on from is in no return.
    """
    files, children = int(rows.file.max(initial=0)) + 1, int(rows.child.max(initial=0)) + 1
    there = (rows.child >= 0) & (rows.start > 0) & (rows.start < _DAYS)
    whose = np.where(there, rows.file * children + rows.child, 0)
    key = whose * _DAYS + np.where(there, rows.start, 0)
    known, which = np.unique(key[there], return_inverse=True)
    owner = known // _DAYS
    dated = (rows.end != BLANK) & (rows.end != UNREADABLE) & (rows.end < _DAYS)
    end = np.zeros(len(known), dtype=np.int64)
    np.maximum.at(end, which, np.where(dated, rows.end, _DAYS - 1)[there])
    # The owner's number goes before the day, so that no child's end is carried to the next one.
    reached = np.append(-1, np.maximum.accumulate(owner * _DAYS + np.maximum(end, 0))[:-1])
    same = np.append(owner[1:] == owner[:-1], False)
    then = np.where(same, np.append(known[1:], 0) % _DAYS, _DAYS)
    at = np.zeros(len(key), dtype=np.int64)
    at[there] = which
    plain = kept & ~rows.short_break
    closed = rows.continues & ~still_open(rows) & (rows.end < march(rows.year))
    unfollowed = plain & closed & (then[at] > rows.end + 1)
    opening = march(rows.year - 1)
    goes_on = (rows.rne != _STARTED) & ~rows.unknown_rne & (rows.start > opening + 1)
    before = reached[at] >= whose * _DAYS + rows.start - 1
    carried = np.bincount(rows.file[kept & (rows.start <= opening)], minlength=files) > 0
    unbegun = plain & goes_on & ~before & carried[rows.file]
    return (
        np.bincount(rows.file[unfollowed], minlength=files),
        np.bincount(rows.file[unbegun], minlength=files),
    )


def _children_alone(rows: Rows, kept: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """By table: children of its Header who should have an episode in it, and those who may not.

    Those should of whom no table knows and who are under 17 when the return ends, whom the return
    before leaves in care, or whom the next shows in care when this one ended. A Header that lists
    children of other years alone lists everybody, and says nothing.
    """
    files = int(rows.file.max(initial=0)) + 1
    alone, older = np.zeros(files, dtype=np.int64), np.zeros(files, dtype=np.int64)
    is_open = still_open(rows)
    for header in rows.headers:
        mine = rows.file == header.file
        year = int(rows.year[mine][0])
        day = int(march(np.array([year]))[0])
        if not (kept & mine & (rows.start <= day - 365)).any():
            continue  # of beginnings alone
        left_open = rows.child[kept & (rows.year == year - 1) & is_open]
        taken = kept & (rows.year == year + 1) & (rows.start <= day)
        due = np.isin(header.elsewhere, [*left_open, *rows.child[taken]])
        if (~due).sum() > CUMULATIVE * header.children:
            continue
        alone[header.file] = int(due.sum()) + header.young
        older[header.file] = header.older
    return alone, older
