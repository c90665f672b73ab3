"""What levers act on, and how much of a lever acts in each month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sufficiency.flows import BaselineFlows
from sufficiency.months import Calendar
from sufficiency.placements import family_position
from sufficiency.scenarios.common import AnyLever
from sufficiency.streams import stream


@dataclass(frozen=True)
class Setting:
    """What levers act on: the baseline's need by family and its flows, on shared draws.

    Attributes:
        need: baseline children by family, (draws, months + 1, families).
        agency: baseline children in agency fostering, (draws, months + 1); None until the
            baseline has been run, when no lever can limit agency supply.
        aged: share of all children looked after of an age (10 or 16) or over.
    """

    calendar: Calendar
    need: np.ndarray
    flows: BaselineFlows
    seed: int
    agency: np.ndarray | None = None
    aged: Mapping[int, float] = field(default_factory=lambda: {10: 1.0, 16: 1.0})

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

    def normal(self, lever: AnyLever, key: str) -> np.ndarray:
        """Standard normal numbers that every range of this kind of lever shares, (draws,)."""
        return stream(self.seed, "lever", f"{lever.lever}.{key}").standard_normal(self.draws)

    def drawn(self, lever: AnyLever, key: str) -> np.ndarray:
        """The value of a lever's range in each draw, (draws,)."""
        return lever.drawn(key, self.normal(lever, key))

    def acting(self, lever: AnyLever, key: str, delay: int = 0, runs_on: int = 0) -> np.ndarray:
        """A lever's value times how much of it acts in each month, (draws, months)."""
        return by_month(
            self.drawn(lever, key), strength(self.calendar, lever, delay=delay, runs_on=runs_on)
        )


def by_month(drawn: np.ndarray, months: np.ndarray) -> np.ndarray:
    """A value by draw times a value by month, (draws, months), a month's draws side by side."""
    return (months[:, None] * drawn).T


def total(parts: Sequence[np.ndarray], setting: Setting) -> np.ndarray:
    """Parts added up in their order, (draws, months); nil where there are none."""
    if not parts:
        return np.broadcast_to(0.0, (setting.draws, setting.calendar.months))
    return sum(parts[1:], parts[0])


def strength(calendar: Calendar, lever: AnyLever, delay: int = 0, runs_on: int = 0) -> np.ndarray:
    """How much of a lever acts in each month, from nil to one, (months,).

    Nothing acts in a month that has been counted: what was done then is in the count.

    Args:
        delay: months from the lever's start to its first effect, besides its own.
        runs_on: months that the effect goes on after `until`.
    """
    month = np.arange(calendar.months)
    begins = calendar.month_of(lever.starts) + lever.months_to_effect + delay
    built_up = np.clip((month - begins + 1) / (lever.ramp_months + 1), 0.0, 1.0)
    built_up[: calendar.counted] = 0.0
    if lever.until is None:
        return built_up
    return np.where(month <= calendar.month_of(lever.until) + runs_on, built_up, 0.0)
