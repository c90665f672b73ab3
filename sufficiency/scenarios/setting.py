"""What levers act on: the baseline's need by family and its flows, on shared draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sufficiency.flows import Ages, BaselineFlows
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
        leaving: mainstream households that leave in each month of the baseline, expected,
            (draws, months); None until it has been run.
        ages: of the baseline's children, by family; None where they are not known, and then no
            lever with an age limit is held to it.
        order: which draw stands in each future of a region, where a size is the region's and so
            the same in every council; None where sizes are the council's own.
        together: whether the programmes of a scenario go well or badly together.
    """

    calendar: Calendar
    need: np.ndarray
    flows: BaselineFlows
    seed: int
    agency: np.ndarray | None = None
    leaving: np.ndarray | None = None
    ages: Ages | None = None
    order: np.ndarray | None = None
    together: bool = True

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

    def old_enough(self, family: str, least: int) -> np.ndarray:
        """Share of a family's children of an age (10 or 16) or over, (draws,)."""
        if self.ages is None:
            return np.ones(self.draws)
        return self.ages.old_enough(family_position(family), least)

    def months_to_18(self, family: str, least: int) -> np.ndarray:
        """Share of a family's children with k months to go to 18, (months, draws), k from nil.

        Only of those of an age (10 or 16) or over; and no more turn 18 in a month than leave care.
        """
        f = family_position(family)
        if self.ages is None:
            months = 12 * (18 - least)
            shares = np.full((months, self.draws), 1.0 / months)
        else:
            shares = self.ages.by_months_to_18(f, least)
        leave = self.flows.exit_share[..., f].min(axis=1)
        return np.asarray(shares * np.minimum(1.0, leave / np.maximum(shares[0], 1e-12)))

    def normal(self, lever: str, key: str) -> np.ndarray:
        """Standard normal numbers that a range of every lever of this name shares, (draws,)."""
        return self._placed(self.random(lever, key).standard_normal(self.draws))

    def random(self, lever: str, key: str) -> np.random.Generator:
        """Random numbers of a key that every lever of this name shares."""
        return stream(self.seed, "lever", f"{lever}.{key}")

    @property
    def delivery(self) -> np.ndarray:
        """How well a scenario's programmes are delivered, standard normal, (draws,)."""
        return self._placed(stream(self.seed, "lever", "delivery").standard_normal(self.draws))

    def _placed(self, numbers: np.ndarray) -> np.ndarray:
        """The numbers in the order of the region's futures, where a size is the region's."""
        if self.order is None:
            return numbers
        placed = np.empty_like(numbers)
        placed[self.order] = numbers
        return placed
