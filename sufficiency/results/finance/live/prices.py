"""Prices used: those to change, those held as known, and what known ones leave to their line.

Where no price is known each line's factor is shrunk and prices make less or more than its outturn;
where one is, each line makes its outturn (`money.outturn`), and prices of a line without known ones
move by what its residual was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sufficiency.money.priced import OWN_HOME
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.results.by_year import ByYear, each_year, given_by_year, index_from
from sufficiency.results.cell_functions import above, equals, is_number, larger, sum_product
from sufficiency.results.cells import Cell, Given, If, Same, Span
from sufficiency.results.finance.model import FinanceModel

YES: Final = "yes"


@dataclass(frozen=True)
class LineCells:
    """One scaled line of the outturn.

    Attributes:
        flags: 1 for each line of the workbook that stands on it, else 0.
        outturn: GBP spent.
        explained: GBP of it that the run's prices make where none is known.
        left: GBP that they leave, the residual of a shrunk factor: nil where any price is known.
        moved: what prices are multiplied by where prices of the other line alone are known.
        known: how many of its prices are known.
        held: GBP that its known prices make.
        rest: GBP that the others make as listed.
        factor: what listed prices of the rest are multiplied by where any is known.
    """

    flags: tuple[Cell, ...]
    outturn: Cell
    explained: Cell
    left: Cell
    moved: Cell
    known: Cell
    held: Cell
    rest: Cell
    factor: Cell


@dataclass(frozen=True)
class PriceCells:
    """Prices and how they move; tuples are by line of the workbook.

    Attributes:
        typed: to be changed; as_run: the same as the run had them.
        marked: "yes" where a price is known, to be changed; `yes` is the word.
        is_known: 1 where it is, else 0.
        any_known: how many prices of scaled lines are known.
        listed: the price list before scaling, moved as the price to be changed was.
        line_weeks: weeks of the base year that scaled lines pay for.
        of_line: the scaled lines of the outturn.
        held: more than nil where prices of the line are the same in every draw.
        weekly: the price used.
        start: what an index starts from, 1; nothing: nil.
        inflation, growth: a year, to be changed; level: what follows.
        uplift, since: cash uplifts agreed and their dates, to be filled in, by placement type.
        april: 1 April after each year.
        part: share of the year that an uplift is paid in, by placement type.
        at_end, index: real price index on 31 March, and of the year.
    """

    typed: tuple[Cell, ...]
    as_run: tuple[Cell, ...]
    marked: tuple[Cell, ...]
    yes: Cell
    is_known: tuple[Cell, ...]
    any_known: Cell
    list_as_run: tuple[Cell, ...]
    listed: tuple[Cell, ...]
    line_weeks: tuple[Cell, ...]
    of_line: Mapping[str, LineCells]
    held: tuple[Cell, ...]
    weekly: tuple[Cell, ...]
    start: Cell
    nothing: Cell
    inflation: ByYear
    level: ByYear
    growth: tuple[ByYear, ...]
    uplift: tuple[ByYear, ...]
    since: tuple[ByYear, ...]
    april: ByYear
    part: tuple[ByYear, ...]
    at_end: tuple[ByYear, ...]
    index: tuple[ByYear, ...]

    def joining(self, run: Sequence[ByYear], held: Sequence[ByYear]) -> list[ByYear]:
        """Of two sets of joining factors, a line by year each, those that go with its price."""
        return [
            each_year(lambda a, b, flag=flag: If(above(flag, self.nothing), b, a), ours, theirs)
            for ours, theirs, flag in zip(run, held, self.held, strict=True)
        ]


def price_cells(model: FinanceModel, nothing: Cell) -> PriceCells:
    """Prices, rates and the indices that follow from them."""
    start, yes, count = Given(1.0), Given(YES), len(model.years)
    typed, as_run, list_as_run = given(model.weekly), given(model.weekly), given(model.listed)
    marked = tuple(Given(YES if known else None) for known in model.known)
    is_known = tuple(If(equals(mark, yes), start, nothing) for mark in marked)
    listed = tuple(
        If(above(run, nothing), listed_at * price / run, price)
        for listed_at, price, run in zip(list_as_run, typed, as_run, strict=True)
    )
    line_weeks = given(model.line_weeks)
    flags = {line: given(stands) for line, stands in model.of_line.items()}
    counts = [sum_product(Span(on), Span(is_known)) for on in flags.values()]
    any_known = sum(counts[1:], start=counts[0])
    of_line = {
        line: _line_cells(
            flags[line],
            (Given(model.line_outturn[line]), Given(model.line_explained[line])),
            (is_known, typed, listed, line_weeks),
            (any_known, start, nothing),
        )
        for line in flags
    }
    held: list[Cell] = []
    weekly: list[Cell] = []
    for k, price in enumerate(typed):
        line = next((of_line[name] for name, flags in model.of_line.items() if flags[k]), None)
        held.append(is_known[k] if line is None else line.known)
        if line is None:
            weekly.append(Same(price))
            continue
        rest = If(above(line.known, nothing), listed[k] * line.factor, price * line.moved)
        weekly.append(If(above(is_known[k], nothing), price, rest))
    inflation = _rates(model.inflation)
    growth = tuple(_rates(of_type) for of_type in model.growth[:, :-1].T)
    level = index_from(start, inflation, count)
    uplift, since = (_to_fill_in(of) for of in (model.uplift, model.uplift_from))
    april = given_by_year(model.aprils[1:], model.aprils[0])
    part = tuple(_part_of_year(dates, april, start) for dates in since)
    # Places held move with the price of own homes.
    moves = [*range(len(PLACEMENT_TYPES)), OWN_HOME]
    at_end = [_at_end(start, growth[k], uplift[k], level) for k in moves]
    index = [_of_year(at_end[i], uplift[k], part[k], level, start) for i, k in enumerate(moves)]
    return PriceCells(
        typed=typed,
        as_run=as_run,
        marked=marked,
        yes=yes,
        is_known=is_known,
        any_known=any_known,
        list_as_run=list_as_run,
        listed=listed,
        line_weeks=line_weeks,
        of_line=of_line,
        held=tuple(held),
        weekly=tuple(weekly),
        start=start,
        nothing=nothing,
        inflation=inflation,
        level=level,
        growth=growth,
        uplift=uplift,
        since=since,
        april=april,
        part=part,
        at_end=tuple(at_end),
        index=tuple(index),
    )


def given(values: np.ndarray) -> tuple[Cell, ...]:
    """A given cell for each figure."""
    return tuple(Given(float(value)) for value in values)


def _line_cells(
    flags: tuple[Cell, ...],
    amounts: tuple[Cell, Cell],
    of_prices: tuple[tuple[Cell, ...], ...],
    words: tuple[Cell, Cell, Cell],
) -> LineCells:
    (outturn, explained), (any_known, start, nothing) = amounts, words
    is_known, typed, listed, weeks = map(Span, of_prices)
    on_line = Span(flags)
    known = sum_product(on_line, is_known)
    held = sum_product(on_line, is_known, typed, weeks)
    rest = sum_product(on_line, listed, weeks) - sum_product(on_line, is_known, listed, weeks)
    left = larger(outturn - held, nothing)
    return LineCells(
        flags=flags,
        outturn=outturn,
        explained=explained,
        left=If(above(any_known, nothing), nothing, outturn - explained),
        moved=If(above(any_known, nothing), outturn / explained, start),
        known=known,
        held=held,
        rest=rest,
        factor=If(above(rest, nothing), left / rest, nothing),
    )


def _rates(index: np.ndarray) -> ByYear:
    """Growth a year of an index that is 1 in the base year."""
    before = np.concatenate([[1.0], index[:-1]])
    return given_by_year(index / before - 1)


def _to_fill_in(values: np.ndarray) -> tuple[ByYear, ...]:
    """A line for each column of (years, placement types); empty where there is none."""
    return tuple(
        given_by_year(None if value != value else value for value in column) for column in values.T
    )


def _part_of_year(since: ByYear, april: ByYear, start: Cell) -> ByYear:
    """Share of each year from a date on; the whole year where no date is given."""

    def part(date: Cell, end: Cell, first: Cell) -> Cell:
        return If(is_number(date), (end - date) / (end - first), start)

    return each_year(part, since, april.projected, april.before)


def _at_end(start: Cell, growth: ByYear, uplift: ByYear, level: ByYear) -> ByYear:
    """Real price index on 31 March: grown as forecast, or by what is agreed in cash."""
    cells: list[Cell] = [Same(start)]
    for rate, agreed, now, before in zip(
        growth.years, uplift.years, level.years, level.before.years, strict=True
    ):
        was = cells[-1]
        in_cash = was * before / now * (start + agreed)
        cells.append(If(is_number(agreed), in_cash, was + was * rate))
    return ByYear(tuple(cells[1:]), cells[0])


def _of_year(at_end: ByYear, uplift: ByYear, part: ByYear, level: ByYear, start: Cell) -> ByYear:
    """Real price index of the year: an uplift that comes within it is weighed by days."""

    def of(end: Cell, was: Cell, agreed: Cell, share: Cell, now: Cell, before: Cell) -> Cell:
        return If(is_number(agreed), was * before / now * (start + agreed * share), Same(end))

    cells = each_year(
        of, at_end.projected, at_end.before, uplift, part, level.projected, level.before
    )
    return ByYear(cells.years, Same(start))
