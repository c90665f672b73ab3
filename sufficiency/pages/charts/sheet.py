"""The page a chart is drawn on: title, subtitle, key, panels and caption, placed in inches.

The words are wrapped and measured first and the figure made as tall as they need, so that a
long scenario name or caption makes the page longer and never runs into the plot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from sufficiency.pages import style
from sufficiency.pages.charts.note import Note
from sufficiency.pages.style import height, text_width, wrap

Mark = Literal["line", "dashed", "dotted", "points", "band", "bar", "hatched", "range", "upright"]
DASHES: Final[dict[str, Any]] = {"line": "-", "dashed": (0, (5, 2)), "dotted": (0, (1.2, 1.6))}
_PAD: Final = 0.08
_SWATCH: Final = 0.3


@dataclass(frozen=True)
class Words:
    """What stands around the panels: each is wrapped to the width of the page.

    Attributes:
        title: What it shows, where and when.
        subtitle: Unit, basis, and whether it is a record, a forecast or a scenario.
        caption: Its source stands in the picture; the rest of it is for the page.
        message: What it says, in a sentence: it stands above the title where there is one.
    """

    title: str
    subtitle: str
    caption: Note
    message: str = ""

    @property
    def head(self) -> str:
        """The line in bold."""
        return self.message or self.title

    @property
    def below(self) -> str:
        """The line under it: the title, where a message has taken its place."""
        return f"{self.title}. {self.subtitle}" if self.message else self.subtitle


@dataclass(frozen=True)
class Key:
    """One entry of the key: how something is drawn, and what it is."""

    label: str
    colour: str
    mark: Mark
    marker: str = ""


@dataclass(frozen=True)
class Grid:
    """Where the panels are, in inches.

    Attributes:
        rows: Rows of panels.
        columns: Columns of panels.
        panel: Height of a panel.
        left: From the edge of the page to the first column, for tick labels or names.
        right: From the last column to the edge of the page, for labels beside the lines.
        across: Between columns.
        down: Between rows, for tick labels and the titles of the next row.
        above: Between the key and the first row, for panel titles.
        heads: Room for panel titles above each row, where rows differ; in place of `above`,
            and of the titles' part of `down`.
        below: Between the last row and the caption, for tick labels.
    """

    rows: int = 1
    columns: int = 1
    panel: float = 2.7
    left: float = 0.55
    right: float = 0.15
    across: float = 0.4
    down: float = 0.65
    above: float = 0.12
    below: float = 0.32
    heads: tuple[float, ...] = ()

    @property
    def width(self) -> float:
        """Width of one panel."""
        free = style.width() - self.left - self.right - (self.columns - 1) * self.across
        return free / self.columns

    @property
    def gaps(self) -> list[float]:
        """Inches above each row of panels."""
        if self.heads:
            return [head + (self.below if row else 0.0) for row, head in enumerate(self.heads)]
        return [self.above, *[self.down] * (self.rows - 1)]


@dataclass(frozen=True)
class Sheet:
    """A figure with its words in place and its panels empty, in a (rows, columns) array."""

    figure: Figure
    panels: np.ndarray

    @property
    def first(self) -> Axes:
        panel: Axes = self.panels[0, 0]
        return panel


def make_sheet(words: Words, grid: Grid | None = None, keys: Sequence[Key] = ()) -> Sheet:
    """A page for one chart, as tall as its words and panels need."""
    grid = grid or Grid()
    inside = style.width() - 2 * _PAD
    title = wrap(words.head, inside, style.TITLE, "bold")
    subtitle = wrap(words.below, inside, style.SUBTITLE)
    caption = wrap(words.caption.source, inside, style.SMALL)
    entries, key_height = _flow(keys, inside)
    panels = grid.rows * grid.panel + sum(grid.gaps)
    header = _PAD + height(title, style.TITLE) + 0.04 + height(subtitle, style.SUBTITLE) + 0.08
    body = key_height + panels + grid.below
    total = header + body + height(caption, style.SMALL) + 2 * _PAD

    figure = Figure(figsize=(style.width(), total))
    FigureCanvasAgg(figure)
    top = total - _PAD
    _write(figure, top, title, size=style.TITLE, weight="bold", color="black")
    _write(figure, top - height(title, style.TITLE) - 0.04, subtitle, size=style.SUBTITLE)
    _write(figure, _PAD + height(caption, style.SMALL), caption, size=style.SMALL)
    for entry, x, y in entries:
        _draw_key(figure, entry, x, total - header - y)
    axes = np.empty((grid.rows, grid.columns), dtype=object)
    for row in range(grid.rows):
        for column in range(grid.columns):
            left = grid.left + column * (grid.width + grid.across)
            low = total - header - key_height - (row + 1) * grid.panel
            low -= sum(grid.gaps[: row + 1])
            place = (
                left / style.width(),
                low / total,
                grid.width / style.width(),
                grid.panel / total,
            )
            axes[row, column] = _panel(figure, place)
    return Sheet(figure, axes)


def _panel(figure: Figure, place: tuple[float, float, float, float]) -> Axes:
    """An empty panel; its axes have no labels, whose place matplotlib would search every time."""
    panel = figure.add_axes(place)
    panel.xaxis.set_label_coords(0, 0)
    panel.yaxis.set_label_coords(0, 0)
    return panel


def panel_title(panel: Axes, text: str, *, wide: float = 0.0, note: str = "") -> None:
    """Name a panel above its left edge, wrapped to its width, with a smaller line below.

    Args:
        panel: The panel.
        text: Its name.
        wide: Further inches that the name may use to the right of the panel.
        note: A remark under the name.
    """
    inches = panel.get_position().width * style.width() + wide
    note = wrap(note, inches, style.SMALL) if note else ""
    lift = height(note, style.SMALL) * 72 + 1 if note else 0.0
    place: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points"}
    if note:
        panel.annotate(note, (0, 1), xytext=(0, 4), va="bottom", fontsize=style.SMALL, **place)
    panel.annotate(
        wrap(text, inches, style.BODY, "bold"),
        (0, 1),
        xytext=(0, 4 + lift),
        va="bottom",
        fontsize=style.BODY,
        fontweight="bold",
        **place,
    )


def with_heads(grid: Grid, titles: Sequence[tuple[str, str]], spare: float) -> Grid:
    """A grid with as much room above each row as the tallest of its panels' titles needs.

    Args:
        grid: The grid, filled row by row.
        titles: Title and remark of each panel.
        spare: Inches that a title may use to the right of its panel.
    """
    needed = [_title_height(*title, grid.width + spare) for title in titles]
    starts = range(0, len(needed), grid.columns)
    heads = tuple(max(needed[start : start + grid.columns]) for start in starts)
    return replace(grid, heads=heads)


def _title_height(text: str, note: str, inches: float) -> float:
    lines = height(wrap(text, inches, style.BODY, "bold"), style.BODY)
    return lines + (height(wrap(note, inches, style.SMALL), style.SMALL) if note else 0.0) + 0.16


def _write(figure: Figure, top: float, text: str, **how: Any) -> None:
    """Text at the left margin, its top a number of inches from the foot of the page."""
    inches = figure.dpi_scale_trans
    figure.text(_PAD, top, text, va="top", linespacing=1.2, transform=inches, **how)


def _flow(keys: Sequence[Key], inside: float) -> tuple[list[tuple[Key, float, float]], float]:
    """Place the entries of a key one after another on as many lines as they need.

    Returns:
        Each entry with its text wrapped, its left edge and the distance of its first line's
        top from the top of the key; and the height of the key.
    """
    placed: list[tuple[Key, float, float]] = []
    x, y, tallest = 0.0, 0.0, 0.0
    for key in keys:
        label = wrap(key.label, inside - _SWATCH - 0.1, style.BODY)
        entry = Key(label, key.colour, key.mark, key.marker)
        wide = _SWATCH + 0.08 + max(text_width(line, style.BODY) for line in label.split("\n"))
        if x and x + wide > inside:
            x, y, tallest = 0.0, y + tallest + 0.03, 0.0
        placed.append((entry, _PAD + x, y))
        x += wide + 0.2
        tallest = max(tallest, height(label, style.BODY))
    return placed, y + tallest + (0.06 if keys else 0.0)


def _draw_key(figure: Figure, key: Key, x: float, top: float) -> None:
    """Draw one entry of the key; x and top in inches from the page's lower left corner."""
    inches = figure.dpi_scale_trans
    middle = top - 0.5 * height("x", style.BODY)
    if key.mark in ("band", "bar", "hatched"):
        deep = 0.1
        patch = Rectangle((x, middle - deep / 2), _SWATCH, deep, transform=inches)
        hatched = key.mark == "hatched"
        edge = style.MID_GREY if key.mark == "band" else key.colour  # a band is pale, as drawn
        patch.set(facecolor="white" if hatched else key.colour, linewidth=0.6)
        patch.set(edgecolor=edge, hatch="////" if hatched else None)
        figure.add_artist(patch)
    elif key.mark == "upright":
        line = Line2D([x + _SWATCH / 2] * 2, [middle - 0.06, middle + 0.06], transform=inches)
        line.set(color=key.colour, linewidth=2.2, solid_capstyle="butt")
        figure.add_artist(line)
    else:
        if key.mark == "range":
            hollow = key.marker == "D"
            bar = Rectangle((x, middle - 0.035), _SWATCH, 0.07, transform=inches, linewidth=0.8)
            bar.set_facecolor("white" if hollow else style.tint(key.colour, style.BAR))
            bar.set_edgecolor(key.colour if hollow else "none")
            figure.add_artist(bar)
        line = Line2D([x, x + _SWATCH / 2, x + _SWATCH], [middle] * 3, color=key.colour)
        line.set(linewidth=1.8, transform=inches, markevery=[1], markersize=4.5)
        line.set_linestyle(DASHES.get(key.mark, "none"))
        line.set_marker(key.marker or ("o" if key.mark in ("points", "range") else "none"))
        figure.add_artist(line)
    figure.text(
        x + _SWATCH + 0.08,
        top,
        key.label,
        va="top",
        fontsize=style.BODY,
        linespacing=1.2,
        transform=inches,
    )
