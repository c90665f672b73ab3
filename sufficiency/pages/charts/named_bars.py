"""Horizontal bars with a long name to the left of each, and what each says at its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from sufficiency.pages import style

_GAP = 0.14
"""Inches between one bar's name and the next."""
_FREE = 0.2
"""Inches of the margin that a name leaves free."""


@dataclass(frozen=True)
class Bars:
    """Where bars stand, each as deep as its wrapped name needs.

    Attributes:
        names: The names, wrapped to the margin.
        deep: Inches each takes; the panel is as deep as their sum, and its scale in inches.
        margin: Inches to the left of the panel that the names stand in.
    """

    names: tuple[str, ...]
    deep: np.ndarray
    margin: float

    @property
    def middles(self) -> np.ndarray:
        """Where each bar stands, in inches from the top."""
        return np.asarray(np.cumsum(self.deep) - self.deep / 2)

    def write(self, panel: Axes) -> None:
        """Write the names and set the upright scale."""
        for name, middle in zip(self.names, self.middles, strict=True):
            panel.annotate(
                name,
                (0, middle),
                xycoords=("axes fraction", "data"),
                xytext=(-72 * (self.margin - 0.08), 0),
                textcoords="offset points",
                va="center",
                fontsize=style.BODY,
                linespacing=1.15,
            )
        panel.set(ylim=(self.deep.sum(), 0), yticks=[])

    def say(self, panel: Axes, ends: Iterable[float], said: Sequence[str]) -> None:
        """Write a value to the right of where each bar ends."""
        for middle, end, text in zip(self.middles, ends, said, strict=True):
            panel.annotate(
                text,
                (end, middle),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                fontsize=style.BODY,
                annotation_clip=False,
            )


def bars_for(names: Iterable[str], margin: float) -> Bars:
    """Bars with these names, from the top down, in a margin of so many inches."""
    wrapped = tuple(style.wrap(name, margin - _FREE, style.BODY) for name in names)
    deep = np.array([style.height(name, style.BODY) + _GAP for name in wrapped])
    return Bars(wrapped, deep, margin)
