"""Scenarios side by side for councils together, as the page draws them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from sufficiency.pages import style
from sufficiency.pages.charts import Chart, captions
from sufficiency.pages.charts.ranges import Column, as_data, draw_ranges
from sufficiency.pages.charts.sheet import Words
from sufficiency.pages.region.words import note_of
from sufficiency.pages.words import day, millions, sentences, span, thousands
from sufficiency.placements import label
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import only
from sufficiency.results.region.run import RegionRun

_RANGE = ["p10", "p50", "p90"]


@dataclass(frozen=True)
class Columns:
    """What a chart sets side by side.

    Attributes:
        title: what it shows.
        columns: ranges by the name of their row.
        written: how a number is written.
        unit: what is counted.
        shared: whether the columns have one scale.
    """

    title: str
    columns: tuple[Column, ...]
    written: Callable[[float], str]
    unit: str = "children"
    shared: bool = False


def of_gap(gap: pd.DataFrame, year: int) -> Columns:
    """Children beyond their own council's places, by family."""
    columns = tuple(
        Column(f"{label(family)}: beyond own places", _ranges(only(gap, family=family), "gap_"))
        for family in ("fostering", "homes")
    )
    title = f"Children beyond their own council's places by scenario, {day(year)}"
    return Columns(title, columns, thousands)


def of_children(at: pd.DataFrame, kinds: Sequence[str], year: int) -> Columns:
    """Children in some kinds of placement."""
    columns = tuple(Column(label(k), _ranges(only(at, placement_type=k))) for k in kinds)
    return Columns(f"Children in three kinds of placement, {day(year)}", columns, thousands)


def of_carers(at: pd.DataFrame, year: int) -> Columns:
    """Mainstream households and the places that can be filled."""
    columns = (
        Column("Households", _ranges(at, "households_")),
        Column("Places that can be filled", _ranges(at, "usable_places_")),
    )
    return Columns(
        f"The councils' own foster carers, {day(year)}", columns, thousands, "households and places"
    )


def of_costs(costs: pd.DataFrame, years: Sequence[str]) -> Columns:
    """Cost in each financial year."""
    columns = tuple(Column(y, _ranges(only(costs, financial_year=y))) for y in years)
    title = f"Cost of placements to the councils together, {years[0]} to {years[-1]}, nominal"
    return Columns(title, columns, millions, "GBP", shared=True)


def of_savings(run: RegionRun) -> Columns:
    """Saving of each scenario by financial year."""
    savings = only(run.tables["savings"], price_basis="nominal")
    years = [year for year in dict.fromkeys(savings["financial_year"]) if year != "all years"]
    columns = tuple(Column(y, _ranges(only(savings, financial_year=y))) for y in years)
    return Columns(
        "Saving by scenario and financial year, nominal", columns, millions, "GBP", shared=True
    )


def of_parts(rows: Mapping[str, Mapping[str, float]], title: str) -> Columns:
    """Money of named parts, from nil."""
    frame = pd.DataFrame.from_dict(dict(rows), orient="index")[_RANGE]
    return Columns(title, (Column("Saving, prices of the opening year", frame),), millions, "GBP")


def side_by_side(run: RegionRun, what: Columns) -> Chart:
    """The chart of what is set side by side."""
    names = [str(name) for name in what.columns[0].ranges.index if name != BASELINE]
    note = note_of(
        run,
        what.unit,
        captions.CHILDREN_LOOKED_AFTER,
        captions.FOSTERING,
        captions.OUTTURN,
        reading=captions.READING_BARS,
    )
    subtitle = f"{run.name}. SCENARIOS set against the FORECAST with no new action"
    words = Words(what.title, subtitle, note)
    with style.settings():
        sheet = draw_ranges(words, names, what.columns, what.written, shared=what.shared)
    rows = [str(name) for name in what.columns[0].ranges.index]
    said = [
        f"{name}, {column.title.lower()}: {_in_words(column.ranges, name, what.written)}"
        for column in what.columns
        for name in rows
    ]
    data = as_data(rows, what.columns)
    return Chart("side_by_side", what.title, sheet.figure, sentences(*said), data, note)


def _ranges(rows: pd.DataFrame, of: str = "") -> pd.DataFrame:
    named = rows.set_index("scenario")[[f"{of}{point}" for point in _RANGE]]
    return named.set_axis(_RANGE, axis=1)


def _in_words(ranges: pd.DataFrame, name: str, written: Callable[[float], str]) -> str:
    low, middle, high = (written(float(ranges[point][name])) for point in _RANGE)
    return f"{middle} ({span(low, high)})"
