"""Who needs what: children by family of need, month by month, before anyone is placed.

Carers and homes appear nowhere in this file: they never change how many children are in care.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sufficiency.capacity.effects import Effects, Move
from sufficiency.flows import BaselineFlows
from sufficiency.placements import FAMILIES, FAMILY_OF, family_position


@dataclass(frozen=True)
class Need:
    """Children by family of need, and what levers did to them.

    Attributes:
        path: children at each month end, (draws, months + 1, families).
        led_out: by placement type, children whom levers led out of care, (draws, months).
        moved: for each move of the effects, the children moved, (draws, months).
        old_enough: children who need a home, are old enough to leave it for a foster family and
            have not been moved out of homes by a lever, (draws, months + 1).
    """

    path: np.ndarray
    led_out: Mapping[str, np.ndarray]
    moved: tuple[np.ndarray, ...]
    old_enough: np.ndarray


@dataclass(frozen=True)
class Movements:
    """Entries, exits and net moves by family, each (draws, months, families)."""

    entries: np.ndarray
    exits: np.ndarray
    moves: np.ndarray


@dataclass
class _Moved:
    """Children whom moves took from one family and who would otherwise still be in it."""

    origin: int
    moves: list[tuple[int, Move]]
    gone: list[np.ndarray] = field(default_factory=list)

    def take(self, month: int, left: np.ndarray, keep: np.ndarray) -> list[np.ndarray]:
        """Children each move takes this month, no more than are old enough for it.

        Args:
            left: settled children of the family, (draws,).
            keep: share of the family who neither left nor moved of themselves this month.
        """
        gone = [keep * before for before in self.gone]
        everyone = left + sum(gone)
        taken, cumulative = [], np.zeros_like(left)
        for i, (_, move) in enumerate(self.moves):
            cumulative = cumulative + gone[i]
            most = np.maximum(move.old_enough * everyone - cumulative, 0.0)
            now = np.minimum(move.share[:, month] * left, most)
            cumulative = cumulative + now
            gone[i] = gone[i] + now
            taken.append(now)
        self.gone = gone
        return taken


def need_path(opening: np.ndarray, flows: BaselineFlows, effects: Effects) -> Need:
    """Children by family of need under a scenario's effects.

    Each month children leave care or move to another family at the baseline's shares; levers lead
    more out of care, move some between families, and change who enters.

    Args:
        opening: children by family at the opening, (draws, families).
    """
    draws, months, families = flows.entries.shape
    exit_share, out_share, entries, arrival = (
        np.moveaxis(part, 0, -1)
        for part in (flows.exit_share, flows.move_out_share, flows.entries, flows.arrival_share)
    )
    path = np.empty((months + 1, families, draws))
    path[0] = opening.T
    homes = family_position("homes")
    old_enough = np.full((months + 1, draws), np.inf)
    led_out = {kind: np.zeros((months, draws)) for kind in effects.leaving}
    moved = [np.zeros((months, draws)) for _ in effects.moving]
    movers = _movers(effects.moving, draws)
    for month in range(months):
        stock = path[month]
        stay = 1.0 - exit_share[month] - out_share[month]
        after = stay * stock
        led = _lead_out(after, effects.leaving, led_out, month)
        taken = []
        for mover in movers:
            keep = stay[mover.origin] * _kept(after, led, mover.origin)
            left = after[mover.origin] - led.get(mover.origin, 0.0)
            taken.append(mover.take(month, left, keep))
        for family, count in led.items():
            after[family] -= count
        for mover, counts in zip(movers, taken, strict=True):
            for (number, move), count in zip(mover.moves, counts, strict=True):
                after[mover.origin] -= count
                after[family_position(move.destination)] += count
                moved[number][month] = count
        after += (out_share[month] * stock).sum(0) * arrival[month]
        after += _entering(entries[month], effects, month)
        path[month + 1] = np.maximum(after, 0.0)
        if effects.approvals_for_homes is not None:
            gone = sum(sum(m.gone) for m in movers if m.origin == homes)
            share = effects.old_enough_to_leave_homes
            old_enough[month + 1] = np.maximum(share * (path[month + 1, homes] + gone) - gone, 0.0)
    return Need(
        path=np.moveaxis(path, -1, 0),
        led_out={kind: count.T for kind, count in led_out.items()},
        moved=tuple(count.T for count in moved),
        old_enough=old_enough.T,
    )


def movements(need: Need, flows: BaselineFlows, effects: Effects) -> Movements:
    """The entries, exits and moves behind a path of need."""
    stock = need.path[:, :-1]
    entries = flows.entries.copy()
    for f, family in enumerate(FAMILIES):
        if family in effects.entering:
            entries[..., f] *= effects.entering[family]
        if family in effects.added:
            entries[..., f] = np.maximum(entries[..., f] + effects.added[family], 0.0)
    exits = flows.exit_share * stock
    for kind, count in need.led_out.items():
        exits[..., family_position(FAMILY_OF[kind])] += count
    moving = flows.move_out_share * stock
    moves = moving.sum(-1, keepdims=True) * flows.arrival_share - moving
    for move, count in zip(effects.moving, need.moved, strict=True):
        moves[..., family_position(move.origin)] -= count
        moves[..., family_position(move.destination)] += count
    return Movements(entries, exits, moves)


def _movers(moves: Sequence[Move], draws: int) -> list[_Moved]:
    """Moves by the family they leave; first those for which the fewest are old enough."""
    movers: dict[int, _Moved] = {}
    for number, move in sorted(enumerate(moves), key=lambda pair: (pair[1].old_enough, pair[0])):
        origin = family_position(move.origin)
        mover = movers.setdefault(origin, _Moved(origin, []))
        mover.moves.append((number, move))
        mover.gone.append(np.zeros(draws))
    return list(movers.values())


def _lead_out(
    settled: np.ndarray,
    leaving: Mapping[str, np.ndarray],
    led_out: Mapping[str, np.ndarray],
    month: int,
) -> dict[int, np.ndarray]:
    """Children of each family whom levers lead out of care this month; noted by type too."""
    led: dict[int, np.ndarray] = {}
    for kind, share in leaving.items():
        family = family_position(FAMILY_OF[kind])
        count = share[:, month] * settled[family]
        led_out[kind][month] = count
        led[family] = led[family] + count if family in led else count
    return led


def _kept(settled: np.ndarray, led: Mapping[int, np.ndarray], family: int) -> np.ndarray | float:
    """Share of a family's settled children whom no lever leads out of care."""
    if family not in led:
        return 1.0
    return 1.0 - np.divide(
        led[family], settled[family], out=np.zeros_like(led[family]), where=settled[family] > 0
    )


def _entering(entries: np.ndarray, effects: Effects, month: int) -> np.ndarray:
    """Children who enter care this month, (families, draws)."""
    if not effects.entering and not effects.added:
        return entries
    changed = entries.copy()
    for family, factor in effects.entering.items():
        changed[family_position(family)] *= factor[:, month]
    for family, count in effects.added.items():
        f = family_position(family)
        changed[f] = np.maximum(changed[f] + count[:, month], 0.0)
    return changed
