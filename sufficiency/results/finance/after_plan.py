"""What a scenario goes on costing and saving after the years of the plan.

An appraisal counts ten years from the first spending and a plan fewer. The later years come from a
longer forecast of the same evidence. Its draws are other futures than the plan's: each future of
the plan goes on as the one whose net saving up to the end of the plan ranks alike. So the years of
the plan stay the plan's own, and means and ranges of later years those of the longer forecast.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sufficiency.engine import Forecast, Results, forecast_over, run_scenario
from sufficiency.money import CashFlows
from sufficiency.results.finance.against import Against
from sufficiency.results.finance.buildings import Building, buildings_of
from sufficiency.results.finance.flows import PROGRAMME, Flows, flows_of
from sufficiency.results.finance.joining import saved_by_line
from sufficiency.results.finance.repriced import with_uplifts_of

APPRAISED_YEARS: Final = 10
"""Years from the first spending that an appraisal counts."""
MOST_DRAWS: Final = 1000
"""Draws of the longer forecast: an equal part of the run's, so that each stands for as many."""


@dataclass(frozen=True)
class AfterPlan:
    """Means of the years after the plan; GBP at base-year prices.

    Attributes:
        years: financial years after the plan, to the last that any scenario is appraised to.
        inflation: general price level of every year from the first of the plan.
        saved: by scenario and priced line, (years, lines): nil once its appraisal has ended.
        saved_a_pound: the same where every price is GBP 1 a week in every draw.
        programme: by scenario and kind (`PROGRAMME`), (years,).
        buildings: of each scenario that opens homes, over the years of the plan and these.
        kept_out: by scenario, children who would have come into care in the baseline, (years,).
    """

    years: tuple[str, ...]
    inflation: np.ndarray
    saved: Mapping[str, np.ndarray]
    saved_a_pound: Mapping[str, np.ndarray]
    programme: Mapping[str, Mapping[str, np.ndarray]]
    buildings: Mapping[str, tuple[Building, ...]]
    kept_out: Mapping[str, np.ndarray]


def longer_forecast(results: Results, ends: Mapping[str, int], draws: int) -> Forecast:
    """The run's forecast over as many years as its appraisals count, with its agreed uplifts.

    Args:
        results: the run.
        ends: years from the opening to the end of each scenario's appraisal.
        draws: simulated futures.
    """
    of = results.forecast
    years = max((of.calendar.years, *ends.values()))
    return with_uplifts_of(of.prices, forecast_over(of.evidence, years, draws, of.seed))


def carried_on(
    results: Results,
    plan: Mapping[str, Flows],
    ends: Mapping[str, int],
) -> tuple[dict[str, Flows], AfterPlan]:
    """Each scenario's flows to the end of its appraisal, and the later years by line.

    Args:
        results: the run.
        plan: flows of the plan's years by scenario.
        ends: years from the opening to the end of each appraisal.
    """
    of = results.forecast
    first = of.calendar.years
    longer = longer_forecast(results, ends, of.draws // -(-of.draws // MOST_DRAWS))
    against = Against(longer)
    whole: dict[str, Flows] = {}
    saved, a_pound, programme, buildings, kept_out = {}, {}, {}, {}, {}
    for result in results.scenarios:
        if result.scenario is None:
            continue
        name, end = result.name, ends[result.name]
        later = run_scenario(longer, result.scenario)
        flows = flows_of(later, against)
        whole[name] = _joined(plan[name], flows, first, end)
        buildings[name] = buildings_of(result.scenario, of, longer, end)
        counted = np.arange(first, longer.calendar.years) < end
        kept_out[name] = flows.others.kept_out.mean(0)[first:] * counted
        drawn, held = saved_by_line(longer.baseline.costs, later.costs, longer.prices)
        saved[name] = drawn[first:] * counted[:, None]
        a_pound[name] = held[first:] * counted[:, None]
        programme[name] = {
            kind: getattr(flows.programme, kind).mean(0).reshape(-1, 12).sum(1)[first:] * counted
            for kind in PROGRAMME
        }
    years = longer.calendar.financial_years[first:]
    after = AfterPlan(
        years=years,
        inflation=longer.prices.inflation,
        saved=saved,
        saved_a_pound=a_pound,
        programme=programme,
        buildings=buildings,
        kept_out=kept_out,
    )
    return whole, after


def _joined(plan: Flows, longer: Flows, first: int, end: int) -> Flows:
    """Flows of the plan, then those of the longer forecast to the end."""
    so_far: tuple[CashFlows, CashFlows] = plan.yearly, longer.yearly.over(slice(first))
    ours, theirs = (flows.net.sum(axis=1) for flows in so_far)
    ranks = np.arange(len(ours)) * len(theirs) // len(ours)
    goes_on_as = np.empty(len(ours), dtype=np.intp)
    goes_on_as[np.argsort(ours, kind="stable")] = np.argsort(theirs, kind="stable")[ranks]
    later = longer.yearly.over(slice(first, end)).in_order(goes_on_as)
    months = longer.monthly[goes_on_as, 12 * first : 12 * end]
    return Flows(
        yearly=plan.yearly.then(later),
        monthly=np.concatenate([plan.monthly, months], axis=1),
        programme=plan.programme,
        others=plan.others.then(longer.others, slice(first, end), goes_on_as),
        saved=np.concatenate([plan.saved, longer.saved[first:end]]),
    )
