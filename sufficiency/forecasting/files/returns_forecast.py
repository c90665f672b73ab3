"""`forecast --ssda903`: quantiles of every series by month end, from a council's own returns."""

from __future__ import annotations

from pathlib import Path

from sufficiency.evidence.ssda903 import (
    NOTHING_ALLOWED,
    Allowed,
    QualityReport,
    read_returns,
    refuse_among_returns,
)
from sufficiency.forecasting.flow.model import forecast_months
from sufficiency.writing import atomic_file


def forecast_returns_to_file(
    place: Path | str,
    years: int,
    draws: int,
    seed: int,
    out: Path | str,
    allowed: Allowed = NOTHING_ALLOWED,
) -> QualityReport:
    """Read returns, forecast from them and write date, series, quantile, value.

    Raises:
        InputError: as `read_returns` and `forecast_months`, or when the file cannot be written.
    """
    refuse_among_returns(place, out)
    returns = read_returns(place, allowed=allowed)
    table = forecast_months(returns.monthly, years, draws, seed).quantiles()
    table["date"] = table["date"].dt.strftime("%Y-%m-%d")
    with atomic_file(out) as path:
        table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n", float_format="%.6g")
    return returns.report
