"""The flow model's track record on a council's own returns: what it would have said, what came."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pandas as pd

from sufficiency.evidence.ssda903 import read_origins
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


def track_record(
    place: Path | str, seed: int = 1, draws: int = DRAWS, ignore: tuple[str, ...] = ()
) -> TrackRecord | None:
    """Forecast from the same month of every earlier year that has three years behind it.

    Later returns' corrections are in the counts that each forecast is made from.

    Args:
        place: a folder or zip of SSDA903 returns.
        seed, draws: of each forecast.
        ignore: files there that are no part of the returns.

    Returns:
        The track record; None where the returns are too short for one.

    Raises:
        InputError: as `read_origins`, but for returns that are too short.
    """
    returns, origins = read_origins(place, MONTHS_BEFORE, 12, MONTHS_AFTER, ignore)
    if not origins:
        return None
    history = ReturnsHistory(returns.monthly, origins)
    scores = score_table(score_returns(history, Asked((FLOW, *PLAIN), YEARS, draws, seed)))
    asked = Asked((FLOW,), YEARS, draws, seed)
    past = [_past(history, origin, asked) for origin in history.by_origin]
    return TrackRecord(scores, pd.concat(past, ignore_index=True))


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
