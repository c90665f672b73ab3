"""Sheets by year on which every column is the same year, with one formula along each line.

Column A names the scenario, B the line, C its unit; D holds what has one value for all years, E
the base year and F onwards the years of the projection. A formula is written once for a line and
copied along it, so that a reader who understands one cell understands the row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from xlsxwriter.utility import xl_col_to_name

from sufficiency.pages.workbook.book import Book, Column, Formula, Kind, Sheet
from sufficiency.results.finance.model import FinanceModel

CONSTANT: Final = "D"
BASE: Final = "E"
_FIRST: Final = 5
"""Column of the first projected year, from 0."""
_WIDTHS: Final = (42, 46, 24, 15, 15)

Make = Callable[[str, str], str]
"""A formula from the letters of a year's column and of the column before it."""


def year_column(year: int) -> str:
    """Letter of the column of a projected year, from 0; -1 is the base year.

    >>> year_column(0), year_column(-1)
    ('F', 'E')
    """
    return str(xl_col_to_name(_FIRST + year))


class Grid:
    """A sheet by year being written from the top down."""

    def __init__(self, book: Book, name: str, title: str, model: FinanceModel, *says: str) -> None:
        self.book = book
        self.model = model
        self.sheet: Sheet = book.sheet(name, title, *says)
        self.name = name
        raw = self.sheet.raw
        columns = [
            Column("Scenario"),
            Column("Line"),
            Column("Unit"),
            Column("One value", "pounds"),
            *(Column(year, "pounds") for year in (model.base_year, *model.years)),
        ]
        for at, width in enumerate(_WIDTHS):
            raw.set_column(at, at, width)
        raw.set_column(_FIRST, _FIRST + len(model.years) - 1, 15)
        top = self.sheet.row
        for at, column in enumerate(columns):
            side = "head" if column.shows == "text" else "head right"
            raw.write_string(top, at, column.heading, book.style("text", side))
        raw.freeze_panes(top + 1, 2)
        raw.repeat_rows(top)
        self.row = top + 2
        """The next line as a spreadsheet numbers it."""

    def heading(self, text: str) -> None:
        """A heading, with a line left free above it."""
        self.row += 1
        style = self.book.style("text", "heading")
        self.sheet.raw.write_string(self.row - 1, 0, text, style)
        self.row += 1

    def note(self, text: str) -> None:
        """A line of text beneath what has been written."""
        style = self.book.style("text", "says")
        self.sheet.raw.write_string(self.row - 1, 0, text, style)
        self.row += 1

    def line(
        self,
        label: str,
        unit: str,
        shows: str,
        *,
        scenario: str = "",
        constant: Any = None,
        base: Any = None,
        years: Sequence[Any] | None = None,
        kind: Kind = "plain",
    ) -> int:
        """Write a line; returns its row as a spreadsheet numbers it.

        Cells are text, numbers, or formulas with their values; None is left empty.
        """
        cells = [scenario, label, unit, constant, base, *(years or ())]
        at = self.row - 1
        # Words are black whatever the figures are; only figures are to be changed.
        words: Kind = "plain" if kind == "input" else kind
        for column, cell in enumerate(cells):
            if cell is None and kind != "total":
                continue
            style, form = (words, "label") if column < 3 else (kind, shows)
            self.sheet.write(at, column, cell, form, style)
        self.row += 1
        return at + 1

    def formulas(
        self,
        label: str,
        unit: str,
        shows: str,
        make: Make,
        values: Sequence[Any],
        *,
        scenario: str = "",
        constant: Any = None,
        base: Any = None,
        kind: Kind = "plain",
    ) -> int:
        """Write a line with the same formula in every year; returns its row."""
        cells = [
            Formula(
                f"={make(year_column(y), year_column(y - 1))}",
                value if isinstance(value, bool | str) else float(value),
            )
            for y, value in enumerate(values)
        ]
        return self.line(
            label,
            unit,
            shows,
            scenario=scenario,
            constant=constant,
            base=base,
            years=cells,
            kind=kind,
        )


def cell(sheet: str, column: str, row: int) -> str:
    """A cell of another sheet, its row held: Inputs!F$12."""
    return f"'{sheet}'!{column}${row}"


def fixed(sheet: str, row: int, column: str = CONSTANT) -> str:
    """A cell of another sheet, held altogether: Inputs!$D$12."""
    return f"'{sheet}'!${column}${row}"


def span(sheet: str, column: str, first: int, last: int, *, held: bool = False) -> str:
    """Cells of one column of another sheet."""
    letter = f"${column}" if held else column
    return f"'{sheet}'!{letter}${first}:{letter}${last}"
