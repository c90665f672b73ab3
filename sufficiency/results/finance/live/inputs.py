"""What the live cells start from: figures to change, and volumes and factors of the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sufficiency.money import Budget
from sufficiency.money.priced import OWN_HOME
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.results.by_year import ByYear, given_by_year, index_from
from sufficiency.results.cells import Cell, Given
from sufficiency.results.finance.model import PROGRAMME, FinanceModel

MILLION: Final = 1_000_000.0
TOLERANCE: Final = 0.005
"""Half a penny: what a check lets pass."""


@dataclass(frozen=True)
class PriceCells:
    """Prices and how they move.

    Attributes:
        weekly: by line, to be changed.
        as_run: the same as the run had them.
        start: what an index starts from, 1.
        inflation: general inflation a year, to be changed.
        level: the general price level.
        growth: real growth a year by placement type, to be changed.
        index: real price index by line.
    """

    weekly: tuple[Cell, ...]
    as_run: tuple[Cell, ...]
    start: Cell
    inflation: ByYear
    level: ByYear
    growth: tuple[ByYear, ...]
    index: tuple[ByYear, ...]


@dataclass(frozen=True)
class SettingCells:
    """How savings are costed and worth is reckoned, with the constants that formulas name."""

    costing: Cell
    marginal: Cell
    full: Cell
    overhead: Cell
    discount: Cell
    bias_savings: Cell
    bias_costs: Cell
    nothing: Cell
    million: Cell
    tolerance: Cell
    year_zero: ByYear


@dataclass(frozen=True)
class OutturnCells:
    """The outturn, what of it is not modelled, income, and the approved budget.

    `residential` is 1 for each line of the residential outturn line, else 0.
    """

    modelled: Cell
    not_modelled: Cell
    not_modelled_as_run: Cell
    rest_index: ByYear
    outturn: Cell
    health: Cell
    education: Cell
    asylum: ByYear
    grant: Cell
    nights: ByYear
    budget: ByYear
    budget_covers_all: bool
    residential: tuple[Cell, ...]


@dataclass(frozen=True)
class VolumeCells:
    """What the run hands over of one scenario: weeks and factors by line, and its programme."""

    weeks: tuple[ByYear, ...]
    factors: tuple[ByYear, ...]
    programme: Mapping[str, ByYear]


@dataclass(frozen=True)
class BridgeFactorCells:
    """What joins weeks and prices in the steps of the bridge; see `FinanceModel`."""

    cross: tuple[ByYear, ...]
    carried: tuple[ByYear, ...]
    first_volume: Cell


def price_cells(model: FinanceModel) -> PriceCells:
    """Prices, rates and the indices that follow from them."""
    start, count = Given(1.0), len(model.years)
    inflation = _rates(model.inflation)
    growth = tuple(_rates(of_type) for of_type in model.growth[:, :-1].T)
    # Places held move with the price of own homes.
    moves = [*range(len(PLACEMENT_TYPES)), OWN_HOME]
    return PriceCells(
        weekly=_given(model.weekly),
        as_run=_given(model.weekly),
        start=start,
        inflation=inflation,
        level=index_from(start, inflation, count),
        growth=growth,
        index=tuple(index_from(start, growth[k], count) for k in moves),
    )


def setting_cells(model: FinanceModel) -> SettingCells:
    """How savings are costed and worth is reckoned, as the run had it."""
    flags = [float(y == model.year_zero) for y in range(len(model.years))]
    return SettingCells(
        costing=Given("marginal"),
        marginal=Given("marginal"),
        full=Given("full"),
        overhead=Given(model.overhead_share),
        discount=Given(model.discount_rate),
        bias_savings=Given(model.bias_savings),
        bias_costs=Given(model.bias_costs),
        nothing=Given(0.0),
        million=Given(MILLION),
        tolerance=Given(TOLERANCE),
        year_zero=given_by_year(flags),
    )


def outturn_cells(model: FinanceModel, budget: Budget | None) -> OutturnCells:
    """The outturn, income and the budget; years without a budget are left to be filled in."""
    approved = budget.by_year if budget is not None else {}
    return OutturnCells(
        modelled=Given(model.modelled),
        not_modelled=Given(model.not_modelled),
        not_modelled_as_run=Given(model.not_modelled),
        rest_index=given_by_year(model.rest_index, 1.0),
        outturn=Given(model.outturn),
        health=Given(model.income_share * model.health_share),
        education=Given(model.income_share * (1 - model.health_share)),
        asylum=given_by_year([model.asylum_children] * len(model.years)),
        grant=Given(model.asylum_grant),
        nights=given_by_year(model.nights),
        budget=given_by_year([approved.get(year) for year in model.years]),
        budget_covers_all=budget is None or budget.covers == "all",
        residential=_given(model.residential),
    )


def volume_cells(model: FinanceModel, scenario: str) -> VolumeCells:
    """Weeks, joining factors and programme costs of a scenario."""
    return VolumeCells(
        weeks=_lines(model.weeks[scenario], model.base_weeks),
        factors=_lines(model.factors[scenario], model.base_factors),
        programme={kind: given_by_year(model.programme[scenario][kind]) for kind in PROGRAMME},
    )


def bridge_factor_cells(model: FinanceModel) -> BridgeFactorCells:
    """Joining factors of the bridge's steps."""
    return BridgeFactorCells(
        cross=_lines(model.cross),
        carried=_lines(model.carried),
        first_volume=Given(model.first_volume),
    )


def _given(values: np.ndarray) -> tuple[Cell, ...]:
    return tuple(Given(float(value)) for value in values)


def _lines(values: np.ndarray, base: np.ndarray | None = None) -> tuple[ByYear, ...]:
    """A line of given figures for each column of (years, lines)."""
    return tuple(
        given_by_year(column, None if base is None else float(base[k]))
        for k, column in enumerate(values.T)
    )


def _rates(index: np.ndarray) -> ByYear:
    """Growth a year of an index that is 1 in the base year."""
    before = np.concatenate([[1.0], index[:-1]])
    return given_by_year(index / before - 1)
