"""Every table that finance asks for beside those of the contract, in one object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sufficiency.engine import Result, Results
from sufficiency.money import (
    Budget,
    budget_against_actual,
    budget_table,
    figure,
    first_year_beside_reported,
    fostering_build_up,
    net_table,
    outturn_explained,
    part_and_full_year,
    predict_base_year,
    price_distribution,
    price_table,
    saving_by_costing,
    unit_costs_by_year,
    with_impacts,
)
from sufficiency.money.year_effects import Stocks
from sufficiency.processes import Answer, Hands
from sufficiency.results.assumptions import assumptions_table
from sufficiency.results.asylum import seeking_asylum
from sufficiency.results.finance.after_plan import AfterPlan, Outline, longer_flows
from sufficiency.results.finance.again import again, net_at_sizes
from sufficiency.results.finance.appraise import Counted, appraise, counted
from sufficiency.results.finance.flows import Flows
from sufficiency.results.finance.model import FinanceModel, finance_model
from sufficiency.results.finance.sensitivity import measure
from sufficiency.results.lookup import only

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Finance:
    """What a finance officer asks of a run.

    Attributes:
        appraisal: appraisal.csv of the contract.
        assumptions: assumptions.csv of the contract, `impact` filled where it was measured.
        tornado: outcome, key, low, high, at_low, middle, at_high, swing.
        cash_flow: flows by scenario and year.
        switching: what each switching value counts.
        gains: present values by who gains: the council, health, education, courts.
        budget: cost beside the budget, contingency and the chance of keeping it.
        net: gross, income and net.
        costings: savings with own fostering at marginal and at full cost.
        year_effects: part-year and full-year savings.
        prediction: 2024/25 (or the base year) predicted from the year before.
        history: why spending rose, year by year.
        build_up: a week of own fostering from its parts.
        prices: prices listed and scaled.
        unit_costs: weekly costs by type and year, published and used.
        tail: children and money above high weekly prices.
        budget_history: budgets, overspends and spending by year.
        first_year: the first projected year beside the overspend reported for it.
        model: what the live cells of the workbook are written from.
    """

    appraisal: pd.DataFrame
    assumptions: pd.DataFrame
    tornado: pd.DataFrame
    cash_flow: pd.DataFrame
    switching: pd.DataFrame
    gains: pd.DataFrame
    budget: pd.DataFrame
    net: pd.DataFrame
    costings: pd.DataFrame
    year_effects: pd.DataFrame
    prediction: pd.DataFrame
    history: pd.DataFrame
    build_up: pd.DataFrame
    prices: pd.DataFrame
    unit_costs: pd.DataFrame
    tail: pd.DataFrame
    budget_history: pd.DataFrame
    first_year: pd.DataFrame
    model: FinanceModel


@dataclass(frozen=True)
class Asked:
    """What is being worked out by running again, whoever does it.

    Attributes:
        years: which years count towards what each scenario is worth.
        longer: flows over more years than the plan's.
        tornado: what each assumption moves.
        at_sizes: each programme at other sizes, some scenarios an answer.
    """

    years: Counted
    longer: Answer[tuple[dict[str, Flows], AfterPlan]]
    tornado: Answer[pd.DataFrame]
    at_sizes: tuple[Answer[dict[str, tuple[np.ndarray, ...]]], ...]


def ask(results: Results, hands: Hands) -> Asked:
    """Have a run run again at other sizes and other assumptions, by whoever has hands free."""
    years = counted(results)
    longer = hands.ask(longer_flows, Outline.of(results, years.ends))
    of = again(results, years)
    tornado = hands.ask(measure, of, assumptions_table(results))
    at_sizes = tuple(hands.ask(net_at_sizes, part) for part in of.parts())
    return Asked(years, longer, tornado, at_sizes)


def finance(
    results: Results,
    tables: Mapping[str, pd.DataFrame],
    budget: Budget | None = None,
    asked: Asked | None = None,
) -> Finance:
    """Everything a finance officer asks of a run.

    Args:
        results: the run.
        tables: its tables; `assumptions` is taken from them.
        budget: an approved budget by year, as `sufficiency.money.read_budget` reads it.
        asked: what `ask` gave, where it was asked before.

    Raises:
        InputError: when the evidence or the budget lacks what is needed.
    """
    forecast = results.forecast
    evidence, prices, calendar = forecast.evidence, forecast.prices, forecast.calendar
    costs = {result.name: result.costs for result in results.all}
    asylum = {result.name: seeking_asylum(forecast, result) for result in results.all}
    asked = asked or ask(results, Hands())
    last_first = reversed(asked.at_sizes)  # what nobody has begun is done here
    at_sizes = {name: net for answer in last_first for name, net in answer.get().items()}
    tornado = asked.tornado.get()
    appraisals = appraise(results, asked.years, at_sizes, asked.longer.get())
    baseline = forecast.baseline.name
    against = budget_table(costs, prices, calendar, budget)
    covers = "all" if budget is None else budget.covers
    return Finance(
        appraisal=appraisals.table,
        assumptions=with_impacts(tables["assumptions"], tornado),
        tornado=tornado,
        cash_flow=appraisals.cash_flow,
        switching=appraisals.switching,
        gains=appraisals.gains,
        budget=against,
        net=net_table(costs, asylum, evidence, prices, calendar),
        costings=saving_by_costing(
            costs, baseline, figure(evidence, "fostering_overhead_share").value
        ),
        year_effects=part_and_full_year(
            ((result.name, _stocks(result)) for result in results.scenarios),
            _stocks(forecast.baseline),
            prices,
            calendar,
        ),
        prediction=predict_base_year(evidence),
        history=outturn_explained(evidence, prices),
        build_up=fostering_build_up(evidence),
        prices=price_table(prices),
        unit_costs=unit_costs_by_year(evidence, prices, calendar),
        tail=price_distribution(evidence, prices),
        budget_history=budget_against_actual(evidence, budget),
        first_year=first_year_beside_reported(evidence, forecast.baseline.costs, prices, calendar),
        model=finance_model(results, appraisals, only(against, covers=covers), asylum),
    )


def _stocks(result: Result) -> Stocks:
    return result.projection.placements, result.projection.home_places_priced
