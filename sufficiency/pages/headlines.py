"""The sentences a run ends with: what its numbers say, with ranges, most important first.

Each sentence is made only where the numbers bear it out and none of them is withheld, so
another authority, or another year, may get other words or fewer sentences.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final

import pandas as pd

from sufficiency.evidence import Evidence
from sufficiency.pages.alt_text import (
    FOUR_IN_FIVE,
    between,
    chance,
    day,
    millions,
    thousands,
)
from sufficiency.pages.facts import BASELINE, RunFacts
from sufficiency.pages.lookup import is_known, march, one, only, year_to

SPENDING_LINES: Final = (
    ("RO3 CLA total", "total_expenditure"),
    ("Total Children Looked After", "gross_expenditure"),
)
"""Gross spending on children looked after: the revenue outturn, else the section 251 return."""
_YEARS_BACK: Final = 2
_STOOD_STILL: Final = 0.02
_MATTERS: Final = 0.1
_LITTLE_OF_IT: Final = 0.25
"""Numbers of children explain little of a rise in spending below this share of its logarithm."""

Tables = Mapping[str, pd.DataFrame]


def headlines(tables: Tables, evidence: Evidence, facts: RunFacts) -> tuple[str, ...]:
    """Up to five sentences: spending, numbers, the fostering gap, the best scenario, the cost.

    Args:
        tables: The tables of a run; withheld figures are blank.
        evidence: The record the run starts from.
        facts: The run; its own headlines are not looked at.
    """
    sentences = (
        _spending(evidence),
        _numbers(tables, facts),
        _fostering(tables, facts),
        _best_scenario(tables, facts),
        _cost(tables, facts),
    )
    return tuple(sentence for sentence in sentences if sentence)


def gross_spending(evidence: Evidence) -> dict[int, float]:
    """Gross spending on children looked after, GBP in cash, by the year its 31 March falls in.

    One return for every year, so that years compare: the first of `SPENDING_LINES` held.
    """
    spend = evidence.spend
    ours = spend[spend["area"] == evidence.authority.name]
    for line, measure in SPENDING_LINES:
        rows = ours[(ours["line"] == line) & (ours["measure"] == measure)]
        years = rows["financial_year"].str[:4].astype(int) + 1
        known = dict(zip(years.tolist(), rows["value"].astype(float).tolist(), strict=True))
        known = {year: value for year, value in known.items() if value > 0}
        if known:
            return known
    return {}


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
        sentence += ": price and mix, not numbers, drive the money"
    return f"{sentence}."


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


def _numbers(tables: Tables, facts: RunFacts) -> str:
    first, last = facts.opening_year + 1, facts.horizon_year
    opening, soon, late = (
        one(tables["forecast"], placement_type="total", date=march(year))
        for year in (facts.opening_year, first, last)
    )
    if not all(is_known(row, "p10", "p50", "p90") for row in (opening, soon, late)):
        return ""
    later = f", and {_range(late, thousands)} on {day(last)}" if last > first else ""
    return (
        f"From {thousands(opening['p50'])} children looked after on {day(facts.opening_year)}, "
        f"the forecast with no change of policy is {_range(soon, thousands)} on {day(first)}"
        f"{later}; each range has a {FOUR_IN_FIVE} of holding."
    )


def _fostering(tables: Tables, facts: RunFacts) -> str:
    opening, late = (
        one(tables["gap"], scenario=BASELINE, family="fostering", date=march(year))
        for year in (facts.opening_year, facts.horizon_year)
    )
    if not all(is_known(row, "gap_p10", "gap_p50", "gap_p90") for row in (opening, late)):
        return ""
    if not is_known(late, "need_p50"):
        return ""
    return (
        "If foster carers go on joining and leaving as the record shows, "
        f"{_range(late, thousands, 'gap_')} of about {thousands(late['need_p50'])} children in "
        f"foster homes on {day(facts.horizon_year)} will be beyond what the council's own and "
        f"connected carers can take ({FOUR_IN_FIVE}), against an estimated "
        f"{thousands(opening['gap_p50'])} on {day(facts.opening_year)}."
    )


def _best_scenario(tables: Tables, facts: RunFacts) -> str:
    year, prices = year_to(facts.horizon_year), f"{year_to(facts.opening_year)} prices"
    savings = only(tables["savings"], financial_year=year, price_basis="real")
    if savings.empty:
        return ""
    best = max(savings.to_dict("records"), key=lambda row: float(row["mean"]))
    name = str(best["scenario"])
    if best["mean"] <= 0:
        return (
            f"None of the {len(savings)} scenarios is expected to save money in {year}; the "
            f"nearest, “{name}”, comes to {_saving(best)} ({prices}, {FOUR_IN_FIVE})."
        )
    scenario = facts.scenario(name)
    share = scenario.displaces_residential_share if scenario else None
    rests = (
        f"; it rests on {share:.0%} of its new fostering places going to children who would "
        "otherwise live in a children's home, which is assumed"
        if share
        else ""
    )
    start = f"Of {len(savings)} scenarios, “{name}” saves most"
    if len(savings) == 1:
        start = f"The scenario “{name}” saves money"
    return (
        f"{start}: {_saving(best)} in {year} ({prices}, {FOUR_IN_FIVE}), with a chance of "
        f"{chance(best['probability_saves'])} of saving anything{rests}."
    )


def _cost(tables: Tables, facts: RunFacts) -> str:
    year = year_to(min(facts.opening_year + 2, facts.horizon_year))
    keys = {"scenario": BASELINE, "financial_year": year, "price_basis": "nominal"}
    total = one(tables["costs"], placement_type="total", **keys)
    rest = one(tables["costs"], placement_type="not_modelled", **keys)
    first = year_to(facts.opening_year + 1)
    base = one(tables["bridge"], scenario=BASELINE, financial_year=first)
    return (
        f"The placements modelled here cost {_range(total, millions)} in {year} if nothing changes "
        f"({FOUR_IN_FIVE}, that year's prices), against {millions(base['from'])} in "
        f"{year_to(facts.opening_year)}; a further {millions(rest['mean'])} of spending on "
        "children looked after is not modelled."
    )


def _range(row: dict[str, Any], words: Callable[[float], str], of: str = "") -> str:
    """The 10th to 90th percentile of a row, with the middle after it."""
    span = between(words(row[f"{of}p10"]), words(row[f"{of}p90"]))
    return f"{span} (middle {words(row[f'{of}p50'])})"


def _saving(row: dict[Hashable, Any]) -> str:
    """A range of savings in words, which may run from a cost."""
    low, high = row["p10"], row["p90"]
    if high < 0:
        return f"a cost of {between(millions(-high), millions(-low))}"
    if low < 0:
        span = f"between a cost of {millions(-low)} and a saving of {millions(high)}"
    else:
        span = between(millions(low), millions(high))
    return f"{span} (middle {millions(row['p50'])})"
