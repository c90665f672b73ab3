"""The flow model's track record on a council's own returns: what it would have said, what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pandas as pd

from sufficiency.evidence.ssda903 import (
    NOTHING_ALLOWED,
    Allowed,
    MonthlyEvidence,
    Returns,
    read_origins,
)
from sufficiency.forecasting.flow.backtest import (
    YEARS,
    ReturnsHistory,
    score_returns,
    score_table,
)
from sufficiency.forecasting.flow.candidates import (
    FLOW,
    MONTHS_AFTER,
    MONTHS_BEFORE,
    PERIOD,
    forecast_returns_models,
)
from sufficiency.forecasting.flow.naive import PLAIN
from sufficiency.forecasting.scoring.task import Asked
from sufficiency.forecasting.scoring.track_record import past_forecast

DRAWS: Final = 500
"""Behind each past forecast."""
CHANCES: Final = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class TrackRecord:
    """How past forecasts from the returns did.

    Attributes:
        scores: the flow model's and the plain forecasts', see `backtest.score_table`.
        past: forecasts of the total: origin and date (month ends), horizon (years), p10, p50,
            p90, came, held_80 (zero or one).
    """

    scores: pd.DataFrame = field(repr=False)
    past: pd.DataFrame = field(repr=False)


def read_with_past(
    place: Path | str, areas: Path | str | None = None, allowed: Allowed = NOTHING_ALLOWED
) -> tuple[Returns, tuple[MonthlyEvidence, ...]]:
    """Returns, and the counts of the same month of every earlier year with three years behind it.

    The files are read once for both.

    Args:
        place: a folder or zip of SSDA903 returns.
        areas: a lookup of areas, as for `read_returns`.
        allowed: files there that are no part of the returns, and whether to go on in doubt.

    Raises:
        InputError: as `read_returns`.
    """
    returns, past = read_origins(place, MONTHS_BEFORE, 12, MONTHS_AFTER, allowed, areas)
    return returns, tuple(past)


def track_record(
    monthly: MonthlyEvidence,
    past: Sequence[MonthlyEvidence],
    seed: int = 1,
    draws: int = DRAWS,
) -> TrackRecord | None:
    """What the model would have said from each of the past counts, and what came.

    Later returns' corrections are in the counts that each forecast is made from.

    Args:
        monthly: the counts from returns.
        past: what they would have been before: see `read_with_past`.
        seed, draws: of each forecast.

    Returns:
        The track record; None where there are no past counts: the returns are too short.
    """
    if not past:
        return None
    history = ReturnsHistory(monthly, list(past))
    scores = score_table(score_returns(history, Asked((FLOW, *PLAIN), YEARS, draws, seed)))
    asked = Asked((FLOW,), YEARS, draws, seed)
    said = [_past(history, origin, asked) for origin in history.by_origin]
    return TrackRecord(scores, pd.concat(said, ignore_index=True))


def _past(history: ReturnsHistory, origin: int, asked: Asked) -> pd.DataFrame:
    """What the flow model would have said of the total from one month end."""
    seen = history.until(origin)
    total = history.outcome(origin, asked.horizons).rows([0])
    ((_, made),) = forecast_returns_models(seen, total.measures, asked, lambda _: None)
    said = past_forecast(made, total, CHANCES, asked.seed)
    here = len(seen.dates) - 1
    dates = [history.whole.dates[here + PERIOD * year] for year in said["horizon"]]
    said = said.assign(origin=seen.dates[-1], date=dates).astype({"came": int, "held_80": int})
    return said[["origin", "date", "horizon", "p10", "p50", "p90", "came", "held_80"]]
