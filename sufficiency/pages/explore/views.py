"""What the page says of an answer: sentences with ranges, a table, and the chart to draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from sufficiency.pages.words import (
    FOUR_IN_FIVE,
    between,
    chance,
    day,
    millions,
    sentences,
    span,
    thousands,
)
from sufficiency.placements import PLACEMENT_TYPES, label
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import all_ages, indexed, is_known, march, one, only, year_to
from sufficiency.results.run import Run
from sufficiency.results.tried import Tried

Row = Mapping[str, Any]
NOTHING: Final = "Nothing changed"
"""How the page calls the baseline: what it is, to who has not met the word."""


@dataclass(frozen=True)
class Compared:
    """What is looked at together.

    Attributes:
        run: the baseline with the scenarios beside it, as the reader may see them.
        tried: the scenarios by what they are called, the one in hand last.
        year: whose 31 March, and the financial year that ends on it, is told.
    """

    run: Run
    tried: Mapping[str, Tried]
    year: int

    @property
    def names(self) -> tuple[str, ...]:
        return (BASELINE, *self.tried)


@dataclass(frozen=True)
class View:
    """One thing to look at: what it says, its numbers in words, and the name of its chart."""

    title: str
    sentences: tuple[str, ...]
    table: pd.DataFrame
    chart: str


def need_view(of: Compared) -> View:
    """Need, the council's own places that can be filled, and the gap, on a 31 March."""
    gap = only(all_ages(of.run.tables), date=march(of.year))
    rows, told = {}, []
    for family in ("fostering", "homes"):
        known = indexed(only(gap, family=family), "scenario")
        if BASELINE not in known or not is_known(known[BASELINE], "gap_p50"):
            continue
        for name in of.names:
            row = known[name]
            rows[label(family), shown_as(name)] = {
                "Children who need it": _children(row, "need_"),
                "Own places that can be filled": _children(row, "usable_supply_"),
                "Beyond own places": _children(row, "gap_"),
            }
        told.append(
            f"{label(family)}, {day(of.year)}: {_children(known[BASELINE], 'gap_')} children "
            "are beyond the places of the council's own that can be filled if nothing changes"
        )
        told += _changes(of, "gap", family, "beyond own places")
    table = pd.DataFrame.from_dict(rows, orient="index")
    chart = "gap_scenarios" if of.tried else "need_and_supply"
    return View("Need, own places and the gap", tuple(told), table, chart)


def children_view(of: Compared) -> View:
    """Children by type of placement, on a 31 March."""
    at = only(of.run.tables["placements"], date=march(of.year))
    kinds = ("total", *PLACEMENT_TYPES)
    rows = {}
    for kind in kinds:
        known = indexed(only(at, placement_type=kind), "scenario")
        cells = {shown_as(name): _children(known[name]) for name in of.names}
        rows[label(kind)] = {**cells, **_change_cells(of, "children", kind)}
    whole = one(at, placement_type="total", scenario=BASELINE)
    told = [
        f"{_children(whole)} children are looked after on {day(of.year)} if nothing changes "
        f"({FOUR_IN_FIVE})"
    ]
    for kind in ("in_house_fostering", "agency_fostering", "external_residential"):
        told += _changes(of, "children", kind, f"in {label(kind)[0].lower()}{label(kind)[1:]}")
    chart = "placement_types_scenarios" if of.tried else "placement_types"
    return View(
        "Children by placement", tuple(told), pd.DataFrame.from_dict(rows, orient="index"), chart
    )


def carers_view(of: Compared) -> View:
    """Fostering households and the places they give, on a 31 March."""
    at = only(of.run.tables["carers"], date=march(of.year), kind="mainstream")
    known = indexed(at, "scenario")
    columns = {
        "households_": "Households",
        "approved_places_": "Approved places",
        "usable_places_": "Places that can be filled",
        "filled_places_": "Places filled",
    }
    rows = {
        shown_as(name): {says: _children(known[name], key) for key, says in columns.items()}
        for name in of.names
    }
    told = [
        f"{_children(known[BASELINE], 'households_')} mainstream fostering households are "
        f"approved on {day(of.year)} if nothing changes ({FOUR_IN_FIVE})"
    ]
    told += _changes(of, "households", "mainstream", "households")
    return View("Carers", tuple(told), pd.DataFrame.from_dict(rows, orient="index"), "carers")


def costs_view(of: Compared) -> View:
    """What placements cost by financial year, and what the scenarios save."""
    costs = only(of.run.tables["costs"], placement_type="total", price_basis="nominal")
    savings = only(of.run.tables["savings"], price_basis="nominal")
    years = list(dict.fromkeys(costs["financial_year"]))
    rows: dict[Any, dict[str, str]] = {}
    for name in of.names:
        by_year = indexed(only(costs, scenario=name), "financial_year")
        rows["Cost", shown_as(name)] = {year: _money(by_year[year]) for year in years}
    for name in of.tried:
        by_year = indexed(only(savings, scenario=name), "financial_year")
        rows["Saving", name] = {year: _money(by_year[year]) for year in years}
    year = year_to(of.year)
    base = one(costs, scenario=BASELINE, financial_year=year)
    told = [
        f"The placements modelled here cost {_money(base)} in {year} if nothing changes "
        f"({FOUR_IN_FIVE}, that year's prices)"
    ]
    for name in of.tried:
        row = one(savings, scenario=name, financial_year=year)
        told.append(f"“{name}” {_saves(row)} in {year}")
    chart = "costs" if of.tried else "cost_forecast"
    return View("Costs", tuple(told), pd.DataFrame.from_dict(rows, orient="index"), chart)


VIEWS: Final[Mapping[str, Callable[[Compared], View]]] = {
    "need": need_view,
    "children": children_view,
    "carers": carers_view,
    "costs": costs_view,
}
TITLES: Final[Mapping[str, str]] = {
    "need": "Need, own places and the gap",
    "children": "Children by placement",
    "carers": "Carers",
    "costs": "Costs",
}
"""What there is to look at, in the order of the page."""


def shown_as(name: str) -> str:
    """How the page calls a scenario."""
    return NOTHING if name == BASELINE else name


def more_or_fewer(low: float, middle: float, high: float) -> str:
    """A difference in children or households in words, with its range.

    >>> more_or_fewer(-12.2, -8.1, -3.0), more_or_fewer(-2.0, 1.0, 4.0), more_or_fewer(0, 0, 0)
    ('3 to 12 fewer (middle 8)', 'from 2 fewer to 4 more (middle 1 more)', 'no difference')
    """
    low_in_words, high_in_words = thousands(low), thousands(high)
    if low_in_words == high_in_words == "0":
        return "no difference"
    if high <= 0:
        return f"{span(thousands(-high), thousands(-low))} fewer (middle {thousands(-middle)})"
    if low >= 0:
        return f"{span(low_in_words, high_in_words)} more (middle {thousands(middle)})"
    which = "fewer" if middle < 0 else "more"
    return (
        f"from {thousands(-low)} fewer to {high_in_words} more "
        f"(middle {thousands(abs(middle))} {which})"
    )


def _changes(of: Compared, measure: str, kind: str, what: str) -> list[str]:
    """What each scenario changes, paired on the same futures; nothing where it is withheld."""
    if of.run.is_published:
        return []
    return [
        f"“{name}”: {_change(tried, of.year, measure, kind)} {what}"
        for name, tried in of.tried.items()
    ]


def _change(tried: Tried, year: int, measure: str, kind: str) -> str:
    row = one(tried.change(measure), date=march(year), placement_type=kind)
    return more_or_fewer(row["p10"], row["p50"], row["p90"])


def _change_cells(of: Compared, measure: str, kind: str) -> dict[str, str]:
    """A cell for what each scenario changes, and one for what the last two differ by."""
    if of.run.is_published:
        return {}
    return {
        f"Change with {name}": _change(tried, of.year, measure, kind)
        for name, tried in of.tried.items()
    }


def _children(row: Row, of: str = "") -> str:
    low, middle, high = (thousands(row[f"{of}{name}"]) for name in ("p10", "p50", "p90"))
    return low if low == high else f"{span(low, high)} (middle {middle})"


def _money(row: Row) -> str:
    return f"{span(millions(row['p10']), millions(row['p90']))} (middle {millions(row['p50'])})"


def _saves(row: Row) -> str:
    """What a scenario saves in a year, which may be a cost."""
    low, high = row["p10"], row["p90"]
    sure = (
        f"(middle {millions(row['p50'])}; chance that it saves {chance(row['probability_saves'])})"
    )
    if low == high == 0:
        return "changes no cost"
    if high < 0:
        return f"costs {between(millions(-high), millions(-low))} more {sure}"
    if low < 0:
        return (
            f"comes to between a cost of {millions(-low)} and a saving of {millions(high)} {sure}"
        )
    return f"saves {between(millions(low), millions(high))} {sure}"


def as_sentences(told: Sequence[str]) -> list[str]:
    """Each with its capital and full stop."""
    return [sentences(one) for one in told]
