"""Facts about money for the pages: budgets, spending and weekly costs as they were reported."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sufficiency.money.outturn import TOTAL_LINE
from sufficiency.months import financial_year
from sufficiency.ranges import statistics

if TYPE_CHECKING:
    from sufficiency.evidence import Evidence
    from sufficiency.money.budget import Budget
    from sufficiency.money.costs import YearCosts
    from sufficiency.money.prices import Prices
    from sufficiency.months import Calendar

_ABOUT_MONEY: Final = re.compile(r"overspend|budget|reserve|saving|cost per year", re.IGNORECASE)
_OVER: Final = re.compile(r"overspend|reserves used|extra budget", re.IGNORECASE)
_RECONCILES: Final = 0.02
"""Returns of one year that differ by no more than this share are taken to agree."""


def budget_context(evidence: Evidence) -> pd.DataFrame:
    """Budgets, overspends, reserves and spending on children looked after, as reported.

    Columns: year (financial, "2017/18"), what, value, unit, source; by year. Amounts of money in
    the council's papers and in press reports of them are quoted, not reconciled: some are of
    children's services as a whole, some of the whole council, as `what` says.
    """
    papers = evidence.council_papers
    chosen = papers[
        papers["unit"].str.startswith("£m")
        & papers["placement_type"].isin(["all", "all services"])
        & papers["measure"].str.contains(_ABOUT_MONEY)
    ]
    rows = [
        (year_of(row["period"]), row["measure"], float(row["value"]), "£m", row["source"])
        for row in chosen.to_dict("records")
    ]
    spent = [
        (row["financial_year"], row["what"], row["gbp"] / 1e6, "£m", row["source"])
        for row in outturn_history(evidence).to_dict("records")
    ]
    table = pd.DataFrame([*rows, *spent], columns=["year", "what", "value", "unit", "source"])
    return table.sort_values("year", kind="stable", ignore_index=True)


def outturn_history(evidence: Evidence) -> pd.DataFrame:
    """Gross spending on children looked after by financial year.

    Columns: financial_year, what, gbp, source, note. The revenue outturn (RO3) is taken where it
    is held, the section 251 return before it; where two returns of one year differ by more than
    2% the note names the other figure.
    """
    spend = evidence.spend
    ours = spend[spend["area"] == evidence.authority.name]
    section_251 = _by_year(ours, "Total Children Looked After", "gross_expenditure")
    outturn = _by_year(ours, TOTAL_LINE, "total_expenditure")
    rows = []
    for year in sorted({*section_251, *outturn}):
        value, source = outturn.get(year) or section_251[year]
        other, _ = section_251.get(year, (value, ""))
        note = ""
        if abs(other / value - 1) > _RECONCILES:
            note = f"section 251 return: £{other / 1e6:.1f}m; the two returns do not reconcile"
        what = "Gross spending on children looked after"
        rows.append((_as_shown(year), what, value, source, note))
    return pd.DataFrame(rows, columns=["financial_year", "what", "gbp", "source", "note"])


def budget_against_actual(evidence: Evidence, budget: Budget | None = None) -> pd.DataFrame:
    """Approved budgets and reported overspends beside gross spending, by financial year.

    Columns: financial_year, approved_budget (the user's, GBP), reported (an overspend or a use of
    reserves, GBP, as the papers or the press gave it), what (of what), spent (gross, children
    looked after, GBP), source. Reported figures are of children's services as a whole unless
    `what` says otherwise: they and the spending are not the same thing and are not netted.
    """
    spent = outturn_history(evidence).set_index("financial_year")["gbp"].to_dict()
    papers = budget_context(evidence)
    told = papers[papers["what"].str.contains(_OVER)]
    approved = dict(budget.by_year) if budget is not None else {}
    rows = []
    for year in sorted({*spent, *approved, *told["year"]}):
        found = told[told["year"] == year].to_dict("records") or [
            {"value": np.nan, "what": "", "source": ""}
        ]
        for row in found:
            given, actual = approved.get(year, np.nan), spent.get(year, np.nan)
            reported = float(row["value"]) * 1e6
            rows.append((year, given, reported, row["what"], actual, row["source"]))
    columns = ["financial_year", "approved_budget", "reported", "what", "spent", "source"]
    return pd.DataFrame(rows, columns=columns)


def first_year_beside_reported(
    evidence: Evidence, baseline: YearCosts, prices: Prices, calendar: Calendar
) -> pd.DataFrame:
    """The first projected year's cost beside the overspend that was reported for it.

    Columns: what, mean, p10, p90 (GBP nominal, gross), covers. The rise over the outturn of the
    year before with general inflation is what a budget set on that outturn would be overspent by;
    the reported figure is of children's social care, staff included, against a budget that is not
    held, so the two are beside each other and not one from the other.
    """
    year = calendar.financial_years[0]
    inflation = float(prices.inflation[0])
    modelled = baseline.total("nominal")[:, 0]
    everything = modelled + prices.rest[:, 0] * inflation
    standing = prices.scaling.total * inflation
    rows = []
    for what, draws, covers in (
        (f"Cost in {year}", everything, "all children looked after"),
        (
            f"Rise over the outturn of {prices.scaling.financial_year} with general inflation",
            everything - standing,
            "all children looked after",
        ),
    ):
        numbers = statistics(draws, ("mean", "p10", "p90")).values()
        rows.append((what, *map(float, numbers), covers))
    papers = budget_context(evidence)
    told = papers[(papers["year"] == year) & papers["what"].str.contains(_OVER)]
    for row in told.to_dict("records"):
        value = float(row["value"]) * 1e6
        rows.append((f"Reported: {row['what']}", value, np.nan, np.nan, str(row["source"])))
    return pd.DataFrame(rows, columns=["what", "mean", "p10", "p90", "covers"])


def _by_year(spend: pd.DataFrame, line: str, measure: str) -> dict[str, tuple[float, str]]:
    """Value and source of one line by financial year."""
    rows = spend[(spend["line"] == line) & (spend["measure"] == measure)]
    return {
        row["financial_year"]: (float(row["value"]), row["source"])
        for row in rows.to_dict("records")
    }


def _as_shown(year: str) -> str:
    """A financial year of the tables ("2024-25") as pages show it ("2024/25")."""
    return financial_year(int(year[:4]))


def year_of(period: str) -> str:
    """The financial year that a period of the council's papers begins in.

    >>> year_of("2018/19 budget"), year_of("from 2017-04-01"), year_of("2026-01")
    ('2018/19', '2017/18', '2025/26')
    """
    if whole := re.search(r"(\d{4})/\d{2}\b", period):
        return financial_year(int(whole[1]))
    if month := re.search(r"(\d{4})-(\d{2})", period):
        return financial_year(int(month[1]) - (int(month[2]) < 4))
    return period
