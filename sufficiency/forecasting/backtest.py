"""Forecast from past years and score what was said against what came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd

from sufficiency.forecasting.candidates import Candidate
from sufficiency.forecasting.panel import Panel
from sufficiency.forecasting.scores import covered, crps_draws, crps_no_change, scaled_error
from sufficiency.forecasting.series import SERIES

LEVELS = (50, 80, 95)
METRICS = ("mase", "crps", "relative_crps", "cover_50", "cover_80", "cover_95", "n")
"""Columns of scores as the contract of the tables has them, after model, series and horizon."""

FURTHER = ("bias", "se_by_authority", "se_by_year")
"""Columns beside the contract's: the bias and the standard errors of the relative CRPS."""


def backtest(
    panel: Panel,
    candidate: Callable[[int], Candidate],
    origins: Iterable[int],
    horizons: int = 3,
    draws: int = 1000,
    seed: int = 1,
) -> pd.DataFrame:
    """Score one method at past origins.

    The panel is cut at each origin before the method sees it. `rolling.roll` scores all the
    methods, in several processes and from a cache.

    Args:
        panel: figures up to today.
        candidate: the method as it would have been at an origin (its constants then).
        origins: years to forecast from.
        horizons: years ahead, where the outcome is known.
        draws: number of draws.
        seed: of the random numbers.

    Returns:
        One row a forecast: model, origin and the columns of `score_origin`.
    """
    frames = []
    for origin in origins:
        seen = panel.until(origin)
        method = candidate(origin)
        made = method.draws(seen, origin, horizons, draws, seed)
        frames.append(score_origin(panel, seen, made).assign(model=method.name, origin=origin))
    return pd.concat(frames, ignore_index=True)


def score_origin(panel: Panel, seen: Panel, made: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Score the draws that a method made from what was seen against the whole panel.

    Returns:
        One row a forecast whose outcome is known: la_code, horizon, series, complete (see
        `Panel.complete`), crps and crps_no_change (each over the series' mean level),
        scaled_error, bias (log of what came over the middle), cover_50, cover_80, cover_95.
    """
    frames = []
    for series in SERIES:
        drawn = made[series]
        for horizon in range(1, drawn.shape[1] + 1):
            if seen.years[-1] + horizon <= panel.years[-1]:
                scored = score_series(panel[series], seen[series], drawn[:, horizon - 1], horizon)
                row = scored.pop("row")
                scored.insert(0, "la_code", np.array(panel.codes)[row])
                scored.insert(2, "series", series)
                scored.insert(3, "complete", panel.complete(series)[row])
                frames.append(scored)
    return pd.concat(frames, ignore_index=True)


def score_series(
    whole: np.ndarray, seen: np.ndarray, drawn: np.ndarray, horizon: int
) -> pd.DataFrame:
    """Score draws of several series at one horizon.

    Args:
        whole: figures up to today, (A, Y).
        seen: the same up to the origin, (A, fewer).
        drawn: draws of the value `horizon` points after the origin, (A, draws).
        horizon: points ahead.

    Returns:
        row (of `whole`), horizon and the scores; forecasts without an outcome are left out.
    """
    came = whole[:, seen.shape[1] - 1 + horizon]
    reference = crps_no_change(seen, horizon, came)
    use = np.isfinite(came + reference + drawn[:, 0]) & np.isfinite(seen[:, -1])
    came, drawn, seen = came[use], drawn[use], seen[use]
    middle = np.median(drawn, axis=-1)
    mean = np.maximum(np.nanmean(whole[use], axis=1), 1e-9) if use.any() else came
    return pd.DataFrame(
        {
            "row": np.flatnonzero(use),
            "horizon": horizon,
            "crps": crps_draws(drawn, came) / mean,
            "crps_no_change": reference[use] / mean,
            "scaled_error": scaled_error(seen, middle, came),
            "bias": np.log(np.maximum(came, 0.5) / np.maximum(middle, 0.5)),
        }
        | {f"cover_{level}": covered(drawn, came, level / 100) for level in LEVELS}
    )


def summary(scores: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Scores by model, series or horizon.

    Returns:
        `by`, then `METRICS` and `FURTHER`: relative_crps is sum over sum, its standard errors
        are clustered by authority and by origin, cover is in percent.
    """
    rows = []
    for key, part in scores.groupby(by, sort=False):
        relative = part["crps"].sum() / part["crps_no_change"].sum()
        row = dict(zip(by, key, strict=True)) | {
            "mase": part["scaled_error"].mean(),
            "crps": part["crps"].mean(),
            "relative_crps": relative,
        }
        row |= {f"cover_{level}": 100 * part[f"cover_{level}"].mean() for level in LEVELS}
        row |= {
            "n": len(part),
            "bias": part["bias"].mean(),
            "se_by_authority": clustered_error(part, relative, "la_code"),
            "se_by_year": clustered_error(part, relative, "origin"),
        }
        rows.append(row)
    return pd.DataFrame(rows, columns=[*by, *METRICS, *FURTHER])


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
