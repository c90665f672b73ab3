"""A region's chart of where children are placed, and of the homes that stand in each area."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart
from sufficiency.pages.charts.marks import rule
from sufficiency.pages.charts.named_bars import bars_for
from sufficiency.pages.charts.sheet import Grid, Key, Words, make_sheet, panel_title
from sufficiency.pages.region.charts.beside import MOST_ROWS
from sufficiency.pages.region.words import councils_of, note_of
from sufficiency.pages.words import day, sentences, thousands
from sufficiency.results.region.run import RegionRun

_OUT, _IN = "own_children_outside", "others_children_inside"
_HOMES = "Ofsted, Children's homes in England"


def provision(run: RegionRun) -> Chart:
    """Children placed over each council's boundary, out and in, and beds in the homes there."""
    table = run.tables["provision"].sort_values("beds", ascending=False, ignore_index=True)
    year = int(table["year"].iloc[0])
    title = f"Children placed across boundaries, and beds, in {councils_of(run)}, {day(year)}"
    known = table[[_OUT, _IN]].notna().all(axis=1)
    out, into = (int(table.loc[known, side].sum()) for side in (_OUT, _IN))
    message = (
        f"{_number(known, run)} placed {thousands(out)} children outside their own areas, and "
        f"{thousands(into)} children of other councils lived in them"
    )
    missing = int((~known).sum())
    note = note_of(
        run,
        "children in any placement; beds in registered children's homes",
        captions.CHILDREN_LOOKED_AFTER,
        _HOMES,
        remarks=(
            "Children of other councils are of any council in England, of these or not: the "
            "published record does not say whose",
            "Beds are of homes that stand in the area, whoever uses them",
            f"Withheld by the publisher, and in no sum: {missing} councils" if missing else "",
            f"The {MOST_ROWS} with most beds of {len(table)} are shown; the table holds all"
            if len(table) > MOST_ROWS
            else "",
        ),
        simulated=False,
    )
    keys = (
        Key("Own children outside", style.DARK_BLUE, "bar"),
        Key("Other councils' children inside", style.TURQUOISE, "bar"),
        Key("Beds: the council's", style.DARK_PINK, "bar"),
        Key("Beds: others'", style.tint(style.DARK_PINK, 0.35), "bar"),
    )
    subtitle = "PUBLISHED RECORD, not a forecast"
    shown = table.head(MOST_ROWS)
    bars = bars_for(shown["authority"], 1.5)
    grid = Grid(columns=2, panel=bars.deep.sum(), left=1.5, across=0.5, right=0.45, above=0.3)
    sheet = make_sheet(Words(title, subtitle, note, message), grid, keys)
    children, beds = sheet.panels[0]
    _children(children, bars.middles, shown)
    _beds(beds, bars.middles, shown)
    bars.write(children)
    beds.set(ylim=children.get_ylim(), yticks=[])
    panel_title(children, "Children out (left) and in (right)", wide=0.3)
    panel_title(beds, "Beds in children's homes", wide=0.3)
    most = table.iloc[0]
    alt = sentences(
        message,
        f"Most beds stand in {most['authority']}, {thousands(most['beds'])} of "
        f"{thousands(table['beds'].sum())}; the councils' own are "
        f"{thousands(table['own_beds'].sum())} in all",
    )
    data = table.rename(
        columns={
            "authority": "council",
            "own_beds": "beds of the council",
            "own_children_inside": "own children inside",
            _OUT: "own children outside",
            _IN: "other councils' children inside",
        }
    ).drop(columns=["authority_code", "year"])
    return Chart("provision", title, sheet.figure, alt, data, note)


def _children(panel: Axes, middles: np.ndarray, rows: pd.DataFrame) -> None:
    """Out to the left of nil, in to the right, each with its number."""
    out, into = (rows[side].to_numpy(float) for side in (_OUT, _IN))
    panel.barh(middles, -np.nan_to_num(out), height=0.17, color=style.DARK_BLUE, zorder=2)
    panel.barh(middles, np.nan_to_num(into), height=0.17, color=style.TURQUOISE, zorder=2)
    widest = max(np.nanmax(out, initial=1.0), np.nanmax(into, initial=1.0))
    panel.set_xlim(-1.35 * widest, 1.35 * widest)
    panel.axvline(0.0, color="black", linewidth=0.9, zorder=3)
    panel.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    panel.xaxis.set_major_formatter(FuncFormatter(_size_tick))
    panel.tick_params(axis="x", length=3)
    rule(panel, "x")
    for middle, left, right in zip(middles, out, into, strict=True):
        _number_beside(panel, middle, -left, -4, "right")
        _number_beside(panel, middle, right, 4, "left")


def _beds(panel: Axes, middles: np.ndarray, rows: pd.DataFrame) -> None:
    """The council's own beds, and after them the others'."""
    own, every = rows["own_beds"].to_numpy(float), rows["beds"].to_numpy(float)
    others = style.tint(style.DARK_PINK, 0.35)
    panel.barh(middles, own, height=0.17, color=style.DARK_PINK, zorder=2)
    panel.barh(middles, every - own, left=own, height=0.17, color=others, zorder=2)
    panel.set_xlim(0, 1.02 * max(float(np.nanmax(every, initial=1.0)), 1.0))
    panel.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    panel.xaxis.set_major_formatter(FuncFormatter(_size_tick))
    panel.tick_params(axis="x", length=3)
    rule(panel, "x")
    for middle, number in zip(middles, every, strict=True):
        _number_beside(panel, middle, number, 4, "left")


def _number_beside(panel: Axes, middle: float, value: float, points: int, side: str) -> None:
    """A number at the end of its bar; at nil, in words, where it is withheld."""
    known = value == value
    panel.annotate(
        thousands(abs(value)) if known else "withheld",
        (value if known else 0.0, middle),
        xytext=(points, 0),
        textcoords="offset points",
        ha=side,
        va="center",
        fontsize=style.SMALL,
        annotation_clip=False,
        zorder=4,
    )


def _size_tick(value: float, _: int | None) -> str:
    return thousands(abs(value))


def _number(known: pd.Series, run: RegionRun) -> str:
    whole = bool(known.all())
    return f"The {len(known)} councils" if whole else f"{int(known.sum())} of {len(known)} councils"
