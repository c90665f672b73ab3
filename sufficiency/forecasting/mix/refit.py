"""Estimate the numbers of the mix from a panel of authorities and England's own series."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sufficiency.forecasting.mix.model import MixConstants, log_odds
from sufficiency.forecasting.mix.national import CHECKED, drift_errors, step_of
from sufficiency.ranges import HALF_80

HORIZONS: Final = 5
PRIOR_WEIGHT: Final = 2.0
"""One-year errors that the typical kind of placement counts for beside the group's own."""
LARGEST_PACE: Final = 0.6
SLOWEST: Final = 0.1
"""Least power of the years ahead that the own error grows by: errors do not shrink."""


def refit_mix(
    expensive: np.ndarray,
    total: np.ndarray,
    years: np.ndarray,
    england: Mapping[str, np.ndarray],
    source: str,
) -> MixConstants:
    """Estimate every constant; nothing beyond the arrays is looked at.

    Args:
        expensive: children in the expensive group by authority and year, (A, Y), NaN not known.
        total: all children, (A, Y).
        years: of the columns, consecutive 31 Marches.
        england: England's children by year, (Y,): "looked_after", "expensive" and any other kinds
            of placement, whose errors say what to expect of a share before its own are seen.
        source: words for the card.
    """
    # Only an estimate takes it, and it takes a while to wake.
    from scipy.optimize import minimize_scalar

    nation = log_odds(england["expensive"], england["looked_after"])
    step = _step(nation, england)
    spells = _spells(expensive, total, nation, england["looked_after"])
    horizon, change, distance, growth, children = spells
    weight = 1 / (horizon**1.6 * (1 / children + 0.02))

    def loss(pace: float) -> float:
        return float((weight * (change + (1 - np.exp(-pace * horizon)) * distance) ** 2).sum())

    pace = float(minimize_scalar(loss, bounds=(0, LARGEST_PACE), method="bounded").x)
    missed = change + (1 - np.exp(-pace * horizon)) * distance
    lean = float((weight * missed * growth).sum() / (weight * growth**2).sum())
    scale, floor, power = _spread(missed, horizon, children)
    known = {int(y): float(v) for y, v in zip(years, nation, strict=True) if np.isfinite(v)}
    return MixConstants(pace, scale, floor, power, lean, step, known, source)


def _step(nation: np.ndarray, england: Mapping[str, np.ndarray]) -> float:
    """England's step: from the group's own errors and, as a prior, the typical kind's."""
    kinds = [name for name in england if name not in ("looked_after", "expensive")]
    squares = [
        float(np.mean(missed**2))
        for name in kinds
        if len(missed := drift_errors(log_odds(england[name], england["looked_after"]), 1))
    ]
    prior = float(np.median(squares)) if squares else 0.0
    errors = {h: drift_errors(nation, h) for h in range(1, CHECKED + 1)}
    return step_of(errors, prior, PRIOR_WEIGHT if squares else 0.0)


def _spells(
    expensive: np.ndarray, total: np.ndarray, nation: np.ndarray, everyone: np.ndarray
) -> np.ndarray:
    """Years ahead, change beyond England's, distance from it, growth beyond it and size, (5, n).

    Args:
        expensive, total: children by authority and year.
        nation: England's log odds by year.
        everyone: England's children by year.
    """
    odds = log_odds(expensive, total)
    logs = np.log(np.where(total > 0, total, np.nan))
    rows = []
    for h in range(1, min(HORIZONS, odds.shape[1] - 1) + 1):
        change = odds[:, h:] - odds[:, :-h] - (nation[h:] - nation[:-h])
        distance = odds[:, :-h] - nation[:-h]
        growth = logs[:, h:] - logs[:, :-h] - np.log(everyone[h:] / everyone[:-h])
        known = np.isfinite(change) & np.isfinite(growth)
        ahead = np.full(int(known.sum()), float(h))
        size = np.maximum(expensive[:, :-h], 1.0)
        rows.append(np.stack([ahead, *(x[known] for x in (change, distance, growth, size))]))
    return np.concatenate(rows, axis=1)


def _spread(
    missed: np.ndarray, horizon: np.ndarray, children: np.ndarray
) -> tuple[float, float, float]:
    """Scale, floor and power by maximum likelihood, the scale then from the middle 80%."""
    from scipy.optimize import minimize

    # One runaway outcome must not set the spread of all.
    square = np.minimum(missed**2, np.quantile(missed**2, 0.995))

    def variance(p: np.ndarray) -> np.ndarray:
        return np.exp(p[0]) * horizon ** max(p[2], SLOWEST) * (1 / children + np.exp(p[1]))

    def loss(p: np.ndarray) -> float:
        # Overlapping years count once: errors are weighted by one over the years ahead.
        return float(((np.log(variance(p)) + square / variance(p)) / horizon).sum())

    best = minimize(loss, [0.0, -4.0, 0.7], method="Nelder-Mead", options={"maxiter": 3000}).x
    wide = float(np.quantile(np.abs(missed) / np.sqrt(variance(best)), 0.8)) / HALF_80
    return float(np.exp(best[0])) * wide**2, float(np.exp(best[1])), max(float(best[2]), SLOWEST)
