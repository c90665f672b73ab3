"""Individual children and whole households, month by month: what the engine's averages stand for.

A discrete-event simulation with simpy. Each child waits for the next thing to happen to them, each
household for the month it gives up. Within a month: households open and close, children leave care
or ask for a change of placement, new children come, and all who seek a place are placed in a
random order. A child whose household closes takes another place in-house if there is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import simpy

HOUSEHOLDS, LEAVING, PLACING, COUNTING = 0.1, 0.2, 0.5, 0.9
"""When in a month things happen."""


@dataclass(frozen=True)
class Case:
    """A small fostering service; rates are a month's."""

    children: int
    connected: int
    households: int
    exit_rate: float = 0.03
    move_rate: float = 0.05
    household_leaving: float = 0.01
    approvals: float = 0.0
    places_per_household: int = 2
    finds_relative: float = 0.25
    suits_in_house: float = 0.8
    extra_approvals: float = 0.0
    extra_from: int = 0


@dataclass(eq=False)
class Household:
    """A household and the children who live there."""

    places: int
    children: list[Child] = field(default_factory=list)
    open: bool = True


@dataclass(eq=False)
class Child:
    """A child: with a household, with a relative ("connected") or with an agency."""

    where: Household | str | None = None


class Service:
    """One fostering service in one run of the simulation."""

    def __init__(self, case: Case, seed: int) -> None:
        self.case, self.rng, self.env = case, np.random.default_rng(seed), simpy.Environment()
        self.children: list[Child] = []
        self.households: list[Household] = []
        self.seekers: list[Child] = []
        self.displaced: list[Child] = []
        self.counts: list[dict[str, float]] = []

    def run(self, months: int) -> list[dict[str, float]]:
        """Children by kind of place and open households at the opening and each month's end."""
        case = self.case
        for _ in range(case.households):
            self._open()
        for number in range(case.children):
            child = Child()
            self.children.append(child)
            self.env.process(self._live(child))
            if number < case.connected:
                child.where = "connected"
            elif not self._in_house(child):
                child.where = "agency"
        self._count()
        self.env.process(self._month())
        self.env.run(until=months)
        return self.counts

    def _month(self) -> Iterator[Any]:
        while True:
            yield self.env.timeout(HOUSEHOLDS)
            extra = self.case.extra_approvals if self.env.now >= self.case.extra_from else 0.0
            for _ in range(self.rng.poisson(self.case.approvals + extra)):
                self._open()
            yield self.env.timeout(PLACING - HOUSEHOLDS)
            for _ in range(self.rng.poisson(self.case.exit_rate * self.case.children)):
                child = Child()
                self.children.append(child)
                self.seekers.append(child)
                self.env.process(self._live(child))
            self._place()
            yield self.env.timeout(COUNTING - PLACING)
            self._count()
            yield self.env.timeout(1 - COUNTING)

    def _open(self) -> None:
        household = Household(self.case.places_per_household)
        self.households.append(household)
        self.env.process(self._keep(household))

    def _keep(self, household: Household) -> Iterator[Any]:
        if self.case.household_leaving == 0:
            return
        months = self.rng.geometric(self.case.household_leaving)
        yield self.env.timeout(self._next(HOUSEHOLDS) + months - 1)
        household.open = False
        self.households.remove(household)
        self.displaced += household.children

    def _live(self, child: Child) -> Iterator[Any]:
        case = self.case
        something = case.exit_rate + (1 - case.exit_rate) * case.move_rate
        while True:
            yield self.env.timeout(self._next(LEAVING) + self.rng.geometric(something) - 1)
            self._vacate(child)
            if self.rng.random() < case.exit_rate / something:
                self.children.remove(child)
                return
            self.seekers.append(child)

    def _next(self, moment: float) -> float:
        """Time until a moment of the month comes round, next month if it has gone by."""
        wait = moment - self.env.now % 1
        return wait if wait > 1e-9 else wait + 1

    def _vacate(self, child: Child) -> None:
        if isinstance(child.where, Household):
            child.where.children.remove(child)
        if child in self.displaced:
            self.displaced.remove(child)

    def _in_house(self, child: Child) -> bool:
        for household in self.households:
            if len(household.children) < household.places:
                household.children.append(child)
                child.where = household
                return True
        return False

    def _place(self) -> None:
        for child in self.displaced:
            if not self._in_house(child):
                child.where = "agency"
        for number in self.rng.permutation(len(self.seekers)):
            child = self.seekers[number]
            if self.rng.random() < self.case.finds_relative:
                child.where = "connected"
            elif self.rng.random() >= self.case.suits_in_house or not self._in_house(child):
                child.where = "agency"
        self.seekers, self.displaced = [], []

    def _count(self) -> None:
        where = [child.where for child in self.children]
        connected, agency = where.count("connected"), where.count("agency")
        self.counts.append(
            {
                "connected": connected,
                "agency": agency,
                "in_house": len(where) - connected - agency,
                "households": len(self.households),
            }
        )


def simulated(case: Case, months: int, runs: int, seed: int = 1) -> dict[str, np.ndarray]:
    """Counts by kind, each (runs, months + 1)."""
    found = [Service(case, seed * 100_000 + run).run(months) for run in range(runs)]
    return {
        kind: np.array([[month[kind] for month in run] for run in found]) for kind in found[0][0]
    }
