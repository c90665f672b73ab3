"""The medium-term financial plan, £m: brought forward, pressures, income, net, budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sufficiency.money.bridge import STEPS
from sufficiency.results.by_year import ByYear, add_up, chain, each_year, sum_products
from sufficiency.results.cells import NOTHING, Cell, If, is_number
from sufficiency.results.finance.live.base_year import BaseYearCells
from sufficiency.results.finance.live.bridge import BridgeCells
from sufficiency.results.finance.live.costs import CostCells
from sufficiency.results.finance.live.inputs import OutturnCells


@dataclass(frozen=True)
class PlanCells:
    """One scenario's plan, £ million.

    Attributes:
        brought: what the year before carried forward; the first, the outturn.
        steps: the steps of the bridge by name.
        rest: change in what is not modelled: inflation, and in the first year an input's change.
        carried: gross, all children looked after; its base year is the outturn.
        health, education, grant: income, negative.
        net: after income.
        over_budget: gross over the approved budget; empty where none is given.
    """

    brought: ByYear
    steps: Mapping[str, ByYear]
    rest: ByYear
    carried: ByYear
    health: ByYear
    education: ByYear
    grant: ByYear
    net: ByYear
    over_budget: ByYear


def plan_cells(
    costs: CostCells,
    bridge: BridgeCells,
    base_year: BaseYearCells,
    outturn: OutturnCells,
    million: Cell,
) -> PlanCells:
    """The plan of a scenario from its costs and its bridge."""
    steps = {step: bridge[step] / million for step in STEPS}
    rest = (costs.not_modelled.projected - costs.not_modelled.before) / million
    brought, carried = chain(base_year.outturn / million, [*steps.values(), rest])
    residential = sum_products(costs.lines, outturn.residential.flags).projected
    income = [
        -residential * outturn.health / million,
        -residential * outturn.education / million,
        -outturn.asylum * outturn.grant * outturn.nights / million,
    ]
    compared = costs.everything if outturn.budget_covers_all else costs.total
    return PlanCells(
        brought=brought,
        steps=steps,
        rest=rest,
        carried=carried,
        health=income[0],
        education=income[1],
        grant=income[2],
        net=add_up([carried.projected, *income]),
        over_budget=each_year(_over, compared.projected, outturn.budget, million),
    )


def _over(cost: Cell, budget: Cell, million: Cell) -> Cell:
    """Cost over a budget; empty where none is given."""
    return If(is_number(budget), (cost - budget) / million, NOTHING)
