"""Estimate the numbers of the spending model from a panel of authorities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sufficiency.forecasting.mix.national import CHECKED, step_of
from sufficiency.money.spending.model import (
    FEATURES,
    HALF_LIVES,
    LEAST_SIZE,
    LONG_RUN,
    SpendingConstants,
    growth_level,
    kept,
)
from sufficiency.ranges import HALF_80

HORIZONS: Final = 5
TINY: Final = 1e-9
"""Least mean square of national errors that is believed."""
BELIEVED: Final = 4.0
"""Standard deviations beyond which a feature or an outcome is cut."""


@dataclass(frozen=True)
class SpendingPanel:
    """Authorities by financial year; arrays (A, Y), NaN where not known.

    Attributes:
        years: first calendar year of each financial year, consecutive.
        spending: log of spending at constant prices.
        expensive, fostered, children: mean of both ends of the year.
        expensive_now, fostered_now: log of the count at its end over that mean.
        rate: log of children per 10,000 at its end.
    """

    years: np.ndarray
    spending: np.ndarray
    expensive: np.ndarray
    fostered: np.ndarray
    children: np.ndarray
    expensive_now: np.ndarray
    fostered_now: np.ndarray
    rate: np.ndarray

    def features(self, at: int) -> np.ndarray:
        """`FEATURES` in a year (its place among the columns), (A, 4)."""
        children = np.where(self.children[:, at] > 0, self.children[:, at], np.nan)
        level = self.spending[:, at] - np.log(children)
        found = (self.expensive_now[:, at], self.fostered_now[:, at], level, self.rate[:, at])
        return np.stack(found, axis=1)


def refit_spending(
    panel: SpendingPanel, england: Mapping[int, float], source: str
) -> SpendingConstants:
    """Estimate every constant; nothing beyond the panel's last year is looked at.

    Growth over one to five years, less the median authority's, is regressed on the features; then
    on the growth of the children with level and rate, for what spending does given their path.

    Args:
        panel: authorities by financial year.
        england: real log growth of England's spending by financial year.
        source: words for the card.
    """
    last = int(panel.years[-1])
    known = {int(y): float(v) for y, v in sorted(england.items()) if y <= last}
    growth = np.array(list(known.values()))
    weights = half_life_weights(growth)
    opening = _regression(panel, given_children=False).effects
    given = _regression(panel, given_children=True)
    usual = np.nanmedian(panel.features(len(panel.years) - 1), axis=0)
    return SpendingConstants(
        opening=dict(zip(FEATURES, opening.tolist(), strict=True)),
        children=dict(zip(("expensive", "fostered"), given.effects[:2].tolist(), strict=True)),
        scale=given.scale,
        added=given.added,
        size=given.size,
        step=step_of({h: national_errors(growth, weights, h) for h in range(1, CHECKED + 1)}),
        weights=tuple(weights.tolist()),
        england=known,
        usual=dict(zip(FEATURES, usual.tolist(), strict=True)),
        source=source,
    )


def half_life_weights(growth: np.ndarray) -> np.ndarray:
    """How far the record of England's growth believes each half-life, adding to one.

    The likelihood of its errors one to three years ahead, overlapping years counted once, all
    half-lives equally likely before.
    """
    if len(growth) < CHECKED:
        return np.full(len(HALF_LIVES), 1 / len(HALF_LIVES))
    level = growth_level(growth)
    score = []
    for half_life in HALF_LIVES:
        missed = [
            _missed(growth, level, kept(half_life, np.arange(1, h + 1)), h) / h
            for h in range(1, CHECKED + 1)
        ]
        square = max(float(np.mean(np.concatenate(missed) ** 2)), TINY)
        score.append(-len(growth) / 2 * np.log(square))
    weight = np.exp(np.array(score) - max(score))
    return np.asarray(weight / weight.sum())


def national_errors(growth: np.ndarray, weights: np.ndarray, horizon: int) -> np.ndarray:
    """What England's mean path would have missed by so many years ahead, from each year."""
    left = [kept(half_life, np.arange(1, horizon + 1)) for half_life in HALF_LIVES]
    return _missed(growth, growth_level(growth), weights @ np.array(left), horizon)


def _missed(growth: np.ndarray, level: np.ndarray, left: np.ndarray, horizon: int) -> np.ndarray:
    came = [growth[t + 1 : t + 1 + horizon].sum() for t in range(len(growth) - horizon)]
    said = horizon * LONG_RUN + left.sum() * (level[: len(came)] - LONG_RUN)
    return np.array(came) - said


@dataclass(frozen=True)
class _Regression:
    effects: np.ndarray
    scale: float
    added: float
    size: float


def _regression(panel: SpendingPanel, *, given_children: bool) -> _Regression:
    outcome, design, horizon, children = _spells(panel, given_children=given_children)
    limit = BELIEVED * outcome.std()
    outcome = np.clip(outcome, -limit, limit)
    far = BELIEVED * design.std(axis=0)
    design = np.clip(design, -far, far)
    weighted = design / horizon[:, None] ** 2
    effects = np.linalg.solve(weighted.T @ design, weighted.T @ outcome)
    scale, added, size = _spread(outcome - design @ effects, horizon, children)
    return _Regression(effects, scale, added, size)


def _spells(
    panel: SpendingPanel, *, given_children: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Growth, its causes, years ahead and size of every authority and span of years."""
    rows: list[tuple[np.ndarray, ...]] = []
    for at in range(1, len(panel.years) - 1):
        features = panel.features(at)
        for h in range(1, min(HORIZONS, len(panel.years) - 1 - at) + 1):
            causes = features * np.array([1, 1, h, h])
            if given_children:
                grown = [np.log(x[:, at + h] / x[:, at]) for x in (panel.expensive, panel.fostered)]
                causes = np.column_stack([*grown, causes[:, 2:]])
            grew = panel.spending[:, at + h] - panel.spending[:, at]
            known = np.isfinite(grew) & np.isfinite(causes).all(axis=1)
            rows.append(
                (
                    grew[known] - np.median(grew[known]),
                    causes[known] - np.median(causes[known], axis=0),
                    np.full(int(known.sum()), float(h)),
                    panel.children[known, at],
                )
            )
    outcome, design, horizon, children = (np.concatenate(x) for x in zip(*rows, strict=True))
    return outcome, design, horizon, children


def _spread(
    missed: np.ndarray, horizon: np.ndarray, children: np.ndarray
) -> tuple[float, float, float]:
    """Scale, added and size by maximum likelihood, the scale then from the middle 80%."""
    square = np.minimum(missed**2, np.quantile(missed**2, 0.995))
    larger = np.log(children / 450)

    def variance(p: np.ndarray) -> np.ndarray:
        width = np.maximum(1 + p[1] * larger, LEAST_SIZE)
        return np.exp(p[0]) * (horizon + np.exp(p[2])) * width**2

    def loss(p: np.ndarray) -> float:
        return float(((np.log(variance(p)) + square / variance(p)) / horizon).sum())

    # Only an estimate takes it, and it takes a while to wake.
    from scipy.optimize import minimize

    best = minimize(loss, [-5.0, -0.1, -1.0], method="Nelder-Mead", options={"maxiter": 3000}).x
    wide = float(np.quantile(np.abs(missed) / np.sqrt(variance(best)), 0.8)) / HALF_80
    return float(np.exp(best[0])) * wide**2, float(np.exp(best[2])), float(best[1])
