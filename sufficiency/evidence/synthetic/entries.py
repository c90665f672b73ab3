"""How many made-up children come into care on each day, and who they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sufficiency.evidence.synthetic import rates
from sufficiency.evidence.synthetic.careers import chosen

PATTERNS: Final = ("steady", "drifting", "shocked")


@dataclass(frozen=True)
class Arrivals:
    """Children on the day they are first looked after, one entry for each in every array."""

    day: np.ndarray
    born: np.ndarray
    kind: np.ndarray
    uasc: np.ndarray


def log_level(pattern: str, months: int, rng: np.random.Generator) -> np.ndarray:
    """Log of the level of entries over its usual value, shape (months,).

    Steady: nought. Drifting: a random walk with a standard deviation of 2.5% a month about a
    slope of up to a few per cent a year. Shocked: one or two lasting steps of a quarter or so,
    and a dip of four months, at any time.
    """
    if pattern == "steady":
        return np.zeros(months)
    if pattern == "drifting":
        slope = rng.normal(0.0, 0.04) / 12
        walk = np.cumsum(rng.normal(0.0, 0.025, months))
        return walk - walk.mean() + slope * (np.arange(months) - months / 2)
    level = np.zeros(months)
    for _ in range(rng.integers(1, 3)):
        level[rng.integers(months) :] += rng.normal(0.0, 0.25)
    dip = int(rng.integers(months))
    level[dip : dip + 4] -= abs(rng.normal(0.0, 0.4))
    return level - level.mean()


def arrivals(month_starts: np.ndarray, expected: np.ndarray, rng: np.random.Generator) -> Arrivals:
    """Draw the children who come, family by family.

    Args:
        month_starts: first day of each month and of the one after, shape (months + 1,).
        expected: children expected in each month, shape (months,).
        rng: where the chances come from.
    """
    sizes = np.arange(1, len(rates.SIBLINGS) + 1)
    families = rng.poisson(expected / (rates.SIBLINGS * sizes).sum())
    month = np.repeat(np.arange(len(expected)), families)
    length = np.diff(month_starts)[month]
    day = month_starts[month] + np.floor(rng.random(len(month)) * length).astype(np.int64)
    size = chosen(np.broadcast_to(rates.SIBLINGS, (len(month), len(sizes))), rng) + 1
    alone = rng.random(len(month)) < rates.UASC_SHARE
    size = np.where(alone, 1, size)
    family = np.repeat(np.arange(len(month)), size)
    day, uasc = day[family], alone[family]
    age, band = _ages(uasc, rng)
    kind = chosen(np.where(uasc[:, None], rates.UASC_TYPE, rates.FIRST_TYPE[band]), rng)
    first = np.searchsorted(family, family)
    follows = (rng.random(len(family)) < rates.SAME_PLACE) & (
        rates.FIRST_TYPE[band, kind[first]] > 0
    )
    kind = np.where((first != np.arange(len(family))) & follows, kind[first], kind)
    return Arrivals(day, day - age, kind, uasc)


def _ages(uasc: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Age in days on the first day, and its band."""
    bounds = np.array([*rates.AGE_CUTS, 18]) * 365.25
    band = chosen(np.broadcast_to(rates.AGE_SHARES, (len(uasc), 5)), rng)
    share = rng.random(len(uasc))
    share = np.where(band == 0, share**2, share)  # many come within weeks of birth
    age = bounds[band] + share * (bounds[band + 1] - bounds[band])
    alone = (15.0 + 2.9 * np.sqrt(rng.random(len(uasc)))) * 365.25
    age = np.floor(np.where(uasc, alone, age)).astype(np.int64)
    age = np.minimum(age, int(18 * 365.25) - 5)
    band = np.searchsorted(np.floor(bounds[1:-1]), age, side="right")
    return age, band
