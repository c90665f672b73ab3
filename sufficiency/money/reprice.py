"""Prices with some of them set by hand: what the blue cells of the workbook do, in Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from sufficiency.errors import InputError, closest
from sufficiency.money.prices import Prices
from sufficiency.placements import PLACEMENT_TYPES, position


def reprice(
    prices: Prices,
    weekly: Mapping[str, float] | None = None,
    fixed_weekly: float | None = None,
    inflation: Sequence[float] | None = None,
) -> Prices:
    """Prices whose means are as given, every draw moved in proportion.

    A price set by hand stands as it is: it is not scaled to the outturn again, so the base year
    is no longer reproduced by it.

    Args:
        prices: the prices of a run.
        weekly: mean GBP a child a week in the base year, by placement type.
        fixed_weekly: mean GBP a week of an own home place.
        inflation: general inflation of each year, as shares (0.02 is 2%).

    Raises:
        InputError: when a placement type is not known or there is not one rate for each year.
    """
    changed = prices.weekly.copy()
    for kind, price in (weekly or {}).items():
        if kind not in PLACEMENT_TYPES:
            raise InputError(
                f"There is no placement type '{kind}'.{closest(kind, PLACEMENT_TYPES)}"
            )
        k = position(kind)
        changed[:, k] *= price / changed[:, k].mean()
    fixed = prices.fixed_weekly
    if fixed_weekly is not None:
        fixed = fixed * (fixed_weekly / fixed.mean())
    level = prices.inflation
    if inflation is not None:
        if len(inflation) != len(level):
            raise InputError(f"Inflation has {len(inflation)} rates for {len(level)} years.")
        level = np.cumprod(1.0 + np.asarray(inflation, dtype=np.float64))
    return replace(prices, weekly=changed, fixed_weekly=fixed, inflation=level)
