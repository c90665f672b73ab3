"""Prices child by child: how many placements cost 10,000 a week and over, and what they take.

The price of a type is a mean over children who cost very different amounts. Its uncertainty (in
`prices`) is not the spread between children, which is here. A mean over a hundred children hides
that a few of them take a quarter of the money, and a saving depends on which child it is.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import pandas as pd

from sufficiency.money.figures import figure
from sufficiency.money.priced import DAYS_A_YEAR, WEEKS_A_YEAR
from sufficiency.money.prices import Prices
from sufficiency.placements import position

if TYPE_CHECKING:
    from sufficiency.evidence import Evidence

TAILED: Final = ("external_residential", "other_placements")
_STEPS: Final = (0.5, 0.75, 1.0, 1.5)
"""Thresholds, as multiples of the Local Government Association's."""


def share_above(mean: float, spread: float, threshold: float) -> float:
    """Share of children whose price is above a threshold, for a log-normal of that mean.

    >>> round(share_above(6700, 0.45, 10_000), 2)
    0.13
    """
    return _normal((math.log(mean / threshold) - spread**2 / 2) / spread)


def cost_share_above(mean: float, spread: float, threshold: float) -> float:
    """Share of the money that goes to children whose price is above a threshold.

    >>> round(cost_share_above(6700, 0.45, 10_000), 2)
    0.25
    """
    return _normal((math.log(mean / threshold) + spread**2 / 2) / spread)


def price_distribution(evidence: Evidence, prices: Prices) -> pd.DataFrame:
    """Children and money above each weekly price, in external homes and other placements.

    Columns: placement_type, threshold (GBP a week), share_of_children, children, children_low,
    children_high, share_of_cost, gbp_a_year; children of the base year, prices scaled to its
    outturn. Low and high are the ends of the spread's range. Other placements are a mixture of
    unregistered homes and the rest, which costs what is left of the type's mean.
    """
    base = figure(evidence, "tail_threshold_a_week").value
    rows = []
    for kind in TAILED:
        k = position(kind)
        mean = float(prices.weekly[:, k].mean())
        days = float((prices.scaling.child_days[:, k]).mean())
        children = days / DAYS_A_YEAR
        spread = figure(evidence, f"tail_spread_{kind}")
        parts = _parts(evidence, kind, mean)
        for step in _STEPS:
            threshold = base * step
            found = [
                sum(share * share_above(price, sd, threshold) for share, price in parts)
                for sd in (spread.value, spread.low, spread.high)
            ]
            money = (
                sum(
                    share * price * cost_share_above(price, spread.value, threshold)
                    for share, price in parts
                )
                / mean
            )
            rows.append(
                (
                    kind,
                    threshold,
                    found[0],
                    children * found[0],
                    children * min(found),
                    children * max(found),
                    money,
                    money * mean * children * WEEKS_A_YEAR,
                )
            )
    return pd.DataFrame(
        rows,
        columns=[
            "placement_type",
            "threshold",
            "share_of_children",
            "children",
            "children_low",
            "children_high",
            "share_of_cost",
            "gbp_a_year",
        ],
    )


def _parts(evidence: Evidence, kind: str, mean: float) -> list[tuple[float, float]]:
    """Shares of children and the mean price of each part of a type; they average to its mean."""
    if kind != "other_placements":
        return [(1.0, mean)]
    share = figure(evidence, "tail_unregistered_share").value
    price = figure(evidence, "tail_unregistered_price").value
    if share * price >= mean:  # the type's own mean leaves nothing for the rest
        return [(1.0, mean)]
    return [(share, price), (1.0 - share, (mean - share * price) / (1.0 - share))]


def _normal(z: float) -> float:
    """Standard normal distribution function."""
    return 0.5 * (1.0 + math.erf(z / math.sqrt(2.0)))
