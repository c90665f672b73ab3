"""Reading a comma-separated file that a person may have saved from a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError, closest, listed, quoted
from sufficiency.evidence.faults import Faults
from sufficiency.evidence.schemas.columns import Column, Schema

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WITHHELD = ("c", "k", "x", "z", "..", ".", ":", "-", "*", "n/a", "na", "low")
"""Marks that published tables use where they give no number."""
_SAVE_AS = "save it from the spreadsheet as 'CSV UTF-8 (comma delimited)'"


LARGEST: Final = 20_000_000
"""Bytes of one table of counts or prices: the largest embedded one has two million."""
MOST_COLUMNS: Final = 500
FIRST_ROW: Final = 2
"""A table's first row as a spreadsheet numbers it: under the header."""


def refuse_too_large(file: str, size: int) -> None:
    """Refuse a file that is larger than any table of this kind, before it is opened.

    Raises:
        InputError: with both sizes.
    """
    if size > LARGEST:
        raise InputError(
            f"{file} is {size / 1e6:.0f} MB; a table of this kind is below {LARGEST / 1e6:.0f} MB. "
            "Is it the right file?"
        )


def refuse_too_wide(file: str, text: str) -> None:
    """Refuse a table with more columns than any of this kind, before it is parsed.

    Raises:
        InputError: with the number.
    """
    widest = max((line.count(",") for line in text.splitlines()), default=0) + 1
    if widest > MOST_COLUMNS:
        raise InputError(
            f"{file} has {widest:,} columns; a table of this kind has at most {MOST_COLUMNS}. "
            "Delete the empty columns, and save it again."
        )


def decoded(content: bytes) -> str | None:
    """The text of a file in UTF-8 (with or without a byte order mark) or Windows-1252.

    Returns None for anything else: a spreadsheet renamed to .csv, UTF-16, or bytes that
    neither encoding knows.
    """
    if b"\x00" in content:
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def read_cells(
    file: str,
    content: bytes,
    columns: Iterable[str],
    faults: Faults,
    optional: Iterable[str] = (),
) -> pd.DataFrame | None:
    """Cells as text, one column for each wanted column, indexed by spreadsheet row.

    Empty rows are left out and cells are stripped of spaces around them; columns that are
    not wanted are ignored.

    Args:
        file: name of the file, for the sentences.
        content: its bytes.
        columns: columns that must be there.
        faults: where faults are noted.
        optional: columns that may be there; blank where they are not.

    Returns:
        The cells, or None when the file cannot be read as such a table.

    Raises:
        InputError: when the file is larger, or has more columns, than any table of this kind.
    """
    refuse_too_large(file, len(content))
    text = decoded(content)
    if text is None:
        faults.add(file, f"is not readable text; {_SAVE_AS}.")
        return None
    refuse_too_wide(file, text)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        faults.add(file, f"is not a comma-separated table ({error}); {_SAVE_AS}.")
        return None
    if not records or not any(cell.strip() for cell in records[0]):
        faults.add(file, f"has no header in row 1; it needs the columns {listed(columns)}.")
        return None
    header = [name.strip() for name in records[0]]
    wanted = [*columns, *(name for name in optional if name in header)]
    if not _header_is_right(file, header, wanted, faults):
        return None
    rows = {
        number: [cell.strip() for cell in cells]
        for number, cells in enumerate(records[1:], start=FIRST_ROW)
        if any(cell.strip() for cell in cells)
    }
    for number, cells in rows.items():
        if len(cells) < len(header):
            cells += [""] * (len(header) - len(cells))
        elif any(cells[len(header) :]):
            faults.add(
                file,
                f"has {len(cells)} cells where the header has {len(header)}; "
                "put a cell that holds a comma between double quotes.",
                row=number,
            )
    return pd.DataFrame(
        {
            name: pd.Series(
                [cells[header.index(name)] if name in header else "" for cells in rows.values()],
                dtype="str",
            )
            for name in (*columns, *optional)
        }
    ).set_axis(pd.Index(list(rows), name="row", dtype="int64"))


def _header_is_right(file: str, header: list[str], columns: list[str], faults: Faults) -> bool:
    missing = [name for name in columns if name not in header]
    if len(header) == 1 and ";" in header[0]:
        faults.add(file, f"is separated by semicolons; {_SAVE_AS}.")
        return False
    spare = [name for name in header if name not in columns]
    for name in missing:
        faults.add(
            file,
            f"has no column '{name}'; found {listed(header)}.{closest(name, spare)}",
            row=1,
        )
    twice = [name for name in columns if header.count(name) > 1]
    for name in twice:
        faults.add(file, f"has the column '{name}' more than once.", row=1)
    return not missing and not twice


def read_trusted(content: bytes, schema: Schema) -> pd.DataFrame:
    """One of the package's own tables, which a test has read with every check, to the same bits.

    Args:
        content: its bytes.
        schema: what it holds.

    Returns:
        The typed table indexed by spreadsheet row.
    """
    cells = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False)
    table = pd.DataFrame(
        {name: _trusted(cells, name, column) for name, column in schema.columns.items()}
    )
    return table.set_axis(pd.RangeIndex(len(table), name="row") + FIRST_ROW)


def _trusted(cells: pd.DataFrame, name: str, column: Column) -> pd.Series:
    """A column of text that is known to be right, in its type; blank where it is not there."""
    if name not in cells:
        return pd.Series("", index=cells.index, dtype="str")
    if column.kind == "text":
        return cells[name]
    if column.kind == "yes_no":
        return cells[name].str.lower() == "true"
    known = cells[name].replace("", None)
    if column.kind == "date":
        return pd.to_datetime(known, format="%Y-%m-%d").astype("datetime64[ns]")
    return pd.to_numeric(known).astype(column.dtype)


def as_numbers(file: str, column: str, cells: pd.Series, whole: bool, faults: Faults) -> pd.Series:
    """Text as numbers, blank as unknown (NaN).

    Only plain numbers are taken: no pound signs, thousands separators, percent signs or
    words, since each of them has more than one reading.

    Args:
        file: name of the file.
        column: name of the column.
        cells: text.
        whole: whether only whole numbers are allowed.
        faults: where faults are noted.
    """
    given = cells != ""
    plain = cells.str.fullmatch(_NUMBER)
    numbers = pd.to_numeric(cells.where(given & plain), errors="coerce").astype("float64")
    usable = numbers.notna() & np.isfinite(numbers)
    if whole:
        usable &= numbers == numbers.round()
    kind = "a whole number" if whole else "a number"
    for row in cells.index[given & ~usable]:
        found = cells[row]
        if found.lower() in _WITHHELD:
            allowed = f"write {kind}, or leave the cell empty where the source gives none"
        elif re.search(r"\d", found):
            allowed = f"write {kind} without commas, signs or words"
        else:
            allowed = f"write {kind}"
        faults.add(file, f"found {quoted(found)}; {allowed}.", row, column)
    return numbers.where(usable)


def as_dates(file: str, column: str, cells: pd.Series, faults: Faults) -> pd.Series:
    """Text as days, written year-month-day; blank as unknown (NaT)."""
    given = cells != ""
    plain = cells.str.fullmatch(_DATE)
    days = pd.to_datetime(cells.where(given & plain), format="%Y-%m-%d", errors="coerce")
    for row in cells.index[given & days.isna()]:
        faults.add(
            file,
            f"found {quoted(cells[row])}; write a date as year-month-day, as in 2024-03-31.",
            row,
            column,
        )
    return days


def as_yes_no(file: str, column: str, cells: pd.Series, faults: Faults) -> pd.Series:
    """'true' and 'false' in any case (a spreadsheet writes TRUE) as booleans."""
    lower = cells.str.lower()
    for row in cells.index[~lower.isin(["true", "false"])]:
        found = f"found {quoted(cells[row])}" if cells[row] else "is blank"
        faults.add(file, f"{found}; write true or false.", row, column)
    return lower == "true"
