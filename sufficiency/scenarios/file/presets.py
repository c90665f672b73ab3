"""Named presets: levers whose numbers and sources are filled in, to be dated and changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from sufficiency.errors import InputError, closest, listed
from sufficiency.scenarios.file.yamltext import Fault, Text, read_text
from sufficiency.scenarios.values import shown

FILE: Final = Path(__file__).with_name("presets.yaml")


@cache
def presets() -> Mapping[str, Mapping[str, Any]]:
    """Every preset by name: a lever as a file would write it, but for its dates."""
    values: dict[str, dict[str, Any]] = read_text(FILE).values
    return values


def preset(name: str, **keys: Any) -> dict[str, Any]:
    """A preset as a lever of a scenario, with keys added or put in place of its own.

    A number put in place of the preset's needs a source of its own.

    Args:
        keys: keys of the lever; the first month is `**{"from": "2027-04"}`.

    Raises:
        InputError: when there is no preset of that name.
    """
    if name not in presets():
        raise InputError(_unknown(name))
    filled, source = dict(presets()[name]), keys.get("source", {})
    kept = {
        key: text
        for key, text in filled.pop("source").items()
        if key.split(".")[0] not in keys and key in _named(filled)
    }
    if isinstance(source, str):
        source = {key: source for key in keys if key in _named(filled)}
    return {**filled, **keys, "source": {**kept, **source}}


def expanded(text: Text) -> Text:
    """A scenario file's text with each preset written out; faults where one is not known."""
    levers = text.values.get("levers")
    if not isinstance(levers, list):
        return text
    written, faults = [], list(text.faults)
    for i, lever in enumerate(levers):
        if not isinstance(lever, Mapping) or "preset" not in lever:
            written.append(lever)
            continue
        name = lever["preset"]
        line = text.line(("levers", i, "preset"))
        if not isinstance(name, str) or name not in presets():
            faults.append(Fault(line, f"lever {i + 1}, preset: {_unknown(name)}"))
        elif "lever" in lever:
            sentence = f"a preset is a lever already ({presets()[name]['lever']}); leave lever out."
            faults.append(Fault(line, f"lever {i + 1}, preset: {sentence}"))
        else:
            keys = {key: value for key, value in lever.items() if key != "preset"}
            source = keys.get("source", {})
            if not isinstance(source, str | Mapping):
                keys.pop("source")
                faults.append(Fault(line, f"lever {i + 1}, source: {shown(source)} is not text."))
            written.append(preset(name, **keys))
    return replace(text, values={**text.values, "levers": written}, faults=tuple(faults))


def _named(lever: Mapping[str, Any]) -> set[str]:
    """The keys of a preset that a source may name."""
    return set(lever) | {f"cost.{key}" for key in lever.get("cost", {})}


def _unknown(name: object) -> str:
    known = presets()
    return f"{shown(name)} is not a preset; they are {listed(known)}.{closest(str(name), known)}"
