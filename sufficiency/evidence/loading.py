"""From the name of an authority, or a folder of its own, to its evidence."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sufficiency.errors import InputError, listed, quoted
from sufficiency.evidence.building import built, package_file
from sufficiency.evidence.catalogue import (
    COMMON,
    CONTEXT,
    DEFAULT_AUTHORITY,
    ENGLAND_RECORD,
    OVERLAYS,
    OWN,
    STARTING_VALUES,
    TABLES,
    file_of,
)
from sufficiency.evidence.england.areas import Area, find, has_code, of_code
from sufficiency.evidence.england.store import Record
from sufficiency.evidence.faults import Faults
from sufficiency.evidence.folders import all_own, tables_in
from sufficiency.evidence.grades import grades, in_region, refuse_impossible
from sufficiency.evidence.reading import read_cells
from sufficiency.evidence.record import Evidence, as_csv

if TYPE_CHECKING:
    from sufficiency.evidence.england.update import Updated

RECORD_VARIABLE = "SUFFICIENCY_RECORD"
"""Environment variable that may name the folder of a newer record of England."""


def load_evidence(
    authority: Path | str | None = None,
    ssda903: Path | str | None = None,
    areas: Path | str | None = None,
    *,
    evidence: Path | str | None = None,
    record: Path | str | None = None,
    ignore: tuple[str, ...] = (),
    even_so: bool = False,
) -> Evidence:
    """The evidence of an authority: its published record, its own tables and its returns.

    Args:
        authority: name or code of an English authority; or a folder, as `evidence`. The package's
            default authority when neither is given.
        ssda903: a folder or zip of the authority's SSDA903 returns (see docs/ssda903.md), counted
            by month; none unless given.
        areas: a CSV of `postcode,area` for placements in and out of the area; for returns alone.
        evidence: a folder of the authority's own tables (see docs/evidence.md). Each stands in
            place of the record's; the others stay. An authority that the record of England does
            not hold brings all of its own.
        record: a folder that holds a newer record of England; else that which the environment
            variable SUFFICIENCY_RECORD names, or the package's own.
        ignore: names of files among the returns that are no part of them.
        even_so: go on with returns whose counts are in doubt: other children than the published
            record has, or more lost or changed between two of them than chance allows.

    Returns:
        The evidence. Without returns, reading the same bytes again in one process gives the same
        object. What was withheld or missing and is estimated: `Evidence.estimates`.

    Raises:
        InputError: an authority is not known or not possible, or a folder or a file is missing or
            is not as it should be. Every fault of a file is said, up to ten and then a count, each
            in a sentence with its row and column.
    """
    if authority is not None and _is_folder(authority):
        if evidence is not None:
            raise InputError(f"'{authority}' and '{evidence}' are two folders; give one.")
        authority, evidence = None, authority
    name = None if authority is None else str(authority)
    folder = None if evidence is None else Path(evidence)
    published = _published(name, folder, the_record(record))
    _refuse_without_money(published)
    # Imported here: nothing that reads no returns needs their reader.
    from sufficiency.evidence.ssda903 import Allowed, read_returns

    allowed = Allowed(ignore, even_so)
    if ssda903 is None:
        allowed.refuse_without_returns()
        if areas is not None:
            raise InputError("A lookup of areas is for SSDA903 returns; give those too.")
        return published
    from sufficiency.evidence.with_returns import with_returns

    returns = read_returns(ssda903, areas, allowed)
    return with_returns(published, returns, even_so)


def load_children(
    authority: str | None, evidence: Path | None = None, record: Path | None = None
) -> Evidence:
    """As `load_evidence`, of an authority without a return of spending too.

    England's spending a child stands in for one of those (`Evidence.costed`): nothing that rests on
    it is to be shown.
    """
    return _published(authority, evidence, the_record(record))


def authorities(region: str | None = None, record: Path | str | None = None) -> pd.DataFrame:
    """Every English authority and what the record allows for it.

    Args:
        region: name of a region, "London" being both of its halves; all of England unless given.
        record: as for `load_evidence`.

    Returns:
        name, code, region, grade ("full", "with estimates", "children only", "not possible") and
        reason.

    Raises:
        InputError: when there is no such region or record.
    """
    table = grades(the_record(record))
    return table if region is None else in_region(table, region)


def write_evidence(
    authority: str, folder: Path | str, record: Path | str | None = None
) -> tuple[Path, ...]:
    """Write an authority's tables, to be edited and given back whole or in part.

    They hold what is published: gaps are filled each time they are read. Written whole or not at
    all, into a folder that is new or empty.

    Returns:
        The files written.

    Raises:
        InputError: when the authority is not known or the folder is not empty.
    """
    published = _published(authority, None, the_record(record)).published
    target = Path(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(f"'{target}' is there already; name a folder that is new or empty.")
    target.mkdir(parents=True, exist_ok=True)
    for name in OWN:
        (target / file_of(name)).write_bytes(as_csv(published[name]))
    return tuple(target / file_of(name) for name in OWN)


def update(folder: Path | str, out: Path | str, record: Path | str | None = None) -> Updated:
    """Write a new record of England from the publishers' files of a new year, as downloaded.

    Args:
        folder: the files; docs/evidence.md lists those that are known.
        out: where to write the record: a folder that is new or empty. `load_evidence(record=OUT)`
            and the environment variable SUFFICIENCY_RECORD then use it.
        record: to start from; as for `load_evidence`.

    Raises:
        InputError: when a file cannot be read right or its counts do not add to England; nothing
            is written.
    """
    # Imported here: nothing but a year's update needs it.
    from sufficiency.evidence.england.update import update_record

    return update_record(folder, out, the_record(record), ENGLAND_RECORD / "LICENCE.txt")


def the_record(folder: Path | str | None = None) -> Record:
    """The record of England in a folder, in that which SUFFICIENCY_RECORD names, or the package's.

    Raises:
        InputError: when the folder holds no record.
    """
    found = Record.at(Path(folder or os.environ.get(RECORD_VARIABLE) or ENGLAND_RECORD))
    return _same_record(tuple(found.files.items()))


@lru_cache(maxsize=2)
def _same_record(files: tuple[tuple[str, bytes], ...]) -> Record:
    """The record of these bytes: one object, whose tables are read once in a process."""
    return Record(dict(files))


def _refuse_without_money(evidence: Evidence) -> None:
    if not evidence.costed:
        name, year = evidence.authority.name, evidence.opening_year
        raise InputError(
            f"{name} returned no spending for {year - 2}-{(year - 1) % 100:02d} or "
            f"{year - 1}-{year % 100:02d}, so its children can be forecast and not costed: "
            f'`sufficiency run --authority "{name}"` writes the tables of children. With the '
            "council's own spend.csv (--evidence) everything else can be had."
        )


def _is_folder(authority: Path | str) -> bool:
    """Whether a folder is meant: a path, or words with a separator or naming a folder."""
    return isinstance(authority, Path) or os.sep in authority or Path(authority).is_dir()


def _published(name: str | None, folder: Path | None, record: Record) -> Evidence:
    given = {} if folder is None else tables_in(folder)
    area = _subject(name, folder, given, record)
    contents = {key: package_file(key) for key in (*COMMON, *STARTING_VALUES, *CONTEXT)}
    if area is None:
        assert folder is not None, "only a folder brings an authority that the record lacks"
        all_own(folder, given)
    else:
        overlay = OVERLAYS / area.code
        if overlay.is_dir():
            contents |= tables_in(overlay)
    contents |= given
    ordered = tuple((key, contents[key]) for key in TABLES if key in contents)
    return built(ordered, tuple(key for key in TABLES if key in given), record, area)


def _subject(
    name: str | None, folder: Path | None, given: Mapping[str, bytes], record: Record
) -> Area | None:
    """The authority that is meant; None for one that the record of England does not hold."""
    if "authority" in given:
        codes = _codes(given["authority"])
        named = None if name is None else find(record, name)
        if named is not None and codes != (named.code,):
            raise InputError(
                f"authority.csv in {quoted(folder)} is of {listed(codes) or 'nobody'}, and "
                f"{named.name} ({named.code}) was asked for; give one of them."
            )
        return of_code(record, codes[0]) if codes and has_code(record, codes[0]) else None
    if name is None and folder is not None:
        raise InputError(
            f"authority.csv is not in the folder '{folder}', so it does not say which authority "
            "its tables are of: name it (--authority NAME), or add that file."
        )
    area = find(record, name or DEFAULT_AUTHORITY)
    refuse_impossible(record, area.code, area.name)
    return area


def _codes(content: bytes) -> tuple[str, ...]:
    """Codes in an authority.csv; faults of the file are said when it is read in full."""
    cells = read_cells(file_of("authority"), content, ["area_code"], Faults())
    return () if cells is None else tuple(cells["area_code"])
