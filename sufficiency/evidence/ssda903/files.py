"""Every file of the folder: a table that is read, another table of the return, or a stop.

Tables are told by their columns, whatever files and folders are called and in whatever form they
are: CSV, a workbook, the XML of the return.
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sufficiency.errors import InputError, closest, listed, quoted
from sufficiency.evidence.ssda903.archives import ZIP, File, files_in, is_system
from sufficiency.evidence.ssda903.csvs import decoded, read_csv
from sufficiency.evidence.ssda903.sheets import Sheet
from sufficiency.evidence.ssda903.tables import (
    EPISODE_COLUMNS,
    Source,
    other_by_name,
    other_table,
    tables_of,
)
from sufficiency.evidence.ssda903.workbooks import sheets_of
from sufficiency.evidence.ssda903.xml903 import is_return, read_xml

READ, OTHER, IGNORED, SYSTEM = "read", "another table of the return", "ignored", "system file"
SAVE_AS_CSV: Final = (
    "Open it and save each table of the return with 'Save as', 'CSV UTF-8 (comma delimited)'."
)
_PACKED: Final = (
    (b"\x1f\x8b", "is packed with gzip. Unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "is packed with 7-Zip. Unpack it"),
    (b"Rar!", "is packed with RAR. Unpack it"),
    (b"BZh", "is packed with bzip2. Unpack it"),
    (b"\xfd7zXZ", "is packed with xz. Unpack it"),
    (b"\xd0\xcf\x11\xe0", f"is an Excel workbook of the old form (.xls). {SAVE_AS_CSV[:-1]}"),
    (b"%PDF", "is a PDF, no table. Export the return again as CSV"),
)
"""How files begin that hold a table which cannot be read here, and what to do."""


@dataclass(frozen=True)
class Listed:
    """A file of the folder, and what it was taken for.

    `what` is "Episodes", "Header" or "UASC" (several with commas) for `READ`, the table's name for
    `OTHER`, nothing for the rest.
    """

    name: str
    status: str
    what: str = ""


@dataclass(frozen=True)
class Found:
    """What a folder holds: the tables to read, and every file by name."""

    sources: tuple[Source, ...]
    files: tuple[Listed, ...]


def find_sources(place: Path | str, ignore: Sequence[str] = ()) -> Found:
    """Every table of the return in a folder (with its sub-folders and zips) or in a zip.

    Args:
        place: the folder, zip or file.
        ignore: names of files to leave out: a path below the folder, a file's name, a folder, or
            a pattern with *.

    Raises:
        InputError: when the place is not there or cannot be read, a file in it is not understood,
            it holds no Episodes or no Header, or a table lacks what it needs.
    """
    path = Path(place)
    if not path.exists():
        raise InputError(f"{path} is not there; name the folder or zip of SSDA903 files.")
    sources: list[Source] = []
    files: list[Listed] = []
    unused = set(ignore)
    for file in files_in(path):
        hits = {name for name in ignore if _matches(file.name, name)}
        unused -= hits
        if hits:
            files.append(Listed(file.name, IGNORED))
        elif is_system(file.name):
            files.append(Listed(file.name, SYSTEM))
        else:
            tables, what = _understood(file, sheets := _Sheets(ignore))
            sources += tables
            files += [what, *sheets.left_out]
            unused -= sheets.used
    if unused:
        missing = sorted(unused)[0]
        names = [one.name for one in files] + [one.name.rpartition("/")[2] for one in files]
        raise InputError(
            f"--ignore {quoted(missing)} names no file in {path}.{closest(missing, names)}"
        )
    for role in ("Episodes", "Header"):
        if not any(source.role == role for source in sources):
            need = EPISODE_COLUMNS if role == "Episodes" else ("CHILD", "SEX", "DOB")
            raise InputError(
                f"{path} holds no {role} table among {len(files)} files; one with the columns "
                f"{listed(need)} is needed."
            )
    return Found(tuple(sorted(sources, key=lambda source: source.name)), tuple(files))


def _matches(name: str, wanted: str) -> bool:
    wanted = wanted.replace("\\", "/").strip("/").lower()
    name = name.lower()
    parts = name.split("/")
    paths = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    return any(fnmatch.fnmatchcase(one, wanted) for one in (*paths, *parts))


@dataclass
class _Sheets:
    """Sheets of a workbook that are to be left out, and those that were."""

    ignore: Sequence[str]
    used: set[str] = field(default_factory=set)
    left_out: list[Listed] = field(default_factory=list)

    def leaves_out(self, name: str) -> bool:
        hits = {one for one in self.ignore if _matches(name, one) or name.endswith(f"sheet {one}")}
        self.used |= hits
        self.left_out += [Listed(name, IGNORED)] * bool(hits)
        return bool(hits)


def _understood(file: File, sheets: _Sheets) -> tuple[list[Source], Listed]:
    """The tables in a file, and what to call it.

    Raises:
        InputError: when it is none of the return's: a year might be in it.
    """
    name, data = file.name, file.data
    if file.fault:
        raise _not_understood(name, f"{file.fault}")
    if not data.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"):
        if other_by_name(name):
            return [], Listed(name, OTHER, "empty, by its name")
        raise _not_understood(name, "is empty. Copy it or export it again")
    for start, why in _PACKED:
        if data.startswith(start):
            raise _not_understood(name, why)
    if data.startswith(ZIP):
        return _of_workbook(name, data, sheets)
    head = decoded(data[:4000]).lstrip("\ufeff \r\n\t").lower()
    if head.startswith("<"):
        if is_return(data) and "<html" not in head:
            found = read_xml(name, data)
            return found, Listed(name, READ, ", ".join(source.role for source in found))
        kind = "a web page" if "<html" in head or "<table" in head else "XML of another kind"
        raise _not_understood(name, f"is {kind}, not a table of the return. {SAVE_AS_CSV[:-1]}")
    if head.startswith("{") and _is_ours(data):
        return [], Listed(name, OTHER, "record of made-up returns")
    return _of_sheet(name, read_csv(name, data))


def _of_sheet(name: str, sheet: Sheet) -> tuple[list[Source], Listed]:
    found = tables_of(name, sheet) if sheet.top else []
    if found:
        roles = dict.fromkeys(source.role for source in found)
        return found, Listed(name, READ, ", ".join(roles))
    other = other_table(sheet)
    if other:
        return [], Listed(name, OTHER, other)
    raise _not_understood(
        name,
        "has no headings of a table of the return (CHILD, DECOM and so on). Give it its headings, "
        "or export it again",
    )


def _of_workbook(name: str, data: bytes, sheets: _Sheets) -> tuple[list[Source], Listed]:
    """The sheets of a workbook; an empty one beside others is what Excel adds by itself."""
    found: list[Source] = []
    others: list[str] = []
    for where, sheet in sheets_of(name, data):
        if sheet.top and not sheets.leaves_out(where):
            tables, what = _of_sheet(where, sheet)
            found += tables
            others.append(what.what)
    if found:
        return found, Listed(name, READ, ", ".join(dict.fromkeys(one.role for one in found)))
    if others:
        return [], Listed(name, OTHER, ", ".join(others))
    raise _not_understood(name, "is a workbook with nothing in it")


def _is_ours(data: bytes) -> bool:
    try:
        record = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and record.get("made_by") == "sufficiency"


def _not_understood(name: str, why: str) -> InputError:
    last = name.rpartition("/")[2]
    return InputError(
        f"{name} {why}. A year of the return might be in it, so nothing is read without it; if it "
        f'is no part of the return, leave it out with --ignore "{last}".'
    )
