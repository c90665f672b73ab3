"""Invest to save: what is put in, what comes out, when it pays back and whether it is worth it.

Money is at base-year prices. Savings are taken draw by draw against the baseline, cut by the
optimism bias of savings; programme costs are raised by that of costs. What is worth what depends
on the years that are counted, so worth is given over those of the plan and over ten years.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sufficiency.money.costs import YearCosts, by_financial_year
from sufficiency.money.figures import figure
from sufficiency.money.prices import Prices, real_prices
from sufficiency.months import Calendar
from sufficiency.ranges import RANGE_STATISTICS, statistics

if TYPE_CHECKING:
    from sufficiency.evidence import Evidence

MEASURES: Final = (
    *("npv", "npv_by_grade", "payback_month", "benefit_cost_ratio", "switching_value"),
)
FLOWS: Final = (
    "one_off",
    "recurrent",
    "financing",
    "allowances",
    "cashable_saving",
    "cost_avoidance",
    "net",
)


@dataclass(frozen=True)
class AppraisalSettings:
    """How money at different times and of different certainty is weighed.

    Attributes:
        discount_rate: real, a year; the Green Book's 3.5% unless the council sets its own.
        bias_savings: share taken off savings on placements for optimism.
        bias_costs: share put on the programme's costs for optimism.
    """

    discount_rate: float
    bias_savings: float
    bias_costs: float


def appraisal_settings(evidence: Evidence) -> AppraisalSettings:
    """The settings of the evidence: discount_rate_real and the two optimism biases."""
    return AppraisalSettings(
        discount_rate=evidence.assumption("discount_rate_real").value,
        bias_savings=figure(evidence, "optimism_bias_savings").value,
        bias_costs=figure(evidence, "optimism_bias_costs").value,
    )


@dataclass(frozen=True)
class ProgrammeCosts:
    """What a scenario's levers cost by month, GBP at base-year prices, (draws, months) each.

    Attributes:
        one_off: paid once, in the first month or for each household recruited.
        recurrent: paid for as long as a lever runs.
        financing: paid for buildings: interest and repayment of what was borrowed, and rent.
        allowances: paid on after a child has left care.
    """

    one_off: np.ndarray
    recurrent: np.ndarray
    financing: np.ndarray
    allowances: np.ndarray

    @property
    def total(self) -> np.ndarray:
        return self.one_off + self.recurrent + self.financing + self.allowances

    def means(self) -> ProgrammeCosts:
        """Means of the draws, (1, months) each."""
        parts = (getattr(self, part.name) for part in fields(self))
        return ProgrammeCosts(*(part.mean(0, keepdims=True) for part in parts))


@dataclass(frozen=True)
class CashFlows:
    """A scenario's flows by financial year after optimism bias, GBP real, (draws, years) each.

    Costs are negative and savings positive, so that all add to `net`.
    """

    one_off: np.ndarray
    recurrent: np.ndarray
    financing: np.ndarray
    allowances: np.ndarray
    cashable_saving: np.ndarray
    cost_avoidance: np.ndarray

    @property
    def costs(self) -> np.ndarray:
        """What is put in, negative."""
        return self.one_off + self.recurrent + self.financing + self.allowances

    @property
    def savings(self) -> np.ndarray:
        """What comes out on placements; negative where placements cost more."""
        return self.cashable_saving + self.cost_avoidance

    @property
    def net(self) -> np.ndarray:
        return self.costs + self.savings

    def over(self, years: slice) -> CashFlows:
        """The flows of some of the years."""
        return CashFlows(*(getattr(self, field.name)[:, years] for field in fields(self)))

    def then(self, later: CashFlows) -> CashFlows:
        """These flows and, in the same draws, those of the years that follow."""
        return CashFlows(
            *(
                np.concatenate([getattr(self, field.name), getattr(later, field.name)], axis=1)
                for field in fields(self)
            )
        )

    def in_order(self, draws: np.ndarray) -> CashFlows:
        """The flows with their draws in another order."""
        return CashFlows(*(getattr(self, field.name)[draws] for field in fields(self)))


def cash_flows(
    scenario: YearCosts,
    baseline: YearCosts,
    programme: ProgrammeCosts,
    prices: Prices,
    calendar: Calendar,
    settings: AppraisalSettings,
) -> CashFlows:
    """A scenario's yearly flows against the baseline.

    *Cost avoidance* is money that would have been spent on placements beyond those of the base
    year; *cashable* is the rest of the saving, which takes spending below what the base year's
    placements cost at the year's prices and can come out of a budget. Placements that cost more
    than in the baseline count against the cashable saving as far as there is one, and then against
    what is avoided: no saving is cashable below nil. Optimism is a share of the mean saving
    of a year, taken off every draw alike; a year in which placements cost more is left whole.
    """
    base = prices.scaling
    held = real_prices(prices).cost(base.child_days[:, None], base.place_days[:, None])
    avoided = np.maximum(0.0, baseline.real - np.maximum(held, scenario.real)).sum(-1)
    gross = (baseline.real - scenario.real).sum(-1)
    avoided = np.minimum(avoided, gross)  # nothing is cashable that dearer placements take back
    cashable, raise_by = gross - avoided, 1.0 + settings.bias_costs
    cut = settings.bias_savings * (gross.mean(axis=0) > 0)
    return CashFlows(
        one_off=0.0 - raise_by * by_financial_year(programme.one_off, calendar),
        recurrent=0.0 - raise_by * by_financial_year(programme.recurrent, calendar),
        financing=0.0 - raise_by * by_financial_year(programme.financing, calendar),
        allowances=0.0 - raise_by * by_financial_year(programme.allowances, calendar),
        cashable_saving=cashable - cut * cashable.mean(axis=0),
        cost_avoidance=avoided - cut * avoided.mean(axis=0),
    )


def first_year(flows: Mapping[str, CashFlows]) -> int:
    """Index of the first year in which any scenario differs from the baseline; 0 if none does."""
    moves = [
        np.abs(flow.net).sum(axis=0) + np.abs(flow.costs).sum(axis=0) for flow in flows.values()
    ]
    at = np.flatnonzero(np.sum(moves, axis=0)) if moves else np.array([])
    return int(at[0]) if len(at) else 0


def npv(net: np.ndarray, rate: float, year_zero: int = 0) -> np.ndarray:
    """Net present value of yearly flows on the last axis, in the money of `year_zero`.

    A flow of year t is divided by (1 + rate) ** (t - year_zero): the first year is not discounted.
    """
    years = np.arange(net.shape[-1]) - year_zero
    return np.asarray((net / (1.0 + rate) ** years).sum(axis=-1))


def benefit_cost_ratio(flows: CashFlows, rate: float, year_zero: int) -> np.ndarray:
    """Present value of savings over that of costs, (draws,); NaN where nothing is put in."""
    put_in = -npv(flows.costs, rate, year_zero)
    saved = npv(flows.savings, rate, year_zero)
    return np.divide(saved, put_in, out=np.full_like(saved, np.nan), where=put_in > 0)


def payback_month(net: np.ndarray) -> np.ndarray:
    """Months from the first flow to the month from which the sum so far is never below nil again.

    Args:
        net: real flows by month, undiscounted, (draws, months).

    Returns:
        (draws,); infinite where the money has not come back by the end, 0 where none went out.
    """
    started = np.abs(net).sum(axis=0) > 0
    if not started.any():
        return np.zeros(len(net))
    first = int(np.flatnonzero(started)[0])
    running = np.cumsum(net[:, first:], axis=1)
    below = running < 0
    months = running.shape[1]
    last_below = np.where(below.any(axis=1), months - np.argmax(below[:, ::-1], axis=1), 0)
    return np.where(last_below >= months, np.inf, np.where(last_below > 0, last_below + 1.0, 0.0))


def cash_flow_table(
    flows: Mapping[str, CashFlows], opening_year: int, inflation: np.ndarray
) -> pd.DataFrame:
    """Flows of each scenario by financial year, with their sum so far.

    Args:
        flows: by scenario, each over as many years as it is appraised.
        opening_year: of the 31 March before the first year.
        inflation: general price level by year, at least as many years.

    Returns:
        Columns: scenario, financial_year, flow (keys of `FLOWS`, and "cumulative"), price_basis,
        mean, p10, p50, p90; GBP, costs negative, after optimism bias.
    """
    frames = []
    names = [*FLOWS, "cumulative"]
    for name, flow in flows.items():
        years = Calendar(opening_year, flow.net.shape[1]).financial_years
        prices = inflation[: len(years)]
        for basis, level in (("real", np.ones_like(prices)), ("nominal", prices)):
            parts = [getattr(flow, key) * level for key in FLOWS]
            draws = np.stack([*parts, np.cumsum(parts[-1], axis=1)], axis=-1)
            found = statistics(draws, RANGE_STATISTICS)
            frames.append(
                pd.DataFrame(
                    {
                        "scenario": name,
                        "financial_year": np.repeat(years, len(names)),
                        "flow": np.tile(names, len(years)),
                        "price_basis": basis,
                        **{key: values.ravel() for key, values in found.items()},
                    }
                )
            )
    columns = ["scenario", "financial_year", "flow", "price_basis", "mean", "p10", "p50", "p90"]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)


@dataclass(frozen=True)
class Measured:
    """A measure of worth: of the mean flows, and in every draw."""

    of_means: float
    draws: np.ndarray

    def plus(self, amount: float) -> Measured:
        """The measure with as much more in every draw."""
        return Measured(self.of_means + amount, self.draws + amount)


def measures_of(
    flows: CashFlows, monthly: np.ndarray, rate: float, year_zero: int
) -> dict[str, Measured]:
    """Net present value, payback and benefit-cost ratio over all the years of some flows.

    Args:
        flows: by year.
        monthly: net by month over the same years, (draws, months).
        rate: real, a year.
        year_zero: index of the year that money is discounted to.
    """
    means = CashFlows(*(getattr(flows, f.name).mean(0, keepdims=True) for f in fields(flows)))
    mean_month = monthly.mean(0, keepdims=True)

    def each(of: CashFlows, months: np.ndarray) -> dict[str, np.ndarray]:
        return {
            "npv": npv(of.net, rate, year_zero),
            "payback_month": payback_month(months),
            "benefit_cost_ratio": benefit_cost_ratio(of, rate, year_zero),
        }

    of_means = each(means, mean_month)
    return {
        name: Measured(float(of_means[name][0]), draws)
        for name, draws in each(flows, monthly).items()
    }


def appraisal_rows(
    scenario: str, years: int, measures: Mapping[str, Measured]
) -> list[tuple[str, int, str, float, float, float, float]]:
    """Rows of appraisal.csv for one scenario: scenario, years, measure, mean, p10, p50, p90.

    `years` are those counted, from the first money on; `mean` is of the mean flows. A figure that
    is infinite (never pays back, never breaks even) or not defined is blank.
    """
    rows = []
    for measure in MEASURES:
        found, of_means = [np.nan] * 3, np.nan
        held = measures.get(measure)
        if held is not None and not np.isnan(held.draws).all():
            known = held.draws[~np.isnan(held.draws)]
            found = np.quantile(known, [0.1, 0.5, 0.9], method="inverted_cdf").tolist()
            of_means = held.of_means
        mean, low, middle, high = (v if np.isfinite(v) else np.nan for v in (of_means, *found))
        rows.append((scenario, years, measure, mean, low, middle, high))
    return rows
