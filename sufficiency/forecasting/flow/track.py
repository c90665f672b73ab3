"""The record of the flow model on a council's own returns: what it would have said, what came."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence.ssda903 import MonthlyEvidence, read_origins
from sufficiency.forecasting.flow.backtest import score_months
from sufficiency.forecasting.flow.candidates import FLOW, MONTHS_AFTER, MONTHS_BEFORE, forecasts
from sufficiency.forecasting.flow.model import between_whole
from sufficiency.forecasting.flow.naive import PLAIN, with_total
from sufficiency.forecasting.flow.scores import YEARS

DRAWS: Final = 500
"""Behind each past forecast."""
LEVELS: Final = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class TrackRecord:
    """How past forecasts from the returns did.

    Attributes:
        scores: the flow model's and the plain forecasts', see `scores.summary`.
        past: forecasts of the total: origin and date (month ends), horizon (years), p10, p50,
            p90, came, held_80 (nought or one).
    """

    scores: pd.DataFrame = field(repr=False)
    past: pd.DataFrame = field(repr=False)


def track_record(
    place: Path | str, seed: int = 1, draws: int = DRAWS, ignore: tuple[str, ...] = ()
) -> TrackRecord | None:
    """Forecast from the same month of every earlier year that has three years behind it.

    Later returns' corrections are in the record that each forecast is made from.

    Args:
        place: a folder or zip of SSDA903 returns.
        seed, draws: of each forecast.
        ignore: files there that are no part of the returns.

    Returns:
        The record; None where the returns are too short for one.

    Raises:
        InputError: as `read_origins`, but for a record that is too short.
    """
    returns, origins = read_origins(place, MONTHS_BEFORE, 12, MONTHS_AFTER, ignore)
    if not origins:
        return None
    whole = returns.monthly
    scores = score_months(whole, origins, (FLOW, *PLAIN), draws, seed).table
    past = pd.concat([_past(whole, seen, draws, seed) for seen in origins], ignore_index=True)
    return TrackRecord(scores, past)


def _past(whole: MonthlyEvidence, seen: MonthlyEvidence, draws: int, seed: int) -> pd.DataFrame:
    here = len(seen.dates) - 1
    total = with_total(whole.by_type)[:, 0]
    years = [year for year in YEARS if here + 12 * year < len(total)]
    drawn = forecasts(seen, (FLOW,), 12 * years[-1], draws, seed, series=[0])[FLOW]
    assert isinstance(drawn, np.ndarray), "the flow model gives draws"
    paths = drawn[:, [12 * year - 1 for year in years], 0]
    low, middle, high = between_whole(paths, LEVELS, seed)
    came = total[[here + 12 * year for year in years]]
    return pd.DataFrame(
        {
            "origin": seen.dates[-1],
            "date": [whole.dates[here + 12 * year] for year in years],
            "horizon": years,
            "p10": low,
            "p50": middle,
            "p90": high,
            "came": came,
            "held_80": ((low <= came) & (came <= high)).astype(int),
        }
    )
