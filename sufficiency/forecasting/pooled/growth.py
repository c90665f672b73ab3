"""Log growth forecasts at every origin at once, and their spread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sufficiency.forecasting.pooled.constants import Constants, SeriesConstants, Spread
from sufficiency.forecasting.pooled.features import logged, national_growth, total_features
from sufficiency.forecasting.pooled.panel import AnnualPanel
from sufficiency.forecasting.pooled.series import TOTAL

OWN_PRIOR = 60.0
"""Standardised errors of the pool that an authority's own errors are weighed against."""

NATIONAL = "national_growth"


@dataclass(frozen=True)
class Growth:
    """Forecast of the log of a series less its log at the origin.

    H is the number of years ahead that the constants reach.

    Attributes:
        terms: what moves it -> effect in logs, shape (A, Y, H); a term whose figures are
            not known is zero.
        variance: of the log, shape (A, Y, H).
    """

    terms: Mapping[str, np.ndarray]
    variance: np.ndarray

    @property
    def mean(self) -> np.ndarray:
        """Sum of the terms, shape (A, Y, H)."""
        return np.sum(list(self.terms.values()), axis=0)


def regression_terms(
    constants: SeriesConstants, features: Mapping[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """Each feature (A, Y) times its coefficients: feature -> (A, Y, H)."""
    return {
        name: constants.feature(name, features[name])[..., None] * np.asarray(row)
        for name, row in constants.coefficients.items()
        if name in features
    }


def errors(log_value: np.ndarray, growth: np.ndarray, horizon: int) -> np.ndarray:
    """Log of what came less the forecast made `horizon` years before, by origin, (A, Y).

    NaN at origins whose outcome lies beyond the data or is not known.
    """
    missed = np.full(log_value.shape, np.nan)
    missed[:, :-horizon] = log_value[:, horizon:] - (
        log_value[:, :-horizon] + growth[:, :-horizon, horizon - 1]
    )
    return missed


def own_spread(
    log_value: np.ndarray, children: np.ndarray, growth: np.ndarray, spread: Spread
) -> np.ndarray:
    """How much wider than the pool an authority's own errors have run, as a variance ratio.

    (sum of its squared standardised one-year errors up to the year + 60) / (their number + 60),
    shape (A, Y): a few of its own years move it a little.
    """
    standard = errors(log_value, growth, 1) / np.sqrt(spread.variance(children, 1.0))
    known_a_year_later = np.full(standard.shape, np.nan)
    known_a_year_later[:, 1:] = standard[:, :-1]
    squares = np.cumsum(np.nan_to_num(known_a_year_later) ** 2, axis=1)
    number = np.cumsum(np.isfinite(known_a_year_later), axis=1)
    return (squares + OWN_PRIOR) / (number + OWN_PRIOR)


def total_growth(panel: AnnualPanel, constants: Constants) -> Growth:
    """The total's forecast at every authority and year of a panel.

    log N(t + h) = log N(t) + sum of coefficient . feature + coefficient . nation's last growth,
    each h with its own coefficients. The spread is pooled over authorities.
    """
    own = constants.series[TOTAL]
    children = panel[TOTAL]
    terms = regression_terms(own, total_features(panel))
    nation = np.nan_to_num(national_growth(panel))[None, :, None]
    terms[NATIONAL] = np.broadcast_to(
        nation * np.asarray(constants.national_growth), terms["own_momentum"].shape
    )
    growth = Growth(terms, np.empty(0))
    ratio = own_spread(logged(children), children, growth.mean, own.spread)
    variance = own.spread.variance(children[..., None], constants.horizons)
    return Growth(terms, own.spread.scale**2 * variance * ratio[..., None])
