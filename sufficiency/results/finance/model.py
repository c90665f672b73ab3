"""A run in the form of a model with live cells: means of inputs, volumes, and what joins them.

Weeks x price x growth x factor is the run's own mean cost, and stays what a run with another price
or another inflation would give, to the penny: see `sufficiency.results.finance.joining`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.engine import Results
from sufficiency.money import figure
from sufficiency.money.known import known_kinds
from sufficiency.money.outturn import SCALED_LINES, line_outturn
from sufficiency.money.priced import OWN_HOME, in_weeks
from sufficiency.months import Calendar
from sufficiency.placements import LABELS, PLACEMENT_TYPES
from sufficiency.results.finance.agencies import Shares, shares_of
from sufficiency.results.finance.appraise import Appraisals
from sufficiency.results.finance.buildings import Building
from sufficiency.results.finance.flows import PROGRAMME
from sufficiency.results.finance.joining import Joining, joining, mean_weeks, over, with_places

DAY_NIL: Final = date(1899, 12, 30)
"""The day from which spreadsheets count days."""
_ONE_DAY: Final = np.timedelta64(1, "D")
PLACES: Final = "places_held"
LINES: Final[tuple[str, ...]] = (*PLACEMENT_TYPES, PLACES)
"""What is priced: children by placement type, and own home places held, filled or not."""


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
        growth: mean real price index by line with no cash uplift, base year 1, (years, lines).
        uplift, uplift_from: cash uplifts agreed, and their dates as spreadsheets count days, NaN
            where there are none, (years, placement types).
        aprils: 1 April after the base year and after each year, likewise, (1 + years,).
        inflation: general price level, base year 1, (years,).
        listed, known: the price list before scaling, and 1 where a price is marked known, (lines,).
        base_weeks, line_weeks: weeks of the base year, and those that the scaled outturn lines pay
            for: without children seeking asylum, and nil outside those lines, (lines,).
        run, held: what joins weeks and prices as the run drew them, and where prices are the same
            in every draw.
        weeks: by scenario, (years, lines).
        programme: by scenario and kind (`PROGRAMME`), GBP real, (years,).
        middle, cautious: by scenario, the middle and the 80th percentile of cost over its mean,
            (years,): of all children, or of what is modelled where the budget is for that.
        cashable: by scenario, share of the mean saving that is cashable, of every year to the end
            of its appraisal.
        later_years: financial years after the plan, to the last that any scenario is appraised to.
        later, later_held: by scenario, weeks saved after the plan at the growth of prices since its
            last day, as the run drew prices and where they are held, (later years, lines).
        later_programme: by scenario and kind, GBP real, (later years,).
        buildings: by scenario, those of the homes that it opens, over the plan and later years.
        kept_out: by scenario that changes who comes into care, children who would have done so in
            the baseline, of every year to the end of the longest appraisal.
        of_line: by scaled outturn line, 1 for what stands on it, else 0, (lines,).
        line_outturn: GBP by scaled outturn line.
        line_explained: GBP of it that the run's prices make where none is known: the rest is the
            residual of a shrunk factor.
        modelled: GBP spent in the base year on what is modelled.
        not_modelled: GBP of the rest of the outturn, and what known prices leave unexplained.
        rest_index: what is not modelled over the base year's, real, (years,).
        asylum_children: children seeking asylum in the baseline, mean, (years,).
        asylum_brought: more of them by scenario whose levers bring any, mean, (years,).
    """

    base_year: str
    years: tuple[str, ...]
    scenarios: tuple[str, ...]
    weekly: np.ndarray
    growth: np.ndarray
    uplift: np.ndarray
    uplift_from: np.ndarray
    aprils: np.ndarray
    inflation: np.ndarray
    listed: np.ndarray
    known: np.ndarray
    base_weeks: np.ndarray
    line_weeks: np.ndarray
    run: Joining
    held: Joining
    weeks: Mapping[str, np.ndarray]
    programme: Mapping[str, Mapping[str, np.ndarray]]
    middle: Mapping[str, np.ndarray]
    cautious: Mapping[str, np.ndarray]
    cashable: Mapping[str, np.ndarray]
    later_years: tuple[str, ...]
    later: Mapping[str, np.ndarray]
    later_held: Mapping[str, np.ndarray]
    later_programme: Mapping[str, Mapping[str, np.ndarray]]
    buildings: Mapping[str, tuple[Building, ...]]
    kept_out: Mapping[str, np.ndarray]
    of_line: Mapping[str, np.ndarray]
    line_outturn: Mapping[str, float]
    line_explained: Mapping[str, float]
    modelled: float
    not_modelled: float
    rest_index: np.ndarray
    outturn: float
    discount_rate: float
    bias_savings: float
    bias_costs: float
    overhead_share: float
    year_zero: int
    shares: Shares
    asylum_children: np.ndarray
    asylum_brought: Mapping[str, np.ndarray]
    asylum_grant: float
    nights: np.ndarray

    def kinds_paid(self, scenario: str) -> tuple[str, ...]:
        """Kinds of cost (`PROGRAMME`) that a scenario has in any year, or may be given as inputs.

        What is paid each year is among them whether it is nil or not, so that there always is one.
        """
        later = self.later_programme.get(scenario, {})
        costs = {kind: [self.programme[scenario][kind], later.get(kind)] for kind in PROGRAMME}
        paid = {kind for kind, of in costs.items() if any(np.any(c) for c in of if c is not None)}
        may_be = {"recurrent", *(["financing"] if self.buildings.get(scenario) else [])}
        return tuple(kind for kind in PROGRAMME if kind in paid | may_be)

    @property
    def baseline(self) -> str:
        return self.scenarios[0]


def finance_model(
    results: Results,
    appraisals: Appraisals,
    beside_budget: pd.DataFrame,
    asylum: Mapping[str, np.ndarray],
) -> FinanceModel:
    """The model of a run.

    Args:
        results: the run.
        appraisals: its appraisals.
        beside_budget: cost by scenario and year of what the budget covers: mean, p50, p80.
        asylum: children seeking asylum by scenario, (draws, years).

    Raises:
        InputError: when the evidence lacks what net cost or the appraisal rests on.
    """
    forecast = results.forecast
    prices, evidence = forecast.prices, forecast.evidence
    scaling, anchors = prices.scaling, prices.anchors
    baseline = forecast.baseline.costs
    weekly = np.append(prices.weekly.mean(0), prices.fixed_weekly.mean())
    fixed = anchors["weekly_fixed_cost_per_place"].to_numpy(np.float64)[OWN_HOME]
    costs = {result.name: result.costs for result in results.all}
    lines = {
        line: with_places((anchors["outturn_line"] == line).to_numpy(np.float64))
        for line in SCALED_LINES
    }
    means, after = prices.means, appraisals.after_plan
    assert means is not None, "prices of a run are drawn"
    at_end = with_places(means.at_end)[-1]
    seeking = {name: children.mean(0) for name, children in asylum.items()}
    with_no_lever = seeking[forecast.baseline.name]
    return FinanceModel(
        base_year=prices.scaling.financial_year,
        years=forecast.calendar.financial_years,
        scenarios=tuple(r.name for r in results.all),
        weekly=weekly,
        growth=with_places(means.general),
        uplift=means.uplifts.cash,
        uplift_from=np.where(
            np.isnan(means.uplifts.cash), np.nan, _spreadsheet_days(means.uplifts.since)
        ),
        aprils=_spreadsheet_days(_aprils(forecast.calendar)),
        inflation=prices.inflation,
        listed=np.append(anchors["weekly_price"].to_numpy(np.float64), fixed),
        known=with_places(known_kinds(anchors).astype(np.float64)),
        base_weeks=in_weeks(np.append(scaling.child_days.mean(0), scaling.place_days.mean())),
        line_weeks=in_weeks(np.append(scaling.line_days.mean(0), scaling.place_days.mean())),
        run=joining(costs, baseline, prices),
        held=joining(costs, baseline, prices, held=True),
        weeks={name: mean_weeks(cost) for name, cost in costs.items()},
        programme=_programmes(results, appraisals),
        middle=_over_mean(beside_budget, "p50"),
        cautious=_over_mean(beside_budget, "p80"),
        cashable={name: _cashable(appraisals, name) for name in appraisals.flows},
        later_years=after.years,
        later={n: over(saved, weekly * at_end, 0.0) for n, saved in after.saved.items()},
        later_held={n: saved / at_end for n, saved in after.saved_a_pound.items()},
        later_programme=after.programme,
        buildings=after.buildings,
        kept_out={
            name: np.append(kept, after.kept_out[name])
            for name, kept in appraisals.kept_out.items()
            if kept.any()
        },
        of_line=lines,
        line_outturn={line: line_outturn(evidence, name) for line, name in SCALED_LINES.items()},
        line_explained={line: scaling.explained(line) for line in SCALED_LINES},
        modelled=float((scaling.total - scaling.not_modelled).mean()) + scaling.unexplained,
        not_modelled=float(prices.not_modelled.mean()),
        rest_index=prices.rest.mean(0) / prices.not_modelled.mean(),
        outturn=prices.scaling.total,
        discount_rate=appraisals.settings.discount_rate,
        bias_savings=appraisals.settings.bias_savings,
        bias_costs=appraisals.settings.bias_costs,
        overhead_share=figure(evidence, "fostering_overhead_share").value,
        year_zero=appraisals.year_zero,
        shares=shares_of(evidence),
        asylum_children=with_no_lever,
        asylum_brought={
            name: children - with_no_lever
            for name, children in seeking.items()
            if (children != with_no_lever).any()
        },
        asylum_grant=figure(evidence, "uasc_grant_a_night").value,
        nights=forecast.calendar.days.reshape(-1, 12).sum(1).astype(np.float64),
    )


def _aprils(calendar: Calendar) -> np.ndarray:
    """1 April at the start of each year and after the last, datetime64[D]."""
    start = np.datetime64(f"{calendar.opening_year}-04", "M")
    return np.asarray((start + 12 * np.arange(calendar.years + 1)).astype("datetime64[D]"))


def _spreadsheet_days(days: np.ndarray) -> np.ndarray:
    """Dates as spreadsheets count days; NaN where there is none."""
    return np.where(np.isnat(days), np.nan, (days - np.datetime64(DAY_NIL)) / _ONE_DAY)


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
    return over(flow.cashable_saving.mean(0), flow.savings.mean(0), otherwise=0.0)


def _over_mean(table: pd.DataFrame, point: str) -> dict[str, np.ndarray]:
    shares = (table[point] / table["mean"]).groupby(table["scenario"], sort=False)
    return {str(name): share.to_numpy(np.float64) for name, share in shares}
