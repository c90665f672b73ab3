"""What is wrong with a scenario file, in sentences that tell its author how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sufficiency.errors import closest, listed
from sufficiency.scenarios.file.presets import expanded
from sufficiency.scenarios.file.yamltext import Fault, KeyPath, Text
from sufficiency.scenarios.levers import LEVERS, Lever
from sufficiency.scenarios.scenario import Scenario
from sufficiency.scenarios.values import Within, shown

_MISSING: Final = {
    "name": "give the scenario a name of 1 to 80 characters.",
    "why": "say in a paragraph why the scenario is worth looking at.",
    "from": "write the month the lever starts, as in 2027-04.",
    "source": "name where the numbers come from, or write the word assumption.",
}
_NOT_A: Final = {
    "tuple_type": "a list; put each item on a line of its own after a dash, or write [] for none.",
    "dict_type": "a mapping; write a key, a colon and a value for each.",
    "model_type": "a mapping; write a key, a colon and a value for each.",
    "model_attributes_type": "a mapping; write a key, a colon and a value for each.",
}


def scenario_of(text: Text) -> tuple[Scenario | None, list[Fault]]:
    """The scenario a file's text holds, or every fault in it, in order of line."""
    if text.faults:
        return None, list(text.faults)
    if not isinstance(text.values, dict):
        found = "a list" if isinstance(text.values, list) else shown(text.values)
        keys = listed(Scenario.model_fields)
        return None, [Fault(1, f"the file holds {found}; it must hold the keys {keys}.")]
    text = expanded(text)
    if text.faults:
        return None, list(text.faults)
    found_faults = _between_keys(text)
    try:
        scenario = Scenario.model_validate(text.values)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            path = _path(details["loc"])
            if details["type"] == "fault" and len(path) == 2:
                continue  # what does not agree within a lever is in _between_keys, all of it
            found_faults.append(_fault(text, path, details))
    else:
        return scenario, []
    return None, sorted(found_faults, key=lambda fault: fault.line or 0)


def _between_keys(text: Text) -> list[Fault]:
    levers = text.values.get("levers")
    faults = []
    for i, lever in enumerate(levers if isinstance(levers, list) else []):
        kind = _lever(lever)
        if kind is None:
            continue
        for key, sentence in kind.faults(lever):
            path: KeyPath = ("levers", i, *_split(key))
            faults.append(_said(text, path, sentence))
    return faults


def _split(key: str) -> tuple[str, ...]:
    """The path to a key of `source`, which may hold a full stop itself ("cost.a_year")."""
    return tuple(key.split(".", 1))


def _lever(values: Any) -> type[Lever] | None:
    if not isinstance(values, Mapping):
        return None
    name = values.get("lever")
    return LEVERS.get(name) if isinstance(name, str) else None


def _path(loc: tuple[int | str, ...]) -> KeyPath:
    """Pydantic's location without what is not in the file: a lever's tag, the mark of a key."""
    kept = loc[:2] + loc[3:] if loc[0] == "levers" and len(loc) > 2 else loc
    return tuple(part for part in kept if part != "[key]")


def _fault(text: Text, path: KeyPath, details: ErrorDetails) -> Fault:
    context = details.get("ctx", {})
    inner = (*path, context["at"]) if context.get("at") else path
    return _said(text, inner, _sentence(text, path, details))


def _said(text: Text, path: KeyPath, sentence: str) -> Fault:
    return Fault(text.line(path), f"{_where(text, path)}: {sentence}", path, sentence)


def _where(text: Text, path: KeyPath) -> str:
    """A path in words: 'lever 2 (open_home), places'."""
    words = []
    parts = list(path)
    if parts[0] == "levers" and len(parts) > 1:
        number = int(parts[1])
        lever = text.values["levers"][number]
        name = f" ({lever['lever']})" if _lever(lever) else ""
        words.append(f"lever {number + 1}{name}")
        parts = parts[2:]
    words += [f"item {part + 1}" if isinstance(part, int) else str(part) for part in parts]
    return ", ".join(words)


def _sentence(text: Text, path: KeyPath, details: ErrorDetails) -> str:
    kind, found = details["type"], details["input"]
    if kind == "fault":
        return str(details["ctx"]["sentence"])
    if kind == "missing":
        return f"it is missing; {_MISSING.get(str(path[-1])) or _allowed(text, path)}"
    if kind == "extra_forbidden":
        what, known = _keys(text, path)
        hint = closest(str(path[-1]), known)
        return f"it is not a key of {what}; the keys are {listed(known)}.{hint}"
    if kind == "union_tag_invalid":
        name = found.get("lever") if isinstance(found, Mapping) else found
        hint = closest(str(name), LEVERS)
        return f"{shown(name)} is not a lever; the levers are {listed(LEVERS)}.{hint}"
    if kind == "union_tag_not_found":
        return f"the key lever is missing; the levers are {listed(LEVERS)}."
    if kind == "literal_error":
        return f"{shown(found)} is not allowed; {details['ctx']['expected']} is."
    if kind in _NOT_A:
        return f"{shown(found)} is not {_NOT_A[kind]}"
    return f"{shown(found)} is not allowed: {details['msg']}."


def _allowed(text: Text, path: KeyPath) -> str:
    """What a key that is missing holds: its limits, or else what the lever says of it."""
    kind = _lever(text.values["levers"][path[1]]) if path[0] == "levers" else None
    field = kind.model_fields.get(str(path[-1])) if kind else None
    if field is None:
        return "it must be given."
    limits = [m for m in field.metadata if isinstance(m, Within)]
    if limits:
        return f"{limits[0].allowed} is allowed."
    return f"give it. {field.description}"


def _keys(text: Text, path: KeyPath) -> tuple[str, tuple[str, ...]]:
    """What holds the key at the end of a path, and the keys it may hold."""
    model: type[BaseModel] = Scenario
    what = "a scenario"
    if path[0] == "levers":
        lever = text.values["levers"][path[1]]
        model, what = LEVERS[lever["lever"]], lever["lever"]
        if len(path) > 3:
            model, what = type(model.model_fields["cost"].default), "cost"
    return what, tuple(field.alias or name for name, field in model.model_fields.items())
