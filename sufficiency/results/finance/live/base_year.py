"""The base year held against the outturn: line by line, and what stands outside the lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sufficiency.results.cell_functions import above, is_number, sum_product
from sufficiency.results.cells import Cell, Given, If, Span
from sufficiency.results.finance.live.prices import PriceCells, given
from sufficiency.results.finance.model import FinanceModel


@dataclass(frozen=True)
class BaseYearCells:
    """What was spent in the base year, and what the prices used make of it; GBP.

    Attributes:
        weeks: child-weeks and place-weeks by line of the workbook.
        factor, line_factor_as_run: joining factors of the run, of all weeks and of those that
            outturn lines pay for; line_factor: the factors used of the latter.
        on_line: by scaled outturn line, what the prices used make.
        residual: by scaled outturn line, outturn less that: what prices do not explain.
        beyond: by scaled outturn line, residual less that of its shrunk factor: nil but where known
            or tried prices part from the outturn.
        unexplained: residuals of the lines on which prices are known.
        shift: by line of the workbook, what known prices change of children whose cost is not on a
            scaled line (seeking asylum, with parents, placed for adoption).
        rejoined: residuals of shrunk factors that prices explain where any is known.
        modelled_as_run, modelled: spent on what is modelled.
        outturn: spent on all children looked after.
        not_modelled_as_run: the run's figure.
        not_modelled_given: to be filled in, where it is known.
        not_modelled: the figure used.
    """

    weeks: tuple[Cell, ...]
    factor: tuple[Cell, ...]
    line_factor_as_run: tuple[Cell, ...]
    line_factor: tuple[Cell, ...]
    on_line: Mapping[str, Cell]
    residual: Mapping[str, Cell]
    beyond: Mapping[str, Cell]
    unexplained: Cell
    shift: tuple[Cell, ...]
    rejoined: Cell
    modelled_as_run: Cell
    modelled: Cell
    outturn: Cell
    not_modelled_as_run: Cell
    not_modelled_left: Cell
    not_modelled_given: Cell
    not_modelled: Cell


def base_year_cells(model: FinanceModel, prices: PriceCells) -> BaseYearCells:
    """The base year at the prices used."""
    nothing, start = prices.nothing, prices.start
    weeks, factor = given(model.base_weeks), given(model.run.base)
    line_factor_as_run = given(model.run.line)
    line_factor = tuple(
        If(above(flag, nothing), start, as_run)
        for flag, as_run in zip(prices.held, line_factor_as_run, strict=True)
    )
    spans = (Span(prices.weekly), Span(prices.line_weeks), Span(line_factor))
    on_line = {n: sum_product(Span(line.flags), *spans) for n, line in prices.of_line.items()}
    residual = {n: line.outturn - on_line[n] for n, line in prices.of_line.items()}
    beyond = {n: residual[n] - line.left for n, line in prices.of_line.items()}
    of_known = [
        If(above(line.known, nothing), residual[n], nothing) for n, line in prices.of_line.items()
    ]
    unexplained = sum(of_known[1:], start=of_known[0])
    joined = [line.outturn - line.explained - line.left for line in prices.of_line.values()]
    rejoined = sum(joined[1:], start=joined[0])
    parts = zip(
        *(prices.held, prices.weekly, prices.typed, prices.as_run, weeks, prices.line_weeks),
        *(factor, line_factor_as_run),
        strict=True,
    )
    shift = tuple(
        If(
            above(held, nothing),
            price * (all_weeks - on) - as_run * (all_weeks * base - on * line),
            (price - typed) * (all_weeks * base - on * line),
        )
        for held, price, typed, as_run, all_weeks, on, base, line in parts
    )
    modelled_as_run, outturn = Given(model.modelled), Given(model.outturn)
    modelled = modelled_as_run + sum_product(Span(shift)) + rejoined
    left = outturn - modelled + unexplained
    given_rest = Given(None)
    return BaseYearCells(
        weeks=weeks,
        factor=factor,
        line_factor_as_run=line_factor_as_run,
        line_factor=line_factor,
        on_line=on_line,
        residual=residual,
        beyond=beyond,
        unexplained=unexplained,
        shift=shift,
        rejoined=rejoined,
        modelled_as_run=modelled_as_run,
        modelled=modelled,
        outturn=outturn,
        not_modelled_as_run=Given(model.not_modelled),
        not_modelled_left=left,
        not_modelled_given=given_rest,
        not_modelled=If(is_number(given_rest), given_rest, left),
    )
