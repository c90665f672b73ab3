"""A question turned round: how much of a lever does it take to reach a goal?

A question file is a scenario file with two keys more. `find` is a lever in which one number is left
open, and `goal` is what is to be reached, when, and how surely.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from sufficiency.errors import InputError, closest, listed
from sufficiency.scenarios.file.faults import scenario_of
from sufficiency.scenarios.file.presets import presets
from sufficiency.scenarios.file.reading import BASELINE, load_scenarios, scenario_files
from sufficiency.scenarios.file.yamltext import Text, read_text
from sufficiency.scenarios.levers import LEVERS, Lever
from sufficiency.scenarios.questions.goal import Goal
from sufficiency.scenarios.scenario import Scenario
from sufficiency.scenarios.values import Range, Within, plain, shown

SOUGHT: Final = "the number looked for"


@dataclass(frozen=True)
class Question:
    """How much of a lever it takes to reach a goal.

    Attributes:
        scenario: what else is done; its last lever is the one in question.
        number: the lever's key whose value is looked for.
        between: the least and most that is tried.
        goals: what is to be reached, all of it in the same future.
    """

    scenario: Scenario
    number: str
    between: Range
    goals: tuple[Goal, ...]

    @property
    def goal(self) -> Goal:
        """The first of the goals: it says how sure all of them are to be."""
        return self.goals[0]

    @property
    def lever(self) -> Lever:
        """The lever in question, with the least value put in."""
        return self.scenario.levers[-1]

    @property
    def whole(self) -> bool:
        """Whether the number looked for counts whole things."""
        return isinstance(getattr(self.lever, self.number), int)

    def at(self, value: float) -> Scenario:
        """The scenario with a value put in for the number looked for."""
        held = int(value) if self.whole else Range(value, value)
        lever = self.lever.model_copy(update={self.number: held})
        return self.scenario.model_copy(update={"levers": (*self.scenario.levers[:-1], lever)})


def load_question(path: Path | str) -> Question:
    """Read a question file.

    Raises:
        InputError: with a line for every fault found: file, line, key, what was found and what is
            allowed.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError(f"There is no question file called '{path}'.")
    question, faults = question_of(read_text(path))
    if question is None:
        raise _refusal(path, faults)
    return replace(question, scenario=_joined(path, question.scenario))


def question_of(text: Text) -> tuple[Question | None, list[tuple[int | None, str]]]:
    """The question a text holds, or every fault with its line; what it extends is not read."""
    if text.faults:
        return None, [(fault.line, fault.sentence) for fault in text.faults]
    values = text.values
    if not isinstance(values, Mapping) or not (
        isinstance(values.get("find"), Mapping) and isinstance(values.get("goal"), Mapping | list)
    ):
        return None, [(None, "a question needs find (a lever) and goal, each with keys.")]
    faults: list[tuple[int | None, str]] = []
    goals = _goals(text, faults)
    between = _sought(text, faults)
    scenario, wrong = scenario_of(_as_scenario(text, between))
    faults += [(fault.line, fault.sentence) for fault in wrong]
    if faults or between is None or scenario is None:
        return None, faults
    return Question(scenario, str(values["find"]["number"]), between, goals), []


def _refusal(path: Path, faults: list[tuple[int | None, str]]) -> InputError:
    told = sorted(faults, key=lambda fault: fault[0] or 0)
    return InputError(
        "\n".join(f"{path.name}{f', line {line}' if line else ''}, {said}" for line, said in told)
    )


def _goals(text: Text, faults: list[tuple[int | None, str]]) -> tuple[Goal, ...]:
    """The goal, or a list of goals that are all to be reached."""
    given = text.values["goal"]
    several = isinstance(given, list)
    if several and not given:
        faults.append((text.line(("goal",)), "goal: the list is empty; give a goal."))
    found = [
        _goal(each, ("goal", n) if several else ("goal",), text, faults)
        for n, each in enumerate(given if several else [given])
    ]
    return tuple(goal for goal in found if goal is not None)


def _goal(
    given: object, at: tuple[str | int, ...], text: Text, faults: list[tuple[int | None, str]]
) -> Goal | None:
    try:
        return Goal.model_validate(given)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            context = details.get("ctx", {})
            key = str(details["loc"][0] if details["loc"] else context.get("at") or "goal")
            sentence = context.get("sentence")
            if details["type"] == "extra_forbidden":
                known = list(Goal.model_fields)
                hint = closest(key, known)
                sentence = f"it is not a key of goal; the keys are {listed(known)}.{hint}"
            elif details["type"] == "missing":
                sentence = "it is missing."
            faults.append((text.line((*at, key)), f"goal, {key}: {sentence or details['msg']}"))
    return None


def _sought(text: Text, faults: list[tuple[int | None, str]]) -> Range | None:
    """The least and most to be tried, within what the lever allows."""
    find = text.values["find"]
    name = find.get("lever") or presets().get(str(find.get("preset")), {}).get("lever")
    kind = LEVERS.get(str(name))
    if kind is None:
        known = listed(LEVERS)
        hint = closest(str(name), LEVERS)
        sentence = f"find, lever: {shown(name)} is not a lever; the levers are {known}.{hint}"
        faults.append((text.line(("find",)), sentence))
        return None
    limits = {
        key: limit[0]
        for key, field in kind.model_fields.items()
        if key != "ramp_months" and (limit := [m for m in field.metadata if isinstance(m, Within)])
    }
    number = find.get("number")
    if not isinstance(number, str) or number not in limits:
        hint = closest(str(number), limits) if isinstance(number, str) else ""
        sentence = f"{shown(number)} is no number of {name}; it has {listed(limits)}.{hint}"
        faults.append((text.line(("find", "number")), f"find, number: {sentence}"))
        return None
    return _between(text, limits[str(number)], faults)


def _between(text: Text, limits: Within, faults: list[tuple[int | None, str]]) -> Range | None:
    given = text.values["find"].get("between", {"low": limits.least, "high": limits.most})
    line = text.line(("find", "between"))
    ends = [given.get(key) for key in ("low", "high")] if isinstance(given, Mapping) else []
    numbers = [x for x in ends if isinstance(x, int | float) and not isinstance(x, bool)]
    if len(numbers) != 2:
        faults.append((line, "find, between: write the least and the most, {low: 0, high: 40}."))
        return None
    low, high = numbers
    if not limits.least <= low < high <= limits.most:
        said = f"{plain(low)} to {plain(high)} is not allowed"
        faults.append((line, f"find, between: {said}; it must rise within {limits.allowed}."))
        return None
    return Range(float(low), float(high))


def _as_scenario(text: Text, between: Range | None) -> Text:
    """The question's text as that of a scenario whose last lever is the one in question."""
    values = {key: value for key, value in text.values.items() if key not in ("find", "goal")}
    others = values.get("levers", [])
    others = list(others) if isinstance(others, list) else []
    find = {k: v for k, v in text.values["find"].items() if k not in ("number", "between")}
    number = text.values["find"].get("number")
    if between is not None:
        low = between.low
        find[number] = int(low) if low.is_integer() else low
        if isinstance(find.get("source"), Mapping) or "preset" in find:
            find["source"] = {**find.get("source", {}), number: SOUGHT}
    lines = {
        ("levers", len(others), *path[1:]) if path[:1] == ("find",) else path: line
        for path, line in text.lines.items()
    }
    return replace(text, values={**values, "levers": [*others, find]}, lines=lines)


def _joined(path: Path, scenario: Scenario) -> Scenario:
    """The scenario with the levers of the file it extends first."""
    if scenario.extends == BASELINE:
        return scenario
    if not isinstance(scenario.extends, str):
        raise InputError(f"{path.name}, extends: a question extends one file; name it alone.")
    if Path(scenario.extends).name != scenario.extends:
        raise InputError(f"{path.name}, extends: give the name of a file in the same folder.")
    beside = {file.name for file in scenario_files(path.parent)}
    if scenario.extends not in beside:
        raise InputError(
            f"{path.name}, extends: {shown(scenario.extends)} is not a scenario file in the same "
            f"folder.{closest(scenario.extends, beside)}"
        )
    (base,) = load_scenarios(path.parent / scenario.extends)
    levers = (*base.levers, *scenario.levers)
    return scenario.model_copy(update={"levers": levers, "extends": BASELINE})
