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
from sufficiency.pages.charts.note import Note
from sufficiency.results.run import Run


@dataclass(frozen=True)
class Chart:
    """One chart.

    Attributes:
        slug: Name of its files, without an ending.
        title: What it shows, where and when, with no message.
        figure: The picture.
        alt: Alternative text: what a reader who cannot see the picture needs to know.
        data: The numbers shown, one row a point, in the words of a page.
        note: The caption: unit, price basis, date and source.
    """

    slug: str
    title: str
    figure: Figure
    alt: str
    data: pd.DataFrame
    note: Note

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
