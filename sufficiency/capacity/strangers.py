"""Children in foster care who came to it by a lever: no relative is there for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sufficiency.capacity.care_flows import Shares, by_family, led_this_month
from sufficiency.capacity.effects import Effects
from sufficiency.capacity.elsewhere import Elsewhere, Month
from sufficiency.placements import family_position

_FOSTERING = family_position("fostering")


@dataclass(frozen=True)
class Strangers:
    """Children in foster care who came to it by a lever, so that no relative is there for them.

    Attributes:
        here: at each month end, (draws, months + 1).
        stay: those who are still in foster care at the end of the month, (draws, months).
    """

    here: np.ndarray
    stay: np.ndarray


class Arrivals:
    """Children who come to foster care by a lever, month by month: nobody's relatives.

    Of those whom levers add to care, they are what fostering holds beyond what it would without.
    """

    def __init__(self, effects: Effects, opening: np.ndarray, months: int, moved: bool) -> None:
        self._effects = replace(effects, added={})
        self._added, self._moved = bool(effects.added), moved
        self._without = opening
        self._here = np.zeros((months + 1, opening.shape[1]))
        self._stay = np.zeros((months, opening.shape[1]))

    def enter(
        self,
        month: int,
        flows: Shares,
        settled: np.ndarray,
        unmoved: np.ndarray,
        came_back: np.ndarray,
    ) -> None:
        """Note those added to care.

        `settled` and `unmoved` are all children of each family; those who come back to care after
        a lever led them out of it are nobody that a lever added.
        """
        if not self._added:
            return
        stay = (1.0 - flows.exits[month] - flows.moves[month]) * self._without
        for family, count in by_family(led_this_month(stay, self._effects.leaving, month)).items():
            stay[family] -= count
        self._without = flows.at_end(month, self._without, stay, self._effects, came_back)
        self._stay[month] += np.maximum(settled - stay, 0.0)[_FOSTERING]
        self._here[month + 1] += np.maximum(unmoved - self._without, 0.0)[_FOSTERING]

    def move(self, month: int, elsewhere: Sequence[Elsewhere], told: Sequence[Month]) -> None:
        """Note those moved to foster care."""
        for there, now in zip(elsewhere, told, strict=True):
            if there.destination == _FOSTERING:
                self._stay[month] += now.still
                self._here[month + 1] += there.children

    def strangers(self, fostered: np.ndarray) -> Strangers | None:
        """All of them; `fostered` are the children who need foster care, (months + 1, draws)."""
        if not self._added and not self._moved:
            return None
        return Strangers(np.minimum(self._here, fostered).T, self._stay.T)
