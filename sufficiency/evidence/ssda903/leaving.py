"""Whether children leave care as they do in the other returns, and on their 18th birthday at last.

Care ends at 18 by law, so those who turn 18 in care show what became of endings: emptied ones
leave them in care after it, and moved ones are on other days. Of younger children only numbers
tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.special import bdtr, bdtrc

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.between import march, still_open
from sufficiency.evidence.ssda903.chance import CHANCE, FEWEST, VARIES, stands_out
from sufficiency.evidence.ssda903.rows import Rows
from sufficiency.evidence.ssda903.spells import NO_BIRTHDAY, birthday
from sufficiency.evidence.ssda903.tables import Source

BEYOND: Final = 0.02
"""Share of those who turn 18 in care that may be shown in care after it: endings not yet known."""
LATE: Final = 0.05
"""Share of those who turn 18 in care whose DEC may be two days or more after it."""
AROUND, OFF = 45, 0.1
"""Days around the 18th birthday in which young people mostly leave on it (give or take a day), and
the share that may leave on another, where the other returns have not as many."""
FEWER: Final = 0.5
"""Share of the usual number of children who leave below which no council's year is: of 1,785 years
of 153 authorities (DfE, ceased_in_year over children looked after, 2014 to 2025, against the middle
one of the five years before) the lowest has 0.50, one in a hundred 0.63 and one in twenty 0.73."""
FEW, UNLIKELY = 0.73, 0.05
"""Share of the usual number, and chance of so few, below which it is worth a word: one council's
year in twenty has so few."""


@dataclass(frozen=True)
class Leaving:
    """Who leaves care in each Episodes table, (tables,).

    Attributes:
        left: children who leave in its year.
        exposed: children in it by the share of the year that its dates reach; nought for a table
            of beginnings alone.
        at_18: young people in care on their 18th birthday; beyond: those shown in care after it;
            late: those of them with a DEC, two days or more after it.
        around: young people who leave near their 18th birthday; off: those on another day.
    """

    left: np.ndarray = field(repr=False)
    exposed: np.ndarray = field(repr=False)
    at_18: np.ndarray = field(repr=False)
    beyond: np.ndarray = field(repr=False)
    late: np.ndarray = field(repr=False)
    around: np.ndarray = field(repr=False)
    off: np.ndarray = field(repr=False)


def who_leaves(rows: Rows, kept: np.ndarray, tables: int) -> Leaving:
    """Count those who leave care, and those who turn 18 in it, by table."""
    last = march(rows.year)
    is_open = still_open(rows)
    full = kept & ~rows.short_break
    leaves = full & ~is_open & rows.has_rec & ~rows.continues & (rows.end > last - 365)
    reach = np.zeros(tables, dtype=np.int64)
    for days in (rows.start, np.where(leaves, rows.end, 0)):
        np.maximum.at(reach, rows.file[full], days[full])

    def by_table(flags: np.ndarray) -> np.ndarray:
        return np.bincount(rows.file[flags], minlength=tables)

    born = np.where(rows.child >= 0, rows.born[rows.child], NO_BIRTHDAY)
    aged = born != NO_BIRTHDAY
    adult = np.where(aged, birthday(born, 18), 0)
    turns = (
        full & aged & (adult > last - 365) & (adult < reach[rows.file]) & _last_of_child(rows, full)
    )
    at_18 = turns & (is_open | (rows.end >= adult - 1))
    around = leaves & aged & (np.abs(rows.end - adult) <= AROUND)
    carried = by_table(full & (rows.start <= last - 365)) > 0
    year_end = np.zeros(tables, dtype=np.int64)
    year_end[rows.file] = last
    children = by_table(_last_of_child(rows, full))
    return Leaving(
        left=by_table(leaves),
        exposed=np.where(carried, children * np.clip((reach - year_end + 365) / 365, 0, 1), 0.0),
        at_18=by_table(at_18),
        beyond=by_table(at_18 & (is_open | (rows.end > adult + 1))),
        late=by_table(at_18 & ~is_open & (rows.end > adult + 1)),
        around=by_table(around),
        off=by_table(around & (np.abs(rows.end - adult) > 1)),
    )


def _last_of_child(rows: Rows, full: np.ndarray) -> np.ndarray:
    """Of the rows of each child in each table, the one that begins last."""
    order = np.flatnonzero(full)
    order = order[np.lexsort((rows.start[order], rows.child[order], rows.file[order]))]
    same = (rows.child[order][1:] == rows.child[order][:-1]) & (
        rows.file[order][1:] == rows.file[order][:-1]
    )
    found = np.zeros(len(full), dtype=bool)
    found[order[np.append(~same, True)[: len(order)]]] = True
    return found


def refuse_odd_leaving(found: Leaving, episodes: Sequence[Source]) -> None:
    """Stop where young people do not leave at 18, or hardly any child leaves.

    Raises:
        InputError: naming the table and the columns.
    """
    beyond, at_18 = found.beyond.tolist(), found.at_18.tolist()
    for place, out in enumerate(_more_than_others(found.beyond, found.at_18, BEYOND)):
        if out:
            raise InputError(
                f"{episodes[place].name}: {beyond[place]:,} of {at_18[place]:,} young people who "
                "turned 18 in care are shown in care after it: DEC and REC have been emptied or "
                "moved, of younger children too. Export the table again."
            )
    for place, late, of in _too_late(found):
        raise InputError(
            f"{episodes[place].name}: {late:,} of {of:,} young people who turned 18 in care leave "
            "it two days or more after that: DEC, or DOB of the Header, has been moved. Export the "
            "tables again."
        )
    off, around = found.off.tolist(), found.around.tolist()
    for place, out in enumerate(_more_than_others(found.off, found.around, OFF)):
        if out:
            raise InputError(
                f"{episodes[place].name}: of {around[place]:,} young people who leave care within "
                f"{AROUND} days of their 18th birthday {off[place]:,} do not leave on it: DEC, or "
                "DOB of the Header, has been moved. Export the tables again."
            )
    for place, (usual, chance) in enumerate(_beside_others(found, FEWER)):
        if chance < CHANCE:
            raise InputError(
                f"{episodes[place].name}: {found.left[place]:,} children leave care in its year, "
                f"where about {usual:.0f} would be usual beside the other returns, and no English "
                "authority has had a year with under half the usual number: DEC and REC have been "
                "emptied or overwritten. Export the table again."
            )


def _too_late(found: Leaving) -> list[tuple[int, int, int]]:
    """Tables in which more leave after their 18th birthday than slips explain: which, how many, of.

    Of all returns together, the worst: what all have alike is no more right.
    """
    late, at_18 = found.late.tolist(), found.at_18.tolist()
    out = stands_out(late, at_18, LATE, LATE)
    if stands_out([sum(late)], [sum(at_18)], LATE, LATE)[0]:
        out[int(found.late.argmax())] = True
    return [(place, late[place], at_18[place]) for place, one in enumerate(out) if one]


def _more_than_others(counts: np.ndarray, sizes: np.ndarray, usual: float) -> list[bool]:
    """Whether each count is more than chance (binomial) allows, beside all others together.

    Never in one return alone, nor where all returns are alike: some systems end no episode at 18,
    and some extracts have no true dates of birth.
    """
    others = np.maximum(sizes.sum() - sizes, 1)
    expected = np.maximum(usual, np.minimum(1, VARIES * (counts.sum() - counts) / others))
    chance = bdtrc(counts - 1, np.maximum(sizes, counts), expected)
    return ((counts > FEWEST) & (sizes < sizes.sum()) & (chance < CHANCE)).tolist()


def fewer_said(found: Leaving, episodes: Sequence[Source]) -> list[str]:
    """A sentence for each table from which fewer leave than in most years of most authorities."""
    return [
        f"{source.name}: {found.left[place]:,} children leave care in its year, where about "
        f"{usual:.0f} would be usual beside the other returns. One in twenty years of English "
        "authorities is like that. If yours was not, DEC and REC are missing from rows of "
        "children who left, and too many are counted in care."
        for place, (source, (usual, chance)) in enumerate(
            zip(episodes, _beside_others(found, 1.0), strict=True)
        )
        if found.left[place] < FEW * usual and chance < UNLIKELY
    ]


def _beside_others(found: Leaving, share: float) -> list[tuple[float, float]]:
    """For each table: how many would leave at the others' middle rate, and a chance.

    The chance is that of so few or fewer, given how many leave in all, were the rate this share of
    the others' (binomial); one where there are no others.
    """
    rate = np.divide(
        found.left, found.exposed, out=np.full(len(found.left), np.nan), where=found.exposed > 0
    )
    said = []
    for place, (left, exposed) in enumerate(zip(found.left, found.exposed, strict=True)):
        others = np.delete(rate, place)
        if exposed == 0 or not np.isfinite(others).any():
            said.append((0.0, 1.0))
            continue
        usual = float(np.nanmedian(others))
        elsewhere = usual * float(np.delete(found.exposed, place).sum())
        here = share * exposed / (share * exposed + np.delete(found.exposed, place).sum())
        said.append((usual * float(exposed), float(bdtr(left, round(left + elsewhere), here))))
    return said
