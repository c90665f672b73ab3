"""Forecasts of the groups of placements, before they are made to agree with the total."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sufficiency.forecasting.pooled.constants import Constants
from sufficiency.forecasting.pooled.features import logged, mean_known
from sufficiency.forecasting.pooled.growth import (
    NATIONAL,
    Growth,
    own_spread,
    regression_terms,
)
from sufficiency.forecasting.pooled.panel import AnnualPanel
from sufficiency.forecasting.pooled.series import CATEGORIES, REST, TOTAL, TYPES

OTHERS = 8
"""Authorities needed in a file before a share is compared with theirs."""

CARRIED = 3
"""Years that the share of a group whose count is withheld is carried forward."""

LUMPED = "homes_and_supported"
"""Whose spread the remainder takes where it holds a group that is not known."""


@dataclass(frozen=True)
class Categories:
    """What a total is divided into, for every authority and year.

    Attributes:
        children: shape (A, Y, 5) in the order of `CATEGORIES`; a withheld group takes its last
            known share of the total for up to `CARRIED` years; NaN where unknown for longer,
            and its children are then in the rest.
        age: years since the group was last known, shape (A, Y, 5).
        lumped: whether the rest holds a group that is not known, shape (A, Y).
    """

    children: np.ndarray
    age: np.ndarray
    lumped: np.ndarray


def categories(panel: AnnualPanel) -> Categories:
    """Divide each total into the groups that are known and the rest."""
    total = panel[TOTAL]
    known = np.stack([panel[name] for name in TYPES], axis=-1)
    filled, age = known.copy(), np.zeros(known.shape)
    some = np.where(total > 0, total, np.nan)  # nobody in care has no shares
    for t in range(1, known.shape[1]):
        gap = np.isnan(known[:, t])
        share = filled[:, t - 1] / some[:, t - 1, None]
        carry = gap & (age[:, t - 1] < CARRIED)
        filled[:, t] = np.where(carry, share * total[:, t, None], filled[:, t])
        age[:, t] = np.where(gap, age[:, t - 1] + 1, 0)
    found = np.isfinite(filled)
    rest = np.maximum(total - np.where(found, filled, 0.0).sum(axis=-1), 0.0)
    return Categories(
        np.concatenate([filled, rest[..., None]], axis=-1),
        np.concatenate([age, np.zeros(rest.shape)[..., None]], axis=-1),
        ~found.all(axis=-1),
    )


def certain(groups: Categories) -> np.ndarray:
    """Children in each category where its count was published, NaN elsewhere, (A, Y, 5)."""
    sure = np.where(groups.age == 0, groups.children, np.nan)
    complete = (groups.age == 0).all(axis=-1) & ~groups.lumped
    sure[..., -1] = np.where(complete, sure[..., -1], np.nan)
    return sure


def share_features(children: np.ndarray, total: np.ndarray) -> dict[str, np.ndarray]:
    """How unusual a category's share of the total is, (A, Y), as differences of logs.

    own_share: share less its own mean over the years so far; others_share: share less the mean
    of the authorities in the file that year. Both are taken relative to those authorities, so
    that what moves the nation's shares does not count as an authority's own; with fewer than
    `OTHERS` of them the first stands alone and the second is not known.
    """
    share = logged(children) - logged(total)
    so_far = [mean_known(share[:, : t + 1], 1, axis=1) for t in range(share.shape[1])]
    away = share - np.stack(so_far, axis=1)
    return {
        "own_share": away - np.nan_to_num(mean_known(away, OTHERS)),
        "others_share": share - mean_known(share, OTHERS),
    }


def type_growth(panel: AnnualPanel, total: Growth, constants: Constants) -> list[Growth]:
    """Each category's own forecast at every authority and year, in the order of `CATEGORIES`.

    The total's forecast pulls each category by its own coefficients, but for the nation's
    growth, which did not carry over to fostering.
    """
    groups = categories(panel)
    sure = certain(groups)
    pull = total.mean - total.terms[NATIONAL]
    made = []
    for k, name in enumerate(CATEGORIES):
        own = constants.series[name]
        children = groups.children[..., k]
        terms = regression_terms(own, share_features(children, panel[TOTAL]))
        terms["pull"] = pull * np.asarray(own.coefficients["pull"])
        spread = own.spread
        ahead = constants.horizons + groups.age[..., k, None]
        variance = spread.scale**2 * spread.variance(children[..., None], ahead)
        ratio = own_spread(
            logged(sure[..., k]), children, np.sum(list(terms.values()), axis=0), spread
        )
        if name == REST:
            together = groups.lumped[..., None]
            terms = {key: np.where(together, 0.0, term) for key, term in terms.items()}
            terms["pull"] = np.where(together, pull, terms["pull"])
            wider = constants.series[LUMPED].spread
            lumped = wider.scale**2 * wider.variance(children[..., None], ahead)
            variance = np.where(together, lumped, variance)
        made.append(Growth(terms, variance * ratio[..., None]))
    return made
