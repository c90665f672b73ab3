"""Costs and savings: weeks x price x growth x factor x price level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sufficiency.money.build_up import OWN_FOSTERING
from sufficiency.placements import position
from sufficiency.results.by_year import ByYear, add_up, each_year, sum_products
from sufficiency.results.cell_functions import equals
from sufficiency.results.cells import Cell, If, Same
from sufficiency.results.finance.live.base_year import BaseYearCells
from sufficiency.results.finance.live.inputs import OutturnCells, SettingCells, VolumeCells
from sufficiency.results.finance.live.prices import PriceCells

OWN_FOSTERING_AT: Final = tuple(map(position, OWN_FOSTERING))
"""Where own fostering stands among the priced lines: one after another."""


@dataclass(frozen=True)
class CostCells:
    """One scenario's cost, GBP nominal: lines and programme add to the total.

    `everything` adds what is not modelled; `real` is the total at base-year prices.
    """

    lines: tuple[ByYear, ...]
    programme: ByYear
    total: ByYear
    not_modelled: ByYear
    everything: ByYear
    real: ByYear


@dataclass(frozen=True)
class SavingCells:
    """What a scenario saves: at marginal cost, with overheads on own fostering where chosen.

    `costing` says beside each line that follows the choice what was chosen.
    """

    saving: ByYear
    overheads: ByYear
    at_costing: ByYear
    real: ByYear
    costing: tuple[Cell, Cell]


def cost_cells(
    prices: PriceCells, base_year: BaseYearCells, outturn: OutturnCells, volumes: VolumeCells
) -> CostCells:
    """The cost of a scenario from its volumes and the prices.

    In the base year what is not modelled is what the outturn leaves, whatever is put in its place.
    """
    factors = prices.joining(volumes.factors, volumes.held)
    level = prices.level
    joined = zip(prices.weekly, volumes.weeks, prices.index, factors, strict=True)
    lines = tuple(
        weekly * weeks * index * factor * level for weekly, weeks, index, factor in joined
    )
    programme = add_up(list(volumes.programme.values())) * level
    total = add_up([*lines, programme])
    grown = outturn.rest_index.projected * base_year.not_modelled
    rest = ByYear((grown * level.projected).years, base_year.outturn - base_year.modelled)
    return CostCells(
        lines=lines,
        programme=programme,
        total=total,
        not_modelled=rest,
        everything=total + rest,
        real=(total / level).projected,
    )


def spent_on_homes(costs: CostCells, outturn: OutturnCells) -> ByYear:
    """The cost of what stands on the residential line of the outturn, GBP nominal."""
    return sum_products(costs.lines, outturn.residential.flags).projected


def saving_cells(
    ours: CostCells, baseline: CostCells, level: ByYear, settings: SettingCells
) -> SavingCells:
    """What a scenario saves against the baseline, at the chosen costing of own fostering."""

    def if_full(at_full: Cell) -> Cell:
        return If(equals(settings.costing, settings.full), at_full, settings.nothing)

    connected, in_house = (baseline.lines[k] - ours.lines[k] for k in OWN_FOSTERING_AT)
    saving = (baseline.total - ours.total).projected
    overheads = each_year(if_full, settings.overhead * (connected + in_house)).projected
    at_costing = saving + overheads
    return SavingCells(
        saving=saving,
        overheads=overheads,
        at_costing=at_costing,
        real=at_costing / level,
        costing=(Same(settings.costing), Same(settings.costing)),
    )
