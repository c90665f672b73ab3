"""Who is left where at the end of a month, before anyone seeks a place.

Those who leave a family do so from all its kinds of place alike, but for two groups. Nobody whom a
lever brought to the family is in its first kind (connected carers). And children whom a lever
moved away lived as the family's children did at the latest count, and would have left care from
there: once they are adults, little of the move is left.
"""

from __future__ import annotations

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
    within: np.ndarray,
    left: np.ndarray,
    lived: np.ndarray,
    unrelated: Unrelated | None = None,
    away: tuple[np.ndarray, np.ndarray] | None = None,
) -> np.ndarray:
    """Children left in the first i kinds of place, for each i, with those moved away gone.

    Several queues stand side by side; what is said of children moved is of those of the first.

    Args:
        within: children in the first i kinds now, (kinds, queues, draws).
        left: all who are still in the family at the end of the month, (queues, draws).
        lived: share of those moved away who lived in the first i kinds, for each but the last.
        away: as in `Away`, of this month.
    """
    found = share_of(left, within[-1]) * within
    if away is not None and away[1].any():
        before, would_be = away
        shares = np.concatenate([lived, np.ones_like(lived[:1])])
        everyone = within[:, 0] + shares * before
        there = _left_alike(everyone, left[0] + would_be, unrelated) - shares * would_be
        np.clip(there, 0.0, left[0], out=found[:, 0])
        found[-1, 0] = left[0]
    elif unrelated is not None:
        found[:, 0] = _left_alike(within[:, 0], left[0], unrelated)
    return found


def _left_alike(within: np.ndarray, left: np.ndarray, unrelated: Unrelated | None) -> np.ndarray:
    """Children left in the first i kinds, for each i: the same share of every kind.

    Where some are never in the first kind, the share left there is that of all the others.
    """
    everyone = within[-1]
    if unrelated is None:
        return share_of(left, everyone) * within
    first = share_of(np.maximum(left - unrelated.left, 0.0), everyone - unrelated.now)
    related = np.minimum(np.minimum(first, 1.0) * within[0], left)
    share = share_of(left - related, everyone - within[0])
    return np.asarray(related + share * (within - within[0]))
