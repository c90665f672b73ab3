"""What a scenario's levers cost and its placements save, by month and by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sufficiency.engine import Forecast, Result
from sufficiency.money import (
    AppraisalSettings,
    CashFlows,
    ProgrammeCosts,
    cash_flows,
)
from sufficiency.results.finance.against import Against, placements_by_month
from sufficiency.results.finance.agencies import ToOthers, to_others
from sufficiency.results.finance.levers import only_one_off
from sufficiency.scenarios import Scenario, spending_of

PROGRAMME: Final = ("one_off", "recurrent", "financing", "allowances")


@dataclass(frozen=True)
class Flows:
    """One scenario's flows after optimism bias, GBP real.

    Attributes:
        yearly: by financial year.
        monthly: net by month, (draws, months).
        programme: what its levers cost by month of the plan, before optimism bias: means alone,
            (1, months).
        others: what of its savings falls to others than the council, and what they gain besides.
        saved: mean saving on placements by year before optimism bias, (years,).
    """

    yearly: CashFlows
    monthly: np.ndarray
    programme: ProgrammeCosts
    others: ToOthers
    saved: np.ndarray


def flows_of(result: Result, against: Against) -> Flows:
    """The flows of a scenario that was run on a forecast."""
    assert result.scenario is not None, "the baseline has no flows"
    forecast = against.forecast
    programme = programme_costs(result.scenario, result, forecast)
    yearly = _by_year(result, programme, forecast, against.settings)
    months = _net_months(result, programme, against)
    saved = (forecast.baseline.costs.real - result.costs.real).sum(-1).mean(0)
    return Flows(yearly, months, programme.means(), to_others(result, against), saved)


def net_by_year(result: Result, forecast: Forecast, settings: AppraisalSettings) -> np.ndarray:
    """The net flow alone of a scenario that was run on a forecast, (draws, years)."""
    assert result.scenario is not None, "the baseline has no flows"
    programme = programme_costs(result.scenario, result, forecast)
    return _by_year(result, programme, forecast, settings).net


def _by_year(
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


def programme_costs(scenario: Scenario, result: Result, forecast: Forecast) -> ProgrammeCosts:
    """What a scenario's levers cost by month: paid once, for buildings, and what else goes on."""
    whole = result.projection.effects.programme
    once = spending_of(only_one_off(scenario), forecast.setting)
    buildings = [part for lever in scenario.levers for part in lever.building(forecast.setting)]
    financing = np.sum(buildings, axis=0) if buildings else np.zeros_like(whole)
    return ProgrammeCosts(
        one_off=once,
        recurrent=whole - once - financing,
        financing=financing,
        allowances=result.projection.allowances,
    )


def _net_months(result: Result, programme: ProgrammeCosts, against: Against) -> np.ndarray:
    """Savings less costs by month after optimism bias, GBP real, (draws, months)."""
    settings = against.settings
    saving = against.by_month - placements_by_month(result, against.forecast)
    saving = saving - settings.bias_savings * np.maximum(saving.mean(axis=0), 0.0)
    return saving - (1.0 + settings.bias_costs) * programme.total
