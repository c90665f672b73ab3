"""Which model is used: a written rule, kept simple because past forecasts are few.

1. A candidate is *admitted* when it beats no change on the total by more than one standard error
   of its relative CRPS (the larger of those clustered by authority and by year), is not worse
   than no change by more than one standard error on any group of placements, and its 80% band
   held between 70% and 90% of the outcomes of the total.
2. The *leader* is the admitted candidate with the lowest relative CRPS, averaged over the series
   with equal weights.
3. A simpler admitted candidate within one standard error of the leader is used in its place.
4. Where none is admitted, no change is used.

One model is used for all series, because the total and its parts must agree in every draw. A
mixture enters as a candidate with equal weights; no weight is fitted to so few origins.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from sufficiency.forecasting.pooled.series import SERIES, TOTAL

SIMPLEST_FIRST: Final = (
    "no_change",
    "drift",
    "theta",
    "ets",
    "sarimax",
    "unobserved_components",
    "pooled",
    "prophet",
    "ensemble",
)
"""By how many numbers are estimated and how many methods have to be explained."""

HOLDS: Final = (70.0, 90.0)
"""Percent of outcomes that an 80% band may hold."""


def verdicts(by_series: pd.DataFrame) -> pd.DataFrame:
    """Each candidate under the rule.

    Args:
        by_series: scores of models by series, as `stored_table("by_series")` has them.

    Returns:
        model, mean_relative_crps, standard_error (mean over series: an upper bound, as if all
        series erred together), admitted, in_use, words; lowest mean_relative_crps first.
    """
    rows = []
    for model, part in by_series.groupby("model", sort=False):
        scores = part.set_index("series").reindex(SERIES).dropna(subset=["relative_crps"])
        error = scores[["se_by_authority", "se_by_year"]].max(axis=1)
        gain = 1 - scores["relative_crps"]
        words = _against(scores, gain, error) if model != "no_change" else "what others must beat"
        rows.append(
            {
                "model": model,
                "mean_relative_crps": scores["relative_crps"].mean(),
                "standard_error": error.mean(),
                "admitted": not words,
                "words": words or "admitted",
            }
        )
    table = pd.DataFrame(rows).sort_values("mean_relative_crps", ignore_index=True)
    used = _use(table)
    table.insert(4, "in_use", table["model"] == used)
    return table


def in_use(by_series: pd.DataFrame) -> str:
    """Name of the model that the rule chooses."""
    table = verdicts(by_series)
    used = table.loc[table["in_use"], "model"]
    return str(used.iloc[0]) if len(used) else "no_change"


def _against(scores: pd.DataFrame, gain: pd.Series, error: pd.Series) -> str:
    """Why a candidate is not admitted, or nothing."""
    if TOTAL not in scores.index:
        return "not scored on the total"
    if not gain[TOTAL] > error[TOTAL]:
        return "does not beat no change on the total by more than its standard error"
    worse = [str(name).replace("_", " ") for name in scores.index if gain[name] < -error[name]]
    if worse:
        return f"worse than no change on {', '.join(worse)}"
    low, high = HOLDS
    held = float(scores["cover_80"][TOTAL])
    if not low <= held <= high:
        return f"its 80% band held {held:.0f}% of the totals"
    return ""


def _use(table: pd.DataFrame) -> str:
    admitted = table[table["admitted"]]
    if admitted.empty:
        return "no_change"
    leader = admitted.iloc[0]
    near = admitted["mean_relative_crps"] <= leader["mean_relative_crps"] + leader["standard_error"]
    names = admitted.loc[near, "model"]
    order = [SIMPLEST_FIRST.index(name) if name in SIMPLEST_FIRST else np.inf for name in names]
    return str(names.iloc[int(np.argmin(order))])
