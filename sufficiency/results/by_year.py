"""Lines of cells by year: what a sheet by year is made of, worked out alike in every year."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sufficiency.results.cell_functions import sum_product, total
from sufficiency.results.cells import Cell, Given, Same, Span


@dataclass(frozen=True, eq=False)
class ByYear:
    """A line of cells: one for each projected year, and one for the base year where it has one.

    Lines are worked out from lines, and from single cells, with `+ - * /`: year by year, and in
    the base year where every line has it.
    """

    years: tuple[Cell, ...]
    base: Cell | None = None

    @property
    def before(self) -> ByYear:
        """The year before each year; the base year comes before the first."""
        assert self.base is not None, "this line has no cell for the base year"
        return ByYear((self.base, *self.years[:-1]))

    @property
    def projected(self) -> ByYear:
        """The line without its base year."""
        return ByYear(self.years)

    def __add__(self, other: ByYear | Cell) -> ByYear:
        return each_year(operator.add, self, other)

    def __sub__(self, other: ByYear | Cell) -> ByYear:
        return each_year(operator.sub, self, other)

    def __mul__(self, other: ByYear | Cell) -> ByYear:
        return each_year(operator.mul, self, other)

    def __rmul__(self, other: Cell) -> ByYear:
        return each_year(operator.mul, other, self)

    def __truediv__(self, other: ByYear | Cell) -> ByYear:
        return each_year(operator.truediv, self, other)

    def __neg__(self) -> ByYear:
        return each_year(operator.neg, self)


def each_year(make: Callable[..., Cell], *of: ByYear | Cell) -> ByYear:
    """A line whose cell of each year is made from those of other lines, and from single cells."""
    lines = [line for line in of if isinstance(line, ByYear)]
    years = tuple(
        make(*(line.years[y] if isinstance(line, ByYear) else line for line in of))
        for y in range(len(lines[0].years))
    )
    bases = [line.base if isinstance(line, ByYear) else line for line in of]
    return ByYear(years, None if None in bases else make(*bases))


def add_up(lines: Sequence[ByYear]) -> ByYear:
    """The sum of lines that stand one under another; in the base year, of those that have it."""
    years = zip(*(line.years for line in lines), strict=True)
    bases = [line.base for line in lines if line.base is not None]
    return ByYear(tuple(total(cells) for cells in years), total(bases) if bases else None)


def sum_products(*factors: Sequence[ByYear | Cell]) -> ByYear:
    """In each year, the sum of products of columns of lines, or of single cells."""
    size = len(factors[0])
    flat = [item for column in factors for item in column]

    def make(*cells: Cell) -> Cell:
        starts = range(0, len(cells), size)
        return sum_product(*(Span(cells[at : at + size]) for at in starts))

    return each_year(make, *flat)


def index_from(start: Cell, rates: ByYear | Cell, count: int) -> ByYear:
    """An index that starts in the base year and grows by a rate each year."""
    cells: list[Cell] = [Same(start)]
    for y in range(count):
        rate = rates.years[y] if isinstance(rates, ByYear) else rates
        cells.append(cells[-1] + cells[-1] * rate)
    return ByYear(tuple(cells[1:]), cells[0])


def chain(start: Cell, steps: Sequence[ByYear]) -> tuple[ByYear, ByYear]:
    """Where each year starts and ends, its steps between; it starts where the last one ended."""
    starts: list[Cell] = []
    ends: list[Cell] = [start]
    for y in range(len(steps[0].years)):
        starts.append(Same(ends[-1]))
        ends.append(total([starts[-1], *(step.years[y] for step in steps)]))
    return ByYear(tuple(starts)), ByYear(tuple(ends[1:]), start)


def given_by_year(values: Iterable[float | None], base: float | None = None) -> ByYear:
    """A line of given figures, the base year's too where there is one; None is left empty."""
    years = tuple(Given(None if value is None else float(value)) for value in values)
    return ByYear(years, None if base is None else Given(float(base)))
