"""What there is to look at of councils together: sums draw by draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import pandas as pd

from sufficiency.pages.explore.columns import of_carers
from sufficiency.pages.explore.compared import View
from sufficiency.pages.explore.region import charts, gains
from sufficiency.pages.explore.region.compared import ComparedRegion
from sufficiency.pages.explore.views import COMPARED, carer_rows, money_rows
from sufficiency.pages.explore.wording import children, money, saves, shown_as
from sufficiency.pages.words import FOUR_IN_FIVE, day
from sufficiency.placements import PLACEMENT_TYPES, label
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import indexed, march, one, only, year_to

_FAMILIES: Final = ("fostering", "homes")


def _need(of: ComparedRegion) -> View:
    gap = only(of.run.tables["gap"], date=march(of.year))
    rows, told = {}, []
    for family in _FAMILIES:
        known = indexed(only(gap, family=family), "scenario")
        for name in of.run.scenarios:
            row = known[name]
            rows[label(family), shown_as(name)] = {
                "Children who need it": children(row, "need_"),
                "Own places that can be filled": children(row, "usable_supply_"),
                "Beyond each council's own places": children(row, "gap_"),
                "Beyond, if every place were shared": children(row, "pooled_gap_"),
            }
        told.append(
            f"{label(family)}, {day(of.year)}: {children(known[BASELINE], 'gap_')} children are "
            "beyond their own council's places that can be filled if nothing changes, and "
            f"{children(known[BASELINE], 'pooled_gap_')} if every council's place could be filled "
            "by a child of any of them"
        )
        told += of.changes("beyond own places", f"gap_{family}")
    columns = partial(charts.of_gap, gap, of.year)
    table = pd.DataFrame.from_dict(rows, orient="index")
    draw = of.drawn("need_and_places", columns)
    return View("Need, own places and the gap", tuple(told), table, draw)


def _children(of: ComparedRegion) -> View:
    at = only(of.run.tables["placements"], date=march(of.year))
    rows = {}
    for kind in ("total", *PLACEMENT_TYPES):
        known = indexed(only(at, placement_type=kind), "scenario")
        rows[label(kind)] = {shown_as(name): children(known[name]) for name in of.run.scenarios}
    whole = one(at, placement_type="total", scenario=BASELINE)
    told = [
        f"{children(whole)} children are looked after by the councils together on "
        f"{day(of.year)} if nothing changes ({FOUR_IN_FIVE})"
    ]
    for kind in COMPARED:
        told += of.changes(f"in {label(kind)[0].lower()}{label(kind)[1:]}", kind)
    columns = partial(charts.of_children, at, COMPARED, of.year)
    table = pd.DataFrame.from_dict(rows, orient="index")
    return View("Children by placement", tuple(told), table, of.drawn("children", columns))


def _carers(of: ComparedRegion) -> View:
    at = only(of.run.tables["carers"], date=march(of.year))
    known = indexed(at, "scenario")
    rows = carer_rows(known, of.run.scenarios)
    told = [
        f"{children(known[BASELINE], 'households_')} mainstream fostering households are approved "
        f"by the councils together on {day(of.year)} if nothing changes ({FOUR_IN_FIVE})"
    ]
    told += of.changes("households", "households")
    draw = partial(charts.side_by_side, of.run, of_carers(at, "councils'", of.year))
    return View("Carers", tuple(told), pd.DataFrame.from_dict(rows, orient="index"), draw)


def _costs(of: ComparedRegion) -> View:
    costs = only(of.run.tables["costs"], placement_type="total", price_basis="nominal")
    savings = only(of.run.tables["savings"], price_basis="nominal")
    years = list(dict.fromkeys(costs["financial_year"]))
    savings = savings[savings["financial_year"].isin(years)]  # not those over all years
    tried = of.run.scenarios[1:]
    rows = money_rows("Cost", costs, {name: shown_as(name) for name in of.run.scenarios})
    rows |= money_rows("Saving", savings, {name: name for name in tried})
    year = year_to(of.year)
    base = one(costs, scenario=BASELINE, financial_year=year)
    told = [
        f"Placements cost the councils together {money(base)} in {year} if nothing changes "
        f"({FOUR_IN_FIVE}, that year's prices)"
    ]
    for name in tried:
        row = one(savings, scenario=name, financial_year=year)
        told.append(f"“{name}” {saves(row)} in {year}")
    columns = partial(charts.of_costs, costs, years)
    table = pd.DataFrame.from_dict(rows, orient="index")
    return View("Costs", tuple(told), table, of.drawn("costs", columns))


_VIEWS: Final[Mapping[str, Callable[[ComparedRegion], View]]] = {
    "need": _need,
    "children": _children,
    "carers": _carers,
    "costs": _costs,
    "levers": gains.levers_view,
    "worth": gains.worth_view,
    "councils": gains.councils_view,
}


def looked_at(name: str, of: ComparedRegion) -> View:
    """What the page shows of councils together."""
    return _VIEWS[name](of)
