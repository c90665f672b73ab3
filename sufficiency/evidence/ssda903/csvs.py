"""The rows of a CSV file, and the lines that are not rows: nothing is swallowed or shifted."""

from __future__ import annotations

import csv
import re
from operator import methodcaller
from typing import Final

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.sheets import TITLE_LINES, Row, RowByRow, Sheet, as_grid

MOST_CELLS: Final = 5_000_000
"""Cells of one table: some 380,000 rows of the Episodes table."""
MOST_COLUMNS: Final = 500
_SHORT: Final = 0.1
"""Share of rows that end early from which that is the system's way of leaving out blanks."""


def decoded(data: bytes) -> str:
    """The text of a file: UTF-16 or UTF-8 by its first bytes, UTF-8, else Windows-1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    head = data[:2000]
    for nulls, name in ((head[1::2], "utf-16-le"), (head[::2], "utf-16-be")):
        if head and nulls.count(0) > 0.9 * len(nulls) and head.count(0) < 0.6 * len(head):
            return data.decode(name, errors="replace").lstrip("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_csv(name: str, data: bytes) -> Sheet:
    """The rows that hold anything, with the numbers of their lines.

    Raises:
        InputError: when a quotation mark swallows a line or a cell, the file is cut off or
            damaged, or has more cells or columns than any return.
    """
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text.strip("\x00 \n"):
        raise InputError(
            f"{name} is damaged: it holds bytes of value nought (NUL) among its text. Copy it or "
            "export it again."
        )
    text = text.strip("\x00")
    separator = _separator(text)
    _refuse_too_large(name, text, separator)
    return as_grid(text, separator) or RowByRow(_rows(name, text, separator))


def _rows(name: str, text: str, separator: str) -> list[Row]:
    lines = text.split("\n")
    _refuse_open_quotes(name, lines)
    try:
        rows = list(csv.reader(lines, delimiter=separator, skipinitialspace=True))
    except csv.Error:
        raise InputError(
            f"{name} is not a CSV file that can be read; save it as CSV again."
        ) from None
    if len(rows) != len(lines):  # each line has its quotation marks in pairs, so this is ours
        raise InputError(f"{name} has {len(lines):,} lines and {len(rows):,} rows; save it again.")
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(map(str.strip, row))]
    if filled:
        _refuse_merged_cells(name, filled, separator)
        _refuse_cut(name, filled, text)
    return filled


def _refuse_too_large(name: str, text: str, separator: str) -> None:
    cells = text.count(separator) + text.count("\n")
    columns = 1 + max(map(methodcaller("count", separator), text.split("\n")))
    if cells > MOST_CELLS or columns > MOST_COLUMNS:
        size = f"{cells:,} cells" if cells > MOST_CELLS else f"{columns:,} columns"
        raise InputError(
            f"{name} has {size}; a table of the return has at most {MOST_CELLS:,} cells and "
            f"{MOST_COLUMNS} columns. Delete the empty columns and rows, and save it again."
        )


def _separator(text: str) -> str:
    tops = [line for line in text.split("\n", 50)[:50] if line.strip(' ,;\t|"')]
    top = next((line for line in tops[:TITLE_LINES] if "CHILD" in line.upper()), "".join(tops[:1]))
    return max(",;\t|", key=top.count)


def _refuse_open_quotes(name: str, lines: list[str]) -> None:
    """A quotation mark without its other half swallows what follows, lines and all."""
    for number, line in enumerate(lines, 1):
        if '"' in line and line.count('"') % 2:
            raise InputError(
                f"{name}, line {number}: a quotation mark is opened and not closed on the line, "
                "so that the rows after it would be read as one cell. Take the mark out, or the "
                "line break within the cell, and save the file again."
            )


def _refuse_merged_cells(name: str, rows: list[Row], separator: str) -> None:
    """A pair of stray quotation marks makes one cell of several, and moves the others up."""
    width = max(len(row) for _, row in rows[:TITLE_LINES])
    for number, row in rows:
        if len(row) < width > 2 and len(row) > 1 and any(separator in cell for cell in row):
            raise InputError(
                f"{name}, line {number}: quotation marks make one cell of several, and the "
                "row is too short. Take the marks out and save the file again."
            )


def _refuse_cut(name: str, rows: list[Row], text: str) -> None:
    """A copy that broke off ends within a line."""
    number, last = rows[-1]
    width = max(len(row) for _, row in rows[:TITLE_LINES])
    short = sum(len(row) < width for _, row in rows)
    complete = re.search(r"\n\s*$", text) or len(last) >= width
    if not complete and len(rows) > 2 and short <= max(1, _SHORT * len(rows)):
        raise InputError(
            f"{name} ends within a row, at line {number}: it has been cut off. Copy it or export "
            "it again."
        )
