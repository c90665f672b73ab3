"""Who is left where at the end of a month, before anyone seeks a place.

Those who leave a family do so from all its kinds of place alike, but for two groups. Nobody whom a
lever brought to the family is in its first kind (connected carers). And children whom a lever
moved away lived as the family's children did at the latest count, and would have left care from
there: once they are adults, little of the move is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sufficiency.capacity.need import Need
from sufficiency.capacity.shares import share_of


@dataclass(frozen=True)
class Unrelated:
    """Children of the family for whom no place of the first kind is there, each (draws,).

    Attributes:
        now: those who are in the family now.
        left: of them, those who are still in it at the end of the month.
        then: all such children at the end of the month.
    """

    now: np.ndarray
    left: np.ndarray
    then: np.ndarray


@dataclass(frozen=True)
class Away:
    """Children whom levers moved away from a family, each (months, draws).

    Attributes:
        before: those away as the month begins.
        would_be: those who would still be in the family at its end, with those moved in it.
    """

    before: np.ndarray
    would_be: np.ndarray

    @classmethod
    def of(cls, need: Need, family: int) -> Away | None:
        """Those moved from a family; None where no lever moves any."""
        moved = [m for m in need.moved if m.origin == family]
        if not moved:
            return None
        children = np.sum([m.children for m in moved], axis=0).T
        before = np.concatenate([np.zeros_like(children[:1]), children[:-1]])
        return cls(before, children + np.sum([m.returned for m in moved], axis=0).T)


def remaining(
    within: Sequence[np.ndarray],
    left: np.ndarray,
    lived: Sequence[np.ndarray],
    unrelated: Unrelated | None = None,
    away: tuple[np.ndarray, np.ndarray] | None = None,
) -> list[np.ndarray]:
    """Children left in the first i kinds of place, for each i, with those moved away gone.

    Args:
        within: children in the first i kinds now, for each kind.
        left: all who are still in the family at the end of the month.
        lived: share of those moved away who lived in the first i kinds, for each but the last.
        away: as in `Away`, of this month.
    """
    if away is None or not away[1].any():
        return _left_alike(within, left, unrelated)
    before, would_be = away
    shares = (*lived, np.ones_like(left))
    everyone = [w + share * before for w, share in zip(within, shares, strict=True)]
    alike = _left_alike(everyone, left + would_be, unrelated)
    there = [all_of - share * would_be for all_of, share in zip(alike, shares, strict=True)]
    return [np.clip(children, 0.0, left) for children in there[:-1]] + [left]


def _left_alike(
    within: Sequence[np.ndarray], left: np.ndarray, unrelated: Unrelated | None
) -> list[np.ndarray]:
    """Children left in the first i kinds, for each i: the same share of every kind.

    Where some are never in the first kind, the share left there is that of all the others.
    """
    everyone = within[-1]
    if unrelated is None:
        share = share_of(left, everyone)
        return [share * w for w in within]
    first = share_of(np.maximum(left - unrelated.left, 0.0), everyone - unrelated.now)
    related = np.minimum(np.minimum(first, 1.0) * within[0], left)
    share = share_of(left - related, everyone - within[0])
    return [related + share * (w - within[0]) for w in within]
