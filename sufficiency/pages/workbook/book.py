"""Sheets that a finance officer can read and print: headings, tables, formats, set-up.

Text is always written as text: a scenario named "=1+1" is a name and never a formula. Nothing
comes from the clock, so the same run gives the same bytes.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sufficiency.pages.workbook.columns import (
    WORDS,
    Column,
    Kind,
    Row,
    lines_of,
    number_shown,
    spaced,
)
from sufficiency.pages.workbook.places import Moves, Place, Places
from sufficiency.pages.workbook.styles import properties
from sufficiency.results.cells import Cell, Given
from sufficiency.results.facts import RunFacts

_HEADING_ROWS: Final = 4
CONTENTS_SHEET: Final = "Contents"
_ALLOWED: Final = {
    "autofilter": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
}
"""What a protected sheet still lets a reader do."""
_LINE: Final = 13.0
"""Height of a line of type, in points."""
_SCALE: Final = 90
"""Percent at which sheets print: type of 10 points is then 9 points high."""
_HEADING_HEIGHT: Final = 22.0
"""Height of a heading's row: it sets tables apart without an empty row."""
_A3, _A4 = 8, 9
_SHORT_SIDE, _LONG_SIDE = 1135, 1650
"""Pixels across a page of A4 on its side (or A3 upright) and of A3 on its side at that scale."""
_DIGIT: Final = 7.42
"""Width of a digit of 10-point Arial, in pixels: what a column's width counts."""
_A4_HEIGHT: Final = 570.0
"""Points down a page of A4 on its side at that scale."""
_UNUSED: Final = (4, 25)
"""A cell that is empty on every sheet: all that a sheet for the screen would print."""


class Book:
    """A workbook being written; use it as a context manager."""

    def __init__(self, path: Path, facts: RunFacts, blank: str) -> None:
        """Start a workbook.

        Args:
            path: File to write.
            facts: The run, for titles, footers and properties.
            blank: What a cell shows for a figure that is withheld or not known.
        """
        self.facts = facts
        self.blank = blank
        self._workbook = xlsxwriter.Workbook(
            str(path),
            {
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
                "default_format_properties": {"font_name": "Arial", "font_size": 10},
            },
        )
        title = f"{facts.authority}: placements for children in care, {facts.opening_year} to "
        self._workbook.set_properties(
            {
                "title": title + str(facts.horizon_year),
                "subject": "Forecast, scenarios and cost of placements",
                "author": "sufficiency",
                "comments": f"Made by sufficiency {facts.version}: {facts.drawn}",
                # The date of the latest count: a date from the clock would change the bytes.
                "created": datetime(facts.opening_year, 3, 31),
            }
        )
        self.places = Places()
        self._raw: dict[str, Worksheet] = {}
        self._sheets: list[Sheet] = []
        self.for_the_screen: frozenset[str] = frozenset()
        """Names of sheets of which nothing prints."""
        self._live: list[tuple[Worksheet, int, int, Cell, Format]] = []
        self._formats: dict[tuple[str, str], Format] = {}

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *fault: object) -> None:
        if fault == (None, None, None):
            self._write_formulas()
            for sheet in self._sheets:
                sheet.at_the_end()
                sheet.fit_to_paper()
        self._workbook.close()

    def live(self, sheet: Worksheet, row: int, column: int, cell: Cell, style: Format) -> None:
        """Keep a place for a cell that is worked out: its formula may name cells yet to come."""
        self._live.append((sheet, row, column, cell, style))

    def _write_formulas(self) -> None:
        """Write each formula with what it is worth, which previewers show."""
        for sheet, row, column, cell, style in self._live:
            formula = cell.formula(self.places.seen_from(str(sheet.get_name())))
            sheet.write_formula(row, column, f"={formula}", style, cell.value)

    def style(self, shows: str, kind: str = "plain") -> Format:
        """The format of a cell, made once."""
        key = (shows, kind)
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(properties(shows, kind))
        return self._formats[key]

    def chart(self, kind: dict[str, str]) -> Any:
        """A native chart, to be put on a sheet."""
        return self._workbook.add_chart(kind)

    def sheet(self, name: str, title: str, *says: str) -> Sheet:
        """Add a sheet with a title and up to three lines on unit, basis, source and date."""
        if name not in self._raw:
            self.order([name])
        self._sheets.append(Sheet(self, self._raw[name], title, says))
        return self._sheets[-1]

    def order(self, names: Sequence[str]) -> None:
        """Add sheets, to be written later, in the order of their tabs."""
        self._raw |= {name: self._workbook.add_worksheet(name) for name in names}


class Sheet:
    """A sheet being written from the top down."""

    def __init__(self, book: Book, sheet: Worksheet, title: str, says: Sequence[str]) -> None:
        self.book = book
        self.raw = sheet
        self.name = str(sheet.get_name())
        self.row = _HEADING_ROWS + (self.name != CONTENTS_SHEET)  # the way back is on the others
        self.about = title
        """What the next table is of: the latest heading above it."""
        self.at_the_end: Callable[[], None] = lambda: None
        """What can only be done once every line is there."""
        self._marked = 0
        self._widths: dict[int, float] = {}
        self._heights: dict[int, float] = {}
        self.raw.write_string(0, 0, title, book.style("text", "title"))
        self.raw.set_default_row(_LINE)
        self.raw.set_row(0, 22)
        for row, line in enumerate(says, start=1):
            self.raw.write_string(row, 0, line, book.style("text", "says"))
        if self.name != CONTENTS_SHEET:
            link = f"internal:'{CONTENTS_SHEET}'!A1"
            self.raw.write_url(_HEADING_ROWS, 0, link, book.style("text", "link"), CONTENTS_SHEET)
        self.raw.hide_gridlines(2)
        # Without a password: it keeps a slip of the hand from a formula, and nobody out.
        self.raw.protect("", _ALLOWED)
        self.raw.set_landscape()
        self.raw.set_margins(left=0.5, right=0.5, top=0.35, bottom=0.5)
        facts = book.facts
        whose = facts.authority.replace("&", "&&")
        self.raw.set_footer(f"&L{whose}: {self.name}&Csufficiency {facts.version}&RPage &P of &N")

    def fit_to_paper(self) -> None:
        """Set the paper that holds the columns at 9 points: A4, A3 upright, A3; or print nothing.

        Columns that not even A3 on its side holds are made to fit, in smaller type.
        """
        across = sum(_DIGIT * width + 5 for width in self._widths.values())
        upright = across <= _SHORT_SIDE and self._height() > _A4_HEIGHT
        if upright:
            self.raw.set_portrait()
        self.raw.set_paper(_A4 if across <= _SHORT_SIDE and not upright else _A3)
        if across > _LONG_SIDE:
            self.raw.fit_to_pages(1, 0)
        else:
            self.raw.set_print_scale(_SCALE)
        if self.name in self.book.for_the_screen:
            self.raw.print_area(*_UNUSED, *_UNUSED)

    def tall(self, row: int, height: float) -> None:
        """Make a row so many points high."""
        self.raw.set_row(row, height)
        self._heights[row] = height

    def _height(self) -> float:
        """Of all that is written, in points."""
        return sum(self._heights.get(row, _LINE) for row in range(self.row))

    def widths(self, *widths: float) -> None:
        """Set the widths of the first columns, in characters."""
        for column, width in enumerate(widths):
            self.raw.set_column(column, column, width, self.book.style("text"))
            self._widths[column] = width

    def heading(self, text: str) -> None:
        """Write a heading above the next table."""
        self.about = text
        self.raw.write_string(self.row, 0, text, self.book.style("text", "heading"))
        self.tall(self.row, _HEADING_HEIGHT)
        self.row += 1

    def paragraph(self, text: str) -> None:
        """Write text over the columns, in as many rows as it takes: no cells are merged."""
        for line in textwrap.wrap(text, int(1.12 * sum(self._widths.values()))):
            self.raw.write_string(self.row, 0, line, self.book.style("text", "says"))
            self.row += 1

    def said(self, heading: str, texts: Sequence[str]) -> None:
        """Write texts in the second column, one a row, beside a heading in the first."""
        self.raw.write_string(self.row, 0, heading, self.book.style("text", "heading beside"))
        for text in texts:
            self.raw.write_string(self.row, 1, text, self.book.style("text", "wrapped"))
            self.tall(self.row, _LINE * lines_of(text, self._widths[1]) + 3)
            self.row += 1

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Row],
        freeze: int | None = None,
        wide: bool = True,
    ) -> int:
        """Write a table where the cursor is; return the row (from 0) of its first line.

        Args:
            columns: Headings, formats and widths.
            rows: The lines.
            freeze: Number of columns to hold still, with the heading, in a table that can be
                filtered; None freezes nothing.
            wide: Whether to set the widths of the sheet's columns from this table.
        """
        if wide:
            self.widths(*(column.width for column in columns))
        columns = spaced(columns)
        side = "head right" if freeze is None else "head filtered"
        looks = [(c.shows, "head") if c.shows in WORDS else ("text", side) for c in columns]
        styles = [self.book.style(*look) for look in looks]
        for at, (column, style) in enumerate(zip(columns, styles, strict=True)):
            self.raw.write_string(self.row, at, column.heading, style)
        if rows:
            headings = {c.heading: style for c, style in zip(columns, styles, strict=True)}
            self.mark_table(self.row, self.row + len(rows), headings, filtered=freeze is not None)
        tall = max(lines_of(column.heading, column.width - 3) for column in columns)
        self.tall(self.row, _LINE * tall + 3)
        first = self.row + 1
        if freeze is not None:
            self.raw.freeze_panes(first, freeze)
            self.raw.repeat_rows(self.row)
        for number, row in enumerate(rows, start=first):
            for at, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
                shows = row.shows if row.shows and column.shows not in WORDS else column.shows
                shows = row.apart.get(at, shows)
                self.write(number, at, cell, shows, row.kind)
            texts = [(c, k.width) for c, k in zip(row.cells, columns, strict=True)]
            tall = max((lines_of(c, width) for c, width in texts if isinstance(c, str)), default=1)
            if tall > 1:
                self.tall(number, _LINE * tall + 1)
        self.row = first + len(rows)
        return first

    def mark_table(
        self, first: int, last: int, headings: Mapping[str, Format], filtered: bool = False
    ) -> None:
        """Mark rows as a table with a name and alternative text, which readers of screens say.

        Args:
            first, last: The rows of its headings and of its last line, from 0.
            headings: Its headings, each once, and how they look.
            filtered: Whether it has buttons to filter and sort by.
        """
        self._marked += 1
        name = re.sub(r"\W", "_", f"{self.name}_{self._marked}")
        columns = [{"header": words, "header_format": style} for words, style in headings.items()]
        done = self.raw.add_table(
            *(first, 0, last, len(columns) - 1),
            {
                "name": name,
                "title": self.about,
                "description": f"{self.about}. Columns: {', '.join(headings)}.",
                "columns": columns,
                "autofilter": filtered,
                "style": None,
            },
        )
        assert done == 0, f"{name} is no table that a spreadsheet can hold"

    def write(
        self,
        row: int,
        column: int,
        cell: Any,
        shows: str,
        kind: Kind,
        moves: Moves = "freely",
    ) -> None:
        """Write one cell, counted from 0: text as text, what is worked out as a formula."""
        if isinstance(cell, Cell):
            self.book.places.put(cell, Place(self.name, row, column, moves))
            if not isinstance(cell, Given):
                shows = number_shown(cell.value) if shows == "number" else shows
                style = self.book.style(shows, kind)
                self.book.live(self.raw, row, column, cell, style)
                return
            cell = cell.content
        if shows == "number" and not isinstance(cell, str | None):
            shows = number_shown(float(cell))
        style = self.book.style(shows, kind)
        if cell is None:
            self.raw.write_blank(row, column, None, style)
        elif isinstance(cell, str):
            words = shows if shows in ("label", "after") else "text"
            self.raw.write_string(row, column, cell, self.book.style(words, kind))
        elif cell != cell:  # NaN: withheld, or not known
            self.raw.write_string(row, column, self.book.blank, self.book.style("mark", kind))
        elif isinstance(cell, datetime):
            self.raw.write_datetime(row, column, cell, style)
        else:
            self.raw.write_number(row, column, float(cell), style)
