"""A region's charts of rows: councils beside one another, and scenarios."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sufficiency.errors import listed
from sufficiency.pages import style
from sufficiency.pages.charts import captions
from sufficiency.pages.charts.chart import Chart
from sufficiency.pages.charts.costs import in_millions
from sufficiency.pages.charts.marks import range_row, rule
from sufficiency.pages.charts.named_bars import bars_for
from sufficiency.pages.charts.sheet import Grid, Key, Sheet, Words, make_sheet
from sufficiency.pages.region.words import RENAMED, councils_of, note_of, span_of
from sufficiency.pages.words import FOUR_IN_FIVE, WITHHELD, money, sentences
from sufficiency.results.lookup import only
from sufficiency.results.region.run import RegionRun

MOST_ROWS: Final = 40
"""Councils that a chart can name; the table holds all."""
_POINTS: Final = ("p10", "p50", "p90")
_ALIKE: Final = ("p10_alike", "p90_alike")
_REAL: Final = "base-year prices (real), undiscounted"


def councils(run: RegionRun) -> Chart | None:
    """Each council's own forecast: children at the end over children at the opening."""
    table = only(run.tables["councils"], measure="children")
    if table.empty:
        return None
    now = only(table, year=run.years[0]).set_index("authority")["p50"]
    end = only(table, year=run.years[-1]).set_index("authority")
    change = pd.DataFrame({point: 100 * (end[point] / now - 1) for point in _POINTS})
    change = change.sort_values("p50", ascending=False).rename_axis("name").reset_index()
    title = f"Change in children looked after, each council's own forecast, {span_of(run)}"
    falling = int((change["p50"] < 0).sum())
    message = (
        f"{falling} of {len(change)} councils are more likely than not to look after fewer "
        f"children in {run.years[-1]} than in {run.years[0]}"
    )
    note = note_of(
        run,
        "percent of the number at the opening",
        captions.CHILDREN_LOOKED_AFTER,
        reading=captions.READING_BARS,
        remarks=("Each range is the council's own; small councils have wide ones", *_most(change)),
    )
    words = Words(title, "FORECAST with no new action, percent", note, message)
    sheet = _ranges(words, change.head(MOST_ROWS), _percent)
    most, least = change.iloc[0], change.iloc[-1]
    alt = sentences(
        message,
        f"The middle is highest in {most['name']}, {_percent(most['p50'])}, and lowest in "
        f"{least['name']}, {_percent(least['p50'])}",
    )
    data = change.rename(columns={"name": "council", **_in_unit("%")})
    return Chart("councils", title, sheet.figure, alt, data, note)


def savings(run: RegionRun) -> Chart | None:
    """What each scenario saves all the councils over all years, in two ranges."""
    rows = run.tables["joint"].rename(columns={"scenario": "name"})
    if rows.empty:
        return None
    over = run.years[-1] - run.years[0]
    said = money(run.is_published)
    title = f"What each scenario saves {councils_of(run)} together over {over} years"
    note = note_of(
        run,
        "GBP million",
        captions.OUTTURN,
        captions.DEFLATOR,
        basis=_REAL,
        reading=(
            "How to read it: the dot is the mean. The bar holds 4 in 5 of the simulated futures "
            "if what each council does not know of prices and effects evens out; the thin line if "
            "all are wrong alike. The truth lies between"
        ),
        remarks=("Below nil the scenario costs more than no new action",),
    )
    subtitle = f"£m, {_REAL}. SCENARIOS, not forecasts, against no new action"
    keys = (
        Key(f"Mean, and {FOUR_IN_FIVE} if errors even out", style.DARK_BLUE, "range"),
        Key("The same if all are wrong alike", style.DARK_BLUE, "line"),
    )
    message = _saves_most(rows[~rows["name"].isin(run.no_actions)], said)
    shown = rows.assign(p50=rows["mean"])
    sheet = _ranges(Words(title, subtitle, note, message), shown, said, keys)
    names = {"name": "scenario", "mean": "mean", **RENAMED}
    data = rows.rename(columns={**names, "p10_alike": "low, alike", "p90_alike": "high, alike"})
    return Chart("savings", title, sheet.figure, message or f"{title}.", in_millions(data), note)


def gains(run: RegionRun) -> Chart | None:
    """To whom the scenario that saves most is worth what: each council's mean and range."""
    name = best_of(run)
    rows = only(run.tables["gains"], scenario=name).rename(columns={"authority": "name"})
    if not name or rows.empty:
        return None
    over = run.years[-1] - run.years[0]
    said = money(run.is_published)
    rows = rows.sort_values("mean", ascending=False).reset_index(drop=True)
    title = f"What '{name}' saves each council over {over} years"
    note = note_of(
        run,
        "GBP million",
        captions.OUTTURN,
        captions.DEFLATOR,
        basis=_REAL,
        reading="How to read it: the dot is the mean; the bar holds 4 in 5 of the council's own "
        "simulated futures",
        remarks=(
            "Means add over councils. Below nil the scenario costs the council more than no new "
            "action. The table has every scenario",
            *_most(rows),
        ),
    )
    half = _who_gain_half(rows)
    message = f"{listed(half)} would have half or more of what '{name}' saves" if half else ""
    subtitle = f"£m, {_REAL}. SCENARIO, not a forecast"
    shown = rows.assign(p50=rows["mean"]).head(MOST_ROWS)
    keys = (Key(f"Mean and {FOUR_IN_FIVE}", style.DARK_BLUE, "range"),)
    sheet = _ranges(Words(title, subtitle, note, message), shown, said, keys)
    most, least = rows.iloc[0], rows.iloc[-1]
    alt = sentences(
        message,
        f"The mean is highest for {most['name']}, {said(most['mean'])}, and lowest for "
        f"{least['name']}, {said(least['mean'])}",
    )
    data = rows[["name", "mean", *_POINTS]].rename(columns={"name": "council", **RENAMED})
    return Chart("gains", title, sheet.figure, alt, in_millions(data), note)


def best_of(run: RegionRun) -> str:
    """The scenario that saves most on average, of those that somebody does; empty where none."""
    done = run.tables["joint"]
    done = done[~done["scenario"].isin(run.no_actions)]
    return str(done["scenario"].iloc[int(done["mean"].argmax())]) if len(done) else ""


def _saves_most(done: pd.DataFrame, said: Callable[[float], str]) -> str:
    if done.empty:
        return ""
    best = done.iloc[int(done["mean"].argmax())]
    verb = "saves most" if best["mean"] > 0 else "comes nearest to saving"
    return (
        f"'{best['name']}' {verb}, {said(best['mean'])} on average, between "
        f"{said(best['p10_alike'])} and {said(best['p90_alike'])} if all are wrong alike"
    )


def _who_gain_half(rows: pd.DataFrame) -> list[str]:
    """The fewest councils that have half of a saving between them; none where it saves nothing."""
    whole = float(rows["mean"].clip(lower=0).sum())
    if whole <= 0:
        return []
    number = int(np.searchsorted(rows["mean"].clip(lower=0).cumsum() / whole, 0.5)) + 1
    return list(rows["name"].head(number))


def _ranges(
    words: Words,
    rows: pd.DataFrame,
    written: Callable[[float], str],
    keys: Sequence[Key] = (Key(f"Middle and {FOUR_IN_FIVE}", style.DARK_BLUE, "range"),),
) -> Sheet:
    """A row for each name: a range, its middle or mean (p50), and a wider range if there is one."""
    bars = bars_for(rows["name"], 2.0)
    sheet = make_sheet(words, Grid(panel=bars.deep.sum(), left=2.0, right=1.9), keys)
    panel = sheet.first
    wide = [point for point in _ALIKE if point in rows]
    _limit(panel, rows[[*_POINTS, *wide]])
    bars.write(panel)
    for middle, (_, row) in zip(bars.middles, rows.iterrows(), strict=True):
        if row["p50"] == row["p50"]:
            if wide:
                panel.hlines(middle, *row[wide], color=style.DARK_BLUE, linewidth=1, zorder=2)
            range_row(panel, middle, row, style.DARK_BLUE)
    panel.axvline(0.0, color="black", linewidth=0.9, zorder=1)
    panel.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    panel.xaxis.set_major_formatter(FuncFormatter(partial(_tick, written)))
    panel.tick_params(axis="x", length=3)
    rule(panel, "x")
    ends = [panel.get_xlim()[1]] * len(rows)
    bars.say(
        panel, ends, [_said(row, wide or ["p10", "p90"], written) for _, row in rows.iterrows()]
    )
    return sheet


def _limit(panel: Axes, values: pd.DataFrame) -> None:
    low, high = min(0.0, float(values.min().min())), max(0.0, float(values.max().max()))
    pad = 0.04 * ((high - low) or 1.0)
    panel.set_xlim(low - pad, high + pad)


def _said(row: pd.Series, ends: Sequence[str], written: Callable[[float], str]) -> str:
    """Middle and range in words, at the end of a row."""
    if row["p50"] != row["p50"]:
        return WITHHELD
    return f"{written(row['p50'])} ({written(row[ends[0]])} to {written(row[ends[1]])})"


def _tick(written: Callable[[float], str], value: float, _: int | None) -> str:
    return written(value) if value else "0"


def _percent(value: float) -> str:
    return f"{value:+.0f}%".replace("-", "−")


def _in_unit(unit: str) -> dict[str, str]:
    return {
        "p10": f"low (p10, {unit})",
        "p50": f"middle (p50, {unit})",
        "p90": f"high (p90, {unit})",
    }


def _most(rows: pd.DataFrame) -> tuple[str, ...]:
    """That a chart does not name every council, where it does not."""
    if len(rows) <= MOST_ROWS:
        return ()
    return (f"The {MOST_ROWS} with the highest of {len(rows)} are shown; the table holds all",)
