"""Levers on the children: what each does to entries, exits and moves between families."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from sufficiency.capacity import Allowance, Move
from sufficiency.placements import FAMILY_OF, PLACEMENT_TYPES, TYPES_OF, family_position
from sufficiency.scenarios.common import AnyLever
from sufficiency.scenarios.levers_children import (
    AsylumArrivals,
    ChangeDemand,
    EndUnregistered,
    IncreaseExits,
    MoveToSupported,
    ReduceEntries,
    SpeedAdoption,
    StepDown,
)
from sufficiency.scenarios.setting import Setting, strength

_MOST = 0.9
"""The largest share of a family's children that levers can lead out or move on in one month."""


def entering(levers: Sequence[AnyLever], setting: Setting) -> dict[str, np.ndarray]:
    """By family, the factor on entries to care."""
    factors: dict[str, np.ndarray] = {}
    for lever in levers:
        if isinstance(lever, ReduceEntries):
            change = -setting.acting(lever, "percent")
        elif isinstance(lever, ChangeDemand):
            change = setting.acting(lever, "entries_percent")
        else:
            continue
        factor = 1.0 + change / 100.0
        for family in lever.families:
            factors[family] = factors[family] * factor if family in factors else factor
    return factors


def added(levers: Sequence[AnyLever], setting: Setting) -> dict[str, np.ndarray]:
    """By family, children who enter care besides."""
    counts: dict[str, np.ndarray] = {}
    for lever in levers:
        if isinstance(lever, AsylumArrivals):
            a_month = setting.acting(lever, "additional_children_a_year") / 12.0
            for family, share in lever.placed_in.items():
                _add(counts, family, share * a_month)
    return counts


def leaving(
    levers: Sequence[AnyLever], setting: Setting
) -> tuple[dict[str, np.ndarray], tuple[Allowance, ...]]:
    """By placement type, the extra share of settled children who leave care; and allowances.

    A count is a share of the baseline's settled children, so that where there are fewer children
    fewer leave: nobody leaves twice.
    """
    exits = [lever for lever in levers if isinstance(lever, IncreaseExits)]
    counts = [_exits(lever, setting) for lever in exits]
    total: dict[str, np.ndarray] = {}
    for count in counts:
        for kind, children in count.items():
            _add(total, kind, children)
    share = {kind: _share(n, setting.settled(FAMILY_OF[kind])) for kind, n in total.items()}
    allowances = tuple(
        Allowance(
            weekly=lever.continuing_allowance_a_week,
            months=round(12 * lever.allowance_years),
            share={
                kind: lever.share_with_allowance * _share(n, total[kind])
                for kind, n in count.items()
            },
        )
        for lever, count in zip(exits, counts, strict=True)
        if lever.continuing_allowance_a_week > 0 and lever.allowance_years > 0
    )
    sooner = _adopted_sooner(levers, setting)
    for kind, extra in sooner.items():
        if kind in total:  # an allowance goes only to those whom its own lever leads out
            part = _share(share[kind], share[kind] + extra)
            allowances = tuple(_reduced(allowance, kind, part) for allowance in allowances)
        _add(share, kind, extra)
    return _within_most(share), allowances


def _reduced(allowance: Allowance, kind: str, part: np.ndarray) -> Allowance:
    if kind not in allowance.share:
        return allowance
    shares = {**allowance.share, kind: allowance.share[kind] * part}
    return Allowance(allowance.weekly, allowance.months, shares)


def _exits(lever: IncreaseExits, setting: Setting) -> dict[str, np.ndarray]:
    """Children whom one lever leads out of care, by placement type."""
    a_month = setting.acting(lever, "additional_children_a_year") / 12.0
    return {kind: share * a_month for kind, share in lever.from_placement.items()}


def _adopted_sooner(levers: Sequence[AnyLever], setting: Setting) -> dict[str, np.ndarray]:
    """By placement type, the extra share who leave so that adopted children are gone sooner.

    With n children a month each leaving m months sooner, n x m fewer are there, once m months have
    gone by. That shortfall D is held, since those who left would soon have left anyway and the
    others leave as before: the month's leavers are D' less what is left of D. After `until` nobody
    is kept back, so the shortfall runs out as children leave.
    """
    fewer: dict[str, np.ndarray] = {}
    for lever in levers:
        if isinstance(lever, SpeedAdoption):
            gone = _shortfall(lever, setting)
            for kind, share in lever.from_placement.items():
                _add(fewer, kind, share * gone)
    shares: dict[str, np.ndarray] = {}
    for kind, gone in fewer.items():
        family = FAMILY_OF[kind]
        stays = setting.stays(family)
        of_family = np.sum([fewer[k] for k in TYPES_OF[family] if k in fewer], axis=0)
        there = setting.need[:, :-1, family_position(family)] - of_family[:, :-1]
        leavers = np.maximum(gone[:, 1:] - stays * gone[:, :-1], 0.0)
        shares[kind] = _share(leavers, stays * np.maximum(there, 0.0))
    return shares


def _shortfall(lever: SpeedAdoption, setting: Setting) -> np.ndarray:
    """Children fewer waiting at each month end, (draws, months + 1)."""
    a_month = setting.drawn(lever, "children_a_year") / 12.0
    sooner = setting.drawn(lever, "months_sooner")
    months = np.arange(setting.calendar.months + 1.0)
    acted = np.concatenate([[0.0], strength(setting.calendar, lever).cumsum()])
    earlier = np.interp(months[:, None] - sooner, months, acted)
    return (a_month * (acted[:, None] - earlier)).T


def moving(levers: Sequence[AnyLever], setting: Setting) -> tuple[Move, ...]:
    """Moves between families of placement, with the share who are old enough for each."""
    stepping: dict[str, np.ndarray] = {}
    supported: dict[str, np.ndarray] = {}
    for lever in levers:
        if isinstance(lever, StepDown):
            _add(stepping, "homes", setting.acting(lever, "children_a_year") / 12.0)
        elif isinstance(lever, MoveToSupported):
            a_month = setting.acting(lever, "children_a_year") / 12.0
            for family, share in lever.from_families.items():
                _add(supported, family, share * a_month)
    moves = [
        *_counted(stepping, "fostering", setting, 10),
        *_counted(supported, "supported_accommodation", setting, 16),
        *_ended(levers, setting),
    ]
    return tuple(_held_to_most(moves))


def _counted(
    counts: dict[str, np.ndarray], destination: str, setting: Setting, age: int
) -> list[Move]:
    """Moves of so many children a month, of an age or over where the family holds younger ones."""
    return [
        Move(
            origin,
            destination,
            np.minimum(_share(count, setting.settled(origin)), _MOST),
            setting.aged[age] if origin in ("homes", "fostering") else 1.0,
        )
        for origin, count in counts.items()
    ]


def _ended(levers: Sequence[AnyLever], setting: Setting) -> list[Move]:
    """Moves out of other placements, so that a share of the children who would be there are not.

    With K the share kept, D = (1 - K) F children are elsewhere. The month's moves are D' less what
    is left of D, as a share of those still there. Children who arrive in the month can be moved
    from the next, so even an end to all of them leaves a month's arrivals.
    """
    ending = [lever for lever in levers if isinstance(lever, EndUnregistered)]
    if not ending:
        return []
    cuts = [setting.acting(lever, "percent") / 100.0 for lever in ending]
    kept = np.ones((setting.calendar.months + 1, setting.draws)).T
    kept[:, 1:] = np.prod([1.0 - cut for cut in cuts], axis=0)
    family = "other_placements"
    need = setting.need[:, :, family_position(family)]
    elsewhere = (1.0 - kept) * need
    going = np.maximum(elsewhere[:, 1:] - setting.stays(family) * elsewhere[:, :-1], 0.0)
    there = setting.settled(family) * kept[:, :-1]
    share = np.divide(
        going, there, out=np.ones_like(going) * (going > 0), where=there > 1e-9 * (need[:, :-1] + 1)
    )
    share = np.minimum(share, 1.0)
    # Each lever's part is on the scale of -log(1 - p), where percentages that combine add: two
    # halves of a lever then send children where the whole would. One that ends them all leaves
    # nothing to the others.
    whole = [cut >= 1.0 for cut in cuts]
    ended = np.any(whole, axis=0)
    pulls = [
        np.where(ended, 1.0 * all_of, -np.log1p(-np.where(all_of, 0.0, cut)))
        for cut, all_of in zip(cuts, whole, strict=True)
    ]
    together = np.sum(pulls, axis=0)
    parts: dict[str, np.ndarray] = {}
    for lever, pull in zip(ending, pulls, strict=True):
        for destination, part in lever.instead.items():
            _add(parts, destination, part * _share(pull, together))
    return [Move(family, destination, share * part) for destination, part in parts.items()]


def _held_to_most(moves: Iterable[Move]) -> list[Move]:
    """Moves out of one family that together leave nobody moved twice."""
    moves = list(moves)
    asked: dict[str, np.ndarray] = {}
    for move in moves:
        _add(asked, move.origin, move.share)
    return [
        Move(
            move.origin,
            move.destination,
            move.share / np.maximum(asked[move.origin], 1.0),
            move.old_enough,
        )
        for move in moves
    ]


def _within_most(shares: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Shares scaled down where those of a family come to more than can leave in a month."""
    asked: dict[str, np.ndarray] = {}
    for kind, share in shares.items():
        _add(asked, FAMILY_OF[kind], share)
    return {
        kind: shares[kind] * np.minimum(1.0, _MOST / np.maximum(asked[FAMILY_OF[kind]], _MOST))
        for kind in PLACEMENT_TYPES
        if kind in shares
    }


def _add(counts: dict[str, np.ndarray], key: str, more: np.ndarray) -> None:
    counts[key] = counts[key] + more if key in counts else more


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Part over whole, nil where the whole is nil."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
