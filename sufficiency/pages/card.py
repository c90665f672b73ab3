"""What a run says of itself when it is printed: a few lines, in the words of its pages."""

from __future__ import annotations

from sufficiency.errors import listed
from sufficiency.pages.words import (
    FOUR_IN_FIVE,
    chance,
    date_of,
    day,
    millions,
    money,
    span,
    thousands,
)
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import march, one, only, year_to
from sufficiency.results.run import Run

_NAMED = 4
"""Scenarios named before the rest are counted."""


def card(run: Run) -> tuple[tuple[str, str], ...]:
    """Names and what they hold: where the run starts and ends, its key numbers, how to go on."""
    facts = run.facts
    end = facts.horizon_year
    rows = (
        ("opens", f"{day(facts.opening_year)}: {_children(run, facts.opening_year)}"),
        ("counted to", "" if facts.counted_to is None else date_of(facts.counted_to)),
        ("ends", f"{day(end)}: {_children(run, end)} ({FOUR_IN_FIVE})"),
        ("draws", facts.drawn),
        ("scenarios", _scenarios(facts.scenario_names)),
        ("cost", _cost(run)),
        ("saves most", _best(run)),
        ("withheld", f"{sum(run.withheld.values()):,} figures" if run.is_published else ""),
        ("go on", "run.summary(), run.costs(), run.plot_costs(), run.chart('need_and_supply'),"),
        ("", "run.to_excel('costs.xlsx')" + ("" if run.is_published else ", run.published()")),
    )
    return tuple((name, text) for name, text in rows if text)


def _children(run: Run, year: int) -> str:
    row = one(run.tables["forecast"], placement_type="total", date=march(year))
    return f"{span(thousands(row['p10']), thousands(row['p90']))} children looked after"


def _scenarios(names: tuple[str, ...]) -> str:
    if not names:
        return "none beside the baseline"
    more = len(names) - _NAMED
    if more <= 0:
        return listed(names)
    return f"{', '.join(names[:_NAMED])} and {more} more"


def _cost(run: Run) -> str:
    year = year_to(run.facts.horizon_year)
    keys = {"scenario": BASELINE, "financial_year": year, "price_basis": "nominal"}
    row = one(run.tables["costs"], placement_type="total", **keys)
    return (
        f"{span(millions(row['p10']), millions(row['p90']))} in {year} with no new action "
        f"({FOUR_IN_FIVE}, that year's prices)"
    )


def _best(run: Run) -> str:
    """The scenario that saves most in the last year, which may be a cost."""
    year = year_to(run.facts.horizon_year)
    rows = only(run.tables["savings"], financial_year=year, price_basis="real")
    options = run.facts.actions(rows)
    if not options:
        return ""
    best = max(options, key=lambda row: float(row["mean"]))
    said, prices = money(run.is_published), f"{year_to(run.facts.opening_year)} prices"
    return (
        f"{best['scenario']}: {span(said(best['p10']), said(best['p90']))} in {year} ({prices}); "
        f"chance that it saves anything {chance(best['probability_saves'])}"
    )
