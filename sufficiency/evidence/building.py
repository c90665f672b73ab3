"""From the bytes of tables to evidence: read, checked, gaps filled; the same bytes once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from sufficiency.evidence.catalogue import (
    COMMON,
    EMBEDDED,
    FROM_RECORD,
    MAY_BE_EMPTY,
    TABLES,
    file_of,
)
from sufficiency.evidence.checks import check_needs, check_record
from sufficiency.evidence.england.areas import Area
from sufficiency.evidence.england.comparisons import reaching
from sufficiency.evidence.england.measured import measured_assumptions
from sufficiency.evidence.england.store import Record
from sufficiency.evidence.england.tables import own_tables
from sufficiency.evidence.faults import Faults
from sufficiency.evidence.folders import content_of
from sufficiency.evidence.gaps import Subject, fill_gaps
from sufficiency.evidence.reading import FIRST_ROW, read_cells, read_trusted
from sufficiency.evidence.record import Authority, Evidence
from sufficiency.evidence.schemas import SCHEMAS

if TYPE_CHECKING:
    pass


@lru_cache(maxsize=len(TABLES))
def package_file(table: str) -> bytes:
    """The package's own file of a table that is national or a starting value."""
    return content_of(EMBEDDED / file_of(table))


@lru_cache(maxsize=4)
def _assumption_keys() -> tuple[str, ...]:
    """The assumptions that the product uses: those of the package's own file."""
    file = file_of("assumptions")
    cells = read_cells(file, package_file("assumptions"), ["key"], Faults())
    assert cells is not None, "the package's own assumptions are not readable"
    return tuple(cells["key"])


@lru_cache(maxsize=4)
def built(
    contents: tuple[tuple[str, bytes], ...],
    given: tuple[str, ...],
    record: Record,
    area: Area | None,
) -> Evidence:
    """The evidence of these bytes: pure, so that a process parses the same bytes once.

    Args:
        contents: table name and bytes of its file.
        given: tables among them from the authority's own folder.
        record: of England.
        area: the authority within it, if it is there.
    """
    read = _Tables.of(contents, given, record, area)
    faults, remarks = Faults(), list[str]()
    tables = read.tables if area is None else reaching(read.tables, record)
    year = check_record(tables, _assumption_keys(), faults, remarks)
    own = tables["authority"].iloc[0]
    code, name = str(own["area_code"]), str(own["area"])
    frames = {key: table.reset_index(drop=True) for key, table in tables.items()}
    stands_in = area is not None and "spend" not in given
    filled = fill_gaps(frames, record, Subject(code, name, year), stands_in)
    if area is not None and dict(contents)["assumptions"] == package_file("assumptions"):
        homes = float(filled.placed["homes"].get((code, year), float("nan")))
        measured = measured_assumptions(frames["assumptions"], record, area, homes, year)
        frames["assumptions"] = filled.tables["assumptions"] = measured
    check_needs(filled.tables, filled.placed, (code, name, year), faults)
    order = [key for key in TABLES if key in filled.tables]
    return Evidence(
        authority=Authority(code=code, name=name, group=str(own["group"])),
        opening_year=year,
        own_files=tuple(file_of(key) for key in given),
        common_files=tuple(file_of(key) for key in COMMON if key not in given),
        remarks=tuple(remarks),
        estimates=filled.estimates,
        _frames={key: filled.tables[key] for key in order},
        _placed=filled.placed,
        _hashes=tuple((file_of(key), read.hashes[key]) for key in order),
        _published=frames,
        england=record,
    )


@dataclass(frozen=True)
class _Tables:
    """Typed tables indexed by spreadsheet row, and the SHA-256 of the file each was read from.

    Those of the record of England have no file, and so no hash yet.
    """

    tables: dict[str, pd.DataFrame]
    hashes: dict[str, str | None]

    @classmethod
    def of(
        cls,
        contents: tuple[tuple[str, bytes], ...],
        own: tuple[str, ...],
        record: Record,
        area: Area | None,
    ) -> _Tables:
        """Tables of the record where the authority is in it, and in their place those given.

        Args:
            contents: table name and bytes of its file.
            own: tables among them from the authority's own folder: the others are the package's.
            record: of England.
            area: the authority within it, if it is there.

        Raises:
            InputError: with every fault of the files.
        """
        tables, faults = {}, Faults()
        hashes: dict[str, str | None] = {}
        given = dict(contents)
        if area is not None:
            made = own_tables(record, area)
            for key in FROM_RECORD:
                if key not in given:
                    tables[key] = made[key].set_axis(pd.RangeIndex(len(made[key])) + FIRST_ROW)
                    hashes[key] = None
        for key, content in contents:
            tables[key], found = _parsed(key, content, key in own)
            hashes[key] = hashlib.sha256(content).hexdigest()
            if found:
                faults.by_file[file_of(key)] = list(found)
        faults.raise_any()
        return cls(tables, hashes)


@lru_cache(maxsize=4 * len(TABLES))
def _parsed(name: str, content: bytes, own: bool) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """A table and what is wrong with it, from the bytes of its file alone.

    Args:
        own: whether it is the authority's own, to be checked; the package's tables are sound.
    """
    if not own:
        return read_trusted(content, SCHEMAS[name]), ()
    # Imported here: the library of checks takes a second, and only a council's own files need it.
    from sufficiency.evidence.validation import read_table

    file, faults = file_of(name), Faults()
    table = read_table(file, content, SCHEMAS[name], faults)
    if table.empty and not faults and name not in MAY_BE_EMPTY:
        faults.add(file, "has a header and no rows of figures.")
    return table, tuple(faults.by_file.get(file, ()))
