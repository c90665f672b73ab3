"""A scenario while it is being written: what is wrong with it, key by key, and its text.

A form holds values as a file would. They are read exactly as a file is, so that a form allows what
the command line allows and says the same about what it does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any, Final

import yaml

from sufficiency.errors import InputError
from sufficiency.scenarios.file.faults import scenario_of
from sufficiency.scenarios.file.presets import expanded
from sufficiency.scenarios.file.reading import BASELINE, load_scenarios
from sufficiency.scenarios.file.yamltext import (
    KeyPath,
    Text,
    decoded,
    parse,
    plain_value,
    read_text,
)
from sufficiency.scenarios.scenario import Scenario

_KEYS: Final = tuple(field.alias or name for name, field in Scenario.model_fields.items())
_HEAD: Final = "# Every key is explained in docs/scenario-files.md.\n"


@dataclass(frozen=True)
class Checked:
    """What values come to: a scenario, or what is wrong by where it stands."""

    scenario: Scenario | None
    faults: Mapping[KeyPath, str]


@dataclass(frozen=True)
class Draft:
    """A scenario as a file has it: its values, and the text they came from with its comments."""

    values: Mapping[str, Any]
    text: str = ""


def checked(values: Mapping[str, Any]) -> Checked:
    """Read values as a file that held them would be read; nothing is rounded or filled in."""
    scenario, faults = scenario_of(text_of(values))
    found: dict[KeyPath, str] = {}
    for fault in faults:
        sentence = fault.said or fault.sentence
        found[fault.at] = " ".join(filter(None, (found.get(fault.at), sentence)))
    return Checked(scenario, found)


def text_of(values: Mapping[str, Any]) -> Text:
    """Values as the text of a file that holds them is read."""
    return parse(_dumped(values))


def draft_of(path: Path) -> Draft:
    """A scenario file to go on from: its values, with presets written out, and its text.

    A file that extends others comes with the levers of all of them, as a file of its own: its
    comments stay behind with it.

    Raises:
        InputError: when the file is not a scenario; with a line for every fault.
    """
    (scenario,) = load_scenarios(path)
    text = expanded(read_text(path))
    values: dict[str, Any] = text.values
    if values.get("extends", BASELINE) != BASELINE:
        return Draft(values_of(scenario))
    return Draft(values, decoded(path.read_bytes()))


def values_of(scenario: Scenario) -> dict[str, Any]:
    """A scenario as a file would hold it: what its file gives, and no default."""
    held: dict[str, Any] = scenario.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return held


def written(draft: Draft) -> str:
    """The text of a scenario file: of a file it came from, its comments and order are kept.

    Raises:
        InputError: when the text would not read back as the same scenario.
    """
    from ruamel.yaml.comments import CommentedMap

    editor = _editor()
    held = editor.load(draft.text) if draft.text else CommentedMap()
    _put(held, {key: draft.values[key] for key in _KEYS if key in draft.values})
    out = StringIO()
    editor.dump(held, out)
    text = out.getvalue() if draft.text else _HEAD + out.getvalue()
    again, _ = scenario_of(parse(text))
    if again is None or again != checked(draft.values).scenario:
        raise InputError(
            "The scenario cannot be written as it is: mend what is wrong with it first."
        )
    return text


def _editor() -> Any:
    from ruamel.yaml import YAML

    editor = YAML()
    editor.width = 96
    editor.preserve_quotes = True
    editor.indent(mapping=2, sequence=4, offset=2)
    editor.allow_duplicate_keys = True
    return editor


def _put(held: Any, values: Mapping[str, Any]) -> None:
    """Give a mapping of a file other values, keeping the comments of what stays."""
    for key in [key for key in held if key not in values]:
        del held[key]
    for key, value in values.items():
        held[key] = _changed(held.get(key), value)


def _changed(held: Any, value: Any) -> Any:
    """A value in the place of another: the old one where they are the same."""
    if isinstance(value, Mapping):
        if not isinstance(held, Mapping):
            held = _mapping(value)
        _put(held, value)
        return held
    if isinstance(value, list | tuple):
        if not isinstance(held, list):
            return [_changed(None, item) for item in value]
        del held[len(value) :]
        for i, item in enumerate(value):
            if i < len(held):
                held[i] = _changed(held[i], item)
            else:
                held.append(_changed(None, item))
        return held
    is_same = plain_value(str(held)) == value if not isinstance(value, str) else held == value
    if held is not None and is_same:
        return held
    return _quoted(value) if isinstance(value, str) else value


def _mapping(value: Mapping[str, Any]) -> Any:
    """An empty mapping of a file: a range, or a few shares, stands on one line."""
    from ruamel.yaml.comments import CommentedMap

    made = CommentedMap()
    if value and all(isinstance(part, int | float) for part in value.values()):
        made.fa.set_flow_style()
    return made


def _quoted(value: str) -> Any:
    """A text as a file must have it to be read as text."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    return value if plain_value(value) == value else DoubleQuotedScalarString(value)


@cache
def _dumper() -> type[yaml.SafeDumper]:
    """PyYAML's, with quotation marks wherever a text would be read as something else."""

    class Quoting(yaml.SafeDumper):
        pass

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
        style = None if plain_value(value) == value else '"'
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Quoting.add_representer(str, text)
    Quoting.ignore_aliases = lambda self, data: True  # type: ignore[method-assign]
    return Quoting


def _dumped(values: Mapping[str, Any]) -> str:
    """Values as a file would hold them."""
    return yaml.dump(
        dict(values),
        Dumper=_dumper(),
        sort_keys=False,
        allow_unicode=True,
    )
