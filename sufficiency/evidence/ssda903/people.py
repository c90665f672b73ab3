"""What the Headers and UASC tables say of each child: the day of birth, and until when UASC."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.dates import BLANK, FAR, UNREADABLE
from sufficiency.evidence.ssda903.spells import NO_BIRTHDAY, birthday
from sufficiency.evidence.ssda903.tables import Source
from sufficiency.evidence.ssda903.weighing import SHARE_BLANK, too_many

_ROLES: Final = re.compile("headers?|episodes?", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """A Header or UASC table, and the child of each of its rows, -1 for one without episodes."""

    source: Source
    child: np.ndarray = field(repr=False)


@dataclass(frozen=True)
class Header:
    """Whom the Header of one Episodes table names and the table does not.

    Attributes:
        file: the Episodes table.
        children: how many the Header names.
        elsewhere: children of whom another Episodes table has rows.
        young, older: children of whom none has: under 17 at the end of the return, and the rest.
    """

    file: int
    children: int
    elsewhere: np.ndarray = field(repr=False)
    young: int
    older: int


def in_order_of_year(
    people: Sequence[Named], episodes: Sequence[Source], years: Sequence[int]
) -> list[Named]:
    """The Headers, by the year of the Episodes in the same folder."""
    year_of_folder = {_folder(one.name): year for one, year in zip(episodes, years, strict=True)}
    names = [(one.source.name, one) for one in people if one.source.role == "Header"]
    names.sort(key=lambda named: (year_of_folder.get(_folder(named[0]), 0), named[0]))
    return [one for _, one in names]


def birthdays(headers: Sequence[Named], children: int) -> tuple[np.ndarray, int]:
    """Day of birth of each child (the latest return's), and how many children have two.

    Raises:
        InputError: when more children of one Header than slips explain have two.
    """
    born = np.full(max(1, children), NO_BIRTHDAY)
    two = np.zeros(len(born), dtype=bool)
    for header in headers:
        day = header.source.days
        told = (header.child >= 0) & (day != BLANK) & (day != UNREADABLE) & (day < FAR)
        child, day = header.child[told], day[told]
        before = said_before(child, day, born)
        other = np.unique(child[(before != NO_BIRTHDAY) & (before != day)])
        born[child] = day
        _refuse_other_birthdays(header.source, len(other))
        two[other] = True
    return born, int(two.sum())


def said_before(child: np.ndarray, value: np.ndarray, known: np.ndarray) -> np.ndarray:
    """What was said of each row's child before it, (rows,): in this table, else in `known`.

    Args:
        child, value: of each row, and what it says.
        known: by child.
    """
    order = np.argsort(child, kind="stable")
    again = np.flatnonzero(child[order][1:] == child[order][:-1])
    before = known[child]
    before[order[again + 1]] = value[order[again]]
    return before


def refuse_children_without_episodes(people: Sequence[Named], begun: np.ndarray) -> None:
    """Stop where a Header names children of whom no Episodes table has anything.

    Young people who have left care stand in the Header too, with OC3: those of 16 and over when
    the last episode begins are not asked for.

    Args:
        people: Headers among others.
        begun: days on which episodes begin.

    Raises:
        InputError: naming the Header, with the numbers.
    """
    latest = int(begun[begun < FAR].max(initial=0))
    for source, child in ((one.source, one.child) for one in people):
        if source.role != "Header":
            continue
        young = birthday(source.days, 16) > latest
        missing = int((young & (child < 0)).sum())
        if too_many(missing, int(young.sum()), SHARE_BLANK):
            raise InputError(
                f"{source.name}: of its {int(young.sum()):,} children under 16, {missing:,} are "
                "in no Episodes table: rows of that are missing, or CHILD is written in two ways. "
                "Export the Episodes again."
            )


def own_headers(
    episodes: Sequence[Source],
    headers: Sequence[Named],
    rows_of: Sequence[np.ndarray],
    ends: Sequence[int],
) -> tuple[Header, ...]:
    """The Header of each Episodes table, where its name or folder tells which it is.

    Args:
        episodes: the Episodes tables.
        headers: the Headers.
        rows_of: for each Episodes table, the children of its rows.
        ends: for each, the day on which its return ends.
    """
    found = []
    for file, (table, held, end) in enumerate(zip(episodes, rows_of, ends, strict=True)):
        header = _own(table, episodes, headers)
        if header is None:
            continue
        source, child = header.source, header.child
        nowhere = child < 0
        young = birthday(source.days, 17) > end
        found.append(
            Header(
                file=file,
                children=source.rows,
                elsewhere=np.setdiff1d(child[~nowhere], held),
                young=int((nowhere & young).sum()),
                older=int((nowhere & ~young).sum()),
            )
        )
    return tuple(found)


def _own(table: Source, episodes: Sequence[Source], headers: Sequence[Named]) -> Named | None:
    """The one Header with the table's name but for the word, or the only one of its folder."""
    name = _ROLES.sub("", table.name)
    alike = [header for header in headers if _ROLES.sub("", header.source.name) == name]
    if not alike and sum(_folder(one.name) == _folder(table.name) for one in episodes) == 1:
        folder = _folder(table.name)
        alike = [header for header in headers if _folder(header.source.name) == folder]
    return alike[0] if len(alike) == 1 else None


def _refuse_other_birthdays(header: Source, other: int) -> None:
    """Birthdays are corrected one by one: many at once are damage, or not the same children."""
    if too_many(other, header.rows):
        raise InputError(
            f"{header.name}: {other:,} of {header.rows:,} children have another DOB than in the "
            "Header before, or two here: day and month may have changed places, DOB may have been "
            "sorted or overwritten, or CHILD may have lost digits. Export both Headers again."
        )


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def asylum(people: Sequence[Named], children: int) -> np.ndarray:
    """Day on which each UASC ceases to be one; a child who is none has `BLANK`."""
    until = np.full(max(1, children), BLANK)
    far = 2**30
    for source, child in ((one.source, one.child) for one in people):
        if source.role == "UASC":
            day = np.where((source.days == BLANK) | (source.days == UNREADABLE), far, source.days)
            until[child[child >= 0]] = day[child >= 0]
    return until
