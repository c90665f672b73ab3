"""The sentences that lead every page: what the numbers of a run say, most important first.

One fact a sentence, its range before its middle. They stand in the same words on the first page of
the report and of the chapter, in the annex, the workbook and manifest.json, and on the screen when
a run ends.

Each is made only where the numbers bear it out and none of them is withheld, so another
authority, or another year, may get other words or fewer sentences.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sufficiency.pages.headline_money import against_budget, banking_on, spending_so_far
from sufficiency.pages.headline_scenarios import best_option, what_it_rests_on
from sufficiency.pages.words import between, date_of, day, millions, thousands
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import all_ages, is_known, march, one, only, year_to
from sufficiency.results.run import Run

_ENDS: Final = ("p10", "p50", "p90")
_MISSING: Final = {
    "fostering": ("a foster home", "our own and connected carers"),
    "homes": ("a children's home", "the council's own homes"),
}
"""Of a family, what a child needs and whose places come first."""


@dataclass(frozen=True)
class Headline:
    """A few sentences on one thing.

    Attributes:
        name: The thing, in bold before them.
        words: The sentences; empty where nothing is to be said.
    """

    name: str
    words: str


def headlines(run: Run) -> tuple[str, ...]:
    """Each headline as one text: the first page's, then what lies behind the money."""
    found = (
        *first_page(run),
        Headline("What that rests on", what_it_rests_on(run)),
        Headline("Spending so far", spending_so_far(run.evidence)),
        Headline("Budget", against_budget(run)),
        Headline("What the forecast banks on", banking_on(run)),
        how_to_read(run),
    )
    return tuple(f"{one.name}. {one.words}" for one in found if one.words)


def first_page(run: Run) -> tuple[Headline, ...]:
    """Need, what is missing, what it costs and what could be done."""
    return (
        Headline("Children", _children(run)),
        Headline("Fostering", _missing(run, "fostering")),
        Headline("Children's homes", _missing(run, "homes")),
        Headline("Cost", _cost(run)),
        Headline("What could be done", best_option(run)),
    )


def how_to_read(run: Run) -> Headline:
    """What a range is, and what is an estimate."""
    words = "Each range has a 4 in 5 chance of holding. A forecast is not a target."
    if run.facts.estimated:
        words += " Who runs which placement is our estimate, as no figure is published."
    return Headline("How to read this", words)


def _children(run: Run) -> str:
    facts = run.facts
    start = march(facts.opening_year) if facts.counted_to is None else facts.counted_to
    forecast = only(run.tables["forecast"], placement_type="total")
    now, late = (one(forecast, date=date) for date in (start, march(facts.horizon_year)))
    if not is_known(now, "p50") or not is_known(late, *_ENDS):
        return ""
    return (
        f"{facts.authority} looked after {thousands(now['p50'])} children on {date_of(start)}. "
        f"With no new action we expect {_range(late, thousands)} on {day(facts.horizon_year)}. The "
        f"middle is {thousands(late['p50'])}."
    )


def _missing(run: Run, family: str) -> str:
    """What the council's own places of a family leave to others, at the end and now."""
    facts = run.facts
    table = only(all_ages(run.tables), scenario=BASELINE, family=family)
    now, late = (one(table, date=march(year)) for year in (facts.opening_year, facts.horizon_year))
    if not is_known(late, "gap_p10", "gap_p50", "gap_p90", "need_p50"):
        return ""
    need, own = _MISSING[family]
    words = (
        f"With no new action {_range(late, thousands, 'gap_')} children will need {need} that "
        f"{own} cannot offer on {day(facts.horizon_year)}. The middle is "
        f"{thousands(late['gap_p50'])}, of about {thousands(late['need_p50'])} who need one."
    )
    if is_known(now, "gap_p50"):
        estimated = "an estimated " if facts.estimated else ""
        words += f" On {day(facts.opening_year)} it was {estimated}{thousands(now['gap_p50'])}."
    return words


def _cost(run: Run) -> str:
    facts = run.facts
    year = year_to(min(facts.opening_year + 2, facts.horizon_year))
    keys = {"scenario": BASELINE, "financial_year": year, "price_basis": "nominal"}
    total, rest = (
        one(run.tables["costs"], placement_type=kind, **keys) for kind in ("total", "not_modelled")
    )
    first = year_to(facts.opening_year + 1)
    base = one(run.tables["bridge"], scenario=BASELINE, financial_year=first)
    if not is_known(total, *_ENDS):
        return ""
    words = (
        f"With no new action placements will cost {_range(total, millions)} in {year}, in that "
        f"year's prices. The middle is {millions(total['p50'])}."
    )
    if is_known(base, "from"):
        words += f" In {year_to(facts.opening_year)} they cost {millions(base['from'])}."
    if is_known(rest, "mean"):
        words += f" Services that we do not model add a mean of {millions(rest['mean'])}."
    return words


def _range(row: dict[str, Any], words: Callable[[float], str], of: str = "") -> str:
    """The 10th to the 90th percentile of a row; `of` begins the columns' names."""
    return between(words(row[f"{of}p10"]), words(row[f"{of}p90"]))
