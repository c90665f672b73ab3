"""The bridge: the walk from one year's cost to the next, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sufficiency.money.bridge import STEPS
from sufficiency.results.by_year import ByYear, chain, each_year, sum_products
from sufficiency.results.cell_functions import absolute, at_most
from sufficiency.results.cells import Cell, If
from sufficiency.results.finance.live.base_year import BaseYearCells
from sufficiency.results.finance.live.costs import CostCells
from sufficiency.results.finance.live.inputs import BridgeFactorCells, VolumeCells
from sufficiency.results.finance.live.prices import PriceCells

WALK: Final = ("from", *STEPS, "to")
BridgeCells = Mapping[str, ByYear]
"""A line for each part of `WALK`."""


@dataclass(frozen=True)
class BaselineWalk:
    """What the steps of the baseline are made of, GBP nominal.

    Attributes:
        spent: what was spent on what is modelled in the base year.
        was: the year before's cost; for the first year, the base year's at the prices used.
        carried: that cost times the growth of all children together.
        at_old_prices: the year's weeks at the prices of the year before.
        without_inflation: the year's cost at the price level of the year before.
        now: the year's cost.
        nil: nothing, and how near to it prices come that are not rebased.
    """

    spent: Cell
    was: ByYear
    carried: ByYear
    at_old_prices: ByYear
    without_inflation: ByYear
    now: ByYear
    nil: tuple[Cell, Cell]


def baseline_walk(
    prices: PriceCells,
    base_year: BaseYearCells,
    baseline: CostCells,
    volumes: VolumeCells,
    joined: BridgeFactorCells,
    tolerance: Cell,
) -> BaselineWalk:
    """The parts of the baseline's walk from its weeks and the prices of the year before."""
    old_index = [line.before for line in prices.index]
    old_level, now = prices.level.before, baseline.total.projected
    old_weeks = [line.before for line in volumes.weeks]
    carried = sum_products(old_weeks, prices.weekly, old_index, joined.carried)
    crossed = sum_products(volumes.weeks, prices.weekly, old_index, joined.cross)
    return BaselineWalk(
        spent=base_year.modelled,
        was=baseline.total.before,
        carried=carried * old_level,
        at_old_prices=crossed * old_level,
        without_inflation=now / prices.level * old_level,
        now=now,
        nil=(prices.nothing, tolerance),
    )


def bridge_cells(walk: BaselineWalk, ours: CostCells) -> BridgeCells:
    """The bridge of a scenario: the baseline's steps, and the change in what it costs over it.

    What is joint to two steps goes to the later of them.
    """
    volume = walk.carried - walk.was

    def over() -> ByYear:
        return ours.total - walk.now

    def rebased(was: Cell, spent: Cell) -> Cell:
        nothing, tolerance = walk.nil
        return If(at_most(absolute(was - spent), tolerance), nothing, was - spent)

    steps = {
        "rebasing": each_year(rebased, walk.was, ByYear((walk.spent, *walk.now.years[:-1]))),
        "volume": volume,
        "mix": walk.at_old_prices - walk.was - volume,
        "price": walk.without_inflation - walk.at_old_prices,
        "inflation": walk.now - walk.without_inflation,
        "intervention": ByYear((over().years[0], *(over() - _before(over())).years[1:])),
    }
    start, end = chain(walk.spent, [steps[step] for step in STEPS])
    return {"from": start, **steps, "to": end.projected}


def _before(line: ByYear) -> ByYear:
    """The year before each year; the first year stands for its own."""
    return ByYear((line.years[0], *line.years[:-1]))
