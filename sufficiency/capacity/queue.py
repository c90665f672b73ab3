"""The queue: how the children of a family fill its places, in a stated order of preference.

A child who is settled stays where they are. Only children who arrive or change placement take a
place, so a new household fills, and an agency placement empties, at the speed of turnover.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sufficiency.capacity.remaining import Unrelated
from sufficiency.capacity.shares import share_of


@dataclass(frozen=True)
class Connected:
    """What levers do for the first kind of place, each (draws,) or None.

    Attributes:
        kept: of those left in it, the share who stay although they would have moved.
        found: seekers suited to it besides, who would have gone to a later kind.
        unrelated: children who never take it.
    """

    kept: np.ndarray | None = None
    found: np.ndarray | None = None
    unrelated: Unrelated | None = None


def settle(
    remaining: np.ndarray,
    leaving: np.ndarray | None,
    settled_share: np.ndarray,
    children: np.ndarray,
    places: np.ndarray,
    suited: np.ndarray,
    connected: Connected = Connected(),
) -> np.ndarray:
    """Children in the first i kinds of place a month later, for each i, (kinds, queues, draws).

    Several queues are settled side by side, each by itself. Kinds of place stand in order of
    preference and the last has no limit that we know. With W_i the children in the first i kinds,
    those who stay are V_i = settled share (W_i after exits), and those who seek a place are the
    rest of the month's children: W_i' is the smaller of W_{i-1}' + places_i and
    V_i + suited_i seekers. More places in any kind can only raise every
    W_i', so can only lower the number in the last kind.

    Args:
        remaining: of W_i now, those who neither leave the family of themselves nor are moved by a
            lever, (kinds, queues, draws); the last are all the family's children.
        leaving: children whom a lever leads out of care from each kind of place this month,
            likewise; None where there is no such lever.
        settled_share: share of those left who do not change placement, (queues, draws).
        children: all the family's children at the end of the month, (queues, draws).
        places: places that can be filled in each kind but the last, (kinds - 1, queues, draws).
        suited: share of seekers suited to the first i kinds, rising with i, for each but the last.
        connected: what levers do for the first kind of the first queue.
    """
    if leaving is not None:
        remaining = remaining - leaving.cumsum(axis=0)
    left = np.minimum(np.maximum.accumulate(np.maximum(remaining, 0.0)), remaining[-1])
    settled = settled_share * left
    if connected.kept is not None:
        settled[:, 0] += connected.kept * left[0, 0]
    seekers = np.maximum(children - settled[-1], 0.0)
    seek = suited * seekers
    if connected.found is not None:
        seek[:, 0] += _suited_besides(connected.found, seekers[0], suited[:, 0])
    if connected.unrelated is not None:
        fewer = _suited_no_longer(connected.unrelated, settled_share[0], seekers[0], suited[:, 0])
        seek[:, 0] = np.maximum(seek[:, 0] - fewer, 0.0)
    wanted = settled[:-1] + seek
    filled = np.empty_like(remaining)
    before: np.ndarray | float = 0.0
    for kind, limit in enumerate(places):
        before = np.minimum(np.minimum(before + limit, wanted[kind]), children, out=filled[kind])
    filled[-1] = children
    return filled


def _suited_no_longer(
    unrelated: Unrelated,
    settled_share: np.ndarray,
    seekers: np.ndarray,
    suited: np.ndarray,
) -> np.ndarray:
    """Seekers whom `suited` takes to be suited to the first i kinds and who are not, for each i.

    Children for whom no relative is there are suited to the kinds after as others are for whom
    none is found.
    """
    seek = np.clip(unrelated.then - settled_share * unrelated.left, 0.0, seekers)
    none_found = share_of(1.0 - suited, 1.0 - suited[0])
    return np.asarray(seek * (suited - 1.0 + none_found))


def _suited_besides(found: np.ndarray, seekers: np.ndarray, suited: np.ndarray) -> np.ndarray:
    """Seekers suited to the first i kinds besides those that `suited` gives, for each i.

    Those found a place of the first kind are taken from all the others alike, so the number suited
    to the first i kinds rises by those among them who were suited to none of the i.
    """
    taken = np.minimum(found, (1.0 - suited[0]) * seekers)
    return np.asarray(taken * share_of(1.0 - suited, 1.0 - suited[0]))
