"""Cells of a workbook: each knows what it is worth and how a spreadsheet would work it out.

A cell is *given* (a figure or a word from the run, or one for the reader to change) or worked out
from other cells with `+ - * /` and the functions of `cell_functions`. A page puts cells on sheets,
which gives them addresses. Inside another's formula a cell that has an address is written as that
address and one that has none is written out. Only a cell with an address can be given, so no figure
ever stands inside a formula.

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
        return sum(is_a_number(v) and compare(v, self.end.value) for v in self.span.value)

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


def is_a_number(value: Any) -> bool:
    """Whether a value is a number that is known; TRUE is none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


NOTHING: Final = Word('""', "")
TRUE: Final = Word("TRUE", True)
