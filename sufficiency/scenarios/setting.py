"""What levers act on: the baseline's need by family and its flows, on shared draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sufficiency.flows import BaselineFlows
from sufficiency.months import Calendar
from sufficiency.placements import family_position
from sufficiency.streams import stream

MOST: Final = 0.9
"""The largest share of a family's children that levers can lead out or move on in one month."""


@dataclass(frozen=True)
class Setting:
    """What levers act on.

    Attributes:
        need: baseline children by family, (draws, months + 1, families).
        agency: baseline children in agency fostering, (draws, months + 1); None until the
            baseline has been run, when no lever can limit agency supply.
        aged: share of all children looked after of an age (10 or 16) or over.
        order: which draw stands in each future of a region, where a size is the region's and so
            the same in every council; None where sizes are the council's own.
    """

    calendar: Calendar
    need: np.ndarray
    flows: BaselineFlows
    seed: int
    agency: np.ndarray | None = None
    aged: Mapping[int, float] = field(default_factory=lambda: {10: 1.0, 16: 1.0})
    order: np.ndarray | None = None

    @property
    def draws(self) -> int:
        return len(self.need)

    def stays(self, family: str) -> np.ndarray:
        """Share of a family's baseline children who stay in it for the month, (draws, months)."""
        f = family_position(family)
        return 1.0 - (self.flows.exit_share[..., f] + self.flows.move_out_share[..., f])

    def settled(self, family: str) -> np.ndarray:
        """Baseline children of a family who stay in it for the month, (draws, months)."""
        return self.need[:, :-1, family_position(family)] * self.stays(family)

    def normal(self, lever: str, key: str) -> np.ndarray:
        """Standard normal numbers that a range of every lever of this name shares, (draws,)."""
        numbers = stream(self.seed, "lever", f"{lever}.{key}").standard_normal(self.draws)
        if self.order is None:
            return numbers
        placed = np.empty_like(numbers)
        placed[self.order] = numbers
        return placed
