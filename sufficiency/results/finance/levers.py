"""Scenarios at another size, with another assumption, or with one part of their cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sufficiency.errors import listed
from sufficiency.scenarios import Scenario
from sufficiency.scenarios.levers import RecruitCarers, StepDown


@dataclass(frozen=True)
class Measure:
    """What a switching value of a scenario counts.

    Attributes:
        words: what it counts; or, where there is no switching value, why not.
        as_written: how much of it the file has; None where there is no switching value.
    """

    words: str
    as_written: float | None


SIZES: Final = (0.0, 0.5, 1.0, 2.0, 4.0)
"""Multiples of a programme's size at which it is run to find where it breaks even."""
COSTS_NOTHING_AT_NIL: Final = Measure(
    "no such size, since nothing is paid that does not grow with it", None
)
"""A programme that costs nothing of its own has nothing to earn back, at any size or at none."""


def only_one_off(scenario: Scenario) -> Scenario:
    """The scenario with what its levers cost year by year taken out."""
    return scenario.with_levers(*(lever.paid_once() for lever in scenario.levers))


def sized(scenario: Scenario, times: float) -> Scenario:
    """The scenario with every lever so many times as large, held to what each can be.

    What a programme costs a year stays; what it costs for each household goes with households.
    """
    return scenario.with_levers(*(lever.sized(times) for lever in scenario.levers))


def measured_by(scenario: Scenario) -> Measure:
    """What a switching value of the scenario counts, and how much of it the file has.

    With one lever it is that lever's size; with several, multiples of the whole programme. Where
    a lever has no size the programme cannot be made larger or smaller as a whole, and there is
    no switching value.
    """
    sizeless = sorted({lever.lever for lever in scenario.levers if not lever.grows})
    if sizeless:
        names = listed(name.replace("_", " ") for name in sizeless)
        return Measure(f"no such size, since {names} has none", None)
    if len(scenario.levers) == 1:
        size = scenario.levers[0].size
        if size is not None and size.value.mean > 0:
            return Measure(size.unit, size.value.mean)
    return Measure("times the programme as written", 1.0)


def displacing(scenario: Scenario, share: float) -> Scenario:
    """The scenario with that share of new fostering places taken from children's homes."""
    return scenario.with_levers(*(lever.taking_from_homes(share) for lever in scenario.levers))


def leaving_homes_at(scenario: Scenario, share: float) -> Scenario:
    """The scenario with that price of the homes that children step down from, over the average."""
    return scenario.with_levers(*(lever.leaving_homes_at(share) for lever in scenario.levers))


def stepping_down(scenarios: tuple[Scenario, ...]) -> tuple[Scenario, StepDown] | None:
    """The first scenario in which children step down, with its lever; None where none does."""
    for scenario in scenarios:
        for lever in scenario.levers:
            if isinstance(lever, StepDown):
                return scenario, lever
    return None


def recruiting(scenarios: tuple[Scenario, ...]) -> Scenario | None:
    """The first scenario that recruits carers; None where none does."""
    for scenario in scenarios:
        if any(isinstance(lever, RecruitCarers) for lever in scenario.levers):
            return scenario
    return None
