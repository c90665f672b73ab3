"""What each lever of a scenario contributes to its saving, and what they do only together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.named_bars import bars_for
from sufficiency.pages.charts.sheet import Grid, Key, Words, make_sheet
from sufficiency.pages.words import millions, sentences
from sufficiency.results.figures import pounds
from sufficiency.results.run import Run

_NAMES = 3.0
_TOGETHER = "Together: more or less than the sum of each alone"
_SHORT = 90
"""Letters of a reason that can stand as a name."""
_SAVES, _COSTS = style.TURQUOISE, style.ORANGE


@drawn
def waterfall(run: Run) -> Chart | None:
    """The saving of the scenario with most levers, lever by lever, in the last financial year.

    Returns:
        The chart, or None when no scenario has two levers or more.
    """
    facts = run.facts
    steps = _steps(run)
    if steps is None:
        return None
    scenario, year = str(steps["scenario"].iloc[0]), str(steps["period"].iloc[0])
    parts, total = steps.iloc[:-1], float(steps["mean"].iloc[-1])
    bars = bars_for([*_names(parts), "All of it"], _NAMES)
    title = f"What each action contributes to the saving in {facts.authority}, {year}: {scenario}"
    note = captions.caption(
        facts,
        "GBP million a year; each bar is the mean over the simulated futures",
        captions.OUTTURN,
        basis=captions.real_prices(facts),
        remarks=(
            "Each action is run alone on the same futures, the cost of its programme included; the "
            "last bar but one is what they do only together: children who never enter care cannot "
            "step down. The bars add exactly to the whole; a hatched bar takes from the saving",
        ),
    )
    keys = [
        Key("Saves", _SAVES, "bar"),
        Key("Costs, or saves less together", _COSTS, "hatched"),
        Key("All of it", style.DARK_BLUE, "bar"),
    ]
    message = _largest(parts, scenario, year)
    subtitle = f"£m a year, {captions.real_prices(facts)}. A SCENARIO, not a forecast"
    words = Words(title, subtitle, note, message)
    sheet = make_sheet(words, Grid(panel=bars.deep.sum(), left=_NAMES, right=0.65, below=0.1), keys)
    panel = sheet.first
    edges = np.concatenate([[0.0], parts["mean"].cumsum().to_numpy()]) / 1e6
    for middle, start, end in zip(bars.middles[:-1], edges[:-1], edges[1:], strict=True):
        saves = end >= start
        panel.barh(
            middle,
            end - start,
            left=start,
            height=0.2,
            facecolor=_SAVES if saves else "white",
            edgecolor=_SAVES if saves else _COSTS,
            hatch=None if saves else "////",
        )
    panel.barh(bars.middles[-1], total / 1e6, height=0.2, color=style.DARK_BLUE)
    values = [*parts["mean"], total]
    ends = np.maximum(edges[:-1], edges[1:])
    bars.write(panel)
    bars.say(panel, [*ends, max(total / 1e6, 0.0)], [millions(value) for value in values])
    low, high = min(edges.min(), 0.0), max(edges.max(), total / 1e6, 0.1)
    panel.set(xlim=(low, high), xticks=[])
    panel.spines["bottom"].set_visible(False)
    panel.axvline(0, color="black", linewidth=0.9)
    alt = sentences(
        f"{scenario} saves {millions(total)} in {year} on average, {captions.real_prices(facts)}",
        message,
    )
    data = pd.DataFrame(
        {
            "action": [*_names(parts), "All of it"],
            "mean (£m)": pounds(steps["mean"]) / 1e6,
            "1 in 10 below (£m)": pounds(steps["p10"]) / 1e6,
            "1 in 10 above (£m)": pounds(steps["p90"]) / 1e6,
        }
    )
    return Chart("waterfall", title, sheet.figure, alt, data, note)


def _largest(parts: pd.DataFrame, scenario: str, year: str) -> str:
    """The action that contributes most."""
    at = int(np.argmax(parts["mean"].to_numpy()))
    return (
        f"The largest part of what “{scenario}” saves in {year}: {_names(parts)[at]}, "
        f"{millions(parts['mean'].iloc[at])}"
    )


def _steps(run: Run) -> pd.DataFrame | None:
    """Steps of the scenario with most levers: real savings of the last financial year."""
    table = run.tables.get("waterfall")
    if table is None or table.empty:
        return None
    saving = table[(table["measure"] == "saving") & (table["price_basis"] == "real")]
    year = saving.loc[saving["period"] != "all years", "period"].max()
    last = saving[saving["period"] == year]
    steps = last.groupby("scenario", sort=False).size()
    if steps.max() < 4:  # two levers, their interaction and the total
        return None
    return last[last["scenario"] == steps.idxmax()].sort_values("step")


def _names(parts: pd.DataFrame) -> list[str]:
    """The levers in words, the file's own where they are short; one there twice is numbered."""
    words = []
    for lever, why in zip(parts["lever"], parts["why"], strict=True):
        reason = why.split(". ")[0].rstrip(".")
        known = lever.replace("_", " ").capitalize()
        words.append(
            _TOGETHER if lever == "interaction" else reason if 0 < len(reason) <= _SHORT else known
        )
    return [
        f"{word} ({words[: n + 1].count(word)})" if words.count(word) > 1 else word
        for n, word in enumerate(words)
    ]
