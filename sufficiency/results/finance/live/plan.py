"""The medium-term financial plan, £m: pressures, investment, savings, income, gap and reserves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields

from sufficiency.money.bridge import STEPS
from sufficiency.results.by_year import (
    ByYear,
    add_up,
    chain,
    each_year,
    given_by_year,
)
from sufficiency.results.cell_functions import chosen, equals, is_number, larger
from sufficiency.results.cells import NOTHING, Cell, Given, If, Same
from sufficiency.results.finance.live.base_year import BaseYearCells
from sufficiency.results.finance.live.bridge import BridgeCells
from sufficiency.results.finance.live.costs import CostCells, spent_on_homes
from sufficiency.results.finance.live.inputs import OutturnCells, SettingCells, VolumeCells
from sufficiency.results.finance.live.prices import PriceCells
from sufficiency.results.finance.model import FinanceModel

AGREED = "agreed"
PROPOSED = "proposed"


@dataclass(frozen=True)
class PlanSettings:
    """What a plan is set by, on Inputs, with the words and the spread that formulas name.

    Attributes:
        shown: number of the scenario on the page MTFP, in the order of `names`.
        agreed, proposed: the words for a saving's status.
        status: of each scenario but the baseline: one of the two.
        reserves: GBP that may be called on; empty for none.
        middle, cautious: by scenario, the middle and what 4 futures in 5 keep to, over the mean.
    """

    shown: Cell
    names: Mapping[str, Cell]
    agreed: Cell
    proposed: Cell
    status: Mapping[str, Cell]
    reserves: Cell
    middle: Mapping[str, ByYear]
    cautious: Mapping[str, ByYear]


@dataclass(frozen=True)
class PlanCells:
    """One scenario's plan, £ million.

    Attributes:
        brought: what the year before carried forward; the first, the outturn.
        rebasing, volume, mix, price, inflation: the steps of the bridge.
        rest: change in what is not modelled: inflation, and in the first year an input's change.
        one_offs: what the year before paid once, taken out again.
        investment: what programmes cost more than the year before, and what is paid once.
        financing: what interest, repayment and rent of buildings cost more than the year before.
        agreed, proposed: change in what a scenario saves on placements, by its status.
        carried: gross, all children looked after; its base year is the outturn.
        health, education, grant: income, negative.
        net: after income.
        budget: the approved budget; empty where none is given, as is what follows from it.
        over_budget: gross over it, on the mean.
        gap_middle, gap_cautious: what it is exceeded by in the middle, and with 4 chances in 5 at
            most.
        called, left: reserves called on for the gap in the middle, and what is left of them.
        once, goes_on, buildings: what programmes pay once, go on paying, and pay for buildings.
        borrowed: for buildings, in the year in which they are bought.
    """

    brought: ByYear
    rebasing: ByYear
    volume: ByYear
    mix: ByYear
    price: ByYear
    inflation: ByYear
    rest: ByYear
    one_offs: ByYear
    investment: ByYear
    financing: ByYear
    agreed: ByYear
    proposed: ByYear
    carried: ByYear
    health: ByYear
    education: ByYear
    grant: ByYear
    net: ByYear
    budget: ByYear
    over_budget: ByYear
    gap_middle: ByYear
    gap_cautious: ByYear
    called: ByYear
    left: ByYear
    once: ByYear
    goes_on: ByYear
    buildings: ByYear
    borrowed: ByYear


def plan_settings(model: FinanceModel) -> PlanSettings:
    """What a plan is set by: the baseline is shown, savings are proposed, there are no reserves."""
    return PlanSettings(
        shown=Given(1.0),
        names={name: Given(name) for name in model.scenarios},
        agreed=Given(AGREED),
        proposed=Given(PROPOSED),
        status={name: Given(PROPOSED) for name in model.scenarios[1:]},
        reserves=Given(None),
        middle={name: given_by_year(model.middle[name]) for name in model.scenarios},
        cautious={name: given_by_year(model.cautious[name]) for name in model.scenarios},
    )


@dataclass(frozen=True)
class PlanParts:
    """What every scenario's plan is made from; `baseline` is what it costs."""

    plans: PlanSettings
    settings: SettingCells
    prices: PriceCells
    base_year: BaseYearCells
    outturn: OutturnCells
    baseline: CostCells


def plan_cells(
    name: str, costs: CostCells, bridge: BridgeCells, volumes: VolumeCells, of: PlanParts
) -> PlanCells:
    """The plan of a scenario from its costs, its bridge and what its programme costs."""
    million, nothing, outturn = of.settings.million, of.settings.nothing, of.outturn
    steps = {step: bridge[step] / million for step in STEPS}
    rest = (costs.not_modelled.projected - costs.not_modelled.before) / million
    once, goes_on, buildings = _programme(volumes, of)
    one_offs = -once.before
    investment = once.projected + goes_on.projected - goes_on.before
    financing = buildings.projected - buildings.before
    saved = _change(_on_placements(costs, of.baseline) / million)
    status = of.plans.status.get(name, of.plans.proposed)

    def of_status(word: Cell) -> ByYear:
        return each_year(lambda cell: If(equals(status, word), cell, nothing), saved)

    agreed, proposed = of_status(of.plans.agreed), of_status(of.plans.proposed)
    of_steps = [steps[step] for step in STEPS if step != "intervention"]
    pressures = [one_offs, *of_steps, rest, investment, financing, agreed, proposed]
    brought, carried = chain(of.base_year.outturn / million, pressures)
    residential = spent_on_homes(costs, outturn)
    asylum = outturn.asylum
    if volumes.asylum_brought is not None:
        asylum = asylum + volumes.asylum_brought
    income = [
        -residential * outturn.health / million,
        -residential * outturn.education / million,
        -asylum * outturn.grant * outturn.nights / million,
    ]
    cost = (costs.everything if outturn.budget_covers_all else costs.total).projected
    gap = each_year(_over, cost * of.plans.middle[name], outturn.budget, million)
    called, left = _reserves(gap, of)
    return PlanCells(
        brought=brought,
        **{step: steps[step] for step in STEPS if step != "intervention"},
        rest=rest,
        one_offs=one_offs,
        investment=investment,
        financing=financing,
        agreed=agreed,
        proposed=proposed,
        carried=carried,
        health=income[0],
        education=income[1],
        grant=income[2],
        net=add_up([carried.projected, *income]),
        budget=each_year(_in_millions, outturn.budget, million),
        over_budget=each_year(_over, cost, outturn.budget, million),
        gap_middle=gap,
        gap_cautious=each_year(_over, cost * of.plans.cautious[name], outturn.budget, million),
        called=called,
        left=left,
        once=once,
        goes_on=goes_on,
        buildings=buildings,
        borrowed=_borrowed(volumes, of),
    )


def shown_plan(plans: Mapping[str, PlanCells], settings: PlanSettings) -> tuple[Cell, PlanCells]:
    """The name and the plan of the scenario that is chosen for the page."""
    name = chosen(settings.shown, [Same(cell) for cell in settings.names.values()])
    lines = {}
    for field in fields(PlanCells):
        of_each: Sequence[ByYear] = [getattr(plan, field.name) for plan in plans.values()]
        pick: Callable[..., Cell] = lambda which, *cells: chosen(which, cells)  # noqa: E731
        lines[field.name] = each_year(pick, settings.shown, *of_each)
    return name, PlanCells(**lines)


def _on_placements(costs: CostCells, baseline: CostCells) -> ByYear:
    """What placements cost beyond the baseline's: line by line, so that alike is nil."""
    ours, theirs = add_up(costs.lines), add_up(baseline.lines)
    return ours - theirs


def _change(line: ByYear) -> ByYear:
    """What a line changes by from year to year."""
    return line.projected - line.before


def _programme(volumes: VolumeCells, of: PlanParts) -> tuple[ByYear, ByYear, ByYear]:
    """What is paid once, goes on, and is for buildings, £m nominal; nil before the first year."""
    level, million = of.prices.level.projected, of.settings.million
    paid = {kind: cost * level / million for kind, cost in volumes.programme.items()}

    def from_nothing(line: ByYear) -> ByYear:
        return ByYear(line.years, Same(of.settings.nothing))

    goes_on = paid["recurrent"] + paid["allowances"]
    return from_nothing(paid["one_off"]), from_nothing(goes_on), from_nothing(paid["financing"])


def _borrowed(volumes: VolumeCells, of: PlanParts) -> ByYear:
    """What is borrowed in each year, £m nominal."""
    if not volumes.buildings:
        return each_year(lambda _: Same(of.settings.nothing), of.prices.level.projected)
    first, *rest = (b.borrowed * b.bought for b in volumes.buildings)
    return sum(rest, start=first) * of.prices.level.projected / of.settings.million


def _reserves(gap: ByYear, of: PlanParts) -> tuple[ByYear, ByYear]:
    """What is called on for a gap, as far as there is any, and what is left."""
    nothing, given = of.settings.nothing, of.plans.reserves
    left: list[Cell] = [If(is_number(given), given / of.settings.million, nothing)]
    called: list[Cell] = []
    for short in gap.years:
        wanted = If(is_number(short), larger(short, nothing), nothing)
        called.append(-larger(-wanted, -left[-1]))
        left.append(left[-1] - called[-1])
    return ByYear(tuple(called)), ByYear(tuple(left[1:]), left[0])


def _over(cost: Cell, budget: Cell, million: Cell) -> Cell:
    """Cost over a budget; empty where none is given."""
    return If(is_number(budget), (cost - budget) / million, NOTHING)


def _in_millions(budget: Cell, million: Cell) -> Cell:
    return If(is_number(budget), budget / million, NOTHING)
