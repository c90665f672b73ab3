"""What the total's forecast leans on, for every authority and year at once.

Each feature at a year uses figures of that year and earlier, of that authority and, for the
nation's growth, of the nation: an authority's forecast does not depend on which others are in
the file, save where the file lacks the nation and the authorities in it must stand in.
"""

from __future__ import annotations

import numpy as np

from sufficiency.forecasting.pooled.panel import AnnualPanel
from sufficiency.forecasting.pooled.series import TOTAL

UASC_WITHHELD = 2.0
"""Children that a blank stands for in a series of unaccompanied asylum-seeking children: small
numbers are withheld."""

GROUP_SHRINK = 8.0
"""The group's trend counts n / (n + 8) with n authorities in the group."""

STAND_IN = 20
"""Authorities needed for their mean growth to stand in for the nation's."""


def change(value: np.ndarray) -> np.ndarray:
    """Difference from the year before, (A, Y); NaN in the first year."""
    return np.diff(value, axis=1, prepend=np.nan)


def logged(children: np.ndarray, least: float = 0.5) -> np.ndarray:
    """Log of a count; zero counts as half a child."""
    return np.log(np.maximum(children, least))


def mean_known(value: np.ndarray, least: int, axis: int = 0) -> np.ndarray:
    """Mean over what is known along an axis, NaN where fewer than `least` are known."""
    known = np.isfinite(value)
    count = known.sum(axis=axis)
    total = np.where(known, value, 0.0).sum(axis=axis)
    return np.where(count >= least, total / np.maximum(count, 1), np.nan)


def national_growth(panel: AnnualPanel) -> np.ndarray:
    """Log growth of the nation's total over each year, shape (Y,), NaN where not known.

    From `england_looked_after`; where a file has no such column, the mean over its authorities
    if there are at least `STAND_IN`.
    """
    nation = change(logged(mean_known(panel["england_looked_after"], 1))[None])[0]
    stand_in = mean_known(change(logged(panel[TOTAL])), STAND_IN)
    return np.where(np.isfinite(nation), nation, stand_in)


def five_year_mean(growth: np.ndarray) -> np.ndarray:
    """Mean of the last five values known, fewer at the start, shape (Y,)."""
    return np.array(
        [mean_known(growth[max(0, t - 4) : t + 1], 1) for t in range(len(growth))], dtype=float
    )


def uasc_change(panel: AnnualPanel) -> np.ndarray:
    """Change over the year in unaccompanied asylum-seeking children, as a share of the total."""
    uasc = panel["uasc"]
    begun = np.cumsum(np.isfinite(uasc), axis=1) > 0
    filled = np.where(np.isfinite(uasc), uasc, np.where(begun, UASC_WITHHELD, np.nan))
    return change(filled) / np.maximum(panel[TOTAL], 1.0)


def neighbours_gap(panel: AnnualPanel) -> np.ndarray:
    """Log of the authority's rate over its statistical neighbours' rate."""
    return logged(panel["rate_per_10000"]) - logged(panel["neighbours_rate_per_10000"])


def total_features(panel: AnnualPanel) -> dict[str, np.ndarray]:
    """Features of the total, each (A, Y), NaN where not known.

    own_momentum: log growth over the last year less the nation's.
    uasc_change: see `uasc_change`.
    neighbours_gap: see `neighbours_gap`.
    group_trend: mean log growth of the group of like authorities over five years less the
        nation's, shrunk by the size of the group.
    """
    nation = national_growth(panel)
    members = panel["group_authorities"]
    shrink = members / (members + GROUP_SHRINK)
    return {
        "own_momentum": change(logged(panel[TOTAL])) - np.nan_to_num(nation),
        "uasc_change": uasc_change(panel),
        "neighbours_gap": neighbours_gap(panel),
        "group_trend": shrink
        * (panel["group_log_growth_5y"] - np.nan_to_num(five_year_mean(nation))),
    }
