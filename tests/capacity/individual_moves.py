"""Single children with ages, who are moved, come back, return to care and grow up, month by month.

What the engine's averages stand for where levers move children or lead them out of care. All
children of all runs are rows of a few arrays; every one has its own age and its own luck. As many
children come as leave, at such ages that a family without a lever stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

LONGEST = 96
"""Months to go to 18 of a child of 10, the youngest there is here."""


@dataclass(frozen=True)
class Moves:
    """A family of children of 10 and over and what a lever does; rates are a month's.

    Attributes:
        moved: share of the children still there whom the lever moves to another family.
        moving_for: months in which it does.
        returning: chance that a child who was moved goes back.
        led_out: share whom a lever leads out of care.
        back: chance that one who was led out is back in care, by months after.
    """

    children: int = 200
    exit_rate: float = 0.03
    moved: float = 0.0
    moving_for: int = 10_000
    returning: float = 0.0
    led_out: float = 0.0
    back: tuple[float, ...] = ()

    @property
    def otherwise(self) -> float:
        """Chance that a child who does not turn 18 leaves care."""
        adults = 1.0 / LONGEST
        return (self.exit_rate - adults) / (1.0 - adults)


@dataclass
class Family:
    """The children of many runs, a row each: months to go to 18, and whether a lever moved them."""

    case: Moves
    runs: int
    rng: np.random.Generator
    counts: list[dict[str, float]] = field(default_factory=list)

    def run(self, months: int) -> dict[str, np.ndarray]:
        """Means of a run at each month end: all in care, those away, of 16 and 17 among them."""
        case, rng = self.case, self.rng
        age = rng.integers(0, LONGEST, case.children * self.runs)
        away = np.zeros(len(age), dtype=bool)
        to_return = np.zeros(months + 1)
        for month in range(months):
            leaves = (age == 0) | (rng.random(len(age)) < case.otherwise)
            age, away = age[~leaves] - 1, away[~leaves]
            led = rng.random(len(age)) < case.led_out
            after = rng.choice(len(case.back) + 1, led.sum(), p=[*case.back, 1 - sum(case.back)])
            when = month + 1 + after[after < len(case.back)]
            np.add.at(to_return, when[when <= months], 1)
            age, away = age[~led], away[~led]
            back = away & (rng.random(len(age)) < case.returning)
            away &= ~back
            if month < case.moving_for:
                self._move(away, back)
            age, away = self._come(age, away, int(to_return[month]))
            self.counts.append(
                {"all": len(age), "away": away.sum(), "away_16": (away & (age < 24)).sum()}
            )
        return {k: np.array([now[k] for now in self.counts]) / self.runs for k in self.counts[0]}

    def _move(self, away: np.ndarray, back: np.ndarray) -> None:
        """Move a share of all the children from among those who are there."""
        there = np.flatnonzero(~away & ~back)
        wanted = min(self.rng.binomial(len(away), self.case.moved), len(there))
        away[self.rng.choice(there, wanted, replace=False)] = True

    def _come(
        self, age: np.ndarray, away: np.ndarray, returned: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Children who come to care: at 10, or in place of one who left; and those who return."""
        case = self.case
        each = case.children * self.runs / LONGEST
        others = self.rng.poisson(each * case.otherwise * (LONGEST - 1))
        young = np.full(self.rng.poisson(each), LONGEST - 1)
        older = self.rng.integers(0, LONGEST - 1, others + returned)
        came = np.concatenate([young, older])
        return np.concatenate([age, came]), np.concatenate([away, np.zeros(len(came), dtype=bool)])
