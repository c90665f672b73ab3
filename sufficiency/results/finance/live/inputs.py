"""What the live cells start from: figures to change, and volumes and factors of the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sufficiency.money import Budget
from sufficiency.results.by_year import ByYear, given_by_year
from sufficiency.results.cells import Cell, Given, Same
from sufficiency.results.finance.flows import PROGRAMME
from sufficiency.results.finance.live.base_year import BaseYearCells
from sufficiency.results.finance.live.buildings import BuildingCells, building_cells, financing
from sufficiency.results.finance.live.prices import LineCells, PriceCells
from sufficiency.results.finance.model import FinanceModel

MILLION: Final = 1_000_000.0
TOLERANCE: Final = 0.005
"""Half a penny: what a check lets pass."""


@dataclass(frozen=True)
class SettingCells:
    """How savings are costed and worth is reckoned, with the constants that formulas name.

    The optimism bias of savings is by scenario, since some rest on better evidence than others.
    """

    costing: Cell
    marginal: Cell
    full: Cell
    overhead: Cell
    discount: Cell
    bias_savings: Mapping[str, Cell]
    bias_costs: Cell
    nothing: Cell
    million: Cell
    tolerance: Cell
    year_zero: ByYear


@dataclass(frozen=True)
class OutturnCells:
    """Income, the approved budget, and which lines stand on the residential outturn line."""

    rest_index: ByYear
    health: Cell
    education: Cell
    proceedings: Cell
    court_cost: Cell
    asylum: ByYear
    grant: Cell
    nights: ByYear
    budget: ByYear
    budget_covers_all: bool
    residential: LineCells


@dataclass(frozen=True)
class VolumeCells:
    """What the run hands over of one scenario: weeks and factors by line, and its programme.

    `factors` are those of prices as drawn, `held` those of prices alike in every draw. What the
    programme pays for buildings follows from `buildings`, where it opens homes. `kept_out` are
    children who would have come into care in the baseline, where the scenario changes that, and
    `asylum_brought` are children seeking asylum whom it brings.
    """

    weeks: tuple[ByYear, ...]
    factors: tuple[ByYear, ...]
    held: tuple[ByYear, ...]
    programme: Mapping[str, ByYear]
    kept_out: ByYear | None
    asylum_brought: ByYear | None
    buildings: tuple[BuildingCells, ...]


@dataclass(frozen=True)
class BridgeFactorCells:
    """What joins weeks and prices in the steps of the bridge; see `Joining`.

    `cross` and `carried` are those used, of either as drawn or where prices are held.
    """

    cross_either: tuple[tuple[ByYear, ...], tuple[ByYear, ...]]
    carried_either: tuple[tuple[ByYear, ...], tuple[ByYear, ...]]
    cross: list[ByYear]
    carried: list[ByYear]


def setting_cells(model: FinanceModel) -> SettingCells:
    """How savings are costed and worth is reckoned, as the run had it."""
    flags = [float(y == model.year_zero) for y in range(len(model.years))]
    return SettingCells(
        costing=Given("marginal"),
        marginal=Given("marginal"),
        full=Given("full"),
        overhead=Given(model.overhead_share),
        discount=Given(model.discount_rate),
        bias_savings={name: Given(model.bias_savings) for name in model.scenarios[1:]},
        bias_costs=Given(model.bias_costs),
        nothing=Given(0.0),
        million=Given(MILLION),
        tolerance=Given(TOLERANCE),
        year_zero=given_by_year(flags),
    )


def outturn_cells(
    model: FinanceModel, budget: Budget | None, residential: LineCells
) -> OutturnCells:
    """Income and the budget; years without a budget are left to be filled in."""
    approved = budget.by_year if budget is not None else {}
    return OutturnCells(
        rest_index=given_by_year(model.rest_index, 1.0),
        health=Given(model.shares.health),
        education=Given(model.shares.education),
        proceedings=Given(model.shares.proceedings),
        court_cost=Given(model.shares.court_cost),
        asylum=given_by_year(model.asylum_children),
        grant=Given(model.asylum_grant),
        nights=given_by_year(model.nights),
        budget=given_by_year([approved.get(year) for year in model.years]),
        budget_covers_all=budget is None or budget.covers == "all",
        residential=residential,
    )


def volume_cells(
    model: FinanceModel, scenario: str, prices: PriceCells, base: BaseYearCells
) -> VolumeCells:
    """Weeks, joining factors and programme costs of a scenario.

    Args:
        model: the run.
        scenario: its name.
        prices, base: the base year, which is the same in every scenario.
    """
    buildings = tuple(
        building_cells(of, prices.nothing) for of in model.buildings.get(scenario, ())
    )
    kept, brought = model.kept_out.get(scenario), model.asylum_brought.get(scenario)
    ones = (prices.start,) * len(base.weeks)
    return VolumeCells(
        weeks=_by_lines(model.weeks[scenario], base.weeks),
        factors=_by_lines(model.run.factors[scenario], base.factor),
        held=_by_lines(model.held.factors[scenario], ones),
        programme={kind: given_by_year(model.programme[scenario][kind]) for kind in PROGRAMME}
        | financing(building.cost for building in buildings),
        kept_out=None if kept is None else given_by_year(kept[: len(model.years)]),
        asylum_brought=None if brought is None else given_by_year(brought),
        buildings=buildings,
    )


def bridge_factor_cells(model: FinanceModel, prices: PriceCells) -> BridgeFactorCells:
    """Joining factors of the bridge's steps: as drawn, where prices are held, and those used."""
    run, held = model.run, model.held
    cross = _by_lines(run.cross), _by_lines(held.cross)
    carried = _by_lines(run.carried), _by_lines(held.carried)
    return BridgeFactorCells(
        cross_either=cross,
        carried_either=carried,
        cross=prices.joining(*cross),
        carried=prices.joining(*carried),
    )


def _by_lines(values: np.ndarray, base: tuple[Cell, ...] | None = None) -> tuple[ByYear, ...]:
    """A line of given figures for each column of (years, lines), the base year's said again."""
    return tuple(
        ByYear(given_by_year(column).years, None if base is None else Same(base[k]))
        for k, column in enumerate(values.T)
    )
