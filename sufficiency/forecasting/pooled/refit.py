"""Estimate the model's numbers from a panel of authorities."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from sufficiency.forecasting.pooled.annual import outlook
from sufficiency.forecasting.pooled.by_type import categories, certain, share_features
from sufficiency.forecasting.pooled.constants import HORIZONS, Constants, SeriesConstants, Spread
from sufficiency.forecasting.pooled.features import logged, mean_known, total_features
from sufficiency.forecasting.pooled.growth import errors, own_spread, regression_terms
from sufficiency.forecasting.pooled.panel import AnnualPanel
from sufficiency.forecasting.pooled.series import CATEGORIES, TOTAL, TYPES
from sufficiency.ranges import HALF_80

REFIT_AUTHORITIES = 40
"""Authorities with a total below which a panel is too small to estimate constants from."""

BELIEVED = 4.0
"""Standard deviations from the mean beyond which a feature or an outcome is cut."""

NATIONAL_SHARE = 0.75
"""Share of the regression on the nation's own history that is believed."""

SHAPES: Mapping[str, tuple[float, ...]] = {
    "own_momentum": (1.0, 1.2, 1.2),
    "uasc_change": (1.0, 1.7, 2.0),
    "neighbours_gap": (1.0, 2.0, 3.0),
    "group_trend": (1.0, 2.0, 3.0),
    "own_share": (1.0, 1.4, 1.6),
    "others_share": (1.0, 1.3, 1.4),
    "pull": (1.0, 1.0, 1.0),
}
"""How an effect grows over the horizons: one number for each feature is estimated, not three.
Gaps to the neighbours close and trends go on in proportion to time; what is left of a jump, or
of an unusual share, is mostly over after a year."""


RECENT = 8
"""Years of outcomes that set the scale of the spread: what happened lately, in ups and downs."""

LARGE_SERIES = Spread(1.0, 0.0025, 1.0, 1.0)
SMALL_SERIES = Spread(1.5, 0.03, 1.0, 1.0)
"""Weights of the regressions of the total and fostering, and of the others: only their rough
size matters."""


def refit(panel: AnnualPanel, nation: Mapping[int, float], until: int, source: str) -> Constants:
    """Estimate every constant from figures up to a year.

    Growth over each of the horizons is regressed, by weighted least squares over authorities and
    years, on the features, all taken as distances from their mean over authorities in the year,
    so that a common year teaches nothing; the nation's own term comes from its own history.

    Args:
        panel: authorities by year; later years than `until` are not looked at.
        nation: the nation's total by year, as far back as is known.
        until: last year used.
        source: words for the card.
    """
    seen = panel.until(until)
    children = seen[TOTAL]
    features = total_features(seen)
    total = _fit(children, children, features, {}, LARGE_SERIES)
    yearly = {year: number for year, number in nation.items() if year <= until}
    national = national_coefficients(yearly)
    pull = np.sum(list(regression_terms(total, features).values()), axis=0)
    last = [np.log(yearly[y] / yearly[y - 1]) if y - 1 in yearly else 0.0 for y in seen.years]
    total_mean = pull + np.array(last)[None, :, None] * np.asarray(national)
    total = _spread(total, children, children, total_mean)
    series = {TOTAL: total}
    groups = categories(seen)
    sure = certain(groups)
    for k, name in enumerate(CATEGORIES):
        first = LARGE_SERIES if name == TYPES[0] else SMALL_SERIES
        target, size = sure[..., k], groups.children[..., k]
        shares = share_features(size, children)
        made = _fit(target, size, shares, {"pull": pull}, first)
        mean = pull * np.asarray(made.coefficients["pull"])
        mean = mean + np.sum(list(regression_terms(made, shares).values()), axis=0)
        made = _spread(made, target, size, mean)
        series[name] = _with_elasticity(made, target, mean, children, total_mean)
    apart = Constants(series, national, until, source)
    return replace(apart, series=series | _agreed_scales(seen, apart))


def refitted(
    panel: AnnualPanel, nation: Mapping[int, float], until: int, source: str
) -> Constants | None:
    """Constants estimated from figures up to a year, or None where a panel holds too little."""
    seen = panel.until(until)
    if np.isfinite(seen[TOTAL]).any(axis=1).sum() < REFIT_AUTHORITIES:
        return None
    with warnings.catch_warnings():
        # Years without a figure give empty means and spreads, which count for nothing.
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            return refit(seen, nation, until, source)
        except (np.linalg.LinAlgError, ValueError):
            return None


def national_coefficients(nation: Mapping[int, float]) -> tuple[float, ...]:
    """Effect of the nation's last log growth on its growth over the next 1 to 3 years.

    By regression through zero on the nation's own history, times `NATIONAL_SHARE`.
    """
    years = np.array(sorted(nation))
    log_total = np.log([nation[y] for y in years])
    growth = np.diff(log_total)
    rows = []
    for h in range(1, HORIZONS + 1):
        before, after = growth[:-h], log_total[1 + h :] - log_total[1:-h]
        rows.append(NATIONAL_SHARE * float(before @ after / (before @ before)))
    return tuple(rows)


def _cut(value: np.ndarray) -> float:
    return BELIEVED * float(np.nanstd(value))


def _fit(
    target: np.ndarray,
    children: np.ndarray,
    features: Mapping[str, np.ndarray],
    by_horizon: Mapping[str, np.ndarray],
    first: Spread,
) -> SeriesConstants:
    """Coefficients of one series; `by_horizon` features differ by horizon, (A, Y, HORIZONS)."""
    clip = {name: _cut(value) for name, value in features.items()}
    held = SeriesConstants({}, clip, first, 1.0)
    names = [*features, *by_horizon]
    gram, right = np.zeros((len(names), len(names))), np.zeros(len(names))
    for h in range(1, HORIZONS + 1):
        outcome = errors(logged(target), np.zeros((*target.shape, HORIZONS)), h)
        known = np.isfinite(outcome)
        columns = [held.feature(name, value) for name, value in features.items()]
        columns += [value[..., h - 1] for value in by_horizon.values()]
        shaped = [SHAPES[name][h - 1] * column for name, column in zip(names, columns, strict=True)]
        design = np.stack([_from_year_mean(column, known) for column in shaped], axis=-1)[known]
        outcome = _from_year_mean(outcome, known)[known]
        limit = _cut(outcome)
        weighted = design / first.variance(children[known], float(h))[:, None]
        gram += design.T @ weighted
        right += weighted.T @ np.clip(outcome, -limit, limit)
    answer = np.linalg.solve(gram, right)
    coefficients = {
        name: tuple(float(answer[i] * shape) for shape in SHAPES[name])
        for i, name in enumerate(names)
    }
    return SeriesConstants(coefficients, clip, first, 1.0)


def _from_year_mean(value: np.ndarray, known: np.ndarray) -> np.ndarray:
    inside = np.where(known, value, np.nan)
    return value - np.nan_to_num(mean_known(inside, 1))


def _spread(
    fitted: SeriesConstants, target: np.ndarray, children: np.ndarray, mean: np.ndarray
) -> SeriesConstants:
    """Maximum likelihood for the spread's shape, then its scale from the middle 80%."""
    squares, size, ahead = [], [], []
    for h in range(1, HORIZONS + 1):
        missed = errors(logged(target), mean, h)
        known = np.isfinite(missed)
        squares.append(missed[known] ** 2)
        size.append(children[known])
        ahead.append(np.full(known.sum(), float(h)))
    square, many, years = map(np.concatenate, (squares, size, ahead))
    # One runaway outcome must not set the spread of all.
    square = np.minimum(square, np.quantile(square, 0.995))

    def loss(p: np.ndarray) -> float:
        variance = Spread(np.exp(p[0]), np.exp(p[1]), p[2], 1.0).variance(many, years)
        # Overlapping years count once: each horizon's errors are weighted by one over it.
        return float(((np.log(variance) + square / variance) / years).sum())

    # Only an estimate takes it, and it takes a while to wake.
    from scipy.optimize import minimize

    best = minimize(loss, [0.0, -4.0, 1.0], method="Nelder-Mead", options={"maxiter": 2000}).x
    shape = Spread(float(np.exp(best[0])), float(np.exp(best[1])), float(best[2]), 1.0)
    ratio = own_spread(logged(target), children, mean, shape)
    away = []
    for h in range(1, HORIZONS + 1):
        standard = errors(logged(target), mean, h) / np.sqrt(shape.variance(children, h) * ratio)
        standard = standard[:, max(0, standard.shape[1] - RECENT - h) :]
        away.append(np.abs(standard[np.isfinite(standard)]))
    scale = float(np.quantile(np.concatenate(away), 0.8)) / HALF_80
    spread = Spread(shape.per_child, shape.floor, shape.power, scale)
    return replace(fitted, spread=spread)


def _agreed_scales(panel: AnnualPanel, apart: Constants) -> dict[str, SeriesConstants]:
    """Scales of the types' spreads once they agree with the total, from the middle 80%.

    Agreeing takes some of the error away; the scales fitted to each type alone do not know it.
    """
    away: dict[str, list[np.ndarray]] = {name: [] for name in TYPES}
    last = len(panel.years) - 1
    for t in range(max(1, last - RECENT - HORIZONS), last):
        view = outlook(panel.until(int(panel.years[t])), apart)
        for h in range(max(0, last - RECENT - t), min(HORIZONS, last - t)):
            for k, name in enumerate(TYPES):
                missed = logged(panel[name][:, t + h + 1]) - np.log(view.agreed[:, h, k])
                standard = np.abs(missed) / np.sqrt(view.type_variance[:, h, k])
                away[name].append(standard[np.isfinite(standard)])
    fitted = {}
    for name, parts in away.items():
        spread = apart.series[name].spread
        more = float(np.quantile(np.concatenate(parts), 0.8)) / HALF_80
        fitted[name] = replace(
            apart.series[name], spread=replace(spread, scale=spread.scale * more)
        )
    return fitted


def _with_elasticity(
    fitted: SeriesConstants,
    target: np.ndarray,
    mean: np.ndarray,
    total: np.ndarray,
    total_mean: np.ndarray,
) -> SeriesConstants:
    """Regression through zero of the series' errors on the total's, all horizons together."""
    above = below = 0.0
    for h in range(1, HORIZONS + 1):
        missed, cause = errors(logged(target), mean, h), errors(logged(total), total_mean, h)
        known = np.isfinite(missed) & np.isfinite(cause)
        weight = 1.0 / fitted.spread.variance(target[known], float(h))
        above += float((weight * missed[known] * cause[known]).sum())
        below += float((weight * cause[known] ** 2).sum())
    return replace(fitted, elasticity=above / below)
