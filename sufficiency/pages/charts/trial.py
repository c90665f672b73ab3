"""The trial of the whole chain on every council: how far outcomes came over what was forecast."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from sufficiency.forecasting.families import MODEL
from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.marks import rule
from sufficiency.pages.charts.sheet import DASHES, Grid, Key, Words, make_sheet, panel_title
from sufficiency.pages.words import sentences
from sufficiency.results.run import Run
from sufficiency.trial.stored import stored_scores

_MEASURES: Final = {
    "looked_after": "Children looked after",
    "expensive_children": "Children in homes and other costly placements",
    "mainstream_places": "Approved mainstream foster places",
    "spending_real": "Spending, inflation known",
}
_CONSTANTS: Final = {"leak_free": "As known then", "today": "Today's constants"}
_COLUMNS: Final = 2


@drawn
def trial(run: Run) -> Chart | None:
    """Percent by which outcomes came over the mean forecast, by years ahead, of every council.

    Returns:
        The chart, or None for a run on returns, whose method is another.
    """
    if run.facts.model != MODEL:
        return None
    scores = stored_scores().query("measure in @_MEASURES")
    title = f"The method of {run.facts.authority}'s forecast on trial with every English council"
    note = captions.caption(
        replace(run.facts, draws=1000),
        "percent by which outcomes came over the mean forecast, sums over councils; openings from "
        "2013 (spending 2017, places 2022)",
        captions.CHILDREN_LOOKED_AFTER,
        captions.FOSTERING,
        captions.OUTTURN,
        reading=(
            "How to read it: above nought more came than was forecast; the percent in brackets is "
            "of outcomes that lay in the 4 in 5 range, leak-free, over the years ahead"
        ),
        remarks=(
            "As known then: nothing later than the opening is used, and constants come from other "
            "councils. Today's constants know how it went. Scores come with sufficiency and are "
            "not made by a run",
        ),
    )
    worst = _of(scores, "expensive_children", "leak_free")["bias_mean"]
    message = (
        f"Children in costly placements came out up to {worst.max():.0f}% over the forecast: the "
        "error goes one way"
        if worst.min() >= 0
        else f"Children in costly placements came out up to {worst.max():.0f}% over the forecast"
    )
    subtitle = "Percent over the forecast, by years ahead. Past FORECASTS set against what came"
    keys = (
        Key(_CONSTANTS["leak_free"], style.DARK_BLUE, "line", "o"),
        Key(_CONSTANTS["today"], style.RUST, "dashed", "s"),
    )
    grid = Grid(rows=2, columns=_COLUMNS, panel=1.35, across=0.5, down=0.75, above=0.45)
    sheet = make_sheet(Words(title, subtitle, note, message), grid, keys)
    frames = []
    low, high = float(scores["bias_mean"].min()), float(scores["bias_mean"].max())
    for panel, (measure, name) in zip(sheet.panels.ravel(), _MEASURES.items(), strict=True):
        for constants, colour, mark, dash in (
            ("leak_free", style.DARK_BLUE, "o", "line"),
            ("today", style.RUST, "s", "dashed"),
        ):
            rows = _of(scores, measure, constants)
            look = {"color": colour, "marker": mark, "markersize": 4, "linestyle": DASHES[dash]}
            panel.plot(rows["horizon"], rows["bias_mean"], **look)
            columns = {
                "measure": name,
                "constants": _CONSTANTS[constants],
                "years ahead": rows["horizon"].astype(str),
                "over the forecast (%)": rows["bias_mean"],
                "range held (%)": rows["cover_80"],
            }
            frames.append(pd.DataFrame(columns))
        held = _of(scores, measure, "leak_free")["cover_80"]
        panel.axhline(0, color="black", linewidth=0.9)
        panel.set_ylim(min(low, 0.0) - 2, max(high, 0.0) + 2)
        panel.set_xlim(0.7, 5.3)
        panel.set_xticks([1, 2, 3, 4, 5])
        panel.spines["bottom"].set_visible(False)
        rule(panel)
        panel_title(panel, f"{name} (held {held.min():.0f} to {held.max():.0f}%)")
    spent = _of(scores, "spending_real", "leak_free")["bias_mean"]
    dear, cost = (
        f"{found.iloc[0]:.0f} to {found.iloc[-1]:.0f} percent" for found in (worst, spent)
    )
    alt = sentences(
        "On every English council, leak-free, one to five years ahead, children in costly "
        f"placements came out {dear} over the forecast",
        f"Spending, with inflation known, came out {cost} over it",
    )
    return Chart("trial", title, sheet.figure, alt, pd.concat(frames, ignore_index=True), note)


def _of(scores: pd.DataFrame, measure: str, constants: str) -> pd.DataFrame:
    """The scores of one thing, by years ahead."""
    wanted = (scores["measure"] == measure) & (scores["constants"] == constants)
    return scores[wanted].sort_values("horizon")
