"""How many children more or fewer each scenario means in the placements that matter."""

from __future__ import annotations

import pandas as pd

from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.ranges import Column, as_data, draw_ranges
from sufficiency.pages.charts.scenarios import COMPARED
from sufficiency.pages.charts.sheet import Words
from sufficiency.pages.words import day, sentences, thousands
from sufficiency.placements import label
from sufficiency.results.run import Run


@drawn
def differences(run: Run) -> Chart | None:
    """Children more or fewer than with no new action at the end of the horizon, with the range.

    A difference is paired: in each simulated future the scenario less the baseline, so its range is
    that of the scenario's effect and far narrower than that of either number.

    Returns:
        The chart, or None when the run has no scenario, or is published: differences of small
        numbers would give the numbers away.
    """
    table = run.tables.get("differences")
    names = run.facts.scenario_names
    if table is None or table.empty or not names:
        return None
    end = table["date"].max()
    rows = table[(table["date"] == end) & (table["measure"] == "children")]
    columns = [Column(label(kind), _of(rows, kind)) for kind in COMPARED]
    note = captions.caption(
        run.facts,
        "children more or fewer than in the baseline",
        captions.CHILDREN_LOOKED_AFTER,
        captions.FOSTERING,
        reading=captions.READING_BARS,
        remarks=(
            "Each difference is taken future by future, so its range is that of what the scenario "
            "does; a bar on both sides of nil may come to nothing",
        ),
    )
    title = f"What each scenario changes in {run.facts.authority}, {day(end.year)}"
    subtitle = (
        "Children more or fewer than in the FORECAST with no new action. SCENARIOS. Each column "
        "has its own scale, which does not start at zero"
    )
    message = _most_fewer(columns[-1], end.year)
    sheet = draw_ranges(Words(title, subtitle, note, message), names, columns, signed)
    data = as_data(names, columns)
    return Chart(
        "differences", title, sheet.figure, sentences(message, _of_agency(columns[1])), data, note
    )


def signed(value: float) -> str:
    """Children more or fewer, to the whole child, with its sign.

    >>> signed(17.4), signed(-17.7), signed(0.2)
    ('+17', '−18', '0')
    """
    text = thousands(value)
    return text if text == "0" or value < 0 else f"+{text}"


def _of(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    """p10, p50 and p90 of a placement type by scenario."""
    return rows[rows["placement_type"] == kind].set_index("scenario")[["p10", "p50", "p90"]]


def _most_fewer(column: Column, year: int) -> str:
    """The scenario that takes most children out of homes that others run."""
    middles = column.ranges["p50"].astype(float)
    least = str(middles.idxmin())
    if thousands(middles[least]) == "0" or middles[least] > 0:
        return f"No scenario means fewer children in {column.title.lower()} in {year}"
    return (
        f"“{least}” takes most children out of {column.title.lower()} by {year}: "
        f"{thousands(-middles[least])} fewer"
    )


def _of_agency(column: Column) -> str:
    """The fewest and the most, in a column."""
    middles = column.ranges["p50"].astype(float).sort_values(kind="stable")
    return (
        f"{column.title}: from {signed(middles.iloc[0])} ({middles.index[0]}) to "
        f"{signed(middles.iloc[-1])} ({middles.index[-1]})"
    )
