"""Facts about money for the pages: budgets, spending and weekly costs as they were reported."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from sufficiency.money.growth import LINE_OF, NATION
from sufficiency.money.outturn import TOTAL_LINE
from sufficiency.months import financial_year

if TYPE_CHECKING:
    from sufficiency.evidence import Evidence

_ABOUT_MONEY: Final = re.compile(r"overspend|budget|reserve|saving|cost per year", re.IGNORECASE)
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
        (_year_of(row["period"]), row["measure"], float(row["value"]), "£m", row["source"])
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


def unit_cost_history(evidence: Evidence) -> pd.DataFrame:
    """Weekly cost of residential care and of fostering, as published, at prices of the time.

    Columns: financial_year, line ("Residential care", "Fostering services"), area, gbp_a_week,
    source. Areas are the authority, England, and whatever region the record holds.
    """
    spend = evidence.spend
    authorities = set(evidence.children_in_care["area"]) - {NATION, evidence.authority.name}
    rows = spend[
        spend["line"].isin(LINE_OF.values())
        & (spend["measure"] == "gbp_per_child_per_week")
        & ~spend["area"].isin(authorities)
    ]
    table = pd.DataFrame(
        {
            "financial_year": rows["financial_year"].map(_as_shown),
            "line": rows["line"],
            "area": rows["area"],
            "gbp_a_week": rows["value"].astype(float),
            "source": rows["source"],
        }
    )
    return table.sort_values(["line", "area", "financial_year"], ignore_index=True)


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


def _year_of(period: str) -> str:
    """The financial year that a period of the council's papers begins in.

    >>> _year_of("2018/19 budget"), _year_of("from 2017-04-01"), _year_of("2026-01")
    ('2018/19', '2017/18', '2025/26')
    """
    if whole := re.search(r"(\d{4})/\d{2}\b", period):
        return financial_year(int(whole[1]))
    if month := re.search(r"(\d{4})-(\d{2})", period):
        return financial_year(int(month[1]) - (int(month[2]) < 4))
    return period
