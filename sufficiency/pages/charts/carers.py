"""The council's foster carers: households and places, mainstream and connected."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sufficiency.errors import listed
from sufficiency.evidence import Evidence
from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.marks import (
    EndLabel,
    fan,
    from_zero,
    label_ends,
    panel_years,
    years,
)
from sufficiency.pages.charts.sheet import Grid, Key, Words, make_sheet, panel_title
from sufficiency.pages.remarks import standing_empty
from sufficiency.pages.words import (
    FOUR_IN_FIVE,
    day,
    movement,
    sentences,
    span,
    thousands,
    with_chance,
)
from sufficiency.results.facts import BASELINE, RunFacts
from sufficiency.results.publish.record import filled_shown
from sufficiency.results.run import Run

COUNTED = ("approved_places", "filled_places")
ENDS = {
    "approved": style.DARK_BLUE,
    "usable": style.DARK_PINK,
    "filled": style.DARK_TURQUOISE,
}
KINDS = ("mainstream", "connected")


@drawn
def carers(run: Run) -> Chart:
    """Foster carers: households and places, mainstream and connected, with what Ofsted counted."""
    facts = run.facts
    table = run.tables["carers"]
    table = table[table["scenario"] == BASELINE].sort_values("date")
    counted = _counted_places(run.evidence)
    filled = filled_shown(run, counted["filled_places"])
    counted = counted.assign(filled_places=filled)
    title = (
        f"The council's foster carers in {facts.authority}, households and places, "
        f"{day(counted.index.min() if len(counted) else facts.opening_year)} to "
        f"{day(facts.horizon_year)}"
    )
    note = captions.caption(
        facts,
        "households; places",
        captions.FOSTERING,
        reading=captions.READING,
        remarks=(
            "Marks are Ofsted's counts of mainstream places, rounded to 5. Ofsted's counts for "
            "2018 and 2019 include connected carers and are not comparable, so they are not "
            "shown. Households are estimates; a connected place is for one named child and is "
            "no spare capacity. Usable places are approved places less those not available",
            standing_empty(run),
            *captions.withheld(run),
        ),
    )
    words = Words(
        title,
        "Households and places. Published where marked; then FORECAST with no new action",
        note,
        _message(table, facts),
    )
    keys = (
        Key("Approved", style.DARK_BLUE, "dashed", "o"),
        Key("Usable", style.DARK_PINK, "line"),
        Key("Filled", style.TURQUOISE, "dotted", "s"),
        Key(FOUR_IN_FIVE, style.tint(style.DARK_BLUE, 0.22), "band"),
    )
    grid = Grid(rows=2, columns=2, panel=1.45, right=0.95, across=1.25, down=0.7, above=0.3)
    sheet = make_sheet(words, grid, keys)
    start = int(counted.index.min()) if len(counted) else facts.opening_year
    for column, kind in enumerate(KINDS):
        rows = table[table["kind"] == kind]
        x = years(rows["date"])
        upper, lower = sheet.panels[:, column]
        fan(upper, x, rows, "households", style.DARK_BLUE)
        panel_title(upper, f"{kind.capitalize()} households", wide=0.9)
        _places(lower, rows, x, counted if kind == "mainstream" else None)
        panel_title(lower, f"{kind.capitalize()} places", wide=0.9)
    for row, measure in zip(sheet.panels, ("households", "approved_places"), strict=True):
        tops = [table[f"{measure}_p90"].max()]
        if measure == "approved_places":
            tops.append(counted[measure].max())
        for panel, kind in zip(row, KINDS, strict=True):
            from_zero(panel, *tops, ticks=4)
            panel_years(panel, start, facts.horizon_year, step=2)
            _labels(panel, table[table["kind"] == kind].iloc[-1], measure)
    data = _data(table, counted)
    return Chart("carers", title, sheet.figure, _alt(table, counted, facts), data, note)


def _message(table: pd.DataFrame, facts: RunFacts) -> str:
    """How many mainstream households there would be at the end, where it may be shown."""
    rows = table[table["kind"] == "mainstream"]
    first, last = rows.iloc[0]["households_p50"], rows.iloc[-1]["households_p50"]
    if first != first or last != last:
        return ""
    return (
        f"With no new action {facts.authority} would have about {thousands(last)} mainstream "
        f"fostering households by {facts.horizon_year}, against about {thousands(first)} now"
    )


def _places(panel: Axes, rows: pd.DataFrame, x: np.ndarray, counted: pd.DataFrame | None) -> None:
    """Approved, usable and filled places, with Ofsted's counts where there are any."""
    fan(panel, x, rows, "approved_places", style.DARK_BLUE)
    panel.plot(x, rows["usable_places_p50"], color=style.DARK_PINK, linewidth=1.2, zorder=3)
    filled: dict[str, Any] = {
        "color": style.TURQUOISE,
        "linewidth": 2.0,
        "linestyle": (0, (1.2, 1.6)),
    }
    panel.plot(x, rows["filled_places_p50"], zorder=4, **filled)
    if counted is not None:
        for name, colour, marker in (
            ("approved_places", style.DARK_BLUE, "o"),
            ("filled_places", style.TURQUOISE, "s"),
        ):
            marks: dict[str, Any] = {
                "marker": marker,
                "markersize": 4.5,
                "color": colour,
                "linestyle": "none",
            }
            panel.plot(counted.index, counted[name], zorder=5, **marks)


def _labels(panel: Axes, last: pd.Series, measure: str) -> None:
    """Where each line ends."""
    if measure == "households":
        said = (
            f"{thousands(last['households_p50'])} "
            f"({span(thousands(last['households_p10']), thousands(last['households_p90']))})"
        )
        label_ends(panel, [EndLabel(last["households_p50"], said, style.DARK_BLUE)], wide=0.95)
        return
    groups: dict[str, list[str]] = {}
    for name in ENDS:
        groups.setdefault(thousands(last[f"{name}_places_p50"]), []).append(name)
    labels = []
    for number, names in groups.items():
        colour = ENDS[names[0]] if len(names) == 1 else style.DARK_GREY
        text = f"{listed(names).capitalize()} {number}"
        labels.append(EndLabel(last[f"{names[0]}_places_p50"], text, colour))
    label_ends(panel, labels, wide=0.95)


def _counted_places(evidence: Evidence) -> pd.DataFrame:
    """Ofsted's mainstream places by year: approved and filled, in that order.

    Counts that take in family and friends (2018 and 2019) are of something else: left out.
    """
    table = evidence.carers
    mainstream = table["basis"].str.contains("mainstream fostering only")
    ours = (table["area"] == evidence.authority.name) & mainstream
    rows = table[ours & table["measure"].isin(COUNTED)]
    wide = rows.pivot(index="year_to_31_march", columns="measure", values="value")
    return wide.reindex(columns=list(COUNTED)).astype(float)


def _data(table: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """Ofsted's counts, then the forecast of households and places at each 31 March."""
    known = counted.reset_index().rename(columns={"year_to_31_march": "date"})
    known = known.rename(columns={name: f"{_words(name)}, published" for name in COUNTED})
    known["date"] = known["date"].map(day)
    known.insert(0, "carers", "mainstream")
    march = table[table["date"].dt.month == 3].drop(columns="scenario")
    march = march.assign(date=march["date"].dt.year.map(day))
    ahead = march.rename(columns={"kind": "carers"}).rename(columns=_words)
    return pd.concat([known, ahead], ignore_index=True)


def _words(name: str) -> str:
    """A column in the words of a page: households_p10 is 'households, low (p10)'."""
    said = name.replace("_places", " places")
    for key, word in (("p10", "low (p10)"), ("p50", "middle (p50)"), ("p90", "high (p90)")):
        said = said.replace(f"_{key}", f", {word}")
    return said


def _alt(table: pd.DataFrame, counted: pd.DataFrame, facts: RunFacts) -> str:
    parts = []
    if len(counted):
        first, last = counted.iloc[0], counted.iloc[-1]
        parts.append(
            f"Ofsted counted {thousands(first['approved_places'])} approved mainstream places "
            f"(filled: {thousands(first['filled_places'])}) on {day(counted.index[0])}, and "
            f"{thousands(last['approved_places'])} (filled: {thousands(last['filled_places'])}) on "
            f"{day(counted.index[-1])}"
        )
    rows = table[table["kind"] == "mainstream"]
    start, end = rows["households_p50"].iloc[0], rows.iloc[-1]
    parts.append(
        "With no new action the number of mainstream households is forecast to have "
        f"{_moved(start, end['households_p50'])} from {thousands(start)} on "
        f"{day(facts.opening_year)} to {thousands(end['households_p50'])} on "
        f"{day(facts.horizon_year)}"
        f"{with_chance(thousands(end['households_p10']), thousands(end['households_p90']))}"
    )
    return sentences(*parts)


def _moved(start: float, end: float) -> str:
    """The perfect of `movement`: risen, fallen, stayed about the same."""
    return {"rose": "risen", "fell": "fallen"}.get(said := movement(start, end), said)
