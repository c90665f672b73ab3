"""The headlines on money beside the forecast: spending so far, the budget, what is banked on."""

from __future__ import annotations

import math
from typing import Final

from sufficiency.evidence import Evidence
from sufficiency.money.budget import COVERS
from sufficiency.pages.words import millions, thousands
from sufficiency.placements import label
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import only, year_to
from sufficiency.results.run import Run
from sufficiency.results.stress import ALL, AS_FORECAST, AT_TODAY, ENGLAND, banked_on

SPENDING_LINES: Final = (
    ("RO3 CLA total", "total_expenditure"),
    ("Total Children Looked After", "gross_expenditure"),
)
"""Gross spending on children looked after: the revenue outturn, else the section 251 return."""
OTHER_SERVICES: Final = ("RO3 CLA other", "total_expenditure")
"""Services for children looked after beside homes, fostering and asylum seekers."""
_YEARS_BACK: Final = 2
_STOOD_STILL: Final = 0.02
_MATTERS: Final = 0.1
_LITTLE_OF_IT: Final = 0.25
"""Numbers of children explain little of a rise in spending below this share of its logarithm."""


def gross_spending(evidence: Evidence) -> dict[int, float]:
    """Gross spending on children looked after, GBP in cash, by the year its 31 March falls in.

    One return for every year, so that years compare: the first of `SPENDING_LINES` held.
    """
    for line, measure in SPENDING_LINES:
        if known := _by_year(evidence, line, measure):
            return known
    return {}


def _by_year(evidence: Evidence, line: str, measure: str) -> dict[int, float]:
    """A line of the authority's spending above nil, GBP, by the year its 31 March falls in."""
    rows = only(evidence.spend, area=evidence.authority.name, line=line, measure=measure)
    years = rows["financial_year"].str[:4].astype(int) + 1
    known = dict(zip(years.tolist(), rows["value"].astype(float).tolist(), strict=True))
    return {year: value for year, value in known.items() if value > 0}


def spending_so_far(evidence: Evidence) -> str:
    """Spending and numbers of children over two years, and whether numbers explain the rise."""
    spent = gross_spending(evidence)
    children = evidence.series("looked_after_31_march").dropna().to_dict()
    years = [y for y in spent if y - _YEARS_BACK in spent and {y, y - _YEARS_BACK} <= set(children)]
    if not years:
        return ""
    end, start = max(years), max(years) - _YEARS_BACK
    more = spent[end] / spent[start]
    others = children[end] / children[start]
    words = (
        f"Spending on children looked after {_moved(more)} in two years, from "
        f"{millions(spent[start])} in {year_to(start)} to {millions(spent[end])} in "
        f"{year_to(end)} (gross, in cash). The number of children {_moved(others)} "
        f"({thousands(children[start])} to {thousands(children[end])} on 31 March)."
    )
    if more > 1 + _MATTERS and math.log(others) < _LITTLE_OF_IT * math.log(more):
        words += f" So it was not numbers. {_drivers(evidence, start, end)}"
    return words


def _drivers(evidence: Evidence, start: int, end: int) -> str:
    """What drives spending when numbers do not, with the part of it that no price here explains."""
    drive = "Price and mix of placements drive the money."
    total, other = gross_spending(evidence), _by_year(evidence, *OTHER_SERVICES)
    if not {start, end} <= set(other):
        return drive
    rise, beside = total[end] - total[start], other[end] - other[start]
    if beside < _MATTERS * rise:
        return drive
    return (
        f"{drive} So do other services, nearly all of them not modelled here. Their line holds "
        f"{millions(beside)} of the rise of {millions(rise)}, and the record does not say why."
    )


def _moved(ratio: float) -> str:
    """How a number moved, in words.

    >>> _moved(1.51), _moved(0.995), _moved(1.27), _moved(2.0)
    ('rose by half', 'stood still', 'rose by 27%', 'doubled')
    """
    if abs(ratio - 1) < _STOOD_STILL:
        return "stood still"
    if 1.95 <= ratio <= 2.05:
        return "doubled"
    if 1.45 <= ratio <= 1.55:
        return "rose by half"
    return f"{'rose' if ratio > 1 else 'fell'} by {abs(ratio - 1):.0%}"


def against_budget(run: Run) -> str:
    """The first year of the approved budget, if one was given, beside the cost of that year."""
    table = run.tables.get("budget")
    held = None if table is None else only(table, scenario=BASELINE).dropna(subset=["budget"])
    if held is None or held.empty:
        return ""
    row = held.iloc[0]
    middle, cautious = (
        f"{millions(abs(row[gap]))} {'over' if row[gap] > 0 else 'under'} it"
        for gap in ("gap_p50", "gap_p80")
    )
    return (
        f"The budget for {row['financial_year']} is {millions(row['budget'])} "
        f"({COVERS[row['covers']]}, gross). With no new action the middle of the cost is {middle}. "
        f"The sum that has 4 chances in 5 of being enough is {cautious}."
    )


def banking_on(run: Run) -> str:
    """What the cost would be if nothing moved, or as England's grew, and what falls it banks on."""
    facts = run.facts
    year = year_to(min(facts.opening_year + 2, facts.horizon_year))
    banked = banked_on(run.tables, year)
    if not banked:
        return ""
    rows = only(run.tables["stress"], placement_type=ALL, financial_year=year)
    middle = only(rows, price_basis="nominal").set_index("line")["p50"]
    most = banked[0]
    return (
        f"All spending on children looked after in {year} is {millions(middle[AS_FORECAST])} as "
        f"forecast. It is {millions(middle[AT_TODAY])} if today's numbers and mix stay, and "
        f"{millions(middle[ENGLAND])} if it grows as England's did. These are middles, in that "
        f"year's prices. The forecast banks on {label(str(most['placement_type'])).lower()} "
        f"falling from {thousands(most['children_today'])} to {thousands(most['children'])}. That "
        f"is worth {millions(most['mean'])} in that year ({year_to(facts.opening_year)} prices, "
        "means). Nobody has decided it."
    )
