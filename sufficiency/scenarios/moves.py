"""Children whom the levers of a scenario move between families of placement."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sufficiency.capacity import Ending, Move
from sufficiency.scenarios.arrays import added_by_key, multiplied, share_of
from sufficiency.scenarios.levers import Effect
from sufficiency.scenarios.setting import MOST, Setting


def moving(own: Sequence[Effect], setting: Setting) -> tuple[Move, ...]:
    """Moves between families of placement, a lever's own each.

    A count is a share of the baseline's settled children, so that where there are fewer children
    fewer move. The projection sees to it that nobody is moved twice.
    """
    return tuple(
        Move(
            move.origin,
            move.destination,
            np.minimum(share_of(move.children, setting.settled(move.origin)), MOST),
            setting.months_to_18(move.origin, move.from_age),
            move.returning,
            move.price,
        )
        for effect in own
        for move in effect.moves
    )


def ending(own: Sequence[Effect]) -> Ending | None:
    """An end to other placements: the share of the children who would be there and are not."""
    endings = [effect.ended for effect in own if effect.ended is not None]
    kept = multiplied([1.0 - ended.share for ended in endings])
    if kept is None:
        return None
    pulls = _pulls([ended.share for ended in endings])
    together = np.sum(pulls, axis=0)
    parts = added_by_key(
        {destination: part * share_of(pull, together)}
        for ended, pull in zip(endings, pulls, strict=True)
        for destination, part in ended.instead.items()
    )
    return Ending("other_placements", 1.0 - kept, parts)


def _pulls(cuts: Sequence[np.ndarray]) -> list[np.ndarray]:
    """How much of an end each lever makes, on a scale where percentages that combine add.

    That is -log(1 - p): two halves of a lever then send children where the whole would. One that
    ends them all leaves nothing to the others.
    """
    whole = [cut >= 1.0 for cut in cuts]
    ended = np.any(whole, axis=0)
    return [
        np.where(ended, 1.0 * all_of, -np.log1p(-np.where(all_of, 0.0, cut)))
        for cut, all_of in zip(cuts, whole, strict=True)
    ]
