"""Forecast from past years and score what was said against what came."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from sufficiency.forecasting.candidates import Candidate
from sufficiency.forecasting.panel import Panel
from sufficiency.forecasting.scores import covered, crps_draws, crps_no_change, scaled_error
from sufficiency.forecasting.series import SERIES

LEVELS = (50, 80, 95)


def backtest(
    panel: Panel,
    candidate: Callable[[int], Candidate],
    origins: Iterable[int],
    horizons: int = 3,
    draws: int = 1000,
    seed: int = 1,
) -> pd.DataFrame:
    """Score one method at past origins.

    The panel is cut at each origin before the method sees it.

    Args:
        panel: figures up to today.
        candidate: the method as it would have been at an origin (its constants then).
        origins: years to forecast from.
        horizons: years ahead, where the outcome is known.
        draws: number of draws.
        seed: of the random numbers.

    Returns:
        One row a forecast: model, la_code, origin, horizon, series, complete (every year of the
        authority's series is known), crps and crps_no_change (each over the series' mean level),
        scaled_error, bias (log of what came over the middle), cover_50, cover_80, cover_95.
    """
    frames = []
    for origin in origins:
        seen = panel.until(origin)
        method = candidate(origin)
        made = method.draws(seen, origin, horizons, draws, seed)
        for series in SERIES:
            for horizon in range(1, horizons + 1):
                if origin + horizon <= panel.years[-1]:
                    scored = _score(panel, seen, series, made[series][:, horizon - 1], horizon)
                    frames.append(scored.assign(model=method.name, origin=origin))
    return pd.concat(frames, ignore_index=True)


def _score(panel: Panel, seen: Panel, series: str, draws: np.ndarray, horizon: int) -> pd.DataFrame:
    whole, values = panel[series], seen[series]
    came = whole[:, values.shape[1] - 1 + horizon]
    reference = crps_no_change(values, horizon, came)
    use = np.isfinite(came + reference + draws[:, 0]) & np.isfinite(values[:, -1])
    came, drawn = came[use], draws[use]
    middle = np.median(drawn, axis=-1)
    level = np.nanmean(whole[use], axis=1)
    return pd.DataFrame(
        {
            "la_code": np.array(panel.codes)[use],
            "horizon": horizon,
            "series": series,
            "complete": np.isfinite(whole[use]).all(axis=1),
            "crps": crps_draws(drawn, came) / level,
            "crps_no_change": reference[use] / level,
            "scaled_error": scaled_error(values[use], middle, came),
            "bias": np.log(np.maximum(came, 0.5) / np.maximum(middle, 0.5)),
        }
        | {f"cover_{level}": covered(drawn, came, level / 100) for level in LEVELS}
    )


def summary(scores: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Scores by model, series or horizon.

    Returns:
        mase, crps, relative_crps (sum over sum), its standard errors clustered by authority and
        by origin, bias, cover_50, cover_80 and cover_95 (percent), n.
    """
    rows = []
    for key, part in scores.groupby(by, sort=False):
        relative = part["crps"].sum() / part["crps_no_change"].sum()
        row = dict(zip(by, key, strict=True)) | {
            "mase": part["scaled_error"].mean(),
            "crps": part["crps"].mean(),
            "relative_crps": relative,
            "se_by_authority": clustered_error(part, relative, "la_code"),
            "se_by_year": clustered_error(part, relative, "origin"),
            "bias": part["bias"].mean(),
        }
        row |= {f"cover_{level}": 100 * part[f"cover_{level}"].mean() for level in LEVELS}
        rows.append(row | {"n": len(part)})
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
