"""The first page: need, provision, gap, cost and what could be done, in 250 words and a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sufficiency.pages.headlines import Headline, first_page, how_to_read
from sufficiency.pages.report.block import Block, in_brackets, word
from sufficiency.pages.words import millions, money, thousands
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import all_ages, march, one, only, year_to
from sufficiency.results.run import Run

FAMILIES: Final = ("fostering", "homes")
_ENDS: Final = ("p10", "p50", "p90")


@dataclass(frozen=True)
class Front:
    """What the first page holds."""

    sentences: tuple[Headline, ...]
    table: Block


def front(run: Run) -> Front:
    """The first page of a run; what is withheld, or not known, is left out or marked."""
    found = (*first_page(run), Headline("Estimates", run.facts.estimates), how_to_read(run))
    return Front(tuple(one for one in found if one.words), front_table(run))


def front_table(run: Run) -> Block:
    """Each 31 March: children, then need, own places and what is missing, and the year's cost."""
    facts = run.facts
    rows = []
    for year in range(facts.opening_year, facts.horizon_year + 1):
        total = one(run.tables["forecast"], placement_type="total", date=march(year))
        cells = [str(year), in_brackets(total, thousands)]
        for family in FAMILIES:
            keys = {"scenario": BASELINE, "family": family, "date": march(year)}
            cells += need_supply_gap(one(all_ages(run.tables), **keys))
        rows.append((*cells, _year_cost(run, year), _year_saving(run, year)))
    return Block(
        f"{facts.authority} at each 31 March: middles, which need not add up, and the range with "
        f"a 4 in 5 chance. What the best option saves is in {year_to(facts.opening_year)} prices",
        (
            *("31 March", "Children in care"),
            *("Foster homes needed", "Own and connected", "Foster homes short"),
            *("Home places needed", "Own homes", "Home places short"),
            "Cost in the year",
            "Best option saves",
        ),
        tuple(rows),
    )


def need_supply_gap(row: dict[str, Any]) -> list[str]:
    """Need and supply in the middle, and the gap with its range."""
    gap = {point: row[f"gap_{point}"] for point in _ENDS}
    return [
        word(row, "need_p50", thousands),
        word(row, "usable_supply_p50", thousands),
        in_brackets(gap, thousands),
    ]


def _year_cost(run: Run, year: int) -> str:
    """The cost of the financial year that ends then, nominal; the outturn for the first."""
    if year == run.facts.opening_year:
        keys = {"scenario": BASELINE, "financial_year": year_to(year + 1)}
        return word(one(run.tables["bridge"], **keys), "from", millions)
    keys = {"scenario": BASELINE, "price_basis": "nominal", "placement_type": "total"}
    row = one(run.tables["costs"], financial_year=year_to(year), **keys)
    return word(row, "p50", millions)


def _year_saving(run: Run, year: int) -> str:
    """What the option that saves most in the last year saves in this one, in the same prices."""
    savings = only(run.tables["savings"], price_basis="real")
    last = only(savings, financial_year=year_to(run.facts.horizon_year))
    options = run.facts.actions(last)
    if not options or year == run.facts.opening_year:
        return "–"
    best = max(options, key=lambda row: row["mean"])["scenario"]
    saved = one(savings, scenario=best, financial_year=year_to(year))["p50"]
    said = money(run.is_published)
    return f"costs {said(-saved)}" if said(saved).startswith("−") else said(saved)
