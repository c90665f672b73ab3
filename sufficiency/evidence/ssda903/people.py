"""What the Headers and UASC tables say of each child: the day of birth, and until when UASC."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.dates import BLANK, FAR, UNREADABLE
from sufficiency.evidence.ssda903.identifiers import Spelling
from sufficiency.evidence.ssda903.spells import NO_BIRTHDAY, birthday
from sufficiency.evidence.ssda903.tables import Source
from sufficiency.evidence.ssda903.weighing import SHARE_BLANK, too_many

_ROLES: Final = re.compile("headers?|episodes?", re.IGNORECASE)


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
    sources: Sequence[Source], episodes: Sequence[Source], years: Sequence[int]
) -> list[Source]:
    """The Headers, by the year of the Episodes in the same folder."""
    year_of_folder = {_folder(one.name): year for one, year in zip(episodes, years, strict=True)}
    headers = [source for source in sources if source.role == "Header"]
    return sorted(
        headers, key=lambda source: (year_of_folder.get(_folder(source.name), 0), source.name)
    )


def birthdays(
    headers: Sequence[Source], numbers: dict[str, int], spelling: Spelling
) -> tuple[np.ndarray, int]:
    """Day of birth of each child (the latest return's), and how many children have two.

    Raises:
        InputError: when more children of one Header than slips explain have two.
    """
    born = np.full(max(1, len(numbers)), NO_BIRTHDAY)
    conflicts: set[int] = set()
    for header in headers:
        dates = header.days
        other = set()
        for text, day in zip(header.columns["CHILD"], dates.tolist(), strict=True):
            number = numbers.get(spelling(header, text))
            if number is None or day in (BLANK, UNREADABLE) or day >= FAR:
                continue
            if born[number] not in (NO_BIRTHDAY, day):
                other.add(number)
            born[number] = day
        _refuse_other_birthdays(header, len(other))
        conflicts |= other
    return born, len(conflicts)


def refuse_children_without_episodes(
    sources: Sequence[Source], begun: np.ndarray, numbers: dict[str, int], spelling: Spelling
) -> None:
    """Stop where a Header names children of whom no Episodes table has anything.

    Young people who have left care stand in the Header too, with OC3: those of 16 and over when
    the last episode begins are not asked for.

    Args:
        sources: every table.
        begun: days on which episodes begin.
        numbers: children of the Episodes tables, by identifier.
        spelling: how identifiers are compared.

    Raises:
        InputError: naming the Header, with the numbers.
    """
    latest = int(begun[begun < FAR].max(initial=0))
    for source in sources:
        if source.role != "Header":
            continue
        young = birthday(source.days, 16) > latest
        there = np.array(
            [spelling(source, text) in numbers for text in source.columns["CHILD"]], dtype=bool
        )
        missing = int((young & ~there).sum())
        if too_many(missing, int(young.sum()), SHARE_BLANK):
            raise InputError(
                f"{source.name}: of its {int(young.sum()):,} children under 16, {missing:,} are "
                "in no Episodes table: rows of that are missing, or CHILD is written in two ways. "
                "Export the Episodes again."
            )


def own_headers(
    sources: Sequence[Source],
    rows_of: Sequence[np.ndarray],
    ends: Sequence[int],
    numbers: dict[str, int],
    spelling: Spelling,
) -> tuple[Header, ...]:
    """The Header of each Episodes table, where its name or folder tells which it is.

    Args:
        sources: every table.
        rows_of: for each Episodes table, the children of its rows.
        ends: for each, the day on which its return ends.
        numbers: children of the Episodes tables, by identifier.
        spelling: how identifiers are compared.
    """
    episodes = [source for source in sources if source.role == "Episodes"]
    headers = [source for source in sources if source.role == "Header"]
    found = []
    for file, (table, held, end) in enumerate(zip(episodes, rows_of, ends, strict=True)):
        header = _own(table, episodes, headers)
        if header is None:
            continue
        child = np.array([numbers.get(spelling(header, t), -1) for t in header.columns["CHILD"]])
        nowhere = child < 0
        young = birthday(header.days, 17) > end
        found.append(
            Header(
                file=file,
                children=header.rows,
                elsewhere=np.setdiff1d(child[~nowhere], held),
                young=int((nowhere & young).sum()),
                older=int((nowhere & ~young).sum()),
            )
        )
    return tuple(found)


def _own(table: Source, episodes: list[Source], headers: list[Source]) -> Source | None:
    """The one Header with the table's name but for the word, or the only one of its folder."""
    name = _ROLES.sub("", table.name)
    alike = [header for header in headers if _ROLES.sub("", header.name) == name]
    if not alike and sum(_folder(one.name) == _folder(table.name) for one in episodes) == 1:
        alike = [header for header in headers if _folder(header.name) == _folder(table.name)]
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


def asylum(
    sources: Sequence[Source],
    numbers: dict[str, int],
    born: np.ndarray,
    spelling: Spelling,
) -> np.ndarray:
    """Day on which each UASC ceases to be one; a child who is none has `BLANK`."""
    until = np.full(max(1, len(numbers)), BLANK)
    far = 2**30
    for source in sources:
        if source.role != "UASC":
            continue
        dates = source.days
        for text, day in zip(source.columns["CHILD"], dates.tolist(), strict=True):
            number = numbers.get(spelling(source, text))
            if number is not None:
                until[number] = far if day in (BLANK, UNREADABLE) else day
    return until
