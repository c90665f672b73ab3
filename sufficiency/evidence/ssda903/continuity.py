"""Whether one return takes up where the one before leaves off, as a whole and type by type.

A return holds every episode that was open on or after its 1 April. Whatever lost or changed rows,
of cells or of files, shows where two returns meet: what stands out there, beyond what corrections
between returns do, stops the command.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.between import march, still_open
from sufficiency.evidence.ssda903.chance import NEVER_USUAL, stands_out
from sufficiency.evidence.ssda903.rows import TEMPORARY, Rows
from sufficiency.placements import FAMILY_OF, PLACEMENT_TYPES, family_position, label

CORRECTED: Final = 0.08
"""Share of open episodes that the next return may lack, or show for the first time, in returns
without a history of more: withdrawn, dated anew, recorded late."""
CORRECTED_OF_A_TYPE: Final = 0.2
"""The same of one placement type: withdrawn moves are mostly to one or two types."""
RECODED: Final = 0.03
"""Share of the episodes of two returns that may be coded anew: of all, ..."""
RECODED_OF_A_CODE: Final = 0.01
"""... and of those with one code in one of the two returns."""
_KEY: Final = 2**31
_KINDS: Final = np.array([TEMPORARY, *range(len(PLACEMENT_TYPES))])
_FAMILY_OF_KIND: Final = np.array([*(family_position(FAMILY_OF[k]) for k in PLACEMENT_TYPES), -1])
"""Family of each type; temporary placements (-1) are last, and their own."""


@dataclass(frozen=True)
class Counted:
    """Of how many episodes how many differ between two returns."""

    episodes: int
    differ: int


@dataclass(frozen=True)
class Meeting:
    """Where the return of one year ends and the one of the next begins, in episodes.

    Attributes:
        year, later: of the two returns.
        gone: of those open at the end of the first, those that are not in the second; all first,
            then by type (temporary ones before the others).
        new: of those open at that day in the second, those that are not in the first; alike.
        recoded: of those in both, those of another placement type, RNE or LS.
        by_code: column -> for each of its codes in the first return, then in the second: of the
            episodes in both, those of another code in the other.
    """

    year: int
    later: int
    gone: tuple[Counted, ...]
    new: tuple[Counted, ...]
    recoded: Counted
    by_code: dict[str, tuple[Counted, ...]]


def meetings(rows: Rows, kept: np.ndarray) -> list[Meeting]:
    """Where each two returns of consecutive years meet."""
    key = pd.factorize(rows.child * _KEY + rows.start)[0]  # small numbers are compared faster
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
        _, here, there = np.intersect1d(key[one], key[other], return_indices=True)
        here, there = one[here], other[there]
        columns = {
            "PLACE": _FAMILY_OF_KIND[rows.kind],
            "PLACE and PLACE_PROVIDER": rows.kind,
            "RNE": rows.rne,
            "LS (V3 and V4)": rows.short_break.astype(np.int64),
        }
        recoded = (rows.kind[here] != rows.kind[there]) | (rows.rne[here] != rows.rne[there])
        recoded |= rows.legal[here] != rows.legal[there]
        found.append(
            Meeting(
                year=year,
                later=later,
                gone=_all_and_by_type(rows.kind[left], lost[left]),
                new=_all_and_by_type(rows.kind[taken], ~np.isin(key, key[first])[taken]),
                recoded=Counted(len(here), int(recoded.sum())),
                by_code={
                    name: (
                        *_by_code(codes[here], codes[there]),
                        *_by_code(codes[there], codes[here]),
                    )
                    for name, codes in columns.items()
                },
            )
        )
    return found


def _all_and_by_type(kind: np.ndarray, differ: np.ndarray) -> tuple[Counted, ...]:
    groups = [np.ones(len(kind), dtype=bool), *(kind == one for one in _KINDS)]
    return tuple(Counted(int(of.sum()), int((of & differ).sum())) for of in groups)


def _by_code(codes: np.ndarray, other: np.ndarray) -> list[Counted]:
    """For each code from -1 to 10, whether there or not, so that meetings can be set beside."""
    groups = [codes == code for code in range(-1, len(PLACEMENT_TYPES))]
    return [Counted(int(of.sum()), int((of & (other != codes)).sum())) for of in groups]


def refuse_breaks(met: Sequence[Meeting]) -> None:
    """Stop where what one return ends with is not what the next begins with.

    Raises:
        InputError: naming the two returns, with the numbers.
    """
    _refuse_gone(met)
    _refuse_new(met)
    recoded = [meeting.recoded for meeting in met]
    for meeting, out in zip(met, _out(recoded, RECODED, NEVER_USUAL), strict=True):
        if out:
            _refuse_recoded(meeting, meeting.recoded, "PLACE, PLACE_PROVIDER, RNE or LS")
    for column in met[0].by_code if met else ():
        for code in zip(*(meeting.by_code[column] for meeting in met), strict=True):
            for meeting, of, out in zip(
                met, code, _out(code, RECODED_OF_A_CODE, NEVER_USUAL), strict=True
            ):
                if out:
                    _refuse_recoded(meeting, of, column)


def _out(counted: Sequence[Counted], usual: float, most: float | None = None) -> list[bool]:
    given = [one.differ for one in counted], [one.episodes for one in counted]
    return stands_out(*given, usual) if most is None else stands_out(*given, usual, most)


def _refuse_gone(met: Sequence[Meeting]) -> None:
    for which, group in enumerate(zip(*(meeting.gone for meeting in met), strict=True)):
        usual = CORRECTED_OF_A_TYPE if which else CORRECTED
        for meeting, of, out in zip(met, group, _out(group, usual), strict=True):
            if out:
                first, second = _named(meeting.year), _named(meeting.later)
                raise InputError(
                    f"Of {of.episodes:,} episodes{_of_type(which)} open at the end of the return "
                    f"of {first}, {of.differ:,} are not in the return of {second}, which should "
                    "hold each of them (the same CHILD and DECOM): rows of it are missing, or "
                    f"CHILD or DECOM differ between the two. Export the Episodes of {second}, or "
                    f"of {first}, again."
                )


def _refuse_new(met: Sequence[Meeting]) -> None:
    for which, group in enumerate(zip(*(meeting.new for meeting in met), strict=True)):
        usual = CORRECTED_OF_A_TYPE if which else CORRECTED
        for meeting, of, out in zip(met, group, _out(group, usual), strict=True):
            if out:
                first, second = _named(meeting.year), _named(meeting.later)
                raise InputError(
                    f"Of {of.episodes:,} episodes{_of_type(which)} that the return of {second} "
                    f"shows as open on 31 March {meeting.year}, {of.differ:,} are not in the "
                    f"return of {first}: rows of it are missing, or CHILD or DECOM differ between "
                    f"the two. Export the Episodes of {first}, or of {second}, again."
                )


def _refuse_recoded(meeting: Meeting, of: Counted, columns: str) -> None:
    both = f"{_named(meeting.year)} and {_named(meeting.later)}"
    alike = "" if of == meeting.recoded else f" and of which one gives one and the same {columns}"
    raise InputError(
        f"Of {of.episodes:,} episodes that the returns of {both} both hold{alike}, {of.differ:,} "
        f"differ in {columns}: a column has been moved, sorted, recoded or overwritten in one of "
        "them. Export both again."
    )


def _of_type(which: int) -> str:
    """Which episodes a count is of: all, temporary ones, or those of a type."""
    if which < 2:
        return " in temporary placements" if which else ""
    return f" of one type ({label(PLACEMENT_TYPES[which - 2])})"


def _named(year: int) -> str:
    """A return's year as councils write it: 2019-20."""
    return f"{year - 1}-{year % 100:02d}"
