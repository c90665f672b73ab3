"""How values by draw and month are spread, added, multiplied and shared.

Arrays are (draws, months). Parts are taken in the order given: the caller puts them in a fixed one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add, mul
from typing import TypeVar

import numpy as np

K = TypeVar("K")


def by_month(drawn: np.ndarray, months: np.ndarray) -> np.ndarray:
    """A value by draw times a value by month, (draws, months), a month's draws side by side."""
    return (months[:, None] * drawn).T


def added(parts: Sequence[np.ndarray]) -> np.ndarray | None:
    """The parts added up; None where there are none."""
    return reduce(add, parts) if parts else None


def multiplied(parts: Sequence[np.ndarray]) -> np.ndarray | None:
    """The product of the parts; None where there are none."""
    return reduce(mul, parts) if parts else None


def added_by_key(parts: Iterable[Mapping[K, np.ndarray]]) -> dict[K, np.ndarray]:
    """For each key, what the parts hold of it added up; keys in the order they first come."""
    return {key: reduce(add, held) for key, held in _gathered(parts).items()}


def multiplied_by_key(parts: Iterable[Mapping[K, np.ndarray]]) -> dict[K, np.ndarray]:
    """For each key, the product of what the parts hold of it."""
    return {key: reduce(mul, held) for key, held in _gathered(parts).items()}


def share_of(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Part over whole, nil where the whole is nil."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _gathered(parts: Iterable[Mapping[K, np.ndarray]]) -> dict[K, list[np.ndarray]]:
    held: dict[K, list[np.ndarray]] = {}
    for part in parts:
        for key, values in part.items():
            held.setdefault(key, []).append(values)
    return held
