"""Whether the rows of one table follow each other: each episode ends as the child's next begins.

The day on which an episode closed with X1 ends is the day on which the next begins, and care that
ended begins anew with RNE S. Whatever moves, empties or sorts DECOM, DEC, REC or RNE breaks this,
in one return or in all alike. Returns that the DfE has taken in have next to none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import codes
from sufficiency.evidence.ssda903.between import march, still_open
from sufficiency.evidence.ssda903.chance import NEVER_USUAL, stands_out
from sufficiency.evidence.ssda903.rows import Rows
from sufficiency.evidence.ssda903.tables import Source

LEFT_OPEN: Final = 0.01
"""Share of the rows which another of the child follows that may have no DEC."""
UNDATED: Final = 0.01
"""Share of rows that may have a REC and no DEC, where the other returns do not have more."""
APART: Final = 0.02
"""Share of joins at which DEC may be another day than the next DECOM, or REC and RNE differ."""
_LEGAL_ONLY: Final = codes.NEW_EPISODE.index(codes.LEGAL_ONLY)
_STARTED: Final = codes.NEW_EPISODE.index(codes.STARTED)


def refuse_broken_joins(rows: Rows, kept: np.ndarray, episodes: Sequence[Source]) -> None:
    """Stop where rows of a table do not follow each other, more than chance allows.

    Raises:
        InputError: naming the table and the columns.
    """
    here, then = _joins(rows, kept)
    is_open = still_open(rows)
    goes_on = rows.continues[here] & ~is_open[here]
    another_day = goes_on & (rows.end[here] != rows.start[then])
    touch = ~is_open[here] & (rows.start[then] <= rows.end[here] + 1) & rows.has_rec[here]
    anew = rows.rne[then] == _STARTED
    contradict = touch & ~rows.unknown_rne[then] & (rows.continues[here] == anew)
    at = rows.file[here]
    for flags, of, usual, said in (
        (
            is_open[here] & ~anew,  # before a start of care it may be the ending that is missing
            ~anew,
            LEFT_OPEN,
            "that the child's next one goes on from have no DEC: DEC has been emptied or "
            "overwritten",
        ),
        (
            another_day,
            goes_on,
            APART,
            "closed with X1 end on another day than the child's next one begins: DEC or DECOM has "
            "been moved or overwritten",
        ),
        (
            contradict,
            touch,
            APART,
            "and those that follow them contradict each other (X1 before a start of care, RNE S, "
            "or an end of care before another RNE): REC or RNE has been moved or overwritten",
        ),
    ):
        counts, sizes = _by_table(at[flags], episodes), _by_table(at[of], episodes)
        for place, out in enumerate(stands_out(counts, sizes, usual, NEVER_USUAL)):
            if out:
                raise InputError(
                    f"{episodes[place].name}: {counts[place]:,} of {sizes[place]:,} rows {said}. "
                    "Export the table again."
                )
    _refuse_undated(rows, kept, episodes)


def legal_and_moved(rows: Rows, kept: np.ndarray) -> int:
    """Rows that begin with a legal change alone (RNE L), of another type than the one before.

    PLACE or PLACE_PROVIDER of one of the two, or RNE, is wrong.
    """
    here, then = _joins(rows, kept)
    legal = (rows.rne[then] == _LEGAL_ONLY) & (rows.end[here] == rows.start[then])
    return int((legal & (rows.kind[here] != rows.kind[then])).sum())


def _joins(rows: Rows, kept: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows that another of the same child and table follows, and those that follow them.

    Where one of the two is of short breaks (V3, V4), which may lie within full care, it is none.
    """
    order = np.lexsort((rows.start, rows.child, rows.file))
    order = order[kept[order]]
    here, then = order[:-1], order[1:]
    same = (rows.child[here] == rows.child[then]) & (rows.file[here] == rows.file[then])
    same &= (rows.start[here] != rows.start[then]) & ~rows.short_break[here]
    same &= ~rows.short_break[then]
    return here[same], then[same]


def _refuse_undated(rows: Rows, kept: np.ndarray, episodes: Sequence[Source]) -> None:
    undated = kept & rows.has_rec & still_open(rows) & (rows.end <= march(rows.year))
    counts = _by_table(rows.file[undated], episodes)
    sizes = _by_table(rows.file[kept], episodes)
    for place, out in enumerate(stands_out(counts, sizes, UNDATED)):
        if out:
            raise InputError(
                f"{episodes[place].name}: {counts[place]:,} of {sizes[place]:,} rows have a REC "
                "and no DEC: DEC has been emptied or overwritten. Export the table again."
            )


def _by_table(files: np.ndarray, episodes: Sequence[Source]) -> list[int]:
    return np.bincount(files, minlength=len(episodes)).tolist()
