"""How good the monthly forecasts have been: from earlier month ends, against what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence.ssda903 import MonthlyEvidence
from sufficiency.forecasting.flow.candidates import ALONE, PERIOD, forecast_returns_models
from sufficiency.forecasting.flow.model import SERIES
from sufficiency.forecasting.flow.naive import no_change, with_total
from sufficiency.forecasting.scoring.outcome import Measures, Outcome
from sufficiency.forecasting.scoring.rolling import Backtest, Running, roll
from sufficiency.forecasting.scoring.scores import crps_normal
from sufficiency.forecasting.scoring.summary import in_order, summary
from sufficiency.forecasting.scoring.task import Asked

YEARS: Final = (1, 2, 3)
FEWEST_CHILDREN: Final = 20
"""A type is scored from a month end at which it has this many children or more."""


@dataclass(frozen=True)
class ReturnsHistory:
    """A council's monthly counts, and as they were cut at earlier month ends.

    Attributes:
        whole: the counts to today.
        cuts: made from what was known at earlier month ends, each a year or more before the end.
    """

    whole: MonthlyEvidence = field(repr=False)
    cuts: Sequence[MonthlyEvidence] = field(repr=False)

    @cached_property
    def by_origin(self) -> dict[int, MonthlyEvidence]:
        """The cuts by year and month, 202503."""
        return {100 * cut.dates[-1].year + cut.dates[-1].month: cut for cut in self.cuts}

    def until(self, origin: int) -> MonthlyEvidence:
        """See `outcome.History`."""
        return self.by_origin[origin]

    def outcome(self, origin: int, horizons: tuple[int, ...]) -> Outcome:
        """The total, and each type with children enough, in the years that the counts reach."""
        seen = self.until(origin)
        here = len(seen.dates) - 1
        counts = with_total(self.whole.by_type.astype(float))
        years = tuple(year for year in horizons if here + PERIOD * year < len(counts))
        rows = [j for j in range(len(SERIES)) if j == 0 or counts[here, j] >= FEWEST_CHILDREN]
        at = PERIOD * np.array(years)
        past, came = counts[: here + 1, rows], counts[here + at][:, rows].T
        mean, spread = no_change(with_total(seen.by_type.astype(float)), at[-1])
        middle, sd = mean[at - 1][:, rows].T, spread[at - 1][:, rows].T
        return Outcome(
            measures=Measures(("",) * len(rows), tuple(SERIES[j] for j in rows), years),
            came=came,
            level=np.ones(len(rows)),
            scale=np.maximum(np.abs(past[PERIOD:] - past[:-PERIOD]).mean(axis=0), 1.0),
            no_change=crps_normal(middle, sd, came),
            published=False,
        )

    def parts(
        self, outcome: Outcome, models: tuple[str, ...]
    ) -> list[tuple[Outcome, tuple[str, ...]]]:
        """See `outcome.History`: a series at a time for the methods that see each alone."""
        together = tuple(name for name in models if name not in ALONE)
        alone = tuple(name for name in models if name in ALONE)
        parts = [(outcome, together)] if together else []
        if alone:
            parts += [(outcome.rows([row]), alone) for row in range(len(outcome.came))]
        return parts


def score_returns(
    history: ReturnsHistory, asked: Asked, running: Running | None = None
) -> Backtest:
    """Score every model from every cut of a council's counts.

    Args:
        history: the counts; see `candidates.equal_terms` for the month ends.
        asked: some of `candidates.MODELS_RETURNS`, draws and seed.
        running: other processes are sent counts and nothing else.
    """
    done = roll(history, forecast_returns_models, history.by_origin, asked, running)
    lost = done.fallbacks.drop(columns="la_code")
    lost["origin"] = [f"{origin // 100}-{origin % 100:02d}" for origin in lost["origin"]]
    return replace(done, fallbacks=lost.sort_values([*lost.columns], ignore_index=True))


def score_table(done: Backtest) -> pd.DataFrame:
    """The contract's table: model, series, horizon (years) and `summary.METRICS`."""
    scores = in_order(done.scores, list(done.seconds), SERIES)
    return summary(scores, ["model", "series", "horizon"])
