"""Which draw of each authority belongs to the same future of the region, or of the nation.

Authorities are forecast one by one, so the draws of one say nothing of another's, and a sum of
independent draws has far too narrow a range: councils move together. Here whole draws of an
authority are put in another order and nothing in them is touched, so that every range of its own
stays as it is to the last digit. In future j of the region

    t = national/spread g[j] + regional/spread r[j] + own e[j]

says how high the authority stands, the squares of the three parts adding to 1: g is one number for
the nation, r one for the region, e one of its own. The spread is that of the authority's own draws;
the national and regional parts are the same in logs for all. The draw that stands as high is put
there. Five things are ordered so, one within the other: how many children, what part of them is in
expensive placements, what they cost, and what part of the others is with parents and for adoption.
`models/shared.md` is the card.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from sufficiency.streams import stream

EMBEDDED: Final = Path(__file__).with_name("constants.json")

KEYS: Final = ("total", "mix", "spending", "parents", "adoption")
"""What is ordered, the first first: logs of children, log odds of expensive placements, logs of
cost, log odds of children with their parents and of those for adoption among all who are in no
expensive placement."""

MOST: Final = 0.9
"""Largest share of an authority's variance that others may share with it."""


@dataclass(frozen=True)
class SharedConstants:
    """Standard deviations in logs (of the mix, log odds) for each year ahead, by `KEYS`.

    Attributes:
        national: what all authorities of England share.
        regional: what those of a region share besides.
        source: words for the card.
    """

    national: Mapping[str, float]
    regional: Mapping[str, float]
    source: str

    def to_json(self) -> str:
        """Readable text, numbers to four digits."""
        held = asdict(self)
        for part in ("national", "regional"):
            held[part] = {key: float(f"{held[part][key]:.4g}") for key in KEYS}
        return json.dumps(held, indent=2) + "\n"


@dataclass(frozen=True)
class Member:
    """An authority among others: the names of the random numbers that it shares and its own."""

    code: str
    region: str


@cache
def shared_constants() -> SharedConstants:
    """The constants in use."""
    return SharedConstants(**json.loads(EMBEDDED.read_text(encoding="utf-8")))


def shared_order(
    keys: Mapping[str, np.ndarray],
    years: int,
    member: Member,
    constants: SharedConstants,
    seed: int,
) -> np.ndarray:
    """Which of an authority's draws stands in each future of the region, (draws,).

    Args:
        keys: some of `KEYS` -> (draws,), in logs, in the last year of the projection; "total" is
            needed and what is not given is not ordered.
        years: ahead that last year is.
        member: whose random numbers.
        constants: what is shared.
        seed: of the random numbers.

    Returns:
        A permutation: `draws[order]` are the same draws as they are added to others'.
    """
    have: list[np.ndarray] = []
    for key in KEYS:
        if key in keys:
            have.append(_beside(np.asarray(keys[key], dtype=float), have))
    given, draws = [key for key in KEYS if key in keys], len(have[0])
    spreads = [float(own.std()) for own in have]
    reached = np.ones(len(given))
    for _ in range(2):  # the second time with what ordering one within the other lost made up for
        want = [
            _standing(key, member, _loadings(spread * lost, years, key, constants), (draws, seed))
            for key, spread, lost in zip(given, spreads, reached, strict=True)
        ]
        order = _matched(have, want)
        reached = np.array([_together(own[order], t) for own, t in zip(have, want, strict=True)])
    return order


def _matched(have: list[np.ndarray], want: list[np.ndarray]) -> np.ndarray:
    """The draw that stands where each future wants it, in each key in turn."""
    sizes = _bins(len(have[0]), len(have))
    order = np.empty(len(have[0]), dtype=np.int64)
    order[_nested(want, sizes)] = _nested(have, sizes)
    return order


def _together(own: np.ndarray, wanted: np.ndarray) -> float:
    """Correlation of a key with where it was wanted; 1 where there is nothing to tell apart."""
    spread = float(own.std() * wanted.std())
    return float(np.mean(own * (wanted - wanted.mean()))) / spread if spread > 0 else 1.0


def _beside(values: np.ndarray, before: list[np.ndarray]) -> np.ndarray:
    """What is left of a key that does not follow from the keys before it, mean nought."""
    left = values - values.mean()
    for other in before:  # each is already what is left beside those before it
        size = float((other * other).sum())
        left = left - other * (float((other * left).sum()) / size if size > 0 else 0.0)
    return np.asarray(left)


def _loadings(
    spread: float, years: int, key: str, constants: SharedConstants
) -> tuple[float, float]:
    """Parts of one standard deviation that are the nation's and the region's."""
    if not spread > 0:
        return 0.0, 0.0
    nation, region = (
        part[key] * years / spread for part in (constants.national, constants.regional)
    )
    held = min(1.0, np.sqrt(MOST / max(nation**2 + region**2, MOST)))
    return float(nation * held), float(region * held)


def _standing(
    key: str, member: Member, loading: tuple[float, float], of: tuple[int, int]
) -> np.ndarray:
    """How high the authority stands in each future, as standard normal numbers, (draws,).

    Args:
        of: number of draws, and the seed.
    """
    (nation, region), (draws, seed) = loading, of
    g = stream(seed, f"shared by the nation: {key}").standard_normal(draws)
    r = stream(seed, f"shared by the region: {key}", member.region).standard_normal(draws)
    e = stream(seed, f"not shared: {key}", member.code).standard_normal(draws)
    return np.asarray(nation * g + region * r + np.sqrt(1 - nation**2 - region**2) * e)


def _bins(draws: int, keys: int) -> list[int]:
    """How many draws stand together by the first key before the next one orders them, and so on.

    The first key is told apart twice as finely as the others; the last orders singly.
    """
    if keys == 1:
        return [1]
    each = max(round((draws / 2) ** (1 / keys)), 1)
    return [max(each ** (keys - 1 - k), 1) for k in range(keys)]


def _nested(keys: list[np.ndarray], sizes: list[int]) -> np.ndarray:
    """Draws in order of the first key; each run of so many of them by the next, and so on."""
    order = np.argsort(keys[0], kind="stable")
    for key, size in zip(keys[1:], sizes[:-1], strict=True):
        block = np.arange(len(order)) // size
        order = order[np.lexsort((key[order], block))]
    return order
