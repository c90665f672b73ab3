"""Children whom levers add to care, at 16 and 17: they leave when they turn 18.

They are among the children of their family, and would leave it as slowly as those who came to it
young. Each month as many more leave as turn 18 beyond that.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sufficiency.capacity.care_flows import Shares
from sufficiency.capacity.effects import Effects
from sufficiency.capacity.shares import share_of
from sufficiency.placements import family_position

MONTHS = 24
"""They come with 1 to 24 months to go to 18, each as likely. In England 6,540 unaccompanied
children were looked after on 31 March 2025 and 6,950 had come in the year: 11 months each."""


class Arrived:
    """Those who are there, by family and months to go to 18; below nil where some are kept away.

    Attributes:
        here: by family, those there at the end of each month, (months, draws).
        left: by family, children who left in the month beyond those who do at the family's rate.
            Below nil: of those whom a lever kept away, who would be adults by now and so are
            missing no more, (months, draws).
    """

    def __init__(self, effects: Effects, draws: int, months: int) -> None:
        self._ages = {family: np.zeros((MONTHS, draws)) for family in effects.added}
        self._effects = effects
        self.here = {family: np.zeros((months, draws)) for family in effects.added}
        self.left = {family: np.zeros((months, draws)) for family in effects.added}

    def leave(self, month: int, shares: Shares, after: np.ndarray) -> None:
        """Take those who turn 18 from `after`, the children of each family who would be left.

        None of them leaves later than the family's children do.
        """
        for family, ages in self._ages.items():
            f = family_position(family)
            exits, stay = shares.exits[month, f], 1.0 - shares.moves[month, f]
            there = ages.sum(axis=0)
            more = stay * ages[0] - exits * there
            later = (more < 0) & (there > 0)
            ages[:-1] = ages[1:] * stay
            ages[-1] = 0.0
            ages *= np.where(later, share_of((stay - exits) * there, ages.sum(axis=0)), 1.0)
            more = np.where(later, 0.0, np.minimum(more, after[f]))
            after[f] -= np.maximum(more, 0.0)
            self.left[family][month] = more

    def missing_no_more(self, month: int, came: np.ndarray) -> None:
        """Add to those who come those who would be adults, had a lever not kept them away."""
        for family, left in self.left.items():
            came[family_position(family)] += np.maximum(-left[month], 0.0)

    def come(
        self, month: int, shares: Shares, after: np.ndarray, led: Mapping[int, np.ndarray]
    ) -> None:
        """Note those who come in the month; of those there, levers lead out as of all others.

        Args:
            after: children of each family who would be left without that.
            led: by family, those led out of care.
        """
        for family, ages in self._ages.items():
            f = family_position(family)
            if f in led:
                ages *= 1.0 - share_of(led[f], after[f])
            entries = shares.entries[month, f]
            if family in self._effects.entering:
                entries = entries * self._effects.entering[family][:, month]
            count = self._effects.added[family][:, month]
            ages += (np.maximum(entries + count, 0.0) - entries) / MONTHS
            self.here[family][month] = ages.sum(axis=0)
