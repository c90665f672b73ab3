"""Estimate what authorities share from how past forecasts missed.

England's own history since 1994 says how far the nation's total may stray: fifteen years of
councils are too few, since all of them move at once. Of the mix and of spending there is no such
history, and pairs of councils say it: what two councils of different regions miss by together is
the nation's. What a region shares besides is told by pairs too: those of one region miss together
more than those of two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sufficiency.forecasting.shared.model import KEYS, SharedConstants


def refit_shared(
    nation: Mapping[int, float],
    carried: Sequence[float],
    missed: Mapping[str, np.ndarray],
    regions: Sequence[str],
    source: str,
) -> SharedConstants:
    """Estimate the constants.

    Args:
        nation: children looked after in England by year.
        carried: part of England's last growth that the forecast carries on, by years ahead.
        missed: each of `KEYS` -> logs of outcomes over middles, (openings, authorities, horizons),
            NaN where there is none.
        regions: of the authorities.
        source: words for the card.
    """
    found = {key: pair_spreads(missed[key], regions) for key in KEYS}
    national = {key: nation_too for key, (nation_too, _) in found.items()}
    national["total"] = national_spread(nation, carried)
    return SharedConstants(national, {key: region for key, (_, region) in found.items()}, source)


def national_spread(nation: Mapping[int, float], carried: Sequence[float]) -> float:
    """Root mean square of England's misses over the years ahead, a year.

    Misses grow with the years ahead, since growth that turns keeps to its new course.
    """
    years = np.arange(min(nation), max(nation) + 1)
    logs = np.log([nation.get(int(year), np.nan) for year in years])
    growth = np.diff(logs)
    squares = []
    for h, part in enumerate(carried, start=1):
        missed = logs[1 + h :] - logs[1:-h] - part * growth[:-h]
        squares.append(np.nanmean((missed / h) ** 2))
    return float(np.sqrt(np.mean(squares)))


def pair_spreads(missed: np.ndarray, regions: Sequence[str]) -> tuple[float, float]:
    """Standard deviations a year of what the nation shares, and a region besides.

    The mean product of the misses of two councils of different regions, over the square of the
    years ahead, is the nation's variance; that of two councils of one region, less it, is the
    region's. Nought where councils do not miss together. Every horizon counts alike.
    """
    names = np.array(regions)
    same = (names[:, None] == names[None]) & ~np.eye(len(names), dtype=bool)
    other = names[:, None] != names[None]
    within, between = [], []
    for h in range(1, missed.shape[-1] + 1):
        a_year = missed[..., h - 1] / h
        known = np.isfinite(a_year).astype(float)
        values = np.nan_to_num(a_year)
        products, pairs = values.T @ values, known.T @ known
        if pairs[same].sum() and pairs[other].sum():
            within.append(products[same].sum() / pairs[same].sum())
            between.append(products[other].sum() / pairs[other].sum())
    if not within:
        return 0.0, 0.0
    nation, region = float(np.mean(between)), float(np.mean(within) - np.mean(between))
    return float(np.sqrt(max(nation, 0.0))), float(np.sqrt(max(region, 0.0)))
