"""The authority's published spending and weekly costs, as series by financial year."""

from __future__ import annotations

import pandas as pd

from sufficiency.evidence import Evidence
from sufficiency.money import outturn_history

WEEKLY = "gbp_per_child_per_week"
ENGLAND = "England"


def total_spend(evidence: Evidence) -> pd.Series:
    """Gross spending on children looked after, nominal GBP, by financial year ("2015/16")."""
    history = outturn_history(evidence)
    years = pd.Index(history["financial_year"], name="financial year")
    return pd.Series(history["gbp"].to_numpy(float), index=years)


def unreconciled(evidence: Evidence) -> tuple[str, ...]:
    """A remark for each year whose two published returns differ, with the other figure."""
    history = outturn_history(evidence)
    differing = history[history["note"] != ""]
    return tuple(f"{row.financial_year}: {row.note}" for row in differing.itertuples())


def weekly_cost(evidence: Evidence, line: str, area: str | None = None) -> pd.Series:
    """Weekly cost of a child, nominal GBP, by financial year: the authority's unless told."""
    return _line(evidence, area or evidence.authority.name, line, WEEKLY)


def neighbours_weekly(evidence: Evidence, line: str) -> pd.DataFrame:
    """Weekly costs of the statistical neighbours: financial years by area, nominal GBP."""
    areas = list(evidence.neighbours["area"])
    return pd.DataFrame({area: weekly_cost(evidence, line, area) for area in areas})


def deflator(evidence: Evidence) -> pd.Series:
    """GDP deflator by financial year, 2024/25 = 1."""
    table = evidence.price_indices
    years = table["financial_year"].map(financial_year)
    values = table["gdp_deflator_2024_25_is_100"].to_numpy(float) / 100
    return pd.Series(values, index=pd.Index(years, name="financial year"))


def financial_year(text: str) -> str:
    """The returns' way to write a financial year in ours.

    >>> financial_year("2015-16")
    '2015/16'
    """
    return f"{text[:4]}/{text[5:7]}"


def _line(evidence: Evidence, area: str, line: str, measure: str) -> pd.Series:
    table = evidence.spend
    chosen = (table["area"] == area) & (table["line"] == line) & (table["measure"] == measure)
    rows = table[chosen].sort_values("financial_year")
    years = rows["financial_year"].map(financial_year)
    return pd.Series(rows["value"].to_numpy(float), index=pd.Index(years, name="financial year"))
