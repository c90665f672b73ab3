"""What each lever of a scenario contributes to its saving, and what they do only together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sufficiency.errors import InputError, closest, listed
from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart, drawn
from sufficiency.pages.charts.named_bars import Bars, bars_for
from sufficiency.pages.charts.sheet import Grid, Key, Words, make_sheet
from sufficiency.pages.words import millions, sentences, thousands
from sufficiency.placements import label
from sufficiency.results.facts import RunFacts
from sufficiency.results.figures import pounds
from sufficiency.results.run import Run
from sufficiency.results.waterfall import LOOKED_AFTER, SAVING

_NAMES = 3.0
_TOGETHER = "Together: more or less than the sum of each alone"
_SHORT = 90
"""Letters of a reason that can stand as a name."""
_RIGHT, _LEFT = style.TURQUOISE, style.ORANGE


@dataclass(frozen=True)
class _Told:
    """How a measure is told.

    Attributes:
        of: what the bars add up to, as a title says it.
        unit: of the caption.
        basis: price basis; blank for children.
        scale: what a value is divided by.
        written: how a value is written.
        column: unit as the chart's numbers name it.
        signs: what a bar to the right is, and one to the left.
    """

    of: str
    unit: str
    basis: str
    scale: float
    written: Callable[[float], str]
    column: str
    signs: tuple[str, str]

    def shown(self, values: pd.Series) -> np.ndarray:
        """Values as the chart's numbers hold them."""
        return pounds(values) / self.scale if self.basis else values.to_numpy(float)


@drawn
def waterfall(run: Run) -> Chart | None:
    """The saving of the scenario with most levers, lever by lever, in the last financial year.

    Returns:
        The chart, or None when no scenario has two levers or more.
    """
    steps = _usual(run)
    return None if steps is None else _waterfall(run, steps)


def waterfall_of(run: Run, scenario: str, measure: str, period: str) -> Chart:
    """What each lever contributes to one measure of a scenario at one date.

    Args:
        run: a run that holds the waterfall, or can make it.
        scenario: its name.
        measure: "saving", a placement type or "looked_after".
        period: a financial year or "all years" for the saving, at real prices; a date in words for
            children, as "31 March 2030".

    Raises:
        InputError: when there is no such waterfall; it names those there are.
    """
    table = run.waterfall()
    table = table[table["price_basis"] != "nominal"]
    for column, value in (("scenario", scenario), ("measure", measure), ("period", period)):
        held = list(dict.fromkeys(table[column].astype(str)))
        if value not in held:
            raise InputError(
                f"The waterfall has no {column} '{value}'; it has {listed(held)}."
                f"{closest(value, held)}"
            )
        table = table[table[column] == value]
    with style.settings():
        return _waterfall(run, table.sort_values("step"))


def _waterfall(run: Run, steps: pd.DataFrame) -> Chart:
    facts = run.facts
    scenario, period, measure = (str(steps[c].iloc[0]) for c in ("scenario", "period", "measure"))
    told = _told(measure, facts)
    names = [*_names(steps.iloc[:-1]), "All of it"]
    bars = bars_for(names, _NAMES)
    title = f"What each action contributes to {told.of} in {facts.authority}, {period}: {scenario}"
    note = captions.caption(
        facts,
        f"{told.unit}; each bar is the mean over the simulated futures",
        captions.OUTTURN if told.basis else captions.CHILDREN_LOOKED_AFTER,
        basis=told.basis,
        remarks=(
            "Each action is run alone on the same futures, the cost of its programme included; the "
            "last bar but one is what they do only together: children who never enter care cannot "
            "step down. The bars add exactly to the whole; a hatched bar takes from it",
        ),
    )
    keys = [
        Key(told.signs[0], _RIGHT, "bar"),
        Key(told.signs[1], _LEFT, "hatched"),
        Key("All of it", style.DARK_BLUE, "bar"),
    ]
    unit = f"£m a year, {told.basis}" if told.basis else "Children"
    largest = int(np.argmax(steps["mean"].iloc[:-1].abs().to_numpy()))
    message = (
        f"Of what “{scenario}” does, {period}, the largest part is: {names[largest]}, "
        f"{told.written(float(steps['mean'].iloc[largest]))}"
    )
    words = Words(title, f"{unit}. A SCENARIO, not a forecast", note, message)
    sheet = make_sheet(words, Grid(panel=bars.deep.sum(), left=_NAMES, right=0.65, below=0.1), keys)
    _draw(sheet.first, bars, steps["mean"].to_numpy(float) / told.scale)
    bars.write(sheet.first)
    bars.say(
        sheet.first,
        _ends(steps["mean"].to_numpy(float) / told.scale),
        [told.written(value) for value in steps["mean"]],
    )
    total = told.written(float(steps["mean"].iloc[-1]))
    whole = (
        f"{scenario} saves {total} in {period} on average, {told.basis}"
        if told.basis
        else f"{scenario} changes {told.of} by {total} on average, {period}"
    )
    data = {"action": names} | {
        f"{name}{told.column}": told.shown(steps[statistic])
        for name, statistic in (
            ("mean", "mean"),
            ("1 in 10 below", "p10"),
            ("1 in 10 above", "p90"),
        )
    }
    alt = sentences(whole, message)
    return Chart("waterfall", title, sheet.figure, alt, pd.DataFrame(data), note)


def _told(measure: str, facts: RunFacts) -> _Told:
    if measure == SAVING:
        prices = captions.real_prices(facts)
        signs = ("Saves", "Costs, or saves less together")
        return _Told("the saving", "GBP million a year", prices, 1e6, millions, " (£m)", signs)
    of = "looked after" if measure == LOOKED_AFTER else label(measure).lower()
    of = f"the number of children ({of})"
    return _Told(of, "children", "", 1.0, thousands, "", ("More", "Fewer"))


def _ends(steps: np.ndarray) -> np.ndarray:
    """Where each bar ends on the right; the last starts from nil."""
    edges = np.concatenate([[0.0], steps[:-1].cumsum()])
    return np.append(np.maximum(edges[:-1], edges[1:]), max(steps[-1], 0.0))


def _draw(panel: Axes, bars: Bars, steps: np.ndarray) -> None:
    """Each bar from where the last ended, and the whole."""
    edges = np.concatenate([[0.0], steps[:-1].cumsum()])
    for middle, start, end in zip(bars.middles[:-1], edges[:-1], edges[1:], strict=True):
        rises = end >= start
        panel.barh(
            middle,
            end - start,
            left=start,
            height=0.2,
            facecolor=_RIGHT if rises else "white",
            edgecolor=_RIGHT if rises else _LEFT,
            hatch=None if rises else "////",
        )
    panel.barh(bars.middles[-1], steps[-1], height=0.2, color=style.DARK_BLUE)
    low, high = min(edges.min(), steps[-1], 0.0), max(edges.max(), steps[-1], 0.1)
    panel.set(xlim=(low, high), xticks=[])
    panel.spines["bottom"].set_visible(False)
    panel.axvline(0, color="black", linewidth=0.9)


def _usual(run: Run) -> pd.DataFrame | None:
    """Steps of the scenario with most levers: real savings of the last financial year."""
    table = run.tables.get("waterfall")
    if table is None or table.empty:
        return None
    saving = table[(table["measure"] == SAVING) & (table["price_basis"] == "real")]
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
