"""One row for each scenario, one column for each year or measure: a range and its middle.

A picture that stays readable with any number of scenarios and names of any length, where lines
over one another would not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sufficiency.pages import style
from sufficiency.pages.charts.marks import range_row, rule
from sufficiency.pages.charts.sheet import DASHES, Grid, Key, Sheet, Words, make_sheet, panel_title
from sufficiency.pages.style import height, wrap
from sufficiency.pages.words import FOUR_IN_FIVE
from sufficiency.results.facts import BASELINE

NAMES = 1.85
"""Inches at the left for the names of the scenarios."""
_EDGE = 0.25
"""Share of a column at either side where a number keeps to the inside of its dot."""
SHOWN_BASELINE = f"{BASELINE}: no new action"
KEYS = (
    Key(f"Scenario, middle and {FOUR_IN_FIVE}", style.DARK_BLUE, "range"),
    Key("Baseline, middle and range", style.DARK_PINK, "range"),
    Key("Baseline's middle", style.DARK_PINK, "dotted"),
)


@dataclass(frozen=True)
class Column:
    """One column of ranges.

    Attributes:
        title: Its name.
        ranges: p10, p50 and p90 by scenario name; Baseline is one of them.
    """

    title: str
    ranges: pd.DataFrame


def draw_ranges(
    words: Words,
    names: Sequence[str],
    columns: Sequence[Column],
    written: Callable[[float], str],
    *,
    ticked: Callable[[float], str] | None = None,
    shared: bool = False,
    remarks: Mapping[str, str] | None = None,
) -> Sheet:
    """Draw the ranges of every scenario, Baseline first; what is set against it, from nil.

    Args:
        words: Title, subtitle and caption.
        names: Scenarios in order, without Baseline.
        columns: What to compare.
        written: How a value is written beside its dot.
        ticked: How a value is written on the scale, where that differs.
        shared: Whether the columns share one scale.
        remarks: What stands under a scenario's name.
    """
    against = BASELINE not in columns[0].ranges.index
    rows = tuple(names) if against else (BASELINE, *names)
    shown = [_name(name, (remarks or {}).get(name, "")) for name in rows]
    deep = np.array([max(height(text, style.BODY) + 0.1, 0.34) for text in shown])
    middles = np.cumsum(deep) - deep / 2
    across = 0.14 if shared else 0.22
    grid = Grid(columns=len(columns), panel=deep.sum(), left=NAMES, across=across, right=0.2)
    wide = grid.width + across - 0.05
    titles = [wrap(column.title, wide, style.BODY, "bold") for column in columns]
    grid = replace(grid, above=max(height(text, style.BODY) for text in titles) + 0.12)
    sheet = make_sheet(words, grid, KEYS[:1] if against else KEYS)
    limits = _limits([column.ranges.loc[list(rows)] for column in columns], shared)
    for number, (panel, column) in enumerate(zip(sheet.panels[0], columns, strict=True)):
        panel.set_ylim(deep.sum(), 0)
        panel.set_xlim(*limits[number])
        panel.set_yticks([])
        panel.xaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 2.5, 5, 10]))
        panel.xaxis.set_major_formatter(FuncFormatter(partial(_tick, ticked or written)))
        panel.tick_params(axis="x", labelsize=style.SMALL, length=3)
        rule(panel, "x")
        panel_title(panel, column.title, wide=across - 0.05)
        if against:
            panel.axvline(0.0, color="black", linewidth=0.9, zorder=1)
        else:
            middle = column.ranges.loc[BASELINE, "p50"]
            dots = DASHES["dotted"]
            panel.axvline(middle, color=style.DARK_PINK, linewidth=1, linestyle=dots, zorder=1)
        for name, middle in zip(rows, middles, strict=True):
            _row(panel, middle, column.ranges.loc[[name]].iloc[0], name == BASELINE, written)
    _write_names(sheet.first, shown, middles)
    return sheet


def as_data(names: Sequence[str], columns: Sequence[Column]) -> pd.DataFrame:
    """The numbers of the picture: scenario, placement (the column's name), low, middle, high."""
    frames = [
        column.ranges.loc[list(names), ["p10", "p50", "p90"]]
        .set_axis(["low (p10)", "middle (p50)", "high (p90)"], axis=1)
        .rename_axis("scenario")
        .reset_index()
        .assign(placement=column.title)
        for column in columns
    ]
    data = pd.concat(frames, ignore_index=True)
    return data[["scenario", "placement", "low (p10)", "middle (p50)", "high (p90)"]]


def lowest(column: Column) -> tuple[str, float, float] | None:
    """The scenario with the lowest middle, its middle and the baseline's.

    None where either is withheld; an empty name where no scenario is below the baseline.
    """
    middles = column.ranges["p50"].astype(float)
    base, others = middles[BASELINE], middles.drop(BASELINE).dropna()
    if np.isnan(base) or others.empty:
        return None
    least = str(others.idxmin())
    return (least if others[least] < base else "", float(others[least]), float(base))


def _name(name: str, remark: str) -> str:
    """What stands to the left of a row."""
    lines = (SHOWN_BASELINE if name == BASELINE else name, remark)
    return "\n".join(wrap(line, NAMES - 0.2, style.BODY) for line in lines if line)


def _tick(written: Callable[[float], str], value: float, _: int | None) -> str:
    return written(value)


def _row(
    panel: Axes, middle: float, row: pd.Series, baseline: bool, written: Callable[[float], str]
) -> None:
    """One range with its middle written above it; nothing where there is no number."""
    if not np.isfinite(row["p50"]):
        return
    colour = style.DARK_PINK if baseline else style.DARK_BLUE
    low, high = panel.get_xlim()
    along = (row["p50"] - low) / (high - low)
    side = "left" if along < _EDGE else "right" if along > 1 - _EDGE else "center"
    range_row(panel, middle + 0.06, row, colour)
    panel.annotate(
        written(row["p50"]),
        (row["p50"], middle + 0.06),
        xytext=(0, 4.5),
        textcoords="offset points",
        ha=side,
        va="bottom",
        fontsize=style.SMALL,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        zorder=2.5,
    )


def _write_names(panel: Axes, shown: Sequence[str], middles: np.ndarray) -> None:
    """Names of the scenarios to the left of the first column."""
    for text, middle in zip(shown, middles, strict=True):
        panel.annotate(
            text,
            (0, middle),
            xycoords=("axes fraction", "data"),
            xytext=(-72 * (NAMES - 0.08), 0),
            textcoords="offset points",
            ha="left",
            va="center",
            linespacing=1.15,
            fontsize=style.BODY,
        )


def _limits(frames: Sequence[pd.DataFrame], shared: bool) -> list[tuple[float, float]]:
    """Limits of each column, with room for the words at either end."""
    # The middle stands in for an end that is withheld.
    lows = [float(frame[["p10", "p50"]].min().min()) for frame in frames]
    highs = [float(frame[["p50", "p90"]].max().max()) for frame in frames]
    if shared:
        lows, highs = [min(lows)] * len(frames), [max(highs)] * len(frames)
    lows = [low if np.isfinite(low) else 0.0 for low in lows]
    highs = [high if np.isfinite(high) else 1.0 for high in highs]
    pads = [0.16 * ((high - low) or 1.0) for low, high in zip(lows, highs, strict=True)]
    return [(low - pad, high + pad) for low, high, pad in zip(lows, highs, pads, strict=True)]
