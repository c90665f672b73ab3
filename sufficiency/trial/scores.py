"""How the chain's past forecasts fared: bias, cover and scores, with standard errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

STATISTICS = (
    *("bias_mean", "bias_middle", "median_bias", "cover_80", "error", "crps"),
    "crps_england",
)
"""See `summary`."""


def summary(table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Scores of past forecasts, a row for each group.

    Args:
        table: as `openings.try_one` gives it.
        by: columns to group by, such as constants, measure and horizon.

    Returns:
        The group's columns, n, and of each of `STATISTICS` its value with two standard errors that
        leave out one authority, or one opening year, at a time (`_se_authority`, `_se_year`).
        bias_mean and bias_middle: outcomes over the mean and over the middle forecast, sums over
        authorities, percent. median_bias: of the median authority, percent. cover_80: percent of
        outcomes inside the 80% range. error: absolute error of the middle over that of no change.
        crps: over that of no change with the series' own spread, each authority's divided by the
        size of its outcome. crps_england: of spending, the same over going on as England grew.
    """
    rows = []
    for key, group in table.groupby(list(by), sort=False):
        parts = _parts(group)
        row = dict(zip(by, key, strict=True)) | {"n": len(group)}
        for name in STATISTICS:
            whole = _STATISTIC[name](parts)
            row |= {name: whole}
            for label, column in (("authority", "la_code"), ("year", "opening_year")):
                codes = pd.factorize(group[column])[0]
                row[f"{name}_se_{label}"] = _jackknife(_STATISTIC[name], parts, codes)
        rows.append(row)
    return pd.DataFrame(rows)


def _parts(group: pd.DataFrame) -> dict[str, np.ndarray]:
    """What the statistics are made of, one number a forecast."""
    came, now = group["came"].to_numpy(), group["opened_at"].to_numpy()
    middle, size = group["p50"].to_numpy(), np.maximum(came, 1.0)
    held = (group["p10"] <= group["came"]) & (group["came"] <= group["p90"])
    of_no_change = group["crps_no_change"].to_numpy() / size
    known = np.isfinite(of_no_change)
    return {
        "came": came,
        "mean": group["mean"].to_numpy(),
        "middle": middle,
        "logs": np.log(np.maximum(came, 0.5) / np.maximum(middle, 0.5)),
        "held": held.to_numpy(dtype=float),
        "missed": np.abs(came - middle),
        "missed_no_change": np.abs(came - now),
        "crps": np.where(known, group["crps"].to_numpy() / size, 0.0),
        "crps_no_change": np.where(known, of_no_change, 0.0),
        "crps_whole": group["crps"].to_numpy() / size,
        "crps_as_england": group["crps_as_england"].to_numpy() / size,
    }


Parts = dict[str, np.ndarray]


def _over(
    above: str, below: str, less: float = 0.0, times: float = 1.0
) -> Callable[[Parts], float]:
    def ratio(parts: Parts) -> float:
        total = parts[below].sum()
        return float(times * (parts[above].sum() / total - less)) if total else float("nan")

    return ratio


_STATISTIC: dict[str, Callable[[Parts], float]] = {
    "bias_mean": _over("came", "mean", 1.0, 100.0),
    "bias_middle": _over("came", "middle", 1.0, 100.0),
    "median_bias": lambda parts: float(100 * np.expm1(np.median(parts["logs"]))),
    "cover_80": lambda parts: float(100 * parts["held"].mean()),
    "error": _over("missed", "missed_no_change"),
    "crps": _over("crps", "crps_no_change"),
    "crps_england": _over("crps_whole", "crps_as_england"),
}


def _jackknife(statistic: Callable[[Parts], float], parts: Parts, codes: np.ndarray) -> float:
    """Standard error from leaving out one cluster at a time; NaN with fewer than two."""
    clusters = np.unique(codes)
    if len(clusters) < 2:
        return float("nan")
    without = [
        statistic({name: values[codes != cluster] for name, values in parts.items()})
        for cluster in clusters
    ]
    around = np.array(without) - np.mean(without)
    return float(np.sqrt((len(clusters) - 1) / len(clusters) * (around**2).sum()))
