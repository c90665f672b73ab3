"""A run in the form of a model with live cells: means of inputs, volumes, and what joins them.

A mean cost is not mean weeks times mean price: futures with more children may also be those with
dearer prices. For each line and year the model therefore holds a factor, the mean of the product
over the product of the means, near 1. Weeks x price x growth x factor is then the run's own mean
cost, and stays what a run with another price or another inflation would give, to the penny,
because the mean cost is linear in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sufficiency.engine import Results
from sufficiency.money import Prices, YearCosts, figure
from sufficiency.money.net import children_seeking_asylum, recorded_income
from sufficiency.money.outturn import SCALED_LINES, line_outturn
from sufficiency.money.priced import (
    OWN_HOME,
    base_year_prices,
    in_weeks,
    price_index,
    real_prices,
)
from sufficiency.placements import LABELS, PLACEMENT_TYPES
from sufficiency.results.finance.appraise import Appraisals

PLACES: Final = "places_held"
LINES: Final[tuple[str, ...]] = (*PLACEMENT_TYPES, PLACES)
"""What is priced: children by placement type, and own home places held, filled or not."""
PROGRAMME: Final = ("one_off", "recurrent", "allowances")


def line_label(line: str) -> str:
    """A priced line as the workbook names it."""
    if line == PLACES:
        return "In-house children's homes: places held"
    if line == "in_house_residential":
        return "In-house children's homes: each child"
    return LABELS[line]


@dataclass(frozen=True)
class FinanceModel:
    """Everything that the live cells of the workbook are written from; arrays by year.

    Attributes:
        base_year, years: financial years; arrays are over `years` unless said.
        scenarios: the baseline first.
        weekly: mean GBP a week by line, base year, (lines,).
        growth: mean real price index by line, base year 1, (years, lines).
        inflation: general price level, base year 1, (years,).
        base_weeks, base_factors: weeks and joining factors of the base year, (lines,).
        weeks, factors: by scenario, (years, lines).
        cross: baseline, joining factors of a year's weeks at the growth of the year before.
        carried: baseline, joining factors of the year before's cost times the growth of all
            children; row 0 is nil.
        first_volume: growth of all children in the first year, weighted by the base year's cost.
        programme: by scenario and kind (`PROGRAMME`), GBP real, (years,).
        cashable: by scenario, share of the mean saving that is cashable, (years,).
        residential: 1 for lines of the residential outturn line, else 0, (lines,).
        modelled, not_modelled: GBP of the base year; they add to the outturn's total.
        rest_index: what is not modelled over the base year's, real, (years,).
    """

    base_year: str
    years: tuple[str, ...]
    scenarios: tuple[str, ...]
    weekly: np.ndarray
    growth: np.ndarray
    inflation: np.ndarray
    base_weeks: np.ndarray
    base_factors: np.ndarray
    weeks: Mapping[str, np.ndarray]
    factors: Mapping[str, np.ndarray]
    cross: np.ndarray
    carried: np.ndarray
    first_volume: float
    programme: Mapping[str, Mapping[str, np.ndarray]]
    cashable: Mapping[str, np.ndarray]
    residential: np.ndarray
    modelled: float
    not_modelled: float
    rest_index: np.ndarray
    outturn: float
    discount_rate: float
    bias_savings: float
    bias_costs: float
    overhead_share: float
    year_zero: int
    income_share: float
    health_share: float
    asylum_children: float
    asylum_grant: float
    nights: np.ndarray

    @property
    def baseline(self) -> str:
        return self.scenarios[0]


def finance_model(results: Results, appraisals: Appraisals) -> FinanceModel:
    """The model of a run.

    Raises:
        InputError: when the evidence lacks what net cost or the appraisal rests on.
    """
    forecast = results.forecast
    prices, evidence = forecast.prices, forecast.evidence
    weekly = np.append(prices.weekly.mean(0), prices.fixed_weekly.mean())
    growth = _with_places(prices.real_growth.mean(0))
    weeks = {r.name: _weeks(r.costs) for r in results.all}
    factors = {
        r.name: _over(_by_line(r.costs, prices).mean(0), weeks[r.name] * weekly * growth)
        for r in results.all
    }
    base_days = (prices.scaling.child_days, prices.scaling.place_days)
    base_cost = base_year_prices(prices).cost_by_line(*base_days)
    base_weeks = in_weeks(np.append(*(days.mean(0) for days in base_days)))
    baseline = forecast.baseline.costs
    cross, carried, first_volume = _bridge_factors(baseline, prices, weeks, weekly, growth)
    gross = prices.scaling.total - prices.not_modelled
    residential = (prices.anchors["outturn_line"] == "residential").to_numpy(np.float64)
    income = recorded_income(evidence) / line_outturn(evidence, SCALED_LINES["residential"])
    return FinanceModel(
        base_year=prices.scaling.financial_year,
        years=forecast.calendar.financial_years,
        scenarios=tuple(r.name for r in results.all),
        weekly=weekly,
        growth=growth,
        inflation=prices.inflation,
        base_weeks=base_weeks,
        base_factors=_over(base_cost.mean(0), base_weeks * weekly),
        weeks=weeks,
        factors=factors,
        cross=cross,
        carried=carried,
        first_volume=first_volume,
        programme=_programmes(results, appraisals),
        cashable={name: _cashable(appraisals, name) for name in appraisals.flows},
        residential=np.append(residential, residential[OWN_HOME]),
        modelled=float(gross.mean()),
        not_modelled=float(prices.not_modelled.mean()),
        rest_index=prices.rest.mean(0) / prices.not_modelled.mean(),
        outturn=prices.scaling.total,
        discount_rate=appraisals.settings.discount_rate,
        bias_savings=appraisals.settings.bias_savings,
        bias_costs=appraisals.settings.bias_costs,
        overhead_share=figure(evidence, "fostering_overhead_share").value,
        year_zero=appraisals.year_zero,
        income_share=income,
        health_share=figure(evidence, "income_health_share").value,
        asylum_children=children_seeking_asylum(evidence),
        asylum_grant=figure(evidence, "uasc_grant_a_night").value,
        nights=forecast.calendar.days.reshape(-1, 12).sum(1).astype(np.float64),
    )


def _programmes(results: Results, appraisals: Appraisals) -> dict[str, dict[str, np.ndarray]]:
    years = results.forecast.calendar.years
    nothing = {kind: np.zeros(years) for kind in PROGRAMME}
    found = {results.forecast.baseline.name: nothing}
    for name, programme in appraisals.programmes.items():
        found[name] = {
            kind: getattr(programme, kind).mean(0).reshape(years, 12).sum(1) for kind in PROGRAMME
        }
    return found


def _cashable(appraisals: Appraisals, name: str) -> np.ndarray:
    flow = appraisals.flows[name]
    return _over(flow.cashable_saving.mean(0), flow.savings.mean(0), otherwise=0.0)


def _over(a: np.ndarray, b: np.ndarray, otherwise: float = 1.0) -> np.ndarray:
    """`a` over `b`; `otherwise` where there is nothing to divide by."""
    return np.divide(a, b, out=np.full_like(a, otherwise), where=np.abs(b) > 1e-9)


def _with_places(by_type: np.ndarray) -> np.ndarray:
    """Places held move with the price of own homes: their column added last."""
    return np.concatenate([by_type, by_type[..., [OWN_HOME]]], axis=-1)


def _weeks(costs: YearCosts) -> np.ndarray:
    """Mean weeks by line, (years, lines)."""
    days = [costs.child_days.mean(0), costs.place_days.mean(0)[:, None]]
    return in_weeks(np.concatenate(days, axis=1))


def _by_line(costs: YearCosts, prices: Prices) -> np.ndarray:
    """GBP real by line in every draw, (draws, years, lines): own homes in two parts."""
    of_children = costs.child_days[..., OWN_HOME] * real_prices(prices).child[..., OWN_HOME]
    cost = _with_places(costs.real)
    cost[..., OWN_HOME] = of_children
    cost[..., -1] -= of_children
    return cost


def _bridge_factors(
    baseline: YearCosts,
    prices: Prices,
    weeks: Mapping[str, np.ndarray],
    weekly: np.ndarray,
    growth: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, float]:
    """What joins weeks and prices in the steps of the bridge; see `FinanceModel`."""
    scaling = prices.scaling
    days = np.concatenate([scaling.child_days[:, None], baseline.child_days], axis=1)
    places = np.concatenate([scaling.place_days[:, None], baseline.place_days], axis=1)
    index = price_index(prices)
    a_day = base_year_prices(prices)
    ratio = days[:, 1:].sum(-1) / days[:, :-1].sum(-1)
    mean_index = np.concatenate([np.ones((1, len(LINES))), growth])
    own = next(iter(weeks.values()))
    at_old = a_day.by_year(index[:, :-1]).cost_by_line(days[:, 1:], places[:, 1:])
    cross = _over(at_old.mean(0), own * weekly * mean_index[:-1])
    at_own = a_day.by_year(index[:, 1:-1]).cost_by_line(days[:, 1:-1], places[:, 1:-1])
    grown = (at_own * ratio[:, 1:, None]).mean(0)
    carried = np.zeros_like(cross)
    carried[1:] = _over(grown, own[:-1] * weekly * growth[:-1])
    base = scaling.total - prices.not_modelled
    return cross, carried, float((base * ratio[:, 0]).mean() / base.mean())
