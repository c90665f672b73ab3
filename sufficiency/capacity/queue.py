"""The queue: how the children of a family fill its places, in a stated order of preference.

A child who is settled stays where they are. Only children who arrive or change placement take a
place, so a new household fills, and an agency placement empties, at the speed of turnover.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    remaining: Sequence[np.ndarray],
    leaving: Sequence[np.ndarray],
    settled_share: np.ndarray,
    children: np.ndarray,
    places: Sequence[np.ndarray],
    suited: Sequence[np.ndarray],
    connected: Connected = Connected(),
) -> list[np.ndarray]:
    """Children in the first i kinds of place a month later, for each i; arrays of (draws,).

    Kinds of place stand in order of preference and the last has no limit that we know. With W_i
    the children in the first i kinds, those who stay are V_i = settled share (W_i after exits), and
    those who seek a place are the rest of the month's children: W_i' is the smaller of
    W_{i-1}' + places_i and V_i + suited_i seekers. More places in any kind can only raise every
    W_i', so can only lower the number in the last kind.

    Args:
        remaining: of W_i now, those who neither leave the family of themselves nor are moved by a
            lever, for each kind (the last is all the family's children).
        leaving: children whom a lever leads out of care from each kind of place this month.
        settled_share: share of those left who do not change placement.
        children: all the family's children at the end of the month.
        places: places that can be filled in each kind but the last.
        suited: share of seekers suited to the first i kinds, rising with i, for each but the last.
        connected: what levers do for the first kind.
    """
    out = np.zeros_like(children)
    total_left = remaining[-1] - sum(leaving)
    settled: list[np.ndarray] = []
    before = np.zeros_like(children)
    saved: np.ndarray | float = 0.0
    for kind, (remain, gone) in enumerate(zip(remaining, leaving, strict=True)):
        out = out + gone
        before = np.minimum(np.maximum(remain - out, before), total_left)
        settled.append(settled_share * (before if kind + 1 < len(remaining) else total_left))
        if connected.kept is not None and kind == 0:
            saved = connected.kept * before
    if connected.kept is not None:
        settled = [stay + saved for stay in settled]
    seekers = np.maximum(children - settled[-1], 0.0)
    filled = np.zeros_like(children)
    result: list[np.ndarray] = []
    more = _suited_besides(connected.found, seekers, suited)
    fewer = _suited_no_longer(connected.unrelated, settled_share, seekers, suited)
    for stay, limit, share, besides, less in zip(
        settled[:-1], places, suited, more, fewer, strict=True
    ):
        seek = np.maximum(share * seekers + besides - less, 0.0)
        filled = np.minimum(np.minimum(filled + limit, stay + seek), children)
        result.append(filled)
    result.append(children)
    return result


def _suited_no_longer(
    unrelated: Unrelated | None,
    settled_share: np.ndarray,
    seekers: np.ndarray,
    suited: Sequence[np.ndarray],
) -> list[np.ndarray | float]:
    """Seekers whom `suited` takes to be suited to the first i kinds and who are not, for each i.

    Children for whom no relative is there are suited to the kinds after as others are for whom
    none is found.
    """
    if unrelated is None:
        return [0.0] * len(suited)
    seek = np.clip(unrelated.then - settled_share * unrelated.left, 0.0, seekers)
    first = suited[0]
    none_found = [share_of(1.0 - share, 1.0 - first) for share in suited]
    return [seek * (share - 1.0 + none) for share, none in zip(suited, none_found, strict=True)]


def _suited_besides(
    found: np.ndarray | None, seekers: np.ndarray, suited: Sequence[np.ndarray]
) -> list[np.ndarray | float]:
    """Seekers suited to the first i kinds besides those that `suited` gives, for each i.

    Those found a place of the first kind are taken from all the others alike, so the number suited
    to the first i kinds rises by those among them who were suited to none of the i.
    """
    if found is None:
        return [0.0] * len(suited)
    first = suited[0]
    others = (1.0 - first) * seekers
    taken = np.minimum(found, others)
    unsuited = [share_of(1.0 - share, 1.0 - first) for share in suited]
    return [taken * share for share in unsuited]
