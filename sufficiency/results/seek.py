"""Goal seek: the value of a lever at which a goal is reached with a given probability.

Every value is tried on the same draws, so the share of futures in which the goal is reached moves
with the value and not with the dice. Nine values over the whole range are tried first. Where that
share only rises, or only falls, along them the answer is found by halving; where it does neither,
the answer says so and takes the first of many values that reaches the goal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil, floor

import numpy as np

from sufficiency.engine import Forecast, Result, run_scenario
from sufficiency.results.measured import (
    Ends,
    beyond_any_council,
    empty_places,
    ends_of,
    measured,
)
from sufficiency.scenarios import Question
from sufficiency.scenarios.questions.goal import Goal

_TRIED = 9
_MANY = 50
_SURER = 0.9
"""Values are also given for an even chance and for nine futures in ten."""


@dataclass(frozen=True)
class Answer:
    """What a question comes to.

    Attributes:
        value: the value that just reaches the goal; None when none in the range tried does.
        even_chance, nine_in_ten: the value for a probability of 0.5 and of 0.9, None likewise.
        probability: share of futures in which the goal is reached at `value`; at the best value
            tried where there is none.
        best: the value tried with the highest probability.
        measured: P10, P50 and P90 of each goal's measure at `value`, or at `best`.
        before: the same with the least of the lever.
        rises: whether more of the lever makes the goal surer; None where it is neither surer nor
            less sure throughout.
        tried: values and probabilities over the range.
        empty: P10, P50 and P90 of the council's own places that stand empty then.
        beyond: where the answer goes as far as few councils or none have gone, in sentences.
    """

    question: Question
    value: float | None
    even_chance: float | None
    nine_in_ten: float | None
    probability: float
    best: float
    measured: tuple[Ends, ...]
    before: tuple[Ends, ...]
    rises: bool | None
    tried: tuple[tuple[float, float], ...]
    empty: Ends
    beyond: tuple[str, ...]


@dataclass
class _Trials:
    """The measures at each value tried, each run once."""

    forecast: Forecast
    question: Question
    told: Callable[[int], None] = lambda tried: None
    values: dict[float, tuple[np.ndarray, ...]] = field(default_factory=dict)

    def run(self, value: float) -> Result:
        return run_scenario(self.forecast, self.question.at(value))

    def measures(self, value: float) -> tuple[np.ndarray, ...]:
        """Each goal's measure in each draw, (draws,)."""
        if value not in self.values:
            result, goals = self.run(value), self.question.goals
            self.values[value] = tuple(measured(result, goal, self.forecast) for goal in goals)
            self.told(len(self.values))
        return self.values[value]

    def probability(self, value: float) -> float:
        """Share of futures in which all goals are reached."""
        pairs = zip(self.question.goals, self.measures(value), strict=True)
        return float(np.all([goal.reached(found) for goal, found in pairs], axis=0).mean())

    def ends(self, value: float) -> tuple[Ends, ...]:
        return tuple(ends_of(found) for found in self.measures(value))


def seek(
    forecast: Forecast, question: Question, told: Callable[[int], None] | None = None
) -> Answer:
    """The value of the lever at which the goal is reached, or that none in the range does.

    Args:
        forecast: the baseline, on whose draws every value is tried.
        question: what is asked.
        told: is given the number of values tried, after each; what it raises ends the search.

    Raises:
        InputError: when the goal's month or year is not in the projection.
    """
    for goal in question.goals:
        goal.position(forecast.calendar)
    trials = _Trials(forecast, question, told or (lambda tried: None))
    between = question.between
    grid = _grid(question, _TRIED)
    tried = tuple((value, trials.probability(value)) for value in grid)
    chances = np.diff([chance for _, chance in tried])
    rises = True if (chances >= 0).all() else False if (chances <= 0).all() else None
    found = {
        chance: _found(trials, question, rises, chance)
        for chance in (question.goal.probability, 0.5, _SURER)
    }
    best = max(tried, key=lambda pair: pair[1])[0]
    value = found[question.goal.probability]
    shown = best if value is None else value
    month = _month_end(question.goal, forecast)
    return Answer(
        question=question,
        value=value,
        even_chance=found[0.5],
        nine_in_ten=found[_SURER],
        probability=trials.probability(shown),
        best=best,
        measured=trials.ends(shown),
        before=trials.ends(between.low),
        rises=rises,
        tried=tried,
        empty=ends_of(empty_places(trials.run(shown), month)),
        beyond=beyond_any_council(trials.run(shown), forecast, month),
    )


def _month_end(goal: Goal, forecast: Forecast) -> int:
    """Place among the month ends of the goal's date, or of the end of its financial year."""
    at = goal.position(forecast.calendar)
    return 12 * (at + 1) if goal.of_money else at


def _grid(question: Question, count: int) -> list[float]:
    """Values over the range tried, rounded as answers are."""
    values = np.linspace(question.between.low, question.between.high, count)
    return sorted({_rounded(question, float(value), up=True) for value in values})


def _rounded(question: Question, value: float, *, up: bool) -> float:
    """A value to about a hundredth of the range tried (whole where it counts whole things)."""
    between = question.between
    unit = 1.0 if question.whole else 10.0 ** floor(np.log10((between.high - between.low) / 100))
    steps = (ceil if up else floor)(round(value / unit, 6))
    return float(min(max(round(steps * unit, 10), between.low), between.high))


def _found(trials: _Trials, question: Question, rises: bool | None, chance: float) -> float | None:
    """The value that just reaches the goal with a probability, or None.

    Where more of the lever makes it surer that is the smallest such value, where it makes it less
    sure the largest; where neither, the smallest of many values tried.
    """

    def reached(value: float) -> bool:
        return trials.probability(value) >= chance

    low, high = question.between.low, question.between.high
    if rises is None:
        return next((value for value in _grid(question, _MANY) if reached(value)), None)
    most, least = (high, low) if rises else (low, high)
    if reached(least):
        return least
    if not reached(most):
        return None
    return _halved(question, reached, failing=least, reaching=most, up=rises)


def _halved(
    question: Question,
    reached: Callable[[float], bool],
    *,
    failing: float,
    reaching: float,
    up: bool,
) -> float:
    """The value next to the last that fails, found by halving the gap."""
    while True:
        middle = _rounded(question, (failing + reaching) / 2, up=up)
        if middle in (failing, reaching):
            return reaching
        if reached(middle):
            reaching = middle
        else:
            failing = middle
