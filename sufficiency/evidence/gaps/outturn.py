"""Lines of the revenue outturn that an authority did not return, or not as it spent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sufficiency.evidence.england.store import Record
from sufficiency.evidence.gaps.estimates import STAND_IN, Estimate, Subject
from sufficiency.evidence.gaps.usual import (
    PRICED,
    UsualSpending,
    change_a_child,
    least_a_child,
    least_together,
    usual_spending,
)
from sufficiency.evidence.names import (
    ASYLUM_LINE,
    FOSTERING_LINE,
    OTHER_LINE,
    RESIDENTIAL_LINE,
    RO3_LINES,
    SECTION_251_TOTAL,
    TOTAL_LINE,
)

_TOTAL_METHOD = "the section 251 return's total for children looked after"
_EARLIER_METHOD = "the year after, at England's change"
_LATER_METHOD = "the year before, at the latest change of spending a child in England"
_LINES_METHOD = (
    "the total shared out by what authorities spend a fostered child, a child in homes and other "
    "settings, and a child on other services"
)
_TOGETHER = "fostering and residential together"
_INCOME_METHOD = "England's income over expenditure of the line"


@dataclass(frozen=True)
class Children:
    """Children of the authority by year: all, fostered, and in homes and other settings."""

    all: pd.Series
    fostered: pd.Series
    rest: pd.Series

    def at(self, series: str, year: int) -> float:
        """Mean of both ends of the financial year that ends then, or the end that is known."""
        return float(getattr(self, series).reindex([year - 1, year]).mean())


def fill_outturn(
    spend: pd.DataFrame,
    children: Children,
    subject: Subject,
    record: Record,
    stands_in: bool = True,
) -> tuple[pd.DataFrame, list[Estimate]]:
    """Lines of the financial years that end with the opening and the year before it.

    A total below a tenth of the median authority's a child is no return, and section 251's total
    stands in. Where fostering or residential is below a tenth of the median a child, or both
    together below a third, or nothing was returned by line, the lines are shared out anew: an
    authority that puts all under one line spent on the others as well. Where neither return of the
    opening year is there, nobody's or its own, the year before is carried on. Without either year
    England's spending a child stands in, so that children can be forecast: it is not to be shown.

    Args:
        stands_in: whether it may; where a council gives its own spending, lines are to be there.
    """
    estimates: list[Estimate] = []
    for year in (subject.year, subject.year - 1):
        spend, found = _fill_year(spend, children, subject, year, record)
        estimates += found
    lines, found = _opening(spend, children, subject, record)
    if not lines or (found[0].method == STAND_IN and not stands_in):
        return spend, estimates
    income = usual_spending(record, subject.year).income
    name = f"{subject.year - 1}-{subject.year % 100:02d}"
    spend = _with_lines(spend, subject, name, lines, True, income)
    spend, before = _fill_year(spend, children, subject, subject.year - 1, record)
    return spend, [*estimates, *found, *before]


def _fill_year(
    spend: pd.DataFrame, children: Children, subject: Subject, year: int, record: Record
) -> tuple[pd.DataFrame, list[Estimate]]:
    name = f"{year - 1}-{year % 100:02d}"
    own = spend[(spend["area"] == subject.name) & (spend["financial_year"] == name)]
    held = own[own["measure"] == "total_expenditure"].set_index("line")["value"]
    income = own[(own["measure"] == "income") & (own["line"] == RESIDENTIAL_LINE)]
    no_income = income.empty and year == subject.year  # net cost rests on that of the opening
    least = {**least_a_child(record, year), _TOGETHER: least_together(record, year)}
    if _is_a_return(held, children.at("all", year), least) and not no_income:
        return spend, []
    usual = usual_spending(record, year)
    gross = own[own["measure"] == "gross_expenditure"].set_index("line")["value"]
    lines, estimates = _estimated(held, gross, children, year, usual, least)
    if not lines:
        lines, estimates = _from_year_after(spend, children, subject, year, record)
    if not lines:
        return spend, []
    if no_income:
        estimates.append(_estimate(year, "income", usual.income * lines[RESIDENTIAL_LINE]))
    return _with_lines(spend, subject, name, lines, no_income, usual.income), estimates


def _is_a_return(held: pd.Series, children: float, least: dict[str, float]) -> bool:
    """Whether every line is there, and the total and the priced ones are not next to nothing."""
    if not set(RO3_LINES) <= set(held.dropna().index):
        return False
    return held[TOTAL_LINE] / children >= least[TOTAL_LINE] and _are_returned(held, children, least)


def _are_returned(held: pd.Series, children: float, least: dict[str, float]) -> bool:
    """Whether each priced line, and both together, are more than next to nothing."""
    known = [float(held.get(line, np.nan)) / children for line in PRICED]
    each = all(a_child >= least[line] for a_child, line in zip(known, PRICED, strict=True))
    return each and sum(known) >= least[_TOGETHER]


def _estimated(
    held: pd.Series,
    gross: pd.Series,
    children: Children,
    year: int,
    usual: UsualSpending,
    least: dict[str, float],
) -> tuple[dict[str, float], list[Estimate]]:
    """The five lines from what was returned; none where no total is known."""
    of = children.at("all", year)
    total, estimates = float(held.get(TOTAL_LINE, np.nan)), []
    if not total / of >= least[TOTAL_LINE]:
        total = float(gross.get(SECTION_251_TOTAL, np.nan))
        if not total / of >= least[TOTAL_LINE]:
            return {}, []
        estimates.append(Estimate("spend", year, TOTAL_LINE, total, "GBP", _TOTAL_METHOD))
        held = held[:0]
    asylum = max(float(held.get(ASYLUM_LINE, 0.0)), 0.0)
    lines = {ASYLUM_LINE: asylum, TOTAL_LINE: total}
    if _are_returned(held, of, least):
        parts = {line: float(held[line]) for line in PRICED}
        other = float(held.get(OTHER_LINE, np.nan))
        parts[OTHER_LINE] = other if other >= 0 else max(total - asylum - sum(parts.values()), 0.0)
        return lines | parts, estimates
    weights = {
        RESIDENTIAL_LINE: usual.rates[RESIDENTIAL_LINE] * children.at("rest", year),
        FOSTERING_LINE: usual.rates[FOSTERING_LINE] * children.at("fostered", year),
        OTHER_LINE: usual.rates[OTHER_LINE] * of,
    }
    share = (total - asylum) / sum(weights.values())
    for line, weight in weights.items():
        lines[line] = float(round(weight * share, -3))
        estimates.append(Estimate("spend", year, line, lines[line], "GBP", _LINES_METHOD))
    lines[OTHER_LINE] = total - asylum - lines[RESIDENTIAL_LINE] - lines[FOSTERING_LINE]
    return lines, estimates


def _from_year_after(
    spend: pd.DataFrame, children: Children, subject: Subject, year: int, record: Record
) -> tuple[dict[str, float], list[Estimate]]:
    """The year before the opening from the opening's own lines, at England's rates a child."""
    if year == subject.year:
        return {}, []
    after = spend[
        (spend["area"] == subject.name)
        & (spend["financial_year"] == f"{year}-{(year + 1) % 100:02d}")
        & (spend["measure"] == "total_expenditure")
    ].set_index("line")["value"]
    if not set(RO3_LINES) <= set(after.index):
        return {}, []
    then, now = usual_spending(record, year).rates, usual_spending(record, year + 1).rates
    of = {RESIDENTIAL_LINE: "rest", FOSTERING_LINE: "fostered", OTHER_LINE: "all"}
    lines = {ASYLUM_LINE: float(after[ASYLUM_LINE])}
    for line, who in of.items():
        change = then[line] / now[line] * children.at(who, year) / children.at(who, year + 1)
        lines[line] = float(round(after[line] * change, -3))
    lines[TOTAL_LINE] = sum(lines.values())
    return lines, [_estimate(year, TOTAL_LINE, lines[TOTAL_LINE])]


def _opening(
    spend: pd.DataFrame, children: Children, subject: Subject, record: Record
) -> tuple[dict[str, float], list[Estimate]]:
    """The opening year's lines from those of the year before, or stand-ins; none if known."""
    year = subject.year
    own = spend[(spend["area"] == subject.name) & (spend["measure"] == "total_expenditure")]
    now, before = (
        own[own["financial_year"] == f"{ends - 1}-{ends % 100:02d}"].set_index("line")["value"]
        for ends in (year, year - 1)
    )
    if now.notna().any():
        return {}, []
    of = {RESIDENTIAL_LINE: "rest", FOSTERING_LINE: "fostered", OTHER_LINE: "all"}
    if set(RO3_LINES) <= set(before.dropna().index):
        method, change = _LATER_METHOD, change_a_child(record, year)
        lines = {ASYLUM_LINE: float(before[ASYLUM_LINE])}
        a_child = {line: change * before[line] / children.at(of[line], year - 1) for line in of}
    else:
        method, lines, a_child = STAND_IN, {ASYLUM_LINE: 0.0}, usual_spending(record, year).rates
    lines |= {line: float(round(a_child[line] * children.at(of[line], year), -3)) for line in of}
    lines[TOTAL_LINE] = sum(lines.values())
    return lines, [
        Estimate("spend", year, line, pounds, "GBP", method) for line, pounds in lines.items()
    ]


def _estimate(year: int, what: str, pounds: float) -> Estimate:
    method = _INCOME_METHOD if what == "income" else _EARLIER_METHOD
    return Estimate("spend", year, what, pounds, "GBP", method)


def _with_lines(
    spend: pd.DataFrame,
    subject: Subject,
    name: str,
    lines: dict[str, float],
    no_income: bool,
    income: float,
) -> pd.DataFrame:
    """The table with these lines in place of the authority's own of that year."""
    measures = [(line, "total_expenditure", pounds) for line, pounds in lines.items()]
    if no_income:
        measures.append((RESIDENTIAL_LINE, "income", round(income * lines[RESIDENTIAL_LINE], -3)))
    rows = pd.DataFrame(measures, columns=["line", "measure", "value"]).assign(
        area=subject.name, financial_year=name, unit="GBP", source="estimated: see the estimates"
    )
    replaced = (
        (spend["area"] == subject.name)
        & (spend["financial_year"] == name)
        & spend["line"].isin(list(lines))
        & (spend["measure"] == "total_expenditure")
    )
    return pd.concat([spend[~replaced], rows[spend.columns]], ignore_index=True)
