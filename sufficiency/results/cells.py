"""Cells of a workbook: each knows what it is worth and how a spreadsheet would work it out.

A cell is *given* (a figure or a word from the run, or one for the reader to change) or worked out
from other cells with `+ - * /` and the functions below. A page puts cells on sheets, which gives
them addresses. Inside another's formula a cell that has an address is written as that address and
one that has none is written out. Only a cell with an address can be given, so no figure ever
stands inside a formula.

    >>> price, weeks = Given(100.0), Given(52.0)
    >>> (price * weeks).value
    5200.0
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Protocol

import numpy as np

_COMPARED, _ADDED, _MULTIPLIED, _SIGNED, _WHOLE = range(5)
"""How tightly a formula holds together; a looser one inside a tighter one gets brackets."""
_BINDS: Final = {
    "=": _COMPARED, ">": _COMPARED, "<=": _COMPARED,
    "+": _ADDED, "-": _ADDED, "*": _MULTIPLIED, "/": _MULTIPLIED,
}  # fmt: skip
_WORKS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "=": operator.eq, ">": operator.gt, "<=": operator.le,
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip


class Addresses(Protocol):
    """Where cells stand, as the formulas of one sheet would write it."""

    def of(self, cell: Cell) -> str | None:
        """The address of a cell; None where it stands on no sheet."""

    def span(self, cells: Sequence[Cell]) -> str:
        """The address of cells that fill a rectangle of one sheet."""

    def around(self, cells: Sequence[Cell]) -> str:
        """The address of the rectangle of one sheet that has all of some cells in it."""


class Cell:
    """What a cell holds: see `Given` and the expressions below; equal only to itself."""

    @property
    def value(self) -> Any:
        """What it is worth: a number, a word, True or False, or None where it is empty."""
        raise NotImplementedError

    def formula(self, at: Addresses) -> str:
        """How it is worked out, without the equals sign."""
        raise NotImplementedError

    def within(self, at: Addresses, binds: int = _COMPARED) -> str:
        """How the formula of another cell names it: by its address, or else written out."""
        address = at.of(self)
        if address is not None:
            return address
        text = self.formula(at)
        return text if self.binds >= binds else f"({text})"

    @property
    def binds(self) -> int:
        """How tightly its formula holds together."""
        return _WHOLE

    def __add__(self, other: Cell) -> Cell:
        return _joined("+", self, other)

    def __sub__(self, other: Cell) -> Cell:
        return _joined("-", self, other)

    def __mul__(self, other: Cell) -> Cell:
        return _joined("*", self, other)

    def __truediv__(self, other: Cell) -> Cell:
        return _joined("/", self, other)

    def __neg__(self) -> Cell:
        return Negative(self)


@dataclass(frozen=True, eq=False)
class Given(Cell):
    """A figure or a word that no formula works out; None is an empty cell to fill in."""

    content: float | str | None

    @property
    def value(self) -> Any:
        return self.content

    def formula(self, at: Addresses) -> str:
        raise ValueError(f"{self.content!r} stands on no sheet: a formula would hold a figure")


@dataclass(frozen=True, eq=False)
class Same(Cell):
    """What another cell says, said again where a reader needs it."""

    cell: Cell

    @property
    def value(self) -> Any:
        return self.cell.value

    def formula(self, at: Addresses) -> str:
        return self.cell.within(at)


@dataclass(frozen=True, eq=False)
class Joined(Cell):
    """Two cells with a sign between them."""

    sign: str
    left: Cell
    right: Cell

    @cached_property
    def value(self) -> Any:
        return _WORKS[self.sign](self.left.value, self.right.value)

    def formula(self, at: Addresses) -> str:
        holds = _BINDS[self.sign]
        return f"{self.left.within(at, holds)}{self.sign}{self.right.within(at, holds + 1)}"

    @property
    def binds(self) -> int:
        return _BINDS[self.sign]


@dataclass(frozen=True, eq=False)
class Negative(Cell):
    """A cell with its sign turned."""

    cell: Cell

    @cached_property
    def value(self) -> Any:
        return -self.cell.value

    def formula(self, at: Addresses) -> str:
        return f"-{self.cell.within(at, _SIGNED)}"

    @property
    def binds(self) -> int:
        return _SIGNED


@dataclass(frozen=True, eq=False)
class Span(Cell):
    """Cells that fill a rectangle, taken together; worth an array of what they are worth."""

    cells: Sequence[Cell]

    @cached_property
    def value(self) -> Any:
        values = [cell.value for cell in self.cells]
        plain = not {bool, str} & set(map(type, values))
        return np.array(values, dtype=np.float64 if plain else object)

    def formula(self, at: Addresses) -> str:
        return at.span(self.cells)


@dataclass(frozen=True, eq=False)
class Around(Span):
    """Cells of one sheet with words or empty cells between them: for what counts numbers alone."""

    def formula(self, at: Addresses) -> str:
        return at.around(self.cells)


@dataclass(frozen=True, eq=False)
class Function(Cell):
    """A function of the spreadsheet, and what it does in Python."""

    name: str
    work: Callable[..., Any]
    arguments: tuple[Cell, ...]

    @cached_property
    def value(self) -> Any:
        return self.work(*(cell.value for cell in self.arguments))

    def formula(self, at: Addresses) -> str:
        return f"{self.name}({','.join(cell.within(at) for cell in self.arguments)})"


@dataclass(frozen=True, eq=False)
class Counted(Cell):
    """How many numbers of a span are on one side of an end: ">=" or ">"."""

    sign: str
    span: Span
    end: Cell

    @cached_property
    def value(self) -> Any:
        compare = operator.ge if self.sign == ">=" else operator.gt
        return sum(_is_number(v) and compare(v, self.end.value) for v in self.span.value)

    def formula(self, at: Addresses) -> str:
        return f'COUNTIF({self.span.formula(at)},"{self.sign}"&{self.end.within(at, _WHOLE)})'


@dataclass(frozen=True, eq=False)
class If(Cell):
    """One cell or another; only the one that is chosen is worked out."""

    condition: Cell
    then: Cell
    otherwise: Cell

    @cached_property
    def value(self) -> Any:
        return (self.then if self.condition.value else self.otherwise).value

    def formula(self, at: Addresses) -> str:
        parts = (self.condition, self.then, self.otherwise)
        return f"IF({','.join(cell.within(at) for cell in parts)})"


@dataclass(frozen=True, eq=False)
class Word(Cell):
    """A word that a formula itself may hold, as it is written there."""

    text: str
    worth: bool | str

    @property
    def value(self) -> Any:
        return self.worth

    def formula(self, at: Addresses) -> str:
        return self.text


def _joined(sign: str, left: Cell, right: object) -> Cell:
    """Two cells joined; anything else, such as a line by year, says itself what comes of it."""
    return Joined(sign, left, right) if isinstance(right, Cell) else NotImplemented


NOTHING: Final = Word('""', "")
TRUE: Final = Word("TRUE", True)


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
        lambda values: float(sum(v**power for v in values if _is_number(v))),
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


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def _filled(values: Sequence[Any]) -> int:
    return sum(isinstance(value, str) or _is_number(value) for value in values)


def _sum_product(*arrays: np.ndarray) -> float:
    product = arrays[0]
    for array in arrays[1:]:
        product = product * array
    return float(product.sum())
