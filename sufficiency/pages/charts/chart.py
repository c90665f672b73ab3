"""What a chart is: a figure, the words that replace it, and the numbers it shows."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from html import escape
from typing import TypeVar

import pandas as pd
from matplotlib.figure import Figure

from sufficiency.pages import style
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
    note: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "data", as_shown(self.data))

    def _repr_html_(self) -> str:
        """How a notebook shows the chart: the picture, with its words for a screen reader."""
        from sufficiency.pages.charts.files import png

        picture = b64encode(png(self, dpi=120)).decode("ascii")
        return (
            f'<img alt="{escape(self.alt)}" style="max-width: 100%" '
            f'src="data:image/png;base64,{picture}">'
        )


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
