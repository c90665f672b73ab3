"""The boxes of a lever's form, and the values that they hold.

What is typed is read as a file's text is, so that a form allows what a file allows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sufficiency.placements import FAMILIES, PLACEMENT_TYPES, label
from sufficiency.scenarios.file.yamltext import KeyPath, plain_value
from sufficiency.scenarios.levers import LEVERS
from sufficiency.scenarios.levers.described import Key, described

Typed = Callable[[str], str | None]
"""What a box holds by its name: None where the browser has not told yet."""
ASSUMPTION: Final = "assumption"
_NAME: Final = re.compile(r"(?<![\w./=-])[a-z]+(?:_[a-z]+)+(?![\w/=-])")
"""A name of a file's key or word, and no part of an address."""


@dataclass(frozen=True)
class Slot:
    """One lever on the page.

    Attributes:
        number: tells its boxes from those of every other lever there has been.
        kind: the lever, by its name in files.
        values: what it held when its form was made.
    """

    number: int
    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Box:
    """One box of a form: its name on the page, where its value goes, and what it asks for."""

    name: str
    path: KeyPath
    says: str
    key: Key


def heading(kind: str) -> str:
    """A lever's name in words, as in 'Recruit carers'."""
    return kind.replace("_", " ").capitalize()


def boxes(slot: Slot) -> Iterator[Box]:
    """Every box of a lever's form."""
    for key in described(LEVERS[slot.kind]):
        name = "_".join((f"lever{slot.number}", *key.path))
        if key.asks == "range":
            for end in ("low", "high"):
                yield Box(f"{name}_{end}", (*key.path, end), end.capitalize(), key)
        elif key.asks in ("shares", "words"):
            for word in key.known:
                yield Box(f"{name}_{word}", (*key.path, word), in_words(word), key)
        else:
            yield Box(name, key.path, key.name, key)


def source_boxes(slot: Slot) -> Mapping[str, str]:
    """Boxes for whose word the numbers are: by name, which number it is for; blank is for all."""
    source = slot.values.get("source", ASSUMPTION)
    if not isinstance(source, Mapping):
        return {f"lever{slot.number}_source": ""}
    return {f"lever{slot.number}_source_{key.replace('.', '_')}": key for key in source}


def values_in(slot: Slot, typed: Typed) -> dict[str, Any]:
    """The lever as a file would hold it, from what its boxes hold now."""
    values: dict[str, Any] = {"lever": slot.kind}
    for key in described(LEVERS[slot.kind]):
        held = {
            box.path[-1]: given
            for box in boxes(slot)
            if box.key == key and (given := _given(slot, box, typed)) not in (None, "")
        }
        if not held:
            continue
        value: Any = held
        if key.asks == "words":
            value = [word for word in key.known if held.get(word) is True]
        elif key.asks == "range" and len(held) == 2 and held["low"] == held["high"]:
            value = held["low"]
        elif key.asks not in ("range", "shares"):
            (value,) = held.values()
        if value == []:
            continue
        inside = values.setdefault(key.path[0], {}) if len(key.path) == 2 else values
        inside[key.path[-1]] = value
    values["source"] = _sources(slot, values, typed)
    return values


def _given(slot: Slot, box: Box, typed: Typed) -> Any:
    text = typed(box.name)
    if text is None:
        return held_in(slot.values, box)
    if box.key.asks == "words":
        return bool(text)
    text = text.strip()
    return text if box.key.asks in ("month", "text", "word") else plain_value(text)


def _sources(slot: Slot, values: Mapping[str, Any], typed: Typed) -> Any:
    told = {
        key: given if given is not None else source_held(slot, key)
        for name, key in source_boxes(slot).items()
        for given in [typed(name)]
    }
    if "" in told:
        return told[""].strip() or ASSUMPTION
    there = set(values) | {f"cost.{key}" for key in values.get("cost", {})}
    kept = {key: text.strip() or ASSUMPTION for key, text in told.items() if key in there}
    new = {key: ASSUMPTION for key in _numbers(slot, values) if key not in kept and key != "cost"}
    covered = {key: text for key, text in new.items() if not _covered(key, kept)}
    return {**kept, **covered} or ASSUMPTION


def _numbers(slot: Slot, values: Mapping[str, Any]) -> Iterator[str]:
    """Keys of the numbers that are given, as a source names them."""
    for key in described(LEVERS[slot.kind]):
        if key.asks in ("month", "text", "word", "words"):
            continue
        inside = values.get("cost", {}) if len(key.path) == 2 else values
        if key.path[-1] in inside:
            yield ".".join(key.path)


def _covered(key: str, sources: Mapping[str, str]) -> bool:
    return key in sources or key.split(".")[0] in sources


def source_held(slot: Slot, key: str) -> str:
    """Whose word a file says a number is; blank is for all of them."""
    source = slot.values.get("source", ASSUMPTION)
    return str(source[key] if isinstance(source, Mapping) else source)


def held_in(values: Mapping[str, Any], box: Box) -> Any:
    """What a file gives for a box; None where it leaves it out."""
    inside: Any = values
    *above, last = box.path
    for part in above:
        inside = inside.get(part) if isinstance(inside, Mapping) else inside
    if box.key.asks == "words":
        return isinstance(inside, list | tuple) and last in inside
    if box.key.asks == "range" and isinstance(inside, int | float):
        return inside
    return inside.get(last) if isinstance(inside, Mapping) else None


def in_words(word: str) -> str:
    """A word of a list as the page shows it."""
    known = {*PLACEMENT_TYPES, *FAMILIES}
    return label(word) if word in known else word.replace("_", " ").capitalize()


def plainly(text: str) -> str:
    """What is written for who reads files, with their names in words.

    >>> plainly("Lever 1 (recruit_carers) takes places out of external_residential.")
    "Lever 1 (recruit carers) takes places out of external children's homes."
    """
    return _NAME.sub(lambda name: _inside(in_words(name[0])), text)


def _inside(word: str) -> str:
    return word[0].lower() + word[1:]
