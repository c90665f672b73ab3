"""How far out each method tried was, and how often its range held."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sufficiency.errors import listed
from sufficiency.forecasting.families import MODEL
from sufficiency.forecasting.scoring.stored import stored_table
from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.marks import rule
from sufficiency.pages.charts.sheet import Grid, Words, make_sheet, panel_title
from sufficiency.pages.words import sentences
from sufficiency.results.run import Run

MODELS: Final = {
    "no_change": "No change",
    "drift": "Drift",
    "ets": "Exponential smoothing",
    "sarimax": "ARIMA",
    "unobserved_components": "Unobserved components",
    "theta": "Theta",
    "prophet": "Prophet",
    "pooled": "Pooled (in use)",
    "ensemble": "All in equal parts",
}


@drawn
def methods_compared(run: Run) -> Chart | None:
    """How far out each method tried was on 72 authorities, and how often its range held."""
    facts = run.facts
    if facts.model != MODEL:  # these are scores on published records
        return None
    scores = stored_table("by_series").query("series == 'looked_after'")
    scores = scores.sort_values("relative_crps", ascending=False, ignore_index=True)
    error = scores[["se_by_authority", "se_by_year"]].max(axis=1)
    origins = stored_table("by_origin")["origin"]
    names = [MODELS[model] for model in scores["model"]]
    title = f"Methods tried for {facts.authority}'s forecast, scored on 72 English authorities"
    note = captions.caption(
        replace(facts, draws=1000),
        "error relative to saying no change (1 is as good, lower is better); percent",
        captions.CHILDREN_LOOKED_AFTER,
        reading=(
            "How to read it: the bar beside each dot is one standard error each way; a method "
            "right as often as it says has its second dot on 80%"
        ),
        remarks=(
            f"{scores['n'].max():,} forecasts by each method, from each 31 March from "
            f"{origins.min()} to {origins.max()}; the pooled method's numbers were estimated at "
            "each from nothing later. Scores come with sufficiency and are not made by a run",
        ),
        date="31 March 2010 to 31 March 2025",
    )
    best = scores.iloc[-1]
    words = Words(
        title,
        "Past FORECASTS of children looked after, 1 to 3 years ahead. Scales do not start at zero",
        note,
        f"The least error, {100 * best['relative_crps']:.0f}% of that of expecting no change, was "
        f"{'the method in use' if best['model'] == 'pooled' else MODELS[best['model']]}'s",
    )
    grid = Grid(columns=2, left=1.6, across=0.35, panel=0.26 * len(names) + 0.3, above=0.32)
    sheet = make_sheet(words, grid)
    left, right = sheet.panels[0]
    place = np.arange(len(names))
    used = [style.DARK_BLUE if model == "pooled" else style.DARK_GREY for model in scores["model"]]
    for y, value, spread, colour in zip(place, scores["relative_crps"], error, used, strict=True):
        ends = [value - spread, value + spread]
        left.plot(ends, [y, y], color=style.tint(colour, style.BAR), lw=4, solid_capstyle="butt")
        left.plot([value], [y], marker="o", color=colour, markersize=5)
    for y, value, colour in zip(place, scores["cover_80"], used, strict=True):
        right.plot([value], [y], marker="o", color=colour, markersize=5)
    _upright(left, 1.0, "Error relative to no change", names, place)
    _upright(right, 80.0, "Times in 100 that the 4 in 5 range held", [""] * len(names), place)
    right.set_xlim(min(40.0, float(scores["cover_80"].min()) - 5), 100)
    data = pd.DataFrame(
        {
            "method": names,
            "error relative to no change (%)": 100 * scores["relative_crps"],
            "standard error (%)": 100 * error,
            "range held (%)": scores["cover_80"],
            "forecasts": scores["n"],
        }
    ).iloc[::-1]
    beaten = (scores["relative_crps"] > 1) & (scores["model"] != "no_change")
    worse = [MODELS[model] for model in scores.loc[beaten, "model"]][::-1]
    alt = sentences(
        f"{MODELS[best['model']]} was least far out: its error was "
        f"{100 * best['relative_crps']:.0f}% of that of no change, and its 4 in 5 range held "
        f"{best['cover_80']:.0f} times in 100",
        f"Worse than saying no change were {listed(worse)}" if worse else "",
    )
    return Chart("methods_compared", title, sheet.figure, alt, data.reset_index(drop=True), note)


def _upright(panel: Axes, at: float, title: str, names: list[str], place: np.ndarray) -> None:
    panel.axvline(at, color=style.DARK_GREY, linewidth=0.9, linestyle=(0, (4, 2)))
    panel.set_yticks(place, names)
    panel.set_ylim(-0.6, len(place) - 0.4)
    rule(panel, "x")
    panel_title(panel, title)
