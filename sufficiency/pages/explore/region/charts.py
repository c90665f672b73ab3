"""Scenarios side by side for councils together, as the page draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sufficiency.pages.charts import Chart, captions
from sufficiency.pages.charts.ranges import Column
from sufficiency.pages.explore import columns
from sufficiency.pages.explore.columns import RANGE, Columns, ranges_by_scenario
from sufficiency.pages.region.words import note_of
from sufficiency.pages.words import day, millions, thousands
from sufficiency.placements import label
from sufficiency.results.lookup import only
from sufficiency.results.region.run import RegionRun


def of_gap(gap: pd.DataFrame, year: int) -> Columns:
    """Children beyond their own council's places, by family."""
    found = tuple(
        Column(
            f"{label(family)}: beyond own places",
            ranges_by_scenario(only(gap, family=family), "gap_"),
        )
        for family in ("fostering", "homes")
    )
    title = f"Children beyond their own council's places by scenario, {day(year)}"
    return Columns(title, found, thousands)


def of_children(at: pd.DataFrame, kinds: Sequence[str], year: int) -> Columns:
    """Children in some kinds of placement."""
    found = tuple(Column(label(k), ranges_by_scenario(only(at, placement_type=k))) for k in kinds)
    return Columns(f"Children in three kinds of placement, {day(year)}", found, thousands)


def of_costs(costs: pd.DataFrame, years: Sequence[str]) -> Columns:
    """Cost in each financial year."""
    found = tuple(Column(y, ranges_by_scenario(only(costs, financial_year=y))) for y in years)
    title = f"Cost of placements to the councils together, {years[0]} to {years[-1]}, nominal"
    return Columns(title, found, millions, "GBP", shared=True)


def of_savings(run: RegionRun) -> Columns:
    """Saving of each scenario by financial year."""
    savings = only(run.tables["savings"], price_basis="nominal")
    years = [year for year in dict.fromkeys(savings["financial_year"]) if year != "all years"]
    found = tuple(Column(y, ranges_by_scenario(only(savings, financial_year=y))) for y in years)
    return Columns(
        "Saving by scenario and financial year, nominal", found, millions, "GBP", shared=True
    )


def of_parts(rows: Mapping[str, Mapping[str, float]], title: str) -> Columns:
    """Money of named parts, from nil."""
    frame = pd.DataFrame.from_dict(dict(rows), orient="index")[RANGE]
    return Columns(title, (Column("Saving, prices of the opening year", frame),), millions, "GBP")


def side_by_side(run: RegionRun, what: Columns) -> Chart:
    """The chart of what is set side by side."""
    note = note_of(
        run,
        what.unit,
        captions.CHILDREN_LOOKED_AFTER,
        captions.FOSTERING,
        captions.OUTTURN,
        reading=captions.READING_BARS,
    )
    return columns.side_by_side(what, run.name, note)
