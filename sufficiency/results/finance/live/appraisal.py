"""Invest to save: flows after optimism bias, and what they are worth today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sufficiency.results.by_year import ByYear, add_up, each_year, index_from
from sufficiency.results.cell_functions import above, larger, sum_product
from sufficiency.results.cells import NOTHING, Cell, If, Same, Span
from sufficiency.results.finance.live.agencies import GainCells, WorthCells, gain_cells, worth_cells
from sufficiency.results.finance.live.costs import SavingCells
from sufficiency.results.finance.live.inputs import OutturnCells, SettingCells, VolumeCells


@dataclass(frozen=True)
class DiscountCells:
    """The discount index, and the factor that brings a year's money to the chosen year."""

    index: ByYear
    factor: ByYear


@dataclass(frozen=True)
class AppraisalCells:
    """One scenario's flows at base-year prices, and their present values.

    Attributes:
        programme: what is put in by kind, negative.
        saved: saving on placements before optimism bias.
        bias: what is taken off it.
        cashable, avoided: the two parts of the saving after bias.
        net: everything; `cumulative` is its sum so far.
        npv, put_in, ratio: over the years of the plan, in one cell each.
        gains: who gains; `worth`, what it is worth to the council and to all.
    """

    programme: Mapping[str, ByYear]
    saved: ByYear
    bias: ByYear
    cashable: ByYear
    avoided: ByYear
    net: ByYear
    cumulative: ByYear
    npv: Cell
    put_in: Cell
    ratio: Cell
    gains: GainCells
    worth: WorthCells


@dataclass(frozen=True)
class Saved:
    """What a scenario's worth is made from.

    Attributes:
        savings: against the baseline.
        in_homes: on the residential line of it, at base-year prices.
        cashable: share of the saving that is.
        bias: optimism bias of savings.
        paid: kinds of cost that the programme has.
    """

    savings: SavingCells
    in_homes: ByYear
    cashable: ByYear
    bias: Cell
    paid: tuple[str, ...]


def discount_cells(start: Cell, settings: SettingCells) -> DiscountCells:
    """Discounting to the year that is marked."""
    count = len(settings.year_zero.years)
    index = index_from(start, settings.discount, count)
    of_year_zero = sum_product(Span(index.years), Span(settings.year_zero.years))
    return DiscountCells(index, each_year(lambda cell: of_year_zero / cell, index.projected))


def appraisal_cells(
    volumes: VolumeCells,
    of: Saved,
    level: ByYear,
    outturn: OutturnCells,
    settings: SettingCells,
    discount: DiscountCells,
) -> AppraisalCells:
    """A scenario appraised: its flows by year and what they are worth."""
    spent = volumes.programme
    programme = {
        kind: -put - put * settings.bias_costs for kind, put in spent.items() if kind in of.paid
    }
    # The saving is after the programme; the flow of savings is before it.
    saved = of.savings.at_costing / level + add_up(list(spent.values()))
    bias = -of.bias * each_year(larger, saved, settings.nothing)
    cashable = (saved + bias) * of.cashable
    net = add_up([*programme.values(), saved, bias])

    def present(flow: ByYear) -> Cell:
        return sum_product(Span(flow.years), Span(discount.factor.years))

    npv = present(net)
    put_in = -all_of(map(present, programme.values()))
    gains = gain_cells(
        saved + bias, of.in_homes, volumes.kept_out, (of.bias, settings.nothing), outturn
    )
    return AppraisalCells(
        programme=programme,
        saved=saved,
        bias=bias,
        cashable=cashable,
        avoided=saved + bias - cashable,
        net=net,
        cumulative=_running(net, settings.nothing),
        npv=npv,
        put_in=put_in,
        ratio=ratio(npv, put_in, settings.nothing),
        gains=gains,
        worth=worth_cells(npv, gains, present),
    )


def all_of(cells: Iterable[Cell]) -> Cell:
    """The sum of cells that stand nowhere."""
    first, *rest = cells
    return sum(rest, start=first)


def ratio(npv: Cell, put_in: Cell, nothing: Cell) -> Cell:
    """Benefit-cost ratio; empty where nothing is put in."""
    return If(above(put_in, nothing), (npv + put_in) / put_in, NOTHING)


def _running(flow: ByYear, nothing: Cell) -> ByYear:
    """The sum so far, from nothing in the base year."""
    sums: list[Cell] = [Same(nothing)]
    for cell in flow.years:
        sums.append(sums[-1] + cell)
    return ByYear(tuple(sums[1:]), sums[0])
