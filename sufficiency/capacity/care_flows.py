"""Children who enter care in a month, whom levers lead out of it, and who come back to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sufficiency.capacity.effects import BackInCare, Effects
from sufficiency.capacity.elsewhere import to_grid
from sufficiency.flows import BaselineFlows
from sufficiency.placements import FAMILY_OF, family_position


@dataclass(frozen=True)
class Shares:
    """The baseline's flows with a month's draws side by side, each (months, families, draws)."""

    exits: np.ndarray
    moves: np.ndarray
    entries: np.ndarray
    arrival: np.ndarray

    @classmethod
    def of(cls, flows: BaselineFlows) -> Shares:
        parts = (flows.exit_share, flows.move_out_share, flows.entries, flows.arrival_share)
        return cls(*(np.moveaxis(part, 0, -1) for part in parts))

    def at_end(
        self,
        month: int,
        before: np.ndarray,
        settled: np.ndarray,
        effects: Effects,
        came_back: np.ndarray,
    ) -> np.ndarray:
        """Children of each family at the end of a month: settled, moved there, come to care."""
        arrived = settled + (self.moves[month] * before).sum(0) * self.arrival[month]
        arrived += entering(self.entries[month], effects, month)
        return to_grid(np.maximum(arrived + came_back, 0.0))


def led_this_month(
    settled: np.ndarray, leaving: Mapping[str, np.ndarray], month: int
) -> dict[str, np.ndarray]:
    """Children whom levers lead out of care this month, by placement type."""
    return {
        kind: share[:, month] * settled[family_position(FAMILY_OF[kind])]
        for kind, share in leaving.items()
    }


def by_family(by_kind: Mapping[str, np.ndarray]) -> dict[int, np.ndarray]:
    """The same summed by family."""
    found: dict[int, np.ndarray] = {}
    for kind, count in by_kind.items():
        family = family_position(FAMILY_OF[kind])
        found[family] = found[family] + count if family in found else count
    return found


def families_back(effects: Effects) -> tuple[str, ...]:
    """Families to which children who left by a lever come back."""
    kinds = [kind for back in effects.back for kind in back.share]
    return tuple(dict.fromkeys(FAMILY_OF[kind] for kind in kinds))


def first_led(effects: Effects) -> int:
    """The first month in which levers lead children out of care; beyond the last where none do."""
    leaving = [share.any(axis=0) for share in effects.leaving.values()]
    led = np.flatnonzero(np.any(leaving, axis=0)) if leaving else np.array([], dtype=np.intp)
    return int(led[0]) if led.size else effects.programme.shape[1]


def coming_back(
    back: Sequence[BackInCare],
    led_out: Mapping[str, np.ndarray],
    family: str,
    since: int,
    month: int,
) -> np.ndarray | float:
    """Children who left a family by a lever in an earlier month and come back in this one.

    Args:
        since: the first month in which any left.
    """
    came: np.ndarray | float = 0.0
    for some in back:
        # Of those who left before the first month nobody comes back.
        first = max(month - len(some.by_month), since)
        if first >= month:
            continue
        after = some.by_month[: month - first][::-1]
        for kind, share in some.share.items():
            if FAMILY_OF[kind] == family:
                parts = (share.T[first:month], led_out[kind][first:month], after)
                came = came + np.einsum("md,md,md->d", *parts)
    return came


def entering(entries: np.ndarray, effects: Effects, month: int) -> np.ndarray:
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
