"""Each scenario appraised on its own draws: flows, payback, net present value, break-even size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.engine import Results
from sufficiency.money import (
    AppraisalSettings,
    CashFlows,
    Measured,
    ProgrammeCosts,
    appraisal_rows,
    appraisal_settings,
    cash_flow_table,
    first_year,
    measures_of,
    npv,
    switching_value,
)
from sufficiency.ranges import RANGE_STATISTICS, statistics
from sufficiency.results.finance.after_plan import (
    APPRAISED_YEARS,
    AfterPlan,
    Outline,
    carried_on,
    longer_flows,
)
from sufficiency.results.finance.against import Against
from sufficiency.results.finance.agencies import gains
from sufficiency.results.finance.flows import Flows, flows_of
from sufficiency.results.finance.grades import graded
from sufficiency.results.finance.levers import COSTS_NOTHING_AT_NIL, SIZES, measured_by
from sufficiency.scenarios import Scenario

Row = tuple[str, int, str, float, float, float, float]
_MEASURED: Final = ("scenario", "quantity", "as_written", "grade", "correction")
_COLUMNS: Final = ["scenario", "years", "measure", "mean", "p10", "p50", "p90"]


@dataclass(frozen=True)
class Appraisals:
    """Every scenario of a run, appraised.

    Attributes:
        flows: yearly flows by scenario to the end of its appraisal, GBP real, after optimism bias.
        programmes: what the levers cost by month of the plan, before it.
        settings: discount rate and optimism biases.
        year_zero: index of the year that money is discounted to.
        ends: years from the opening to the end of each scenario's appraisal.
        after_plan: means of the years after the plan.
        table: appraisal.csv: scenario, years, measure, mean, p10, p50, p90.
        switching: scenario, quantity (what the switching value counts, or why there is none),
            as_written (blank where there is none), grade (the weakest evidence that its savings
            rest on) and correction (optimism bias for it: see `grades`).
        cash_flow: flows by scenario and year.
        gains: who gains: scenario, years, gain (`GAINS`), mean, p10, p50, p90; present values.
        kept_out: by scenario, children of each year of the plan who do not come into care, mean.
    """

    flows: Mapping[str, CashFlows]
    programmes: Mapping[str, ProgrammeCosts]
    settings: AppraisalSettings
    year_zero: int
    ends: Mapping[str, int]
    after_plan: AfterPlan
    table: pd.DataFrame
    switching: pd.DataFrame
    cash_flow: pd.DataFrame
    gains: pd.DataFrame
    kept_out: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Counted:
    """Flows within the plan, and which years count towards what each scenario is worth.

    Attributes:
        plan: flows of the plan's years by scenario.
        year_zero: index of the first year in which any scenario moves money.
        ends: years from the opening to the end of each scenario's appraisal.
    """

    plan: Mapping[str, Flows]
    year_zero: int
    ends: Mapping[str, int]


def counted(results: Results) -> Counted:
    """Flows of every scenario within the plan, and ten years from the first of each."""
    against = Against(results.forecast)
    plan = {
        result.name: flows_of(result, against)
        for result in results.scenarios
        if result.scenario is not None
    }
    yearly = {name: flows.yearly for name, flows in plan.items()}
    ends = {name: first_year({name: flow}) + APPRAISED_YEARS for name, flow in yearly.items()}
    return Counted(plan, first_year(yearly), ends)


def appraise(
    results: Results,
    years: Counted,
    at_sizes: Mapping[str, Sequence[np.ndarray]],
    longer: tuple[dict[str, Flows], AfterPlan] | None = None,
) -> Appraisals:
    """Appraise every scenario against the baseline, over the plan and over ten years.

    Args:
        results: scenarios run on the forecast's draws.
        years: which years count towards each.
        at_sizes: net flows of each scenario at each of `SIZES`, as `net_at_sizes` gives them; one
            that is not among them has no switching value.
        longer: flows over more years than the plan's, as `longer_flows` gives them, where that has
            been asked before.
    """
    forecast = results.forecast
    settings = appraisal_settings(forecast.evidence)
    rate = settings.discount_rate
    longer = longer or longer_flows(Outline.of(results, years.ends))
    whole, after = carried_on(results, years.plan, years.ends, longer)
    rows: list[Row] = []
    gained: list[Row] = []
    units = []
    for result in results.scenarios:
        if result.scenario is not None:
            name, measured = result.name, measured_by(result.scenario)
            sizes = at_sizes.get(name)
            if sizes is not None and not sizes[0].any():
                measured, sizes = COSTS_NOTHING_AT_NIL, None
            over = {forecast.calendar.years: years.plan[name], years.ends[name]: whole[name]}
            for until, flows in over.items():
                found = measures(flows, result.scenario, settings, years.year_zero)
                if sizes is not None and measured.as_written is not None:
                    worth = [npv(net[:, :until], rate, years.year_zero) for net in sizes]
                    found["switching_value"] = _breaks_even(worth, measured.as_written)
                counts = until - years.ends[name] + APPRAISED_YEARS
                rows += appraisal_rows(name, counts, found)
                of_each = gains(flows.yearly, flows.others, rate, years.year_zero)
                gained += [(name, counts, key, *_spread(draws)) for key, draws in of_each.items()]
            grade = graded(result.scenario)
            weighed = (grade.grade, grade.correction)
            units.append((name, measured.words, measured.as_written, *weighed))
    yearly = {name: flows.yearly for name, flows in whole.items()}
    return Appraisals(
        flows=yearly,
        programmes={name: flows.programme for name, flows in years.plan.items()},
        settings=settings,
        year_zero=years.year_zero,
        ends=years.ends,
        after_plan=after,
        table=pd.DataFrame(rows, columns=_COLUMNS),
        switching=pd.DataFrame(units, columns=list(_MEASURED)).astype(
            {"as_written": "float64", "correction": "float64"}
        ),
        cash_flow=cash_flow_table(yearly, forecast.calendar.opening_year, after.inflation),
        gains=pd.DataFrame(gained, columns=[*_COLUMNS[:2], "gain", *_COLUMNS[3:]]),
        kept_out={name: flows.others.kept_out.mean(0) for name, flows in years.plan.items()},
    )


def measures(
    flows: Flows, scenario: Scenario, settings: AppraisalSettings, year_zero: int
) -> dict[str, Measured]:
    """What some years of a scenario are worth, and the same with the bias of its evidence's grade.

    Args:
        flows: of the years.
        scenario: whose levers say how good the evidence is.
        settings: discount rate and optimism bias.
        year_zero: index of the year that money is discounted to.
    """
    rate = settings.discount_rate
    found = measures_of(flows.yearly, flows.monthly, rate, year_zero)
    more = (settings.bias_savings - graded(scenario).correction) * np.maximum(flows.saved, 0.0)
    found["npv_by_grade"] = found["npv"].plus(float(npv(more, rate, year_zero)))
    return found


def _spread(draws: np.ndarray) -> tuple[float, float, float, float]:
    found = statistics(draws, RANGE_STATISTICS)
    mean, low, middle, high = (float(found[key]) for key in ("mean", "p10", "p50", "p90"))
    return mean, low, middle, high


def _breaks_even(worth: Sequence[np.ndarray], as_written: float) -> Measured:
    """The size at which a programme that is worth so much at each of `SIZES` breaks even."""
    of_means = [value.mean(keepdims=True) for value in worth]
    at_mean = switching_value(dict(zip(SIZES, of_means, strict=True)).__getitem__, SIZES)
    at = switching_value(dict(zip(SIZES, worth, strict=True)).__getitem__, SIZES)
    return Measured(float(at_mean[0]) * as_written, at * as_written)
