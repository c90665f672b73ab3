"""Who enters care, leaves it and changes family behind a path of need: its months, explained."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sufficiency.capacity.effects import Effects
from sufficiency.capacity.need import Need
from sufficiency.flows import BaselineFlows
from sufficiency.placements import FAMILIES, FAMILY_OF, family_position


@dataclass(frozen=True, eq=False)
class Movements:
    """Entries, exits and net moves by family behind a path of need, each (draws, months, families).

    Each is worked out when it is first asked for, and held for as long as this is.
    """

    need: Need
    flows: BaselineFlows
    effects: Effects

    @cached_property
    def entries(self) -> np.ndarray:
        """Children who enter care."""
        need, effects = self.need, self.effects
        entries = self.flows.entries.copy()
        for f, family in enumerate(FAMILIES):
            if family in effects.entering:
                entries[..., f] *= effects.entering[family]
            if family in effects.added:
                entries[..., f] = np.maximum(entries[..., f] + effects.added[family], 0.0)
            if family in need.back:
                entries[..., f] += need.back[family]
        for family, count in need.grown_up.items():
            entries[..., family_position(family)] += np.maximum(-count, 0.0)
        return entries

    @cached_property
    def exits(self) -> np.ndarray:
        """Children who leave care."""
        need = self.need
        exits = self.flows.exit_share * self._stock
        for kind, count in need.led_out.items():
            exits[..., family_position(FAMILY_OF[kind])] += count
        for family, count in need.grown_up.items():
            exits[..., family_position(family)] += np.maximum(count, 0.0)
        for moved in need.moved:
            exits[..., moved.origin] -= moved.left
            exits[..., moved.destination] += moved.left
        return np.maximum(exits, 0.0, out=exits)

    @cached_property
    def moves(self) -> np.ndarray:
        """Children who move to a family less those who move from it: nil over families."""
        moving = self.flows.move_out_share * self._stock
        moves = moving.sum(-1, keepdims=True) * self.flows.arrival_share
        moves -= moving
        for moved in self.need.moved:
            net = moved.moved - moved.returned - moved.moved_on
            moves[..., moved.origin] -= net
            moves[..., moved.destination] += net
        return moves

    @property
    def _stock(self) -> np.ndarray:
        """Children of each family as a month begins, had no lever moved any."""
        stock = self.need.path[:, :-1]
        if not self.need.moved:
            return stock
        stock = stock.copy()
        for moved in self.need.moved:
            stock[:, 1:, moved.origin] += moved.children[:, :-1]
            stock[:, 1:, moved.destination] -= moved.children[:, :-1]
        return stock
