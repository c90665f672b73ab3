"""Children, places and carers, as a reader would print them."""

from __future__ import annotations

import pandas as pd

from sufficiency.pages.printed.table import Printed, people, rows
from sufficiency.pages.summary import summary_table
from sufficiency.pages.words import FOUR_IN_FIVE, day
from sufficiency.placements import PLACEMENT_TYPES, label
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import all_ages, indexed, march, only
from sufficiency.results.run import Run


def side_by_side(run: Run) -> Printed:
    """Scenarios beside the baseline: children, cost, saving, its chance and what it rests on."""
    table = summary_table(run)
    caption = f"{run.facts.authority}: children on {table.index.name}; money in cash of the year"
    return Printed(caption, table)


def children(run: Run) -> Printed:
    """Children by placement on the last 31 March, every scenario beside the baseline."""
    year = run.facts.horizon_year
    at = only(run.tables["placements"], date=march(year))
    found = {}
    for kind in ("total", *PLACEMENT_TYPES):
        known = indexed(only(at, placement_type=kind), "scenario")
        found[label(kind)] = {name: people(known[name]) for name in _names(run)}
    caption = f"Children in {run.facts.authority} by placement, {day(year)} ({FOUR_IN_FIVE})"
    return Printed(caption, rows(found))


def gap(run: Run) -> Printed:
    """Need, own places that can be filled and what is beyond them, year by year."""
    table = only(all_ages(run.tables), scenario=BASELINE)
    found = {}
    for family in ("fostering", "homes"):
        known = indexed(only(table, family=family), "date")
        for year in _years(run):
            row = known[march(year)]
            found[label(family), day(year)] = {
                "Children who need it": people(row, "need_"),
                "Own places that can be filled": people(row, "usable_supply_"),
                "Beyond own places": people(row, "gap_"),
            }
    caption = f"Need and own places in {run.facts.authority}, with no new action ({FOUR_IN_FIVE})"
    return Printed(caption, rows(found))


def carers(run: Run) -> Printed:
    """Mainstream fostering households at each 31 March, every scenario beside the baseline."""
    table = only(run.tables["carers"], kind="mainstream")
    found = {}
    for name in _names(run):
        known = indexed(only(table, scenario=name), "date")
        found[name] = {day(y): people(known[march(y)], "households_") for y in _years(run)}
    caption = f"Mainstream fostering households in {run.facts.authority} ({FOUR_IN_FIVE})"
    return Printed(caption, rows(found))


def _names(run: Run) -> tuple[str, ...]:
    return (BASELINE, *run.facts.scenario_names)


def _years(run: Run) -> tuple[int, ...]:
    dates = pd.to_datetime(run.tables["placements"]["date"])
    first, last = dates.min().year, dates.max().year
    return tuple(range(first, last + 1))
