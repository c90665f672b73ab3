"""What a forecast of need is: children in each family of placement, month by month."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd


@dataclass(frozen=True, eq=False)
class FamilyForecast:
    """Monthly draws of the number of children in each family of placement.

    Attributes:
        dates: month ends, months + 1 of them; the first is the 31 March of the opening year.
        families: names along the last axis of `paths`.
        paths: children, (draws, months + 1, 7), at least zero; the first month end, and those
            that returns have counted since, are the count in every draw. Whole children are for
            the page, not for here.
        seed: of the random numbers.
        model: name of the model's card in `models/`.
        explanation: term, effect_one_year_percent (NaN for a remark), words: why the total moves.
        mix: see `explain_mix.explain_mix`: why each kind of placement moves.
    """

    dates: pd.DatetimeIndex
    families: tuple[str, ...]
    paths: np.ndarray
    seed: int
    model: str
    explanation: pd.DataFrame
    mix: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def total(self) -> np.ndarray:
        """All children looked after, shape (draws, months + 1): the sum of the families."""
        return self.paths.sum(axis=-1)
