"""The live cells of the finance workbook: what each is worth and how it is worked out.

Every cell is written here once. The sheets in `pages/workbook` give the cells their places, words
and formats. To add a sheet: a small class of its lines here, a function that makes them from the
lines of other sheets, and a sheet that places them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sufficiency.money import Budget
from sufficiency.results.by_year import ByYear, given_by_year
from sufficiency.results.cells import Cell
from sufficiency.results.finance.live import checks
from sufficiency.results.finance.live.appraisal import (
    AppraisalCells,
    DiscountCells,
    Saved,
    appraisal_cells,
    discount_cells,
)
from sufficiency.results.finance.live.base_year import BaseYearCells, base_year_cells
from sufficiency.results.finance.live.bridge import (
    WALK,
    BridgeCells,
    baseline_walk,
    bridge_cells,
)
from sufficiency.results.finance.live.checks import Check
from sufficiency.results.finance.live.costs import (
    CostCells,
    SavingCells,
    cost_cells,
    saving_cells,
    spent_on_homes,
)
from sufficiency.results.finance.live.inputs import (
    BridgeFactorCells,
    OutturnCells,
    SettingCells,
    VolumeCells,
    bridge_factor_cells,
    outturn_cells,
    setting_cells,
    volume_cells,
)
from sufficiency.results.finance.live.later import (
    AfterPlanCells,
    LaterCells,
    after_plan_cells,
    later_cells,
)
from sufficiency.results.finance.live.plan import (
    PlanCells,
    PlanParts,
    PlanSettings,
    plan_cells,
    plan_settings,
    shown_plan,
)
from sufficiency.results.finance.live.prices import PriceCells, price_cells
from sufficiency.results.finance.live.rules import InputCells, building_inputs, input_cells
from sufficiency.results.finance.model import FinanceModel

__all__ = ["WALK", "LiveCells", "live_cells"]


@dataclass(frozen=True)
class LiveCells:
    """Every live cell of the workbook; mappings are by scenario, the baseline first.

    Savings, appraisals and shares that are cashable are of every scenario but the baseline. `later`
    is empty where the plan is as long as every appraisal.
    """

    prices: PriceCells
    settings: SettingCells
    base_year: BaseYearCells
    outturn: OutturnCells
    volumes: Mapping[str, VolumeCells]
    joined: BridgeFactorCells
    cashable: Mapping[str, ByYear]
    costs: Mapping[str, CostCells]
    savings: Mapping[str, SavingCells]
    bridges: Mapping[str, BridgeCells]
    plans: Mapping[str, PlanCells]
    plan_set: PlanSettings
    shown: tuple[Cell, PlanCells]
    discount: DiscountCells
    appraisals: Mapping[str, AppraisalCells]
    after_plan: AfterPlanCells
    later: Mapping[str, LaterCells]
    checks: tuple[Check, ...]
    inputs: tuple[InputCells, ...]


def live_cells(model: FinanceModel, budget: Budget | None) -> LiveCells:
    """The cells of a run, with the budget it is held against."""
    settings = setting_cells(model)
    prices = price_cells(model, settings.nothing)
    base_year, joined = base_year_cells(model, prices), bridge_factor_cells(model, prices)
    outturn = outturn_cells(model, budget, prices.of_line["residential"])
    names, others, level = model.scenarios, model.scenarios[1:], prices.level
    volumes = {name: volume_cells(model, name, prices, base_year) for name in names}
    costs = {name: cost_cells(prices, base_year, outturn, volumes[name]) for name in names}
    base, weeks = costs[model.baseline], volumes[model.baseline]
    savings = {name: saving_cells(costs[name], base, level, settings) for name in others}
    walk = baseline_walk(prices, base_year, base, weeks, joined, settings.tolerance)
    bridges = {name: bridge_cells(walk, costs[name]) for name in names}
    plan_set = plan_settings(model)
    parts = PlanParts(plan_set, settings, prices, base_year, outturn, base)
    plans = {n: plan_cells(n, costs[n], bridges[n], volumes[n], parts) for n in names}
    years = len(model.years)
    cashable = {name: given_by_year(share[:years]) for name, share in model.cashable.items()}
    discount = discount_cells(prices.start, settings)
    appraisals = {}
    for name in others:
        in_homes = (spent_on_homes(base, outturn) - spent_on_homes(costs[name], outturn)) / level
        saved = Saved(
            savings=savings[name],
            in_homes=in_homes,
            cashable=cashable[name],
            bias=settings.bias_savings[name],
            paid=model.kinds_paid(name),
        )
        appraisals[name] = appraisal_cells(volumes[name], saved, level, outturn, settings, discount)
    after_plan = after_plan_cells(discount, settings, prices, outturn, len(model.later_years))
    later = {
        name: later_cells(model, name, after_plan, appraisals[name], volumes[name].buildings)
        for name in (others if model.later_years else ())
    }
    apart = checks.of_the_base_year(base_year, base)
    for name in names:
        inputs = (level, settings.million)
        apart += checks.of_a_scenario(name, costs[name], bridges[name], plans[name], inputs)
        if name in savings:
            apart += checks.of_a_saving(name, costs[name], base, savings[name], appraisals[name])
    return LiveCells(
        prices=prices,
        settings=settings,
        base_year=base_year,
        outturn=outturn,
        volumes=volumes,
        joined=joined,
        cashable=cashable,
        costs=costs,
        savings=savings,
        bridges=bridges,
        plans=plans,
        plan_set=plan_set,
        shown=shown_plan(plans, plan_set),
        discount=discount,
        appraisals=appraisals,
        after_plan=after_plan,
        later=later,
        checks=tuple(checks.checked(apart, settings, prices.start)),
        inputs=(
            *input_cells(prices, settings, outturn, plan_set, base_year.not_modelled_given),
            *building_inputs(
                [b for of in volumes.values() for b in of.buildings], settings, prices.start
            ),
        ),
    )
