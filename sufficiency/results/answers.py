"""The answer to a question, in sentences."""

from __future__ import annotations

import math

from sufficiency.placements import label
from sufficiency.results.measured import Ends
from sufficiency.results.seek import Answer
from sufficiency.scenarios.levers.words import month_name
from sufficiency.scenarios.questions.goal import (
    GAPS,
    IN_HOUSE,
    LOOKED_AFTER,
    OUT_OF_AREA,
    Goal,
)
from sufficiency.scenarios.values import plain


def answer_in_words(answer: Answer) -> str:
    """The value, its range, and what the goal's measure then is.

    Returns:
        Lines of text without a newline at the end.
    """
    question, goal = answer.question, answer.question.goal
    unit = type(question.lever).limits(question.number).unit
    name = f"{question.lever.lever}, {question.number}"
    aim = f"{' and '.join(map(_aim, question.goals))} with a probability of {goal.probability:.0%}"
    then = " ".join(
        f"The {_thing(each)} is then {_measured(ends, each)}."
        for each, ends in zip(question.goals, answer.measured, strict=True)
    )
    said = [question.scenario.name, "", question.scenario.why, ""]
    if answer.value is None:
        tried = f"{plain(question.between.low)} to {plain(question.between.high)} {unit}"
        said.append(
            f"No value from {tried} ({name}) gives {aim}. The nearest tried is "
            f"{plain(answer.best)}, with a probability of {answer.probability:.0%}. {then}"
        )
    elif answer.rises is not False:
        said.append(f"It takes {plain(answer.value)} {unit} ({name}) for {aim}. {then}")
    else:
        said.append(
            f"There can be no more than {plain(answer.value)} {unit} ({name}) for {aim}. {then}"
        )
    before = "; ".join(
        f"the {_thing(each)} is {_measured(ends, each)}"
        for each, ends in zip(question.goals, answer.before, strict=True)
    )
    said.append(
        f"For an even chance: {_value(answer.even_chance)}; for nine futures in ten: "
        f"{_value(answer.nine_in_ten)}. With {plain(question.between.low)} {unit} {before}."
    )
    if answer.rises is None:
        said.append(
            "More of the lever makes the goal neither surer nor less sure throughout: this is the "
            "smallest of many values tried, and a larger one may miss the goal."
        )
    low, middle, high = answer.empty
    if high >= 0.5:
        said.append(
            f"Own places that could be filled and stand empty then: {middle:,.0f} in the middle "
            f"case (80% range {low:,.0f} to {high:,.0f})."
        )
    said += answer.beyond
    return "\n".join(said)


def _aim(goal: Goal) -> str:
    bound = "at most" if goal.at_most is not None else "at least"
    amount = _amount(goal.at_most if goal.at_most is not None else goal.at_least or 0.0, goal)
    if goal.of_payback:
        return f"a payback within {amount}"
    if goal.of_money:
        return f"a modelled total of {bound} {amount} in {goal.when}"
    return f"{bound} {amount}{_where(goal)} at the end of {month_name(str(goal.when))}"


def _where(goal: Goal) -> str:
    """Of which children, as a sentence goes on after their number."""
    first, of = goal.measure[0], goal.percent_of
    whole = (
        "" if of is None else " looked after" if of == LOOKED_AFTER else f" in {label(of).lower()}"
    )
    if first == IN_HOUSE:
        return " in foster homes (connected carers' apart) with the council's own"
    if first == LOOKED_AFTER:
        return whole
    if first in GAPS:
        return f" beyond own places ({label(GAPS[first]).lower()})"
    place = (
        "outside the area"
        if first == OUT_OF_AREA
        else "in " + " and ".join(map(label, goal.measure))
    )
    return f"{whole} {place}"


def _thing(goal: Goal) -> str:
    if goal.of_payback:
        return "payback"
    if goal.of_money:
        return "modelled total"
    return "share of children" if goal.of_share else "number of children"


def _measured(ends: Ends, goal: Goal) -> str:
    low, middle, high = (_amount(value, goal, of="") for value in ends)
    return f"{middle} in the middle case (80% range {low} to {high})"


def _amount(value: float, goal: Goal, of: str = " children") -> str:
    """An amount of the goal's measure, `of` what where it counts or is a share of children."""
    if goal.of_payback:
        return f"{value:,.0f} years" if math.isfinite(value) else "never, in the years projected"
    if goal.of_money:
        return f"£{value / 1e6:,.1f}m"
    if goal.of_share:
        return f"{value:,.0f}%{' of' if of else ''}{of}"
    return f"{value:,.0f}{of}"


def _value(value: float | None) -> str:
    return "no value tried is enough" if value is None else plain(value)
