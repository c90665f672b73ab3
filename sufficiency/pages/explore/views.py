"""What there is to look at: sentences with ranges, a table, and the chart to draw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final

import pandas as pd

from sufficiency.pages.charts import Chart, captions
from sufficiency.pages.explore import worth
from sufficiency.pages.explore.columns import of_carers, side_by_side
from sufficiency.pages.explore.compared import Compared, View
from sufficiency.pages.explore.wording import children, money, more_or_fewer, saves, shown_as
from sufficiency.pages.words import FOUR_IN_FIVE, day
from sufficiency.placements import PLACEMENT_TYPES, label
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import all_ages, indexed, is_known, march, one, only, year_to

COMPARED: Final = ("in_house_fostering", "agency_fostering", "external_residential")
"""Placements that a sentence of its own says the change of."""


def carer_rows(
    of_name: Mapping[str, Mapping[str, Any]], names: Iterable[str]
) -> dict[Any, dict[str, str]]:
    """Households and their places by scenario, of one row of `carers.csv` each."""
    heads = {
        "households_": "Households",
        "approved_places_": "Approved places",
        "usable_places_": "Places that can be filled",
        "filled_places_": "Places filled",
    }
    return {
        shown_as(name): {says: children(of_name[name], key) for key, says in heads.items()}
        for name in names
    }


def money_rows(
    what: str, table: pd.DataFrame, names: Mapping[str, str]
) -> dict[Any, dict[str, str]]:
    """What each scenario costs or saves by financial year.

    Args:
        what: "Cost" or "Saving".
        table: rows of `costs.csv` or `savings.csv`, one a scenario and year.
        names: of the scenarios in the table -> as they are shown.
    """
    rows: dict[Any, dict[str, str]] = {}
    for name, shown in names.items():
        by_year = indexed(only(table, scenario=name), "financial_year")
        rows[what, shown] = {year: money(row) for year, row in by_year.items()}
    return rows


def need_view(of: Compared) -> View:
    """Need, the council's own places that can be filled, and the gap, on a 31 March."""
    gap = only(all_ages(of.run.tables), date=march(of.year))
    changes = _changes(of, "gap")
    rows, told = {}, []
    for family in ("fostering", "homes"):
        known = indexed(only(gap, family=family), "scenario")
        if BASELINE not in known or not is_known(known[BASELINE], "gap_p50"):
            continue
        for name in of.names:
            row = known[name]
            rows[label(family), shown_as(name)] = {
                "Children who need it": children(row, "need_"),
                "Own places that can be filled": children(row, "usable_supply_"),
                "Beyond own places": children(row, "gap_"),
            }
        told.append(
            f"{label(family)}, {day(of.year)}: {children(known[BASELINE], 'gap_')} children "
            "are beyond the places of the council's own that can be filled if nothing changes"
        )
        told += _said(changes, family, "beyond own places")
    table = pd.DataFrame.from_dict(rows, orient="index")
    chart = of.chart_of_the_end("gap_scenarios", "gap")
    draw = chart if of.names[1:] else of.chart("need_and_supply")
    return View("Need, own places and the gap", tuple(told), table, draw)


def children_view(of: Compared) -> View:
    """Children by type of placement, on a 31 March."""
    at = only(of.run.tables["placements"], date=march(of.year))
    known, changes = indexed(at, "placement_type", "scenario"), _changes(of, "children")
    rows = {}
    for kind in ("total", *PLACEMENT_TYPES):
        cells = {shown_as(name): children(known[kind, name]) for name in of.names}
        change = {f"Change with {name}": of_kinds[kind] for name, of_kinds in changes.items()}
        rows[label(kind)] = {**cells, **change}
    told = [
        f"{children(known['total', BASELINE])} children are looked after on {day(of.year)} if "
        f"nothing changes ({FOUR_IN_FIVE})"
    ]
    for kind in COMPARED:
        told += _said(changes, kind, f"in {label(kind)[0].lower()}{label(kind)[1:]}")
    chart = of.chart_of_the_end("placement_types_scenarios", "placements")
    draw = chart if of.names[1:] else of.chart("placement_types")
    table = pd.DataFrame.from_dict(rows, orient="index")
    return View("Children by placement", tuple(told), table, draw)


def carers_view(of: Compared) -> View:
    """Fostering households and the places they give, on a 31 March."""
    at = only(of.run.tables["carers"], date=march(of.year), kind="mainstream")
    known = indexed(at, "scenario")
    rows = carer_rows(known, of.names)
    told = [
        f"{children(known[BASELINE], 'households_')} mainstream fostering households are "
        f"approved on {day(of.year)} if nothing changes ({FOUR_IN_FIVE})"
    ]
    told += _said(_changes(of, "households"), "mainstream", "households")
    table = pd.DataFrame.from_dict(rows, orient="index")
    draw = partial(_carers_chart, of, at) if of.names[1:] else of.chart("carers")
    return View("Carers", tuple(told), table, draw)


def _carers_chart(of: Compared, at: pd.DataFrame) -> Chart:
    remarks = (captions.SHARED_FUTURES, *captions.withheld(of.run))
    reading = captions.READING_BARS
    what = of_carers(at, "council's", of.year)
    note = captions.caption(
        of.run.facts, what.unit, captions.FOSTERING, reading=reading, remarks=remarks
    )
    return side_by_side(what, of.run.facts.authority, note)


def costs_view(of: Compared) -> View:
    """What placements cost by financial year, and what the scenarios save."""
    costs = only(of.run.tables["costs"], placement_type="total", price_basis="nominal")
    savings = only(of.run.tables["savings"], price_basis="nominal")
    rows = money_rows("Cost", costs, {name: shown_as(name) for name in of.names})
    rows |= money_rows("Saving", savings, {name: name for name in of.names[1:]})
    year = year_to(of.year)
    base = one(costs, scenario=BASELINE, financial_year=year)
    told = [
        f"The placements modelled here cost {money(base)} in {year} if nothing changes "
        f"({FOUR_IN_FIVE}, that year's prices)"
    ]
    for name in of.names[1:]:
        row = one(savings, scenario=name, financial_year=year)
        told.append(f"“{name}” {saves(row, of.run.is_published)} in {year}")
    chart = "costs" if of.names[1:] else "cost_forecast"
    table = pd.DataFrame.from_dict(rows, orient="index")
    return View("Costs", tuple(told), table, of.chart(chart))


VIEWS: Final[Mapping[str, Callable[[Compared], View]]] = {
    "need": need_view,
    "children": children_view,
    "carers": carers_view,
    "costs": costs_view,
    "levers": worth.levers_view,
    "worth": worth.worth_view,
}
TITLES: Final[Mapping[str, str]] = {
    "need": "Need, own places and the gap",
    "children": "Children by placement",
    "carers": "Carers",
    "costs": "Costs",
    "levers": worth.LEVERS,
    "worth": worth.WORTH,
    "councils": "Each council, and who gains",
}
"""What there is to look at, in the order of the page."""
OF_A_SCENARIO: Final = frozenset({"levers", "worth"})
"""What there is only of a scenario in hand, and only inside the council."""


def looked_at(name: str, of: Compared) -> View:
    """What the page shows of an answer, or why there is nothing to show."""
    if name in OF_A_SCENARIO and (not of.tried or of.run.is_published):
        why = (
            "It is not shown where small numbers are withheld"
            if of.run.is_published
            else "Add a lever to see it"
        )
        return View(TITLES[name], (why,), pd.DataFrame(), None)
    if name == "councils":
        why = "One council is open: choose councils together at the top to set them side by side"
        return View(TITLES[name], (why,), pd.DataFrame(), None)
    return VIEWS[name](of)


def _changes(of: Compared, measure: str) -> dict[str, dict[str, str]]:
    """What each scenario changes by kind, paired on the same futures; nothing where withheld."""
    if of.run.is_published:
        return {}
    found = {}
    for name in of.names[1:]:
        if name in of.tried:
            rows = of.tried[name].change(measure)
        else:
            rows = only(of.run.tables["differences"], scenario=name, measure=measure)
        at = indexed(only(rows, date=march(of.year)), "placement_type")
        found[name] = {
            kind: more_or_fewer(row["p10"], row["p50"], row["p90"]) for kind, row in at.items()
        }
    return found


def _said(changes: Mapping[str, Mapping[str, str]], kind: str, what: str) -> list[str]:
    return [f"“{name}”: {of_kinds[kind]} {what}" for name, of_kinds in changes.items()]
