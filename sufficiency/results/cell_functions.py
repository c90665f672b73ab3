"""What a spreadsheet works out of cells, each function with its value and its formula."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sufficiency.results.cells import Around, Cell, Counted, Function, Joined, Span, is_a_number


def equals(a: Cell, b: Cell) -> Cell:
    """Whether two cells are the same."""
    return Joined("=", a, b)


def above(a: Cell, b: Cell) -> Cell:
    """Whether the first is more than the second."""
    return Joined(">", a, b)


def at_most(a: Cell, b: Cell) -> Cell:
    """Whether the first is no more than the second."""
    return Joined("<=", a, b)


def is_number(cell: Cell) -> Cell:
    """Whether a cell that may be left empty holds a number."""
    return Function("ISNUMBER", lambda value: isinstance(value, int | float), (cell,))


def either(a: Cell, b: Cell) -> Cell:
    """Whether one of two holds, or both."""
    return Function("OR", lambda a, b: bool(a or b), (a, b))


def sum_of_numbers(cells: Sequence[Cell], squared: bool = False) -> Cell:
    """The sum of the numbers (or of their squares) among cells of one sheet."""
    power, name = (2, "SUMSQ") if squared else (1, "SUM")
    return Function(
        name,
        lambda values: float(sum(v**power for v in values if is_a_number(v))),
        (Around(cells),),
    )


def size_of(span: Span) -> Cell:
    """How many cells a rectangle has."""
    empty = Function("COUNTBLANK", lambda values: len(values) - _filled(values), (span,))
    return filled(span) + empty


def filled(span: Span) -> Cell:
    """How many cells hold anything."""
    return Function("COUNTA", _filled, (span,))


def matches(span: Span, words: Sequence[Cell]) -> Cell:
    """How many cells hold one of some words."""
    found: list[Cell] = [
        Function("COUNTIF", lambda values, word: sum(1 for v in values if v == word), (span, word))
        for word in words
    ]
    return found[0] if len(found) == 1 else found[0] + found[1]


def numbers_within(span: Span, low: Cell, high: Cell) -> Cell:
    """How many cells hold a number from one end to another; text and empty cells do not."""
    return Counted(">=", span, low) - Counted(">", span, high)


def absolute(cell: Cell) -> Cell:
    """How far from nil."""
    return Function("ABS", abs, (cell,))


def chosen(number: Cell, cells: Sequence[Cell]) -> Cell:
    """The one of some cells that a number from 1 names."""
    return Function("CHOOSE", lambda at, *values: values[int(at) - 1], (number, *cells))


def larger(a: Cell, b: Cell) -> Cell:
    """The larger of two."""
    return Function("MAX", max, (a, b))


def payment(rate: Cell, years: Cell, borrowed: Cell) -> Cell:
    """What is paid a year, interest and repayment, so that nothing is owed in the end."""
    return Function("PMT", _payment, (rate, years, -borrowed))


def total(cells: Sequence[Cell]) -> Cell:
    """The sum of cells that fill a rectangle."""
    return Function("SUM", lambda values: float(values.sum()), (Span(cells),))


def sum_product(*spans: Cell) -> Cell:
    """The sum of products, item by item, of spans (or of what is worked out from spans)."""
    return Function("SUMPRODUCT", _sum_product, spans)


def all_are(cells: Sequence[Cell], number: Cell) -> Cell:
    """Whether every one of some cells is a number; a cell in error is not."""
    span = Span(cells)
    return equals(matches(span, (number,)), Function("ROWS", len, (span,)))


def _payment(rate: float, years: float, owed: float) -> float:
    """As spreadsheets have it: what is owed is negative, what is paid positive."""
    if rate == 0:
        return -owed / years
    return -owed * rate / (1.0 - (1.0 + rate) ** -years)


def _filled(values: Sequence[Any]) -> int:
    return sum(isinstance(value, str) or is_a_number(value) for value in values)


def _sum_product(*arrays: np.ndarray) -> float:
    product = arrays[0]
    for array in arrays[1:]:
        product = product * array
    return float(product.sum())
