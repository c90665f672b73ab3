"""Score forecasts against what came, and sum the scores up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.forecasting.scoring.forecasts import Forecast
from sufficiency.forecasting.scoring.outcome import Outcome

LEVELS: Final = (50, 80, 95)
"""Percent of the outcomes that each band should hold."""

COVERS: Final = tuple(f"cover_{level}" for level in LEVELS)

METRICS: Final = ("mase", "crps", "relative_crps", *COVERS, "n")
"""Columns of scores as the contract of the tables has them, after model, series and horizon."""

FURTHER: Final = ("bias", "se_by_authority", "se_by_year")
"""Columns beside the contract's: the bias and the standard errors of the relative CRPS."""


def edges(level: int) -> tuple[float, float]:
    """Chances below the lower and the upper end of a band: 80 is P10 to P90."""
    return (100 - level) / 200, (100 + level) / 200


def score(made: Forecast, outcome: Outcome, seed: int) -> pd.DataFrame:
    """Score a forecast of every series and horizon.

    Returns:
        One row a forecast whose outcome is known: la_code, series, horizon (years), crps and
        crps_no_change (each over the level), scaled_error, cover_50, cover_80 and cover_95 as
        yes or no, and where the figures are published bias (log of what came over the middle).
    """
    came, level = outcome.came, outcome.level[:, None]
    with np.errstate(invalid="ignore"):  # what is not known or not forecast drops out below
        middle = made.middle
        crps = made.crps(came)
    columns = {
        "crps": crps / level,
        "crps_no_change": outcome.no_change / level,
        "scaled_error": np.abs(came - middle) / outcome.scale[:, None],
    }
    if outcome.published:
        columns["bias"] = np.log(np.maximum(came, 0.5) / np.maximum(middle, 0.5))
    for cover, band in zip(COVERS, LEVELS, strict=True):
        low, high = made.quantiles(edges(band), seed)
        columns[cover] = (low <= came) & (came <= high)
    flat = {name: value.ravel() for name, value in columns.items()}
    frame = pd.DataFrame(flat, index=outcome.measures.index)
    return frame[np.isfinite(came + outcome.no_change + crps).ravel()].reset_index()


def in_order(scores: pd.DataFrame, models: Sequence[str], series: Sequence[str]) -> pd.DataFrame:
    """The rows by model and series as the tables have them, otherwise as they were."""
    places = {"series": list(series), "model": list(models)}
    for column, order in places.items():
        scores = scores.assign(place=scores[column].map(order.index))
        scores = scores.sort_values("place", kind="stable").drop(columns="place")
    return scores


def summary(scores: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Scores by model, series or horizon.

    Returns:
        `by`, then `METRICS` (relative_crps is sum over sum, cover is in percent) and, of published
        figures, `FURTHER`: the standard errors are clustered by authority and by origin.
    """
    rows = []
    for key, part in scores.groupby(by, sort=False):
        relative = part["crps"].sum() / part["crps_no_change"].sum()
        row = dict(zip(by, key, strict=True)) | {
            "mase": part["scaled_error"].mean(),
            "crps": part["crps"].mean(),
            "relative_crps": relative,
            **{cover: 100 * part[cover].mean() for cover in COVERS},
            "n": len(part),
        }
        if "bias" in part:
            row |= {
                "bias": part["bias"].mean(),
                "se_by_authority": clustered_error(part, relative, "la_code"),
                "se_by_year": clustered_error(part, relative, "origin"),
            }
        rows.append(row)
    return pd.DataFrame(rows)


def clustered_error(part: pd.DataFrame, relative: float, cluster: str) -> float:
    """Standard error of a ratio of sums whose terms go together within clusters.

    Linearised: with residuals crps - ratio . crps_no_change summed in each of k clusters, the
    root of k / (k - 1) times their sum of squares over the sum of crps_no_change; NaN for one
    cluster.
    """
    residual = part["crps"] - relative * part["crps_no_change"]
    sums = residual.groupby(part[cluster]).sum().to_numpy()
    many = len(sums)
    if many < 2:
        return float("nan")
    return float(np.sqrt((sums**2).sum() * many / (many - 1)) / part["crps_no_change"].sum())
