"""Tables of councils together, as a reader would print them: ranges before middles, and £m."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from sufficiency.pages.printed.table import Printed, Row, people, pounds, rows
from sufficiency.pages.words import FOUR_IN_FIVE, chance, day
from sufficiency.placements import PLACEMENT_TYPES, label
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import indexed, only

_CASH: Final = f"cash of each year ({FOUR_IN_FIVE})"
_OF_COUNCILS: Final[Mapping[str, tuple[str, Callable[[Row], str]]]] = {
    "children": ("Children looked after", people),
    "gap_fostering": ("Foster places beyond their own", people),
    "gap_homes": ("Places in homes beyond their own", people),
    "households": ("Mainstream fostering households", people),
    "cost_nominal": ("Cost of placements, cash", pounds),
}
"""Measures of each council that are printed: their words, and how they are shown."""


def forecast(table: pd.DataFrame) -> Printed:
    """Children by placement at each 31 March, all councils together."""
    found = {}
    for kind in ("total", *PLACEMENT_TYPES):
        known = indexed(only(table, placement_type=kind), "date")
        found[label(kind)] = {_day(date): people(row) for date, row in known.items()}
    return Printed(f"Children of all councils, with no new action ({FOUR_IN_FIVE})", rows(found))


def gap(table: pd.DataFrame) -> Printed:
    """Need, own places and what is beyond them at each 31 March, with no new action."""
    found = {}
    known = indexed(only(table, scenario=BASELINE), "family", "date")
    for (family, date), row in known.items():
        found[label(family), _day(date)] = {
            "Children who need it": people(row, "need_"),
            "Own places that can be filled": people(row, "usable_supply_"),
            "Beyond own places": people(row, "gap_"),
            "If any place could take any child": people(row, "pooled_gap_"),
        }
    return Printed(f"Need and own places of all councils ({FOUR_IN_FIVE})", rows(found))


def costs(table: pd.DataFrame) -> Printed:
    """What placements cost all councils, by scenario and financial year."""
    total = only(table, placement_type="total", price_basis="nominal")
    found = {
        name: {str(year): pounds(row) for year, row in indexed(of, "financial_year").items()}
        for name, of in total.groupby("scenario", sort=False)
    }
    return Printed(f"Cost of placements of all councils, {_CASH}", rows(found))


def savings(table: pd.DataFrame) -> Printed:
    """What each scenario saves all councils, by financial year and over all of them."""
    found: dict[Any, dict[str, str]] = {}
    for name, of in only(table, price_basis="nominal").groupby("scenario", sort=False):
        known = indexed(of, "financial_year")
        found[name] = {str(year).capitalize(): pounds(row) for year, row in known.items()}
        last = list(known.values())[-1]
        found[name]["Chance that it saves"] = chance(last["probability_saves"])
    note = "A minus is a cost. The programme is counted. The chance is that of all years together."
    return Printed(f"Saving against no new action, {_CASH}", rows(found), note)


def gains(table: pd.DataFrame) -> Printed:
    """What each scenario saves each council over all years."""
    found = {
        name: {str(council): pounds(row) for council, row in indexed(of, "authority").items()}
        for name, of in table.groupby("scenario", sort=False)
    }
    caption = f"Saving of each council over all years, opening year's prices ({FOUR_IN_FIVE})"
    return Printed(caption, rows(found))


def councils(table: pd.DataFrame) -> Printed:
    """Each council beside the others, in the first and in the last year."""
    last = table["year"].max()
    found: dict[Any, dict[str, str]] = {}
    for (name, measure, year), row in indexed(table, "authority", "measure", "year").items():
        if measure in _OF_COUNCILS:
            words, shown = _OF_COUNCILS[measure]
            when = "Last year" if year == last else "First year"
            found.setdefault((name, words), {})[when] = shown(row)
    caption = f"Each council, {table['year'].min()} and {last} ({FOUR_IN_FIVE})"
    note = "On 31 March. Cost is of the financial years; the first of them is the one that follows."
    return Printed(caption, rows(found), note)


def _day(date: str) -> str:
    """A 31 March in words, of a date as a table's file has it."""
    return day(int(date[:4]))


TABLES: Final[Mapping[str, Callable[[pd.DataFrame], Printed]]] = {
    "forecast": forecast,
    "gap": gap,
    "costs": costs,
    "savings": savings,
    "gains": gains,
    "councils": councils,
}
"""Every table, by the name of its file."""
