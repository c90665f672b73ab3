"""Sheets by year on which every column is the same year, with one formula along each line.

Column A names the scenario, B the line, C its unit; D holds what has one value for all years, E
the base year and F onwards the years of the projection. A line is worked out alike in every year,
so that a reader who understands one cell understands the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sufficiency.months import date_in_words
from sufficiency.pages.workbook.book import Book, Sheet
from sufficiency.pages.workbook.columns import Column, Kind
from sufficiency.pages.workbook.places import Moves
from sufficiency.results.by_year import ByYear
from sufficiency.results.cell_functions import total
from sufficiency.results.cells import Cell
from sufficiency.results.finance.live.rules import InputCells
from sufficiency.results.finance.model import DAY_NIL, FinanceModel

_ONE: Final = 3
"""Column of what has one value for all years, from 0; the base year's is next to it."""
_FIRST: Final = 5
"""Column of the first projected year."""
_WIDTHS: Final = (41, 45, 20, 15, 15)
ALL_YEARS: Final = "All years"
"""Heading of the column of one value on sheets that hold the projected years' sum there."""
HEADER_ROW: Final = 5
"""Row of the years on every sheet by year, from 0."""


@dataclass(frozen=True)
class Line:
    """What is said of a line, and how its figures are shown."""

    label: str
    unit: str
    shows: str
    scenario: str = ""
    kind: Kind = "plain"


class Grid:
    """A sheet by year being written from the top down."""

    def __init__(
        self,
        book: Book,
        name: str,
        title: str,
        model: FinanceModel,
        *says: str,
        years: Sequence[str] = (),
        one: str = "One value",
        first: str = "Scenario",
    ) -> None:
        """Start a sheet of the model's years, or of others, the first in the base year's place.

        `one` is the heading of the column of what has one value for all years, `first` that of the
        first column.
        """
        before, *after = years or (model.base_year, *model.years)
        self.book = book
        self.model = model
        self.sheet: Sheet = book.sheet(name, title, *says)
        self.name = name
        raw = self.sheet.raw
        columns = [
            Column(first),
            Column("Line"),
            Column("Unit"),
            Column(one, "pounds"),
            *(Column(year, "pounds") for year in (before, *after)),
        ]
        self.sheet.widths(*_WIDTHS, *[15] * len(after))
        top = self.sheet.row
        assert top == HEADER_ROW, "charts name the years by the row they stand in"
        self._title = title
        self._headings = {}
        for at, column in enumerate(columns):
            style = book.style("text", "head" if column.shows == "text" else "head right")
            raw.write_string(top, at, column.heading, style)
            self._headings[column.heading] = style
        self.sheet.at_the_end = self._mark
        raw.freeze_panes(top + 1, 2)
        raw.repeat_rows(top)
        self._rules: dict[Cell, dict[str, Any]] = {}
        self.row = top + 2
        """The next line as a spreadsheet numbers it."""

    def _mark(self) -> None:
        """One table a sheet: a row that is a heading has words in its first column alone."""
        self.sheet.about = self._title
        if self.row > HEADER_ROW + 2:  # savings of no scenario are a heading and no lines
            self.sheet.mark_table(HEADER_ROW, self.row - 2, self._headings)

    def allow(self, inputs: Iterable[InputCells]) -> None:
        """Let inputs be typed within their rules alone, and say what they are."""
        for of in inputs:
            allowed = _validation(of)
            self._rules |= dict.fromkeys(of.cells, allowed)

    def heading(self, text: str) -> None:
        """A heading above the lines that follow."""
        self.sheet.row = self.row - 1
        self.sheet.heading(text)
        self.row += 1

    def note(self, text: str) -> None:
        """A line of text beneath what has been written."""
        style = self.book.style("text", "says")
        self.sheet.raw.write_string(self.row - 1, 0, text, style)
        self.row += 1

    def line(
        self,
        line: Line,
        by_year: ByYear | None = None,
        *,
        one: Cell | str | None = None,
        base: Cell | None = None,
    ) -> None:
        """Write a line.

        Args:
            line: its words and its format.
            by_year: its cells by year, and of the base year where they have one.
            one: the cell that has one value for all years, or a word.
            base: the base year's cell, of a line that has no other years or none in the base year.
        """
        at = self.row - 1
        # Words are black whatever the figures are; only figures are to be changed.
        words: Kind = "plain" if line.kind == "input" else line.kind
        for column, text in enumerate((line.scenario, line.label, line.unit)):
            self.sheet.write(at, column, text, "label", words)
        if isinstance(one, str):
            self.sheet.write(at, _ONE, one, "label", words)
        else:
            self._figure(line, _ONE, one, "never")
        if by_year is not None and by_year.base is not None:
            self._figure(line, _ONE + 1, by_year.base, "by year")
        else:
            self._figure(line, _ONE + 1, base, "never")
        for column, cell in enumerate(by_year.years if by_year else (), start=_FIRST):
            self._figure(line, column, cell, "by year")
        self.row += 1

    def lines(self, lines: Sequence[tuple[Line, ByYear]], summed: bool = False) -> None:
        """Write several lines by year, one under another; summed, with the sum of the years."""
        for line, by_year in lines:
            self.line(line, by_year, one=total(by_year.years) if summed else None)

    def _figure(self, line: Line, column: int, cell: Cell | None, moves: Moves) -> None:
        if cell is None and line.kind != "total":
            return
        kind = line.kind
        if kind == "input" and column == _ONE + 1:
            kind = "range"  # beside a figure to change: what the run had
        self.sheet.write(self.row - 1, column, cell, line.shows, kind, moves)
        if cell in self._rules:
            self.sheet.raw.data_validation(
                self.row - 1, column, self.row - 1, column, self._rules[cell]
            )


def _validation(of: InputCells) -> dict[str, Any]:
    """A rule as a spreadsheet holds it, with what it says to whoever breaks it."""
    rule = of.rule
    shared = {"ignore_blank": rule.blank, "error_title": "Not allowed here"}
    if rule.words:
        words = [str(cell.value) for cell in rule.words]
        says = f"{of.what}: write {' or '.join(words)}{', or nothing' if rule.blank else ''}."
        return {"validate": "list", "source": words, "error_message": says[:255], **shared}
    if rule.dates:
        first, last = (DAY_NIL + timedelta(days=end) for end in (rule.low, rule.high))
        says = f"{of.what}: a date from {date_in_words(first)} to {date_in_words(last)}, or nothing"
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": first,
            "maximum": last,
            "error_message": f"{says}.",
            **shared,
        }
    ends = f"{rule.low:,.10g} to {rule.high:,.10g}"
    if rule.high <= 1:
        ends = f"{rule.low:.0%} to {rule.high:.0%}, as in 3.5%"
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": rule.low,
        "maximum": rule.high,
        "error_message": f"{of.what}: a number from {ends}."[:255],
        **shared,
    }
