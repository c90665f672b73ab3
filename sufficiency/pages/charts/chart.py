"""What a chart is: a figure, the words that replace it, and the numbers it shows."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from html import escape
from typing import Final, TypeVar

import pandas as pd
from matplotlib.figure import Figure

from sufficiency.pages import style
from sufficiency.pages.charts.note import Note
from sufficiency.results.figures import nearest
from sufficiency.results.run import Run

_AS_THEY_ARE = ("£m", "£m)", "(£ a week)", "(as assumed)")


@dataclass(frozen=True)
class Chart:
    """One chart.

    Attributes:
        slug: Name of its files, without an ending.
        title: What it shows, where and when, with no message.
        figure: The picture.
        alt: Alternative text: what a reader who cannot see the picture needs to know.
        data: The numbers shown, one row a point, in the words of a page and as it rounds them.
        note: The caption: unit, price basis, date and source.
    """

    slug: str
    title: str
    figure: Figure
    alt: str
    data: pd.DataFrame
    note: Note

    def __post_init__(self) -> None:
        object.__setattr__(self, "data", as_shown(self.data))

    def _repr_html_(self) -> str:
        """How a notebook shows the chart: the picture, with its words for a screen reader."""
        picture = b64encode(png(self, dpi=120)).decode("ascii")
        return (
            f'<img alt="{escape(self.alt)}" style="max-width: 100%" '
            f'src="data:image/png;base64,{picture}">'
        )


DPI: Final = 180
"""Dots an inch of the PNG: 1,206 across, sharp at full A4 width."""


def svg(chart: Chart) -> bytes:
    """The picture as SVG, with a title and description for screen readers."""
    out = io.BytesIO()
    with style.settings(svg_hashsalt=f"sufficiency {chart.slug}"):
        chart.figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    text = out.getvalue().decode("utf-8").replace("\r\n", "\n")
    text = text.replace(f"'{style.FONT}'", style.FONTS)
    head, tail = text.split("<svg ", 1)
    attributes, body = tail.split(">", 1)
    names = f'role="img" aria-labelledby="{chart.slug}-title {chart.slug}-description"'
    words = (
        f'\n <title id="{chart.slug}-title">{escape(chart.title)}</title>'
        f'\n <desc id="{chart.slug}-description">{escape(chart.alt)}</desc>'
    )
    return f"{head}<svg {names} {attributes}>{words}{body}".encode()


def png(chart: Chart, dpi: int = DPI) -> bytes:
    """The picture as PNG, with its title and alternative text in the file."""
    out = io.BytesIO()
    about = {"Software": None, "Title": chart.title, "Description": chart.alt}
    with style.settings():
        chart.figure.savefig(out, format="png", dpi=dpi, metadata=about)
    return out.getvalue()


Drawn = TypeVar("Drawn", Chart, "Chart | None")


def drawn(
    make: Callable[[Run], Drawn],
) -> Callable[[Run], Drawn]:
    """Draw a chart under the settings of `style`, whatever matplotlib was set to before."""

    @wraps(make)
    def draw(run: Run) -> Drawn:
        with style.settings():
            return make(run)

    return draw


def as_shown(data: pd.DataFrame) -> pd.DataFrame:
    """The numbers of a chart as its words have them, rounded once.

    A column says its unit in brackets at its end; one without counts children, carers or places.
    """
    steps = {name: _step(str(name)) for name in data.select_dtypes("number").columns}
    return data.assign(
        **{str(name): nearest(data[name], step) for name, step in steps.items() if step}
    )


def _step(column: str) -> float | None:
    """What a column is rounded to; None leaves it: pounds are rounded where they become £m."""
    if column.endswith("%)"):
        return 0.1
    return None if column.endswith(_AS_THEY_ARE) else 1.0
