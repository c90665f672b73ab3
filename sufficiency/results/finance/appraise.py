"""Each scenario appraised on its own draws: flows, payback, net present value, break-even size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.engine import Forecast, Result, Results, run_scenario
from sufficiency.money import (
    AppraisalSettings,
    CashFlows,
    ProgrammeCosts,
    appraisal_rows,
    appraisal_settings,
    benefit_cost_ratio,
    cash_flow_table,
    cash_flows,
    cost_months,
    first_year,
    npv,
    payback_month,
    switching_value,
)
from sufficiency.results.finance.levers import (
    COSTS_NOTHING_AT_NIL,
    measured_by,
    only_one_off,
    sized,
)
from sufficiency.scenarios import Scenario, effects_of

SIZES: Final = (0.0, 0.5, 1.0, 2.0, 4.0)
"""Multiples of a programme's size at which it is run to find where it breaks even."""


@dataclass(frozen=True)
class Appraisals:
    """Every scenario of a run, appraised.

    Attributes:
        flows: yearly flows by scenario, GBP real, after optimism bias.
        programmes: what the levers cost by month, before it.
        settings: discount rate and optimism biases.
        year_zero: index of the year that money is discounted to.
        table: appraisal.csv: scenario, measure, p10, p50, p90.
        switching: scenario, quantity (what the switching value counts, or why there is none),
            as_written (blank where there is none).
    """

    flows: Mapping[str, CashFlows]
    programmes: Mapping[str, ProgrammeCosts]
    settings: AppraisalSettings
    year_zero: int
    table: pd.DataFrame
    switching: pd.DataFrame
    cash_flow: pd.DataFrame


def appraise(results: Results, small: Forecast | None = None) -> Appraisals:
    """Appraise every scenario against the baseline.

    Args:
        results: scenarios run on the forecast's draws.
        small: the same forecast on fewer draws, on which programmes are run at other sizes to
            find the switching value; None leaves it blank.
    """
    forecast = results.forecast
    settings = appraisal_settings(forecast.evidence)
    programmes: dict[str, ProgrammeCosts] = {}
    flows: dict[str, CashFlows] = {}
    for result in results.scenarios:
        if result.scenario is not None:
            programmes[result.name] = programme_costs(result.scenario, result, forecast)
            flows[result.name] = _flows(result, programmes[result.name], forecast, settings)
    year_zero = first_year(flows)
    rows, units = [], []
    for result in results.scenarios:
        if result.scenario is None:
            continue
        name, flow = result.name, flows[result.name]
        monthly = _net_months(result, programmes[name], forecast, settings)
        measures = {
            "npv": npv(flow.net, settings.discount_rate, year_zero),
            "payback_month": payback_month(monthly),
            "benefit_cost_ratio": benefit_cost_ratio(flow, settings.discount_rate, year_zero),
        }
        measured = measured_by(result.scenario)
        if small is not None and measured.as_written is not None:
            at_size = {
                size: worth(result.scenario, size, small, settings, year_zero) for size in SIZES
            }
            if at_size[0.0].any():
                at = switching_value(at_size.__getitem__, SIZES)
                measures["switching_value"] = at * measured.as_written
            else:
                measured = COSTS_NOTHING_AT_NIL
        rows += appraisal_rows(name, measures)
        units.append((name, measured.words, measured.as_written))
    return Appraisals(
        flows=flows,
        programmes=programmes,
        settings=settings,
        year_zero=year_zero,
        table=pd.DataFrame(rows, columns=["scenario", "measure", "p10", "p50", "p90"]),
        switching=pd.DataFrame(units, columns=["scenario", "quantity", "as_written"]).astype(
            {"as_written": "float64"}
        ),
        cash_flow=cash_flow_table(flows, forecast.calendar, forecast.prices.inflation),
    )


def worth(
    scenario: Scenario,
    size: float,
    forecast: Forecast,
    settings: AppraisalSettings,
    year_zero: int,
) -> np.ndarray:
    """Net present value of a scenario at a multiple of its size, in every draw."""
    at_size = sized(scenario, size)
    result = run_scenario(forecast, at_size)
    programme = programme_costs(at_size, result, forecast)
    return npv(_flows(result, programme, forecast, settings).net, settings.discount_rate, year_zero)


def programme_costs(scenario: Scenario, result: Result, forecast: Forecast) -> ProgrammeCosts:
    """What a scenario's levers cost by month, what is paid once apart from what goes on."""
    whole = effects_of(scenario, forecast.setting).programme
    once = effects_of(only_one_off(scenario), forecast.setting).programme
    return ProgrammeCosts(
        one_off=once, recurrent=whole - once, allowances=result.projection.allowances
    )


def priced_places(scenario: Scenario | None, forecast: Forecast) -> np.ndarray:
    """Own home places paid for at the usual fixed cost, (draws, months + 1)."""
    held = forecast.parameters.home_places[:, None]
    if scenario is None:
        return np.repeat(held, forecast.calendar.months + 1, axis=1)
    added = effects_of(scenario, forecast.setting).home_places_priced
    return held + np.concatenate([np.zeros((forecast.draws, 1)), added], axis=1)


def _flows(
    result: Result, programme: ProgrammeCosts, forecast: Forecast, settings: AppraisalSettings
) -> CashFlows:
    return cash_flows(
        result.costs,
        forecast.baseline.costs,
        programme,
        forecast.prices,
        forecast.calendar,
        settings,
    )


def _net_months(
    result: Result, programme: ProgrammeCosts, forecast: Forecast, settings: AppraisalSettings
) -> np.ndarray:
    """Savings less costs by month after optimism bias, GBP real, (draws, months)."""
    saving = _placements(forecast.baseline, forecast) - _placements(result, forecast)
    saving = saving - settings.bias_savings * np.maximum(saving.mean(axis=0), 0.0)
    spent = programme.one_off + programme.recurrent + programme.allowances
    return saving - (1.0 + settings.bias_costs) * spent


def _placements(result: Result, forecast: Forecast) -> np.ndarray:
    """Cost of placements by month, GBP real, (draws, months)."""
    return cost_months(
        result.projection.placements,
        priced_places(result.scenario, forecast),
        forecast.prices,
        forecast.calendar,
        result.projection.price_change,
    ).sum(-1)
