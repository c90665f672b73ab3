"""The queue: how the children of a family fill its places, in a stated order of preference.

A child who is settled stays where they are. Only children who arrive or change placement take a
place, so a new household fills, and an agency placement empties, at the speed of turnover.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def settle(
    within: Sequence[np.ndarray],
    leaving: Sequence[np.ndarray],
    exit_share: np.ndarray,
    staying: np.ndarray,
    children: np.ndarray,
    places: Sequence[np.ndarray],
    suited: Sequence[np.ndarray],
    kept: np.ndarray | None = None,
    found: np.ndarray | None = None,
) -> list[np.ndarray]:
    """Children in the first i kinds of place a month later, for each i; arrays of (draws,).

    Kinds of place stand in order of preference and the last has no limit that we know. With W_i
    the children in the first i kinds, those who stay are V_i = staying (W_i after exits), and
    those who seek a place are the rest of the month's children: W_i' is the smaller of
    W_{i-1}' + places_i and V_i + suited_i seekers. More places in any kind can only raise every
    W_i', so can only lower the number in the last kind.

    Args:
        within: W_i now, for each kind (the last is all the family's children).
        leaving: children whom a lever leads out of care from each kind of place this month.
        exit_share: share of the family who leave it this month of themselves.
        staying: share of those left who neither move nor step down.
        children: all the family's children at the end of the month.
        places: places that can be filled in each kind but the last.
        suited: share of seekers suited to the first i kinds, rising with i, for each but the last.
        kept: of those left in the first kind, the share who stay although they would have moved.
        found: seekers suited to the first kind besides, who would have gone to a later one.
    """
    remaining = [(1.0 - exit_share) * w for w in within]
    out = np.zeros_like(children)
    total_left = remaining[-1] - sum(leaving)
    settled: list[np.ndarray] = []
    before = np.zeros_like(children)
    for kind, (remain, left) in enumerate(zip(remaining, leaving, strict=True)):
        out = out + left
        before = np.minimum(np.maximum(remain - out, before), total_left)
        settled.append(staying * (before if kind + 1 < len(remaining) else total_left))
        if kept is not None and kind == 0:
            saved = kept * before
    if kept is not None:
        settled = [stay + saved for stay in settled]
    seekers = np.maximum(children - settled[-1], 0.0)
    filled = np.zeros_like(children)
    result: list[np.ndarray] = []
    more = _suited_besides(found, seekers, suited)
    for stay, limit, share, besides in zip(settled[:-1], places, suited, more, strict=True):
        filled = np.minimum(np.minimum(filled + limit, stay + share * seekers + besides), children)
        result.append(filled)
    result.append(children)
    return result


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
    unsuited = [
        np.divide(1.0 - share, 1.0 - first, out=np.zeros_like(first), where=first < 1.0)
        for share in suited
    ]
    return [taken * share for share in unsuited]
