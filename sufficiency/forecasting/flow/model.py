"""Forecasting from a council's own returns: month ends, every placement type, a range.

The rule for which model speaks: the flow model, whatever the length of the record. On made-up
authorities it was better than every plain forecast over hundreds, and than every method of one
series and their mixture over dozens (models/flow.md); a council's own `sufficiency backtest
--ssda903` shows whether it is for that council.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import (
    MonthlyEvidence,
    QualityReport,
    read_returns,
    refuse_among_returns,
)
from sufficiency.forecasting.flow.fit import fit_flow_model
from sufficiency.forecasting.flow.paths import simulate
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.streams import stream
from sufficiency.writing import atomic_file

QUANTILES: Final = (0.025, *(round(0.05 * step, 2) for step in range(1, 20)), 0.975)
FEWEST_MONTHS: Final = 12
MOST_YEARS: Final = 10
SERIES: Final = ("total", *PLACEMENT_TYPES)


@dataclass(frozen=True)
class MonthlyForecast:
    """Futures by month end.

    Attributes:
        dates: the last month end of the record, then the months ahead.
        paths: children by placement type, (draws, months + 1, 10); at `dates[0]` as counted.
        seed: that the futures were drawn with.
    """

    dates: pd.DatetimeIndex
    paths: np.ndarray = field(repr=False)
    seed: int

    @property
    def total(self) -> np.ndarray:
        """Children looked after, (draws, months + 1)."""
        return self.paths.sum(axis=2)

    def quantiles(self) -> pd.DataFrame:
        """date, series, quantile, value for the months ahead; see `between_whole`."""
        ahead = self.paths[:, 1:]
        series = np.concatenate([ahead.sum(axis=2, keepdims=True), ahead], axis=2)
        values = between_whole(series, QUANTILES, self.seed)
        months = len(self.dates) - 1
        return pd.DataFrame(
            {
                "date": np.repeat(self.dates[1:], len(SERIES) * len(QUANTILES)),
                "series": np.tile(np.repeat(SERIES, len(QUANTILES)), months),
                "quantile": np.tile(QUANTILES, months * len(SERIES)),
                "value": np.moveaxis(values, 0, -1).ravel(),
            }
        )


def between_whole(paths: np.ndarray, levels: tuple[float, ...], seed: int) -> np.ndarray:
    """Quantiles of whole numbers of children, read between the whole numbers.

    Each count is spread evenly over the unit about it, so that a range of 80% holds about 80%
    of small whole numbers and not nearly all of them. Never below nought.

    Args:
        paths: (draws, ...).
        levels: quantiles wanted.
        seed: of the spreading.

    Returns:
        (levels, ...).
    """
    rng = stream(seed, "between whole numbers")
    spread = paths + rng.random(paths.shape, dtype=np.float32) - 0.5
    return np.maximum(np.quantile(spread, levels, axis=0), 0.0)


def forecast_months(
    monthly: MonthlyEvidence, years: int, draws: int, seed: int, workers: int = 2
) -> MonthlyForecast:
    """Forecast from monthly counts.

    Args:
        monthly: as counted from returns.
        years: ahead, 1 to 10.
        draws: futures.
        seed: the same seed gives the same forecast, on any number of workers.
        workers: threads.

    Raises:
        InputError: for years that cannot be had, a record of under a year, or one in which
            nobody is looked after at the end and nobody has come.
    """
    if not 1 <= years <= MOST_YEARS:
        raise InputError(f"{years} years cannot be forecast; ask for 1 to {MOST_YEARS}.")
    if draws < 1:
        raise InputError(f"{draws} draws cannot be simulated; ask for 1 or more.")
    refuse_short(monthly)
    paths = simulate(fit_flow_model(monthly), 12 * years, draws, seed, workers)
    ahead = pd.date_range(monthly.dates[-1], periods=12 * years + 1, freq="ME").as_unit("s")
    return MonthlyForecast(ahead, paths, seed)


def refuse_short(monthly: MonthlyEvidence) -> None:
    """Refuse a record that nothing can be learnt from.

    Raises:
        InputError: for under a year, or where nobody is looked after at the end and nobody came.
    """
    months = len(monthly.dates) - 1
    if months < FEWEST_MONTHS:
        raise InputError(
            f"The returns cover {months} months; a forecast needs {FEWEST_MONTHS} or more."
        )
    if not monthly.arrivals.any() and not monthly.by_type[-1].any():
        raise InputError("Nobody is looked after at the end of the returns and nobody has come.")


def forecast_returns_to_file(
    place: Path | str,
    years: int,
    draws: int,
    seed: int,
    out: Path | str,
    ignore: tuple[str, ...] = (),
) -> QualityReport:
    """Read returns, forecast from them and write date, series, quantile, value.

    Raises:
        InputError: as `read_returns` and `forecast_months`, or when the file cannot be written.
    """
    refuse_among_returns(place, out)
    returns = read_returns(place, ignore=ignore)
    table = forecast_months(returns.monthly, years, draws, seed).quantiles()
    table["date"] = table["date"].dt.strftime("%Y-%m-%d")
    with atomic_file(out) as path:
        table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n", float_format="%.6g")
    return returns.report
