"""Finding the tables of the return: by their columns, whatever files and folders are called.

Only the columns named here are read; every other column is left where it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Final

from sufficiency.errors import InputError, closest, listed
from sufficiency.evidence.ssda903.archives import csv_files, workbooks

EPISODE_COLUMNS: Final = ("CHILD", "DECOM", "RNE", "LS", "PLACE", "PLACE_PROVIDER", "DEC", "REC")
EPISODE_OPTIONAL: Final = ("HOME_POST", "PL_POST")
OTHER_COLUMNS: Final = frozenset(
    {"CIN", "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN", "SEX", "DOB", "LA", "YEAR"}
)
HEADER_COLUMNS: Final = ("CHILD", "DOB")
UASC_COLUMNS: Final = ("CHILD", "DUC")

_EPISODE_MARKS: Final = frozenset({"CHILD", "DECOM", "PLACE"})
_HEADER_MARKS: Final = (frozenset({"CHILD", "DOB", "SEX"}), frozenset({"CHILD", "DOB", "UPN"}))
_HEADINGS: Final = OTHER_COLUMNS | {*EPISODE_COLUMNS, *HEADER_COLUMNS, *UASC_COLUMNS, "UPN"}
_TITLE_LINES: Final = 20
"""Lines in which the headings are looked for: reports put a title and a date above them."""


@dataclass(frozen=True)
class Source:
    """A table found.

    Attributes:
        name: the file's path below the folder given, for messages.
        role: "Episodes", "Header" or "UASC".
        columns: name of each column wanted -> its texts, all of one length; not printed, since
            they hold what must not be.
        ragged: rows left out because they have more or fewer cells than there are columns.
    """

    name: str
    role: str
    columns: Mapping[str, tuple[str, ...]] = field(repr=False)
    ragged: int

    @property
    def rows(self) -> int:
        return len(self.columns["CHILD"])


def find_sources(place: Path | str) -> list[Source]:
    """Every table of the return in a folder (with its sub-folders and zips) or in a zip.

    Raises:
        InputError: when the place is not there or cannot be read, holds no Episodes or no Header,
            or a table lacks a column that it needs.
    """
    path = Path(place)
    if not path.exists():
        raise InputError(f"{path} is not there; name the folder or zip of SSDA903 CSV files.")
    found: list[Source] = []
    looked = 0
    for name, data in csv_files(path):
        looked += 1
        found += _tables(name, data)
    for role in ("Episodes", "Header"):
        if not any(source.role == role for source in found):
            need = EPISODE_COLUMNS if role == "Episodes" else ("CHILD", "SEX", "DOB")
            raise InputError(
                f"{path} holds no {role} table among {looked} CSV files; one with the columns "
                f"{listed(need)} is needed.{workbooks(path)}"
            )
    return sorted(found, key=lambda source: source.name)


def decoded(data: bytes) -> str:
    """The text of a file: UTF-16 or UTF-8 by its first bytes, UTF-8, else Windows-1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _tables(name: str, data: bytes) -> list[Source]:
    text = decoded(data).replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    tops = [line for line in text.split("\n", 50)[:50] if line.strip(' ,;\t|"')]
    top = next((line for line in tops[:_TITLE_LINES] if "CHILD" in line.upper()), "".join(tops[:1]))
    separator = max(",;\t|", key=top.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True))
    except csv.Error:
        raise InputError(
            f"{name} is not a CSV file that can be read; save it as CSV again."
        ) from None
    filled = [row for row in rows if any(map(str.strip, row))]
    if not filled:
        return []
    above, header = _headings(filled)
    filled = filled[above:]
    width = len(header)
    whole = []
    for row in filled[1:]:
        extra = row[width:]
        if len(row) >= width and not any(map(str.strip, extra)):
            whole.append(row)
        elif len(row) < width and len(row) >= _needed(header):
            whole.append(row + [""] * (width - len(row)))
    ragged = len(filled) - 1 - len(whole)
    return [
        Source(name, role, _taken(header, whole, wanted), ragged)
        for role, wanted in _roles(name, header)
    ]


def _headings(rows: list[list[str]]) -> tuple[int, list[str]]:
    """How many rows stand above the headings, and the headings; the first row if none look so."""
    named = [_names(row) for row in rows[:_TITLE_LINES]]
    for above, names in enumerate(named):
        known = set(names)
        if "CHILD" in known and len(known & _HEADINGS) >= 2:
            return above, names
    return 0, named[0]


def _names(row: list[str]) -> list[str]:
    return [re.sub(r"[\s-]+", "_", cell.strip().strip('"').upper()) for cell in row]


def _needed(header: list[str]) -> int:
    """Cells a row must have: some systems leave out the blank ones at the end."""
    needed = [header.index(name) for name in ("CHILD", "DECOM", "PLACE", "DOB") if name in header]
    return max(needed, default=0) + 1


def _taken(
    header: list[str], rows: list[list[str]], wanted: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    places = {column: header.index(column) for column in wanted if column in header}
    return {column: tuple(map(itemgetter(place), rows)) for column, place in places.items()}


def _roles(name: str, header: list[str]) -> list[tuple[str, tuple[str, ...]]]:
    """What a table is, from its columns; nothing for the other tables of the return."""
    columns = set(header)
    roles: list[tuple[str, tuple[str, ...]]] = []
    if columns >= _EPISODE_MARKS or len(columns & set(EPISODE_COLUMNS)) >= 5:
        for column in EPISODE_COLUMNS:
            if column not in columns:
                # Only what looks like a name is quoted: a damaged file may have data up here.
                names = [name for name in columns if re.fullmatch("[A-Z_]+", name)]
                near = closest(column, sorted(set(names) - set(EPISODE_COLUMNS) - OTHER_COLUMNS))
                raise InputError(
                    f"{name} looks like the Episodes table and has no column '{column}'.{near}"
                )
        roles.append(("Episodes", EPISODE_COLUMNS + EPISODE_OPTIONAL))
    if columns >= set(UASC_COLUMNS):
        roles.append(("UASC", UASC_COLUMNS))
    elif any(columns >= marks for marks in _HEADER_MARKS):
        roles.append(("Header", HEADER_COLUMNS))
    return roles
