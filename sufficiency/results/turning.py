"""Which number of a scenario its saving turns on: each set to its low and to its high, by itself.

The numbers are the scenario's own, and the share that it leaves to the evidence. What the prices
and the carers of the forecast do to it is the tornado of a run, which takes seconds; this is the
part that a reader can change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor, log10

from sufficiency.engine import Forecast, Result, run_scenario
from sufficiency.scenarios import Lever, Scenario
from sufficiency.scenarios.levers import DISPLACEMENT, RecruitCarers
from sufficiency.scenarios.values import Range, Within

SHARE = "displaces"
_HOMES = "external_residential"


@dataclass(frozen=True)
class Turn:
    """One number of a scenario, and what its saving is at either end of its range.

    Attributes:
        lever: its place among the scenario's levers, from 0.
        key: the number's key; `SHARE` is the share of new foster places taken out of homes.
        at: what the scenario has now: the middle of its range.
        between: the low and high that it was set to.
        limits: what the number may be.
        saving: mean saving over all years at low and at high, GBP of each year.
    """

    lever: int
    key: str
    at: float
    between: Range
    limits: Within
    saving: tuple[float, float]

    @property
    def swing(self) -> float:
        return abs(self.saving[1] - self.saving[0])

    @property
    def slides(self) -> tuple[float, float]:
        """From where to where a slider moves it: twice as wide as its range, within its limits."""
        wide = self.between.high - self.between.low
        return (
            self.limits.held(self.between.low - wide / 2),
            self.limits.held(self.between.high + wide / 2),
        )

    @property
    def step(self) -> float:
        """What it moves by: about a fiftieth of the way, as a round number."""
        least, most = self.slides
        return float(10.0 ** floor(log10((most - least) / 20)))


def turns_on(forecast: Forecast, scenario: Scenario) -> tuple[Turn, ...]:
    """Every number of a scenario that has a range, the one that its saving turns on most first.

    Takes two runs for each number.

    Raises:
        InputError: when the evidence lacks an assumption that a lever needs.
    """
    filled = scenario.with_evidence(forecast.evidence)
    found = []
    for place, lever in enumerate(filled.levers):
        for key, between in _ranges(lever, forecast):
            ends = (between.low, between.high)
            low, high = (_saving(forecast, with_number(filled, place, key, at)) for at in ends)
            limits = Within(0, 1, "(a share)") if key == SHARE else lever.limits(key)
            at = _share(lever) if key == SHARE else between.mean
            found.append(Turn(place, key, at, between, limits, (low, high)))
    return tuple(sorted(found, key=lambda turn: -turn.swing))


def with_number(scenario: Scenario, place: int, key: str, value: float) -> Scenario:
    """The scenario with one number of one lever at a value, without a range."""
    levers = list(scenario.levers)
    lever = levers[place]
    if key == SHARE:
        levers[place] = lever.taking_from_homes(value)
    else:
        levers[place] = lever.model_copy(update={key: Range(value, value)})
    return scenario.with_levers(*levers)


def _ranges(lever: Lever, forecast: Forecast) -> Iterator[tuple[str, Range]]:
    for key in type(lever).model_fields:
        held = getattr(lever, key)
        if isinstance(held, Range) and not held.fixed:
            yield key, held
    if isinstance(lever, RecruitCarers):
        share = forecast.evidence.assumption(DISPLACEMENT)
        if share.low < share.high:
            yield SHARE, Range(share.low, share.high)


def _share(lever: Lever) -> float:
    assert isinstance(lever, RecruitCarers)
    return lever.displaced.get(_HOMES, 0.0)


def _saving(forecast: Forecast, scenario: Scenario) -> float:
    """Mean saving over all years, GBP nominal, programme counted."""
    result: Result = run_scenario(forecast, scenario)
    saved = forecast.baseline.costs.total("nominal") - result.costs.total("nominal")
    return float(saved.sum(axis=1).mean())
