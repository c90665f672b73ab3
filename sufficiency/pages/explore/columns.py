"""Scenarios side by side in columns of ranges, as the page draws what no chart of a run has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from sufficiency.pages import style
from sufficiency.pages.charts import Chart
from sufficiency.pages.charts.note import Note
from sufficiency.pages.charts.ranges import Column, as_data, draw_ranges
from sufficiency.pages.charts.sheet import Words
from sufficiency.pages.words import day, sentences, span, thousands
from sufficiency.results.facts import BASELINE

RANGE: Final = ["p10", "p50", "p90"]


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


def of_carers(at: pd.DataFrame, whose: str, year: int) -> Columns:
    """Mainstream households and the places that can be filled.

    Args:
        at: rows of `carers.csv` of one date, one a scenario.
        whose: "council's" or "councils'".
        year: whose 31 March it is.
    """
    columns = (
        Column("Households", ranges_by_scenario(at, "households_")),
        Column("Places that can be filled", ranges_by_scenario(at, "usable_places_")),
    )
    title = f"The {whose} own foster carers, {day(year)}"
    return Columns(title, columns, thousands, "households and places")


def ranges_by_scenario(rows: pd.DataFrame, of: str = "") -> pd.DataFrame:
    """p10, p50 and p90 of a table's rows, of which there is one a scenario."""
    named = rows.set_index("scenario")[[f"{of}{point}" for point in RANGE]]
    return named.set_axis(RANGE, axis=1)


def side_by_side(what: Columns, whose: str, note: Note) -> Chart:
    """The chart of what is set side by side.

    Args:
        what: the columns, and what they show.
        whose: the council, or the councils together.
        note: its caption.
    """
    rows = [str(name) for name in what.columns[0].ranges.index]
    names = [name for name in rows if name != BASELINE]
    subtitle = f"{whose}. SCENARIOS set against the FORECAST with no new action"
    words = Words(what.title, subtitle, note)
    with style.settings():
        sheet = draw_ranges(words, names, what.columns, what.written, shared=what.shared)
    said = [
        f"{name}, {column.title.lower()}: {_in_words(column.ranges, name, what.written)}"
        for column in what.columns
        for name in rows
    ]
    data = as_data(rows, what.columns)
    return Chart("side_by_side", what.title, sheet.figure, sentences(*said), data, note)


def _in_words(ranges: pd.DataFrame, name: str, written: Callable[[float], str]) -> str:
    low, middle, high = (written(float(ranges[point][name])) for point in RANGE)
    return f"{middle} ({span(low, high)})"
