"""Children whom the levers of a scenario move between families of placement."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sufficiency.capacity import Move
from sufficiency.placements import family_position
from sufficiency.scenarios.arrays import added_by_key, multiplied, share_of
from sufficiency.scenarios.levers import Effect
from sufficiency.scenarios.setting import MOST, Setting

_OF_ALL_AGES = ("homes", "fostering")
"""Families that hold children too young for a move; the others hold young people."""


def moving(own: Sequence[Effect], setting: Setting) -> tuple[Move, ...]:
    """Moves between families of placement, with the share who are old enough for each."""
    moves = [*_counted(own, setting), *_ended(own, setting)]
    asked = added_by_key({move.origin: move.share} for move in moves)
    return tuple(  # together they leave nobody moved twice
        Move(
            move.origin,
            move.destination,
            move.share / np.maximum(asked[move.origin], 1.0),
            move.old_enough,
        )
        for move in moves
    )


def _counted(own: Sequence[Effect], setting: Setting) -> list[Move]:
    """Moves of so many children a month, those to the same family together."""
    counts = added_by_key(
        {(move.origin, move.destination, move.from_age): move.children}
        for effect in own
        for move in effect.moves
    )
    return [
        Move(
            origin,
            destination,
            np.minimum(share_of(counts[origin, destination, age], setting.settled(origin)), MOST),
            setting.aged[age] if origin in _OF_ALL_AGES else 1.0,
        )
        for origin, destination, age in sorted(counts, key=lambda key: family_position(key[1]))
    ]


def _ended(own: Sequence[Effect], setting: Setting) -> list[Move]:
    """Moves out of other placements, so that a share of the children who would be there are not.

    With K the share kept, D = (1 - K) F children are elsewhere. The month's moves are D' less what
    is left of D, as a share of those still there. Children who arrive in the month can be moved
    from the next, so even an end to all of them leaves a month's arrivals.
    """
    ending = [effect.ended for effect in own if effect.ended is not None]
    kept_by_month = multiplied([1.0 - ended.share for ended in ending])
    if kept_by_month is None:
        return []
    kept = np.ones((setting.calendar.months + 1, setting.draws)).T
    kept[:, 1:] = kept_by_month
    family = "other_placements"
    need = setting.need[:, :, family_position(family)]
    elsewhere = (1.0 - kept) * need
    going = np.maximum(elsewhere[:, 1:] - setting.stays(family) * elsewhere[:, :-1], 0.0)
    there = setting.settled(family) * kept[:, :-1]
    share = np.divide(
        going, there, out=np.ones_like(going) * (going > 0), where=there > 1e-9 * (need[:, :-1] + 1)
    )
    share = np.minimum(share, 1.0)
    pulls = _pulls([ended.share for ended in ending])
    together = np.sum(pulls, axis=0)
    parts = added_by_key(
        {destination: part * share_of(pull, together)}
        for ended, pull in zip(ending, pulls, strict=True)
        for destination, part in ended.instead.items()
    )
    return [Move(family, destination, share * part) for destination, part in parts.items()]


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
