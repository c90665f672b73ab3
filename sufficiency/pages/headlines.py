"""The sentences a run ends with: what its numbers say, with ranges, most important first.

Each sentence is made only where the numbers bear it out and none of them is withheld, so
another authority, or another year, may get other words or fewer sentences.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

from sufficiency.evidence import Evidence
from sufficiency.money.budget import COVERS
from sufficiency.pages.headline_scenarios import scenario_headline
from sufficiency.pages.words import (
    FOUR_IN_FIVE,
    between,
    date_of,
    day,
    millions,
    thousands,
)
from sufficiency.placements import label
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import all_ages, is_known, march, one, only, year_to
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


def headlines(run: Run) -> tuple[str, ...]:
    """Up to seven: spending, numbers, fostering gap, best scenario, cost, the budget, its stress.

    Args:
        tables: The tables of a run; withheld figures are blank.
        evidence: The record the run starts from.
        facts: The run; its own headlines are not looked at.
    """
    sentences = (
        _spending(run.evidence),
        _numbers(run),
        _fostering(run),
        scenario_headline(run),
        _cost(run),
        _budget(run),
        _stress(run),
    )
    return tuple(sentence for sentence in sentences if sentence)


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


def _spending(evidence: Evidence) -> str:
    spent = gross_spending(evidence)
    children = evidence.series("looked_after_31_march").dropna().to_dict()
    years = [y for y in spent if y - _YEARS_BACK in spent and {y, y - _YEARS_BACK} <= set(children)]
    if not years:
        return ""
    end, start = max(years), max(years) - _YEARS_BACK
    more = spent[end] / spent[start]
    others = children[end] / children[start]
    sentence = (
        f"Spending on children looked after {_moved(more)} in two years, from "
        f"{millions(spent[start])} in {year_to(start)} to {millions(spent[end])} in "
        f"{year_to(end)} (gross, in cash), while their number {_moved(others)} "
        f"({thousands(children[start])} to {thousands(children[end])} on 31 March)"
    )
    if more > 1 + _MATTERS and math.log(others) < _LITTLE_OF_IT * math.log(more):
        sentence += f": it was not numbers. {_drivers(evidence, start, end)}"
    return f"{sentence}."


def _drivers(evidence: Evidence, start: int, end: int) -> str:
    """What drives spending when numbers do not, with the part of it that no price here explains."""
    drive = "Price and mix of placements drive the money"
    total, other = gross_spending(evidence), _by_year(evidence, *OTHER_SERVICES)
    if not {start, end} <= set(other):
        return drive
    rise, beside = total[end] - total[start], other[end] - other[start]
    if beside < _MATTERS * rise:
        return drive
    return (
        f"{drive}, and so do other services, nearly all of them not modelled here: their line "
        f"holds {millions(beside)} of the rise of {millions(rise)}, and the record does not say why"
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


def _numbers(run: Run) -> str:
    facts = run.facts
    first, last = facts.first_ahead, facts.horizon_year
    start = march(facts.opening_year) if facts.counted_to is None else facts.counted_to
    opening, soon, late = (
        one(run.tables["forecast"], placement_type="total", date=date)
        for date in (start, march(first), march(last))
    )
    if not all(is_known(row, "p10", "p50", "p90") for row in (opening, soon, late)):
        return ""
    later = f", and {_range(late, thousands)} on {day(last)}" if last > first else ""
    return (
        f"From {thousands(opening['p50'])} children looked after on {date_of(start)}, "
        f"the forecast with no change of policy is {_range(soon, thousands)} on {day(first)}"
        f"{later}; each range has a {FOUR_IN_FIVE} of holding."
    )


def _fostering(run: Run) -> str:
    facts, gap = run.facts, all_ages(run.tables)
    opening, late = (
        one(gap, scenario=BASELINE, family="fostering", date=march(year))
        for year in (facts.opening_year, facts.horizon_year)
    )
    if not all(is_known(row, "gap_p10", "gap_p50", "gap_p90") for row in (opening, late)):
        return ""
    if not is_known(late, "need_p50"):
        return ""
    return (
        "If foster carers go on as in England, "
        f"{_range(late, thousands, 'gap_')} of a middle of {thousands(late['need_p50'])} children "
        f"in foster homes on {day(facts.horizon_year)} will be beyond the places of the council's "
        f"own and connected carers that can be filled ({FOUR_IN_FIVE}), against "
        f"{'an estimated ' if facts.estimated else ''}{thousands(opening['gap_p50'])} (middle) on "
        f"{day(facts.opening_year)}."
    )


def _cost(run: Run) -> str:
    tables, facts = run.tables, run.facts
    year = year_to(min(facts.opening_year + 2, facts.horizon_year))
    keys = {"scenario": BASELINE, "financial_year": year, "price_basis": "nominal"}
    total = one(tables["costs"], placement_type="total", **keys)
    rest = one(tables["costs"], placement_type="not_modelled", **keys)
    first = year_to(facts.opening_year + 1)
    base = one(tables["bridge"], scenario=BASELINE, financial_year=first)
    return (
        f"The placements modelled here cost {_range(total, millions)} in {year} if nothing changes "
        f"({FOUR_IN_FIVE}, that year's prices), against {millions(base['from'])} in "
        f"{year_to(facts.opening_year)}; a further mean of {millions(rest['mean'])} of spending on "
        "children looked after is not modelled."
    )


def _budget(run: Run) -> str:
    """The first year of the approved budget, if one was given, beside the cost of that year."""
    table = run.tables.get("budget")
    held = None if table is None else only(table, scenario=BASELINE).dropna(subset=["budget"])
    if held is None or held.empty:
        return ""
    row = held.iloc[0]
    middle, cautious = (
        f"{millions(abs(row[gap]))} {'over' if row[gap] > 0 else 'under'}"
        for gap in ("gap_p50", "gap_p80")
    )
    return (
        f"Against the budget of {millions(row['budget'])} for {row['financial_year']} "
        f"({COVERS[row['covers']]}, gross), the cost if nothing changes is {middle} in the middle; "
        f"what is kept to with 4 chances in 5 is {cautious}."
    )


def _stress(run: Run) -> str:
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
        f"forecast, {millions(middle[AT_TODAY])} if today's numbers and mix stay and "
        f"{millions(middle[ENGLAND])} if it grows as England's did (middles, that year's prices); "
        f"the forecast banks on {label(str(most['placement_type'])).lower()} falling from "
        f"{thousands(most['children_today'])} to {thousands(most['children'])}, worth "
        f"{millions(most['mean'])} in that year ({year_to(facts.opening_year)} prices, means), "
        "which nobody has decided."
    )


def _range(row: dict[str, Any], words: Callable[[float], str], of: str = "") -> str:
    """The 10th to 90th percentile of a row, with the middle after it."""
    span = between(words(row[f"{of}p10"]), words(row[f"{of}p90"]))
    return f"{span} (middle {words(row[f'{of}p50'])})"
