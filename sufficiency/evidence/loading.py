"""Finding, reading and checking the files of evidence."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import pandas as pd

from sufficiency.errors import InputError, closest
from sufficiency.evidence.catalogue import COMMON, EMBEDDED, MAY_BE_EMPTY, OWN, TABLES, file_of
from sufficiency.evidence.checks import check_record
from sufficiency.evidence.faults import Faults
from sufficiency.evidence.placed import looked_after, placed_by_group
from sufficiency.evidence.reading import read_cells
from sufficiency.evidence.record import Authority, Evidence


def load_evidence(
    folder: Path | str | None = None,
    ssda903: Path | str | None = None,
    areas: Path | str | None = None,
    ignore: tuple[str, ...] = (),
    even_so: bool = False,
) -> Evidence:
    """Read the published record and check it; and the authority's own returns where given.

    Args:
        folder: an authority's own files (see docs/evidence.md); the package's tables when
            None. Files that are national are taken from the package where the folder lacks
            them, and `Evidence.common_files` names them.
        ssda903: a folder or zip of the authority's SSDA903 returns (see docs/ssda903.md), counted
            by month; none unless given.
        areas: a CSV of `postcode,area` for placements in and out of the area; for returns alone.
        ignore: names of files among the returns that are no part of them.
        even_so: go on with returns that count other children than the published record has.

    Returns:
        The evidence. Without returns, reading the same bytes again in one process gives the same
        object.

    Raises:
        InputError: a folder or a file is missing or is not as it should be. Every fault of a
            file is said, up to ten and then a count, each in a sentence with its row and column.
    """
    record = _published(folder)
    if ssda903 is None:
        if ignore or even_so:
            raise InputError("--ignore and --even-so are for SSDA903 returns; give those too.")
        if areas is not None:
            raise InputError("A lookup of areas is for SSDA903 returns; give those too.")
        return record
    # Imported here: nothing that reads no returns needs their reader.
    from sufficiency.evidence.ssda903 import read_returns
    from sufficiency.evidence.with_returns import with_returns

    return with_returns(record, read_returns(ssda903, areas, ignore), even_so)


def _published(folder: Path | str | None) -> Evidence:
    found = _files(EMBEDDED if folder is None else Path(folder))
    common = tuple(name for name in COMMON if name not in found)
    paths = found | {name: EMBEDDED / file_of(name) for name in common}
    contents = tuple((name, _bytes(paths[name])) for name in TABLES if name in paths)
    return _build(contents, common, _assumption_keys())


def _files(folder: Path) -> dict[str, Path]:
    """Path of each table that the folder holds.

    Raises:
        InputError: no such folder, not a folder, no CSV in it, or one of the authority's own
            files missing.
    """
    if not folder.exists():
        raise InputError(f"There is no folder '{folder}' to read evidence from.")
    if not folder.is_dir():
        raise InputError(f"'{folder}' is a file; give the folder that holds the evidence files.")
    try:
        present = {path.name: path for path in sorted(folder.iterdir()) if path.is_file()}
    except OSError as error:
        raise InputError(f"The folder '{folder}' cannot be read ({error.strerror}).") from error
    csvs = [name for name in present if name.lower().endswith(".csv")]
    if not csvs:
        raise InputError(
            f"The folder '{folder}' holds no CSV files; it needs {file_of(OWN[0])} and the "
            f"other files that docs/evidence.md lists."
        )
    found = {name: present[file_of(name)] for name in TABLES if file_of(name) in present}
    spare = [name for name in csvs if name.removesuffix(".csv") not in TABLES]
    faults = Faults()
    for name in OWN:
        if name not in found:
            file = file_of(name)
            faults.add(file, f"is not in the folder '{folder}'.{closest(file, spare)}")
    absent = [file_of(name) for name in TABLES if name not in found and name not in OWN]
    for name in spare:
        hint = closest(name, absent)
        if hint:  # else the package's own figures would be used without a word
            faults.add(name, f"is not the name of a file of evidence.{hint}")
    faults.raise_any()
    return found


def _assumption_keys() -> tuple[str, ...]:
    """The assumptions that the product uses: those of the package's own file."""
    file = file_of("assumptions")
    cells = read_cells(file, _bytes(EMBEDDED / file), ["key"], Faults())
    assert cells is not None, "the package's own assumptions are not readable"
    return tuple(cells["key"])


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path.name}: cannot be read ({error.strerror}).") from error


@lru_cache(maxsize=4)
def _build(
    contents: tuple[tuple[str, bytes], ...],
    common: tuple[str, ...],
    assumption_keys: tuple[str, ...],
) -> Evidence:
    """The evidence of these bytes: pure, so that a process parses the same bytes once.

    Args:
        contents: table name and bytes of its file.
        common: tables among them that came from the package.
        assumption_keys: assumptions that must be there.
    """
    faults = Faults()
    tables: dict[str, pd.DataFrame] = {}
    for name, content in contents:
        table, found = _parsed(name, content)
        tables[name] = table
        if found:
            faults.by_file[file_of(name)] = list(found)
    faults.raise_any()

    opening_year = check_record(tables, assumption_keys, faults)
    frames = {name: table.reset_index(drop=True) for name, table in tables.items()}
    own = frames["authority"].iloc[0]
    return Evidence(
        authority=Authority(code=own["area_code"], name=own["area"], group=own["group"]),
        opening_year=opening_year,
        own_files=tuple(file_of(name) for name, _ in contents if name not in common),
        common_files=tuple(file_of(name) for name in common),
        _frames=frames,
        _placed=placed_by_group(frames["placements"], looked_after(frames["children_in_care"])),
        _hashes=tuple(
            (file_of(name), hashlib.sha256(content).hexdigest()) for name, content in contents
        ),
    )


@lru_cache(maxsize=4 * len(TABLES))
def _parsed(name: str, content: bytes) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """A table and what is wrong with it, from the bytes of its file alone."""
    # Imported here: pandera takes a moment, and nothing that reads no evidence needs it.
    from sufficiency.evidence.schemas import SCHEMAS
    from sufficiency.evidence.validation import read_table

    file, faults = file_of(name), Faults()
    table = read_table(file, content, SCHEMAS[name], faults)
    if table.empty and not faults and name not in MAY_BE_EMPTY:
        faults.add(file, "has a header and no rows of figures.")
    return table, tuple(faults.by_file.get(file, ()))
