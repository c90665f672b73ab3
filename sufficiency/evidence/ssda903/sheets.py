"""The rows of a table as they stand in a file, and the columns under its headings.

A file of which each line has as many cells, and no quotation mark, is read as the grid that it is.
Any other is taken row by row: a mark may hold a separator, and a row may end early.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final, Protocol

import numpy as np

from sufficiency.evidence.ssda903.texts import Texts

TITLE_LINES: Final = 20
"""Lines in which the headings are looked for: reports put a title and a date above them."""
Row = tuple[int, list[str]]
"""Number of a line in its file, and its cells."""
_NEEDED: Final = ("CHILD", "DECOM", "PLACE", "DOB")
"""Columns that no row may end before."""


@dataclass(frozen=True)
class Body:
    """The rows under the headings that fit them.

    Attributes:
        column: the cells of the column at a place.
        lines: number of each row's line in its file.
        ragged: how many rows were left out because they do not fit.
    """

    column: Callable[[int], Texts]
    lines: np.ndarray = field(repr=False)
    ragged: int = 0


class Sheet(Protocol):
    """The rows of a table that hold anything."""

    @property
    def top(self) -> Sequence[Row]:
        """The first of them, up to `TITLE_LINES`."""

    def below(self, above: int, header: list[str]) -> Body:
        """What stands under the headings, which so many rows stand above."""


@dataclass(frozen=True)
class RowByRow:
    """Rows of any length."""

    rows: Sequence[Row] = field(repr=False)

    @property
    def top(self) -> Sequence[Row]:
        return self.rows[:TITLE_LINES]

    def below(self, above: int, header: list[str]) -> Body:
        """Rows that fit the columns; some systems leave out the blanks at the end of a row."""
        width, body = len(header), self.rows[above + 1 :]
        needed = max((header.index(name) for name in _NEEDED if name in header), default=0) + 1
        whole, lines = [], []
        for number, row in body:
            if len(row) == width or (len(row) > width and not any(map(str.strip, row[width:]))):
                whole.append(row)
            elif needed <= len(row) < width:
                whole.append(row + [""] * (width - len(row)))
            else:
                continue
            lines.append(number)
        return Body(
            lambda place: Texts.of(list(map(itemgetter(place), whole))),
            np.array(lines, dtype=np.int64),
            len(body) - len(whole),
        )


@dataclass(frozen=True)
class Grid:
    """Rows that all have the same number of cells; `lines` as in `Body`, for each of them."""

    columns: Sequence[Texts]
    lines: np.ndarray = field(repr=False)

    @property
    def top(self) -> Sequence[Row]:
        cells = (
            [column.different[place] for place in column.which[:TITLE_LINES]]
            for column in self.columns
        )
        rows = zip(*cells, strict=True)
        return [(int(line), list(row)) for line, row in zip(self.lines, rows, strict=False)]

    def below(self, above: int, header: list[str]) -> Body:
        """Every row fits columns that are as many as its cells."""
        under = slice(above + 1, None)
        return Body(lambda place: self.columns[place].taken(under), self.lines[under])


def as_grid(text: str, separator: str) -> Grid | None:
    """The rows of a text that hold anything, by column; None where it is no grid of plain cells."""
    import pyarrow as pa
    import pyarrow.csv as arrow

    width = text.partition("\n")[0].count(separator) + 1
    if '"' in text or width == 1:
        return None
    data = text.rstrip("\n").encode()
    names = list(map(str, range(width)))
    coded = pa.dictionary(pa.int32(), pa.string())
    try:
        table = arrow.read_csv(
            pa.BufferReader(data),
            arrow.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names),
            arrow.ParseOptions(delimiter=separator, quote_char=False, ignore_empty_lines=False),
            arrow.ConvertOptions(column_types=dict.fromkeys(names, coded)),
        )
    except pa.ArrowInvalid:  # a line with more cells, or fewer
        return None
    cells = [column.combine_chunks() for column in table.columns]
    columns = [
        Texts(tuple(one.dictionary.to_pylist()), one.indices.to_numpy().astype(np.int64))
        for one in cells
    ]
    if max(max(map(len, column.different)) for column in columns) > csv.field_size_limit():
        return None
    filled = np.zeros(table.num_rows, dtype=bool)
    for column in columns:
        filled |= column.mean(lambda cell: bool(cell.strip())).astype(bool)
        if filled.all():
            return Grid(columns, np.arange(1, len(filled) + 1))
    return Grid([column.taken(filled) for column in columns], np.flatnonzero(filled) + 1)
