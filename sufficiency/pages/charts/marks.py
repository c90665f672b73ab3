"""The marks charts are made of: fans, ranges, axes that start at zero, labels beside lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sufficiency.pages import style
from sufficiency.pages.charts.sheet import DASHES
from sufficiency.pages.style import height, wrap
from sufficiency.pages.words import millions, thousands

_STEPS = [1, 2, 2.5, 5, 10]
"""Steps between grid lines, times a power of ten."""


@dataclass(frozen=True)
class EndLabel:
    """Words to stand beside the end of a line at a height of the panel.

    Attributes:
        value: The height, on the panel's scale.
        text: The words.
        colour: Of the words.
        led: Whether a thin line leads to the words when they have to stand elsewhere.
    """

    value: float
    text: str
    colour: str = style.DARK_GREY
    led: bool = True


def years(dates: pd.Series | pd.DatetimeIndex) -> np.ndarray:
    """Dates as years, whole at 31 March: 30 September 2025 is 2025.5."""
    when = pd.DatetimeIndex(dates)
    found: np.ndarray = when.year.to_numpy() + (when.month.to_numpy() - 3) / 12
    return found


def fan(
    panel: Axes,
    x: np.ndarray,
    rows: pd.DataFrame,
    measure: str,
    colour: str,
    counted: int = 0,
) -> None:
    """A range and its middle: a tinted band with thin edges and a dashed line.

    Args:
        panel: Where to draw.
        x: Years of the rows.
        rows: A table with the measure's percentiles.
        measure: What stands before the percentile in the columns' names, if anything.
        colour: Of the line; the band is a tint of it.
        counted: Rows after the first that are counted and not forecast: a plain line.
    """
    stem = f"{measure}_" if measure else ""
    low, mid, high = (rows[f"{stem}{name}"].to_numpy(float) for name in ("p10", "p50", "p90"))
    if counted:
        panel.plot(x[: counted + 1], mid[: counted + 1], color=colour, linewidth=1.6, zorder=3)
        x, low, mid, high = (values[counted:] for values in (x, low, mid, high))
    panel.fill_between(x, low, high, color=style.tint(colour, 0.22), linewidth=0, zorder=1)
    for edge in (low, high):
        # The band is pale: its edges are what stands out from the page.
        panel.plot(x, edge, color=colour, linewidth=0.6, zorder=2)
    panel.plot(x, mid, color=colour, linewidth=1.8, linestyle=DASHES["dashed"], zorder=3)


def published(
    panel: Axes, series: pd.Series, colour: str, marker: str = "o", size: float = 3.5
) -> None:
    """Published figures by year: a line with a mark at each, broken where one is withheld."""
    panel.plot(
        series.index.to_numpy(dtype=float),
        series.to_numpy(dtype=float),
        color=colour,
        linewidth=1.6,
        marker=marker,
        markersize=size,
        zorder=4,
        clip_on=False,
    )


def range_row(panel: Axes, y: float, row: pd.Series, colour: str, *, thick: float = 5.0) -> None:
    """A horizontal bar from the 10th to the 90th percentile with a dot at the median."""
    panel.plot(
        [row["p10"], row["p90"]],
        [y, y],
        color=style.tint(colour, style.BAR),
        linewidth=thick,
        solid_capstyle="butt",
        zorder=2,
    )
    dot: dict[str, Any] = {"marker": "o", "markersize": 5, "markeredgecolor": "white"}
    panel.plot([row["p50"]], [y], color=colour, markeredgewidth=0.7, zorder=3, **dot)


def from_zero(panel: Axes, *tops: float, ticks: int = 5) -> None:
    """Start the vertical axis at zero, rule it lightly and write thousands with a comma.

    Args:
        panel: The panel.
        tops: Highest values of what is shown; those not known are passed over.
        ticks: Grid lines at most.
    """
    locator = MaxNLocator(ticks, integer=True, steps=_STEPS)
    panel.set_ylim(0, _above(locator, tops))
    panel.yaxis.set_major_locator(locator)
    panel.yaxis.set_major_formatter(FuncFormatter(_thousands_tick))
    rule(panel)


def money_from_zero(panel: Axes, *tops: float) -> None:
    """A vertical axis of £m from zero, up to the highest of some values."""
    panel.set_ylim(0, _above(MaxNLocator(5, steps=_STEPS), tops))
    money_axis(panel, ticks=5)
    rule(panel)


def money_axis(panel: Axes, *, ticks: int) -> None:
    """Pounds as £m on the vertical axis, with a decimal only where steps are under £1m."""
    panel.yaxis.set_major_locator(MaxNLocator(ticks, steps=_STEPS))
    steps = np.diff(panel.get_yticks())
    whole = len(steps) > 0 and float(steps.min()) >= 1e6
    panel.yaxis.set_major_formatter(
        FuncFormatter(_whole_millions_tick if whole else _tenth_millions_tick)
    )


def _above(locator: MaxNLocator, tops: Sequence[float]) -> float:
    """Where an axis ends: at the grid line above the highest value known.

    Where that would leave much of it empty, a little above the value.
    """
    top = max([top for top in tops if np.isfinite(top)], default=1.0) or 1.0
    line = float(locator.tick_values(0, 1.02 * top)[-1])
    return line if line <= 1.2 * top else 1.06 * top


# Formatters are plain functions, so that a figure can go to another process to be saved.
def _thousands_tick(value: float, _: int | None) -> str:
    return thousands(value)


def pounds_tick(value: float, _: int | None) -> str:
    """Whole pounds on an axis."""
    return f"£{value:,.0f}"


def _whole_millions_tick(value: float, _: int | None) -> str:
    return f"{'−' if value < -1 else ''}£{abs(value) / 1e6:,.0f}m"


def _tenth_millions_tick(value: float, _: int | None) -> str:
    return millions(value)


def rule(panel: Axes, axis: Literal["x", "y"] = "y") -> None:
    """Light grid lines behind everything."""
    panel.grid(True, axis=axis, color=style.RULE, linewidth=0.6)
    panel.set_axisbelow(True)


def label_ends(
    panel: Axes, labels: Sequence[EndLabel], *, wide: float, size: float = style.BODY
) -> None:
    """Write labels to the right of a panel, each near its value and none on another.

    Args:
        panel: The panel, its vertical limits already set.
        labels: What to write; those with a missing value are left out.
        wide: Inches there are to the right of the panel.
        size: Size of type in points.
    """
    shown = [label for label in labels if np.isfinite(label.value)]
    shown = sorted(shown, key=lambda label: label.value)
    texts = [wrap(label.text, wide - 0.12, size) for label in shown]
    heights = [height(text, size) for text in texts]
    low, high = panel.get_ylim()
    figure = panel.get_figure(root=True)
    assert figure is not None
    inches = panel.get_position().height * figure.get_size_inches()[1]
    wished = [(label.value - low) / (high - low) * inches for label in shown]
    # Not below the panel, where the words of its scale stand.
    centres = spread(wished, heights, floor=0.0)
    for label, text, centre, wish in zip(shown, texts, centres, wished, strict=True):
        panel.annotate(
            text,
            xy=(1, wish / inches),
            xytext=(9, (centre - wish) * 72),
            xycoords="axes fraction",
            textcoords="offset points",
            va="center",
            fontsize=size,
            color=label.colour,
            linespacing=1.15,
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": label.colour, "lw": 0.6, "shrinkA": 1}
            if label.led and abs(centre - wish) > 0.09
            else None,
        )


def spread(
    wished: Sequence[float], heights: Sequence[float], floor: float = -np.inf
) -> list[float]:
    """Centres as near as can be to those wished for, without overlap, in the same order.

    Blocks that would overlap are put together and centred on the mean of their wishes (the
    pool-adjacent-violators way to least squares).

    Args:
        wished: Centres wished for, in rising order.
        heights: Height of each block, in the same unit.
        floor: Where the lowest block may not go below.
    """
    blocks: list[list[int]] = []
    for item in range(len(wished)):
        blocks.append([item])
        while len(blocks) > 1:
            lower, upper = (_placed(block, wished, heights) for block in blocks[-2:])
            if lower[-1][1] <= upper[0][0] + 1e-9:
                break
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    edges = [edge for block in blocks for edge in _placed(block, wished, heights)]
    centres = []
    for bottom, top in edges:
        centres.append(max(bottom, floor) + (top - bottom) / 2)
        floor = max(bottom, floor) + top - bottom
    return centres


def _placed(
    block: Sequence[int], wished: Sequence[float], heights: Sequence[float]
) -> list[tuple[float, float]]:
    """Bottom and top of each item of a block, stacked about the mean of its wishes."""
    stack = np.concatenate([[0.0], np.cumsum([heights[item] for item in block])])
    offset = float(np.mean([wished[i] - (stack[k] + heights[i] / 2) for k, i in enumerate(block)]))
    return [(offset + stack[k], offset + stack[k + 1]) for k in range(len(block))]


def panel_years(panel: Axes, first: int, last: int, *, step: int) -> None:
    """A horizontal axis of 31 Marches, with the last one always named."""
    panel.set_xlim(first - 0.25, last + 0.02)
    panel.set_xticks(range(last, first - 1, -step))
    panel.tick_params(axis="x", length=3)
