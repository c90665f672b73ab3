"""Where cells stand, and how the formulas of a sheet write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from xlsxwriter.utility import xl_col_to_name

from sufficiency.results.cells import Cell

Moves = Literal["freely", "by year", "never"]
"""How an address moves when a formula is copied: with both its row and its column, along the
years of its own row alone, or not at all."""


@dataclass(frozen=True)
class Place:
    """Where a cell stands; row and column from 0."""

    sheet: str
    row: int
    column: int
    moves: Moves


class Places:
    """Where every cell of a workbook stands, as it is being written."""

    def __init__(self) -> None:
        self._of: dict[Cell, Place] = {}

    def put(self, cell: Cell, place: Place) -> None:
        """Remember where a cell was put.

        Raises:
            ValueError: when it stands somewhere already: formulas name one place.
        """
        if cell in self._of:
            raise ValueError(f"{self._of[cell]} and {place} hold the same cell")
        self._of[cell] = place

    def on(self, sheet: str) -> list[Cell]:
        """The cells that stand on a sheet, in the order they were put there."""
        return [cell for cell, place in self._of.items() if place.sheet == sheet]

    def seen_from(self, sheet: str) -> SeenFrom:
        """The addresses that formulas of one sheet write."""
        return SeenFrom(self._of, sheet)

    def row_of(self, cells: Sequence[Cell], row: int | None = None) -> str:
        """The absolute address of cells along a row, or of another row above them: for a chart."""
        first, last = (self._of[cell] for cell in (cells[0], cells[-1]))
        if row is not None:
            first, last = replace(first, row=row), replace(last, row=row)
        return _named(first.sheet, f"{_address(first, '$', '$')}:{_address(last, '$', '$')}")


@dataclass(frozen=True)
class SeenFrom:
    """Addresses as the formulas of one sheet write them (`sufficiency.results.cells.Addresses`)."""

    places: dict[Cell, Place]
    sheet: str

    def of(self, cell: Cell) -> str | None:
        """The address of a cell; None where it stands nowhere."""
        place = self.places.get(cell)
        if place is None:
            return None
        return self._with_sheet(place, _address(place, *self._holds(place)))

    def span(self, cells: Sequence[Cell]) -> str:
        """The address of cells that fill a rectangle of one sheet.

        Raises:
            ValueError: when they do not: a formula would take in other cells.
        """
        places = [self.places[cell] for cell in cells]
        first, last = places[0], places[-1]
        rows = range(first.row, last.row + 1)
        columns = range(first.column, last.column + 1)
        filled = {(first.sheet, row, column) for row in rows for column in columns}
        if {(p.sheet, p.row, p.column) for p in places} != filled or len(places) != len(filled):
            raise ValueError(f"cells from {first} to {last} do not fill a rectangle")
        holds = self._holds(first)
        if len(columns) > 1 and first.moves != "freely":
            holds = ("$", "$")  # a span of years is the same whichever year looks at it
        return self._with_sheet(first, f"{_address(first, *holds)}:{_address(last, *holds)}")

    def around(self, cells: Sequence[Cell]) -> str:
        """The address of the rectangle that has all of some cells of one sheet in it."""
        places = [self.places[cell] for cell in cells]
        rows, columns = ([p.row for p in places], [p.column for p in places])
        first = replace(places[0], row=min(rows), column=min(columns))
        last = replace(places[0], row=max(rows), column=max(columns))
        return self._with_sheet(first, f"{_address(first, '$', '$')}:{_address(last, '$', '$')}")

    def _holds(self, place: Place) -> tuple[str, str]:
        """What holds the column and the row of an address."""
        if place.moves == "never":
            return "$", "$"
        return "", "$" if place.moves == "by year" and place.sheet != self.sheet else ""

    def _with_sheet(self, place: Place, address: str) -> str:
        return address if place.sheet == self.sheet else _named(place.sheet, address)


def _address(place: Place, column: str, row: str) -> str:
    return f"{column}{xl_col_to_name(place.column)}{row}{place.row + 1}"


def _named(sheet: str, address: str) -> str:
    return f"'{sheet}'!{address}"
