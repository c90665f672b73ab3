"""The years after the plan that an appraisal counts as well, and worth over all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sufficiency.results.by_year import ByYear, add_up, each_year, given_by_year
from sufficiency.results.cell_functions import equals, larger, sum_product
from sufficiency.results.cells import Cell, If, Same, Span
from sufficiency.results.finance.flows import PROGRAMME
from sufficiency.results.finance.live.agencies import GainCells, WorthCells, gain_cells, worth_cells
from sufficiency.results.finance.live.appraisal import AppraisalCells, DiscountCells, all_of, ratio
from sufficiency.results.finance.live.buildings import BuildingCells, financing
from sufficiency.results.finance.live.costs import OWN_FOSTERING_AT
from sufficiency.results.finance.live.inputs import OutturnCells, SettingCells
from sufficiency.results.finance.live.prices import PriceCells
from sufficiency.results.finance.model import FinanceModel


@dataclass(frozen=True)
class LaterCells:
    """One scenario in the years after the plan, GBP at base-year prices but for weeks.

    Attributes:
        drawn, held, used: weeks saved at the growth of prices since the plan's last year, by priced
            line: as prices were drawn, where they are held, and those used.
        spent: what the programme costs by kind, before optimism bias.
        programme: the same after it, negative.
        saved, bias: saving on placements, and what is taken off it.
        share_cashable: of the saving.
        cashable, avoided: its two parts after bias.
        net, cumulative: everything, and its sum since the first year of the plan.
        npv, put_in: present values of these years.
        whole_npv, whole_put_in, whole_ratio: of the plan's years and these.
        kept_out: children who do not come into care.
        gains: who gains in these years; `worth`, to the council and to all, of the plan's too.
    """

    drawn: tuple[ByYear, ...]
    held: tuple[ByYear, ...]
    used: list[ByYear]
    spent: Mapping[str, ByYear]
    programme: Mapping[str, ByYear]
    saved: ByYear
    bias: ByYear
    share_cashable: ByYear
    cashable: ByYear
    avoided: ByYear
    net: ByYear
    cumulative: ByYear
    npv: Cell
    put_in: Cell
    whole_npv: Cell
    whole_put_in: Cell
    whole_ratio: Cell
    kept_out: ByYear | None
    gains: GainCells
    worth: WorthCells


@dataclass(frozen=True)
class AfterPlanCells:
    """What every scenario's later years start from.

    Attributes:
        prices, settings, outturn: as on Inputs.
        discount: index and factor, on from the plan's last year.
        grown: real price index on that year's last day, by priced line.
    """

    prices: PriceCells
    settings: SettingCells
    outturn: OutturnCells
    discount: DiscountCells
    grown: tuple[Cell, ...]


def after_plan_cells(
    plan: DiscountCells,
    settings: SettingCells,
    prices: PriceCells,
    outturn: OutturnCells,
    count: int,
) -> AfterPlanCells:
    """Discounting and prices go on from the plan's last year."""
    index: list[Cell] = [Same(plan.index.years[-1])]
    factor: list[Cell] = [Same(plan.factor.years[-1])]
    for _ in range(count):
        index.append(index[-1] + index[-1] * settings.discount)
        factor.append(factor[-1] * index[-2] / index[-1])
    return AfterPlanCells(
        prices,
        settings,
        outturn,
        DiscountCells(ByYear(tuple(index[1:]), index[0]), ByYear(tuple(factor[1:]), factor[0])),
        tuple(Same(line.years[-1]) for line in prices.at_end),
    )


def later_cells(
    model: FinanceModel,
    name: str,
    after: AfterPlanCells,
    plan: AppraisalCells,
    buildings: Sequence[BuildingCells],
) -> LaterCells:
    """A scenario after the plan.

    Args:
        model: the run.
        name: the scenario.
        after: what the years after the plan start from.
        plan: its appraisal within the plan.
        buildings: of the homes that it opens.
    """
    prices, settings, bias_share = after.prices, after.settings, after.settings.bias_savings[name]
    drawn, held = (_by_lines(of[name]) for of in (model.later, model.later_held))
    used = prices.joining(drawn, held)
    spent = {
        kind: given_by_year(model.later_programme[name][kind]) for kind in PROGRAMME
    } | financing(building.later_cost for building in buildings)
    programme = {
        kind: -put - put * settings.bias_costs
        for kind, put in spent.items()
        if kind in plan.programme
    }
    saved = _saved(used, prices, after.grown, settings)
    bias = -bias_share * each_year(larger, saved, settings.nothing)
    years = len(model.years)
    share = np.zeros(len(model.later_years))
    counted = model.cashable[name][years:]
    share[: len(counted)] = counted
    share_cashable = given_by_year(share)
    cashable = (saved + bias) * share_cashable
    net = add_up([*programme.values(), saved, bias])

    def present(flow: ByYear) -> Cell:
        return sum_product(Span(flow.years), Span(after.discount.factor.years))

    npv = present(net)
    put_in = -all_of(map(present, programme.values()))
    whole_npv, whole_put_in = plan.npv + npv, plan.put_in + put_in
    kept = model.kept_out.get(name)
    kept_out = None if kept is None else given_by_year(kept[years:])
    gains = gain_cells(
        saved + bias,
        each_year(lambda *weeks: _in_homes(after, weeks), *used),
        kept_out,
        (bias_share, settings.nothing),
        after.outturn,
    )
    worth = worth_cells(whole_npv, gains, present)
    return LaterCells(
        drawn=drawn,
        held=held,
        used=used,
        spent=spent,
        programme=programme,
        saved=saved,
        bias=bias,
        share_cashable=share_cashable,
        cashable=cashable,
        avoided=saved + bias - cashable,
        net=net,
        cumulative=_running(net, plan.cumulative.years[-1]),
        npv=npv,
        put_in=put_in,
        whole_npv=whole_npv,
        whole_put_in=whole_put_in,
        whole_ratio=ratio(whole_npv, whole_put_in, settings.nothing),
        kept_out=kept_out,
        gains=gains,
        worth=_with_the_plan(worth, plan),
    )


def _saved(
    used: list[ByYear], prices: PriceCells, grown: tuple[Cell, ...], settings: SettingCells
) -> ByYear:
    """Saving on placements at the prices used; own fostering with overheads where so chosen."""

    def made(of: slice, *weeks: Cell) -> Cell:
        return sum_product(Span(prices.weekly[of]), Span(grown[of]), Span(weeks[of]))

    own = slice(min(OWN_FOSTERING_AT), max(OWN_FOSTERING_AT) + 1)
    saved = each_year(lambda *weeks: made(slice(None), *weeks), *used)
    overheads = settings.overhead * each_year(lambda *weeks: made(own, *weeks), *used)
    full = equals(settings.costing, settings.full)
    return saved + each_year(lambda more: If(full, more, settings.nothing), overheads)


def _with_the_plan(worth: WorthCells, plan: AppraisalCells) -> WorthCells:
    """Worth over ten years, which counts what others gain in the plan's years as well."""
    to_council = worth.to_council + plan.worth.to_council - plan.npv
    if worth.to_all is None or plan.worth.to_all is None:
        return WorthCells(to_council, None)
    return WorthCells(to_council, worth.to_all + plan.worth.to_all - plan.npv)


def _in_homes(after: AfterPlanCells, weeks: tuple[Cell, ...]) -> Cell:
    """What is saved on the residential line of the outturn."""
    weekly, flags = after.prices.weekly, after.outturn.residential.flags
    return sum_product(Span(weekly), Span(after.grown), Span(flags), Span(weeks))


def _running(flow: ByYear, before: Cell) -> ByYear:
    """The sum so far, from what the plan's years came to."""
    sums: list[Cell] = [Same(before)]
    for cell in flow.years:
        sums.append(sums[-1] + cell)
    return ByYear(tuple(sums[1:]), sums[0])


def _by_lines(values: np.ndarray) -> tuple[ByYear, ...]:
    """A line of given figures for each column of (years, lines)."""
    return tuple(given_by_year(column) for column in values.T)
