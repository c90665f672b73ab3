"""What a scenario goes on costing and saving after the years of the plan.

An appraisal counts ten years from the first spending and a plan fewer. The later years come from a
longer forecast of the same evidence. Its draws are other futures than the plan's: each future of
the plan goes on as the one whose net saving up to the end of the plan ranks alike. So the years of
the plan stay the plan's own, and means and ranges of later years those of the longer forecast.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sufficiency.engine import Forecast, Results, forecast_over, run_scenario
from sufficiency.money import CashFlows, Prices
from sufficiency.results.finance.against import Against
from sufficiency.results.finance.buildings import Building, buildings_of, carried_on_buildings
from sufficiency.results.finance.flows import PROGRAMME, Flows, flows_of
from sufficiency.results.finance.joining import saved_by_line
from sufficiency.results.finance.repriced import with_uplifts_of
from sufficiency.scenarios import Scenario

if TYPE_CHECKING:
    from sufficiency.evidence import Evidence

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


@dataclass(frozen=True, eq=False)
class Outline:
    """A run as far as a longer forecast of it asks: little beside its draws, so soon handed over.

    Attributes:
        evidence, prices, draws, seed: of the run.
        years: of its plan.
        scenarios: its scenarios, in order.
        ends: years from the opening to the end of each scenario's appraisal.
    """

    evidence: Evidence
    prices: Prices
    years: int
    draws: int
    seed: int
    scenarios: tuple[Scenario, ...]
    ends: Mapping[str, int]

    @classmethod
    def of(cls, results: Results, ends: Mapping[str, int]) -> Outline:
        """The outline of a run."""
        of = results.forecast
        scenarios = tuple(r.scenario for r in results.scenarios if r.scenario is not None)
        years = of.calendar.years
        return cls(of.evidence, of.prices, years, of.draws, of.seed, scenarios, ends)

    def longer(self, draws: int) -> Forecast:
        """The run's forecast over as many years as its appraisals count, with its agreed uplifts.

        Args:
            draws: simulated futures.
        """
        years = max((self.years, *self.ends.values()))
        return with_uplifts_of(self.prices, forecast_over(self.evidence, years, draws, self.seed))


def longer_flows(of: Outline) -> tuple[dict[str, Flows], AfterPlan]:
    """Flows of each scenario over all years of a longer forecast, and its later years by line."""
    longer = of.longer(of.draws // -(-of.draws // MOST_DRAWS))
    against, first = Against(longer), of.years
    whole: dict[str, Flows] = {}
    saved, a_pound, programme, buildings, kept_out = {}, {}, {}, {}, {}
    for scenario in of.scenarios:
        name, end = scenario.name, of.ends[scenario.name]
        later = run_scenario(longer, scenario)
        whole[name] = flows = flows_of(later, against)
        buildings[name] = buildings_of(scenario, longer.setting)
        counted = np.arange(first, longer.calendar.years) < end
        kept_out[name] = flows.others.kept_out.mean(0)[first:] * counted
        drawn, held = saved_by_line(longer.baseline.costs, later.costs, longer.prices)
        saved[name] = drawn[first:] * counted[:, None]
        a_pound[name] = held[first:] * counted[:, None]
        programme[name] = {
            kind: getattr(flows.programme, kind).mean(0).reshape(-1, 12).sum(1)[first:] * counted
            for kind in PROGRAMME
        }
    return whole, AfterPlan(
        years=longer.calendar.financial_years[first:],
        inflation=longer.prices.inflation,
        saved=saved,
        saved_a_pound=a_pound,
        programme=programme,
        buildings=buildings,
        kept_out=kept_out,
    )


def carried_on(
    results: Results,
    plan: Mapping[str, Flows],
    ends: Mapping[str, int],
    longer: tuple[dict[str, Flows], AfterPlan],
) -> tuple[dict[str, Flows], AfterPlan]:
    """Each scenario's flows to the end of its appraisal, and the later years by line.

    Args:
        results: the run.
        plan: flows of the plan's years by scenario.
        ends: years from the opening to the end of each appraisal.
        longer: as `longer_flows` gives them.
    """
    flows, after = longer
    first, setting = results.forecast.calendar.years, results.forecast.setting
    buildings = {
        result.name: carried_on_buildings(
            buildings_of(result.scenario, setting), after.buildings[result.name], ends[result.name]
        )
        for result in results.scenarios
        if result.scenario is not None
    }
    whole = {name: _joined(plan[name], flows[name], first, ends[name]) for name in flows}
    return whole, replace(after, buildings=buildings)


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
