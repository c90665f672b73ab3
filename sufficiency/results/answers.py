"""The answer to a question, in sentences."""

from __future__ import annotations

from sufficiency.placements import label
from sufficiency.results.seek import Answer
from sufficiency.scenarios.levers.words import month_name
from sufficiency.scenarios.questions.goal import IN_HOUSE, LOOKED_AFTER, Goal
from sufficiency.scenarios.values import plain


def answer_in_words(answer: Answer) -> str:
    """The value, its range, and what the goal's measure then is.

    Returns:
        Lines of text without a newline at the end.
    """
    question, goal = answer.question, answer.question.goal
    unit = type(question.lever).limits(question.number).unit
    name = f"{question.lever.lever}, {question.number}"
    aim = f"{_aim(goal)} with a probability of {goal.probability:.0%}"
    then = f"The {_thing(goal)} is then {_measured(answer.measured, goal)}."
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
    said.append(
        f"For an even chance: {_value(answer.even_chance)}; for nine futures in ten: "
        f"{_value(answer.nine_in_ten)}. With {plain(question.between.low)} {unit} the "
        f"{_thing(goal)} is {_measured(answer.before, goal)}."
    )
    if answer.rises is None:
        said.append(
            "More of the lever makes the goal neither surer nor less sure throughout: this is the "
            "smallest of many values tried, and a larger one may miss the goal."
        )
    return "\n".join(said)


def _aim(goal: Goal) -> str:
    bound = "at most" if goal.at_most is not None else "at least"
    amount = _amount(goal.at_most if goal.at_most is not None else goal.at_least or 0.0, goal)
    if goal.of_money:
        return f"a modelled total of {bound} {amount} in {goal.when}"
    if goal.measure == IN_HOUSE:
        return (
            f"{bound} {amount} of children in foster homes (connected carers' apart) with the "
            f"council's own at the end of {month_name(goal.when)}"
        )
    where = "" if goal.measure == LOOKED_AFTER else f" in {label(goal.measure)}"
    return f"{bound} {amount} children{where} at the end of {month_name(goal.when)}"


def _thing(goal: Goal) -> str:
    if goal.measure == IN_HOUSE:
        return "share in house"
    return "modelled total" if goal.of_money else "number of children"


def _measured(ends: tuple[float, float, float], goal: Goal) -> str:
    low, middle, high = (_amount(value, goal) for value in ends)
    return f"{middle} in the middle case (80% range {low} to {high})"


def _amount(value: float, goal: Goal) -> str:
    if goal.measure == IN_HOUSE:
        return f"{value:,.0f}%"
    return f"£{value / 1e6:,.1f}m" if goal.of_money else f"{value:,.0f}"


def _value(value: float | None) -> str:
    return "no value tried is enough" if value is None else plain(value)
