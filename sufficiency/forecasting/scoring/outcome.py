"""What a backtest needs of the past: to be cut at an origin, and to say what came after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Measures:
    """What is to be forecast; S series, H horizons.

    Attributes:
        authorities: whose each series is, (S,); empty where there is one authority alone.
        series: names, (S,).
        horizons: years ahead, (H,).
    """

    authorities: tuple[str, ...]
    series: tuple[str, ...]
    horizons: tuple[int, ...]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Authority and name of each series."""
        return list(zip(self.authorities, self.series, strict=True))

    @property
    def index(self) -> pd.MultiIndex:
        """la_code, series and horizon of each entry of an (S, H) array, row by row."""
        rows = [(*pair, horizon) for pair in self.pairs for horizon in self.horizons]
        return pd.MultiIndex.from_tuples(rows, names=["la_code", "series", "horizon"])


@dataclass(frozen=True)
class Outcome:
    """What came of some measures after an origin, and what their scores are measured by.

    Attributes:
        measures: of which the arrays are.
        came: (S, H), NaN where not known.
        level: what the CRPS is divided by, (S,).
        scale: mean absolute change over a year until the origin, (S,); NaN where nothing changed.
        no_change: CRPS of 'no change', (S, H).
        published: whether the figures are public; of those that are not, no score is made from
            which a figure could be worked out.
    """

    measures: Measures
    came: np.ndarray = field(repr=False)
    level: np.ndarray = field(repr=False)
    scale: np.ndarray = field(repr=False)
    no_change: np.ndarray = field(repr=False)
    published: bool

    def rows(self, keep: Sequence[int]) -> Outcome:
        """The same for only some of the series."""
        index = list(keep)
        measures = replace(
            self.measures,
            authorities=tuple(self.measures.authorities[i] for i in index),
            series=tuple(self.measures.series[i] for i in index),
        )
        return replace(
            self,
            measures=measures,
            came=self.came[index],
            level=self.level[index],
            scale=self.scale[index],
            no_change=self.no_change[index],
        )


class History(Protocol):
    """Figures up to today that a backtest rolls over: yearly, monthly or of any other kind."""

    def until(self, origin: int) -> Any:
        """What was known at an origin and nothing later: all that a model is given."""
        ...

    def outcome(self, origin: int, horizons: tuple[int, ...]) -> Outcome:
        """What came after it, of what is scored: only the scores are given it."""
        ...

    def parts(
        self, outcome: Outcome, models: tuple[str, ...]
    ) -> list[tuple[Outcome, tuple[str, ...]]]:
        """Pieces of the work at one origin that can be done apart: some series, some models."""
        ...
