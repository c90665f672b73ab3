"""A lever's form, made from the lever's own description, and the values that it holds.

Numbers are asked for in plain text boxes: what is typed is read as a file's is, so that a wrong
value is said beside its box and not swallowed by the browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from htmltools import Tag, TagList, tags

from sufficiency.placements import FAMILIES, PLACEMENT_TYPES, label
from sufficiency.scenarios.file.yamltext import KeyPath, plain_value
from sufficiency.scenarios.levers import LEVERS
from sufficiency.scenarios.levers.described import Key, described
from sufficiency.scenarios.values import Range, plain

Typed = Callable[[str], str | None]
"""What a box holds by its name: None where the browser has not told yet."""
ASSUMPTION: Final = "assumption"
_ASIDE: Final = frozenset({"ramp_months", "months_to_effect", "chance_of_no_effect", "premise"})
"""Keys that most scenarios leave as they are: folded away until they are asked for."""


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
                yield Box(f"{name}_{word}", (*key.path, word), _in_words(word), key)
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
        return _held(slot.values, box)
    if box.key.asks == "words":
        return bool(text)
    text = text.strip()
    return text if box.key.asks in ("month", "text", "word") else plain_value(text)


def _sources(slot: Slot, values: Mapping[str, Any], typed: Typed) -> Any:
    told = {
        key: given if given is not None else _source_held(slot, key)
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


def _source_held(slot: Slot, key: str) -> str:
    source = slot.values.get("source", ASSUMPTION)
    return str(source[key] if isinstance(source, Mapping) else source)


def _held(values: Mapping[str, Any], box: Box) -> Any:
    """What a file gives for a box; None where it leaves it out."""
    inside: Any = values
    *above, last = box.path
    for part in above:
        inside = inside.get(part) if isinstance(inside, Mapping) else inside
    if box.key.asks == "words":
        return bool(inside) and last in inside
    if box.key.asks == "range" and isinstance(inside, int | float):
        return inside
    return inside.get(last) if isinstance(inside, Mapping) else None


# --- the form as it is shown --------------------------------------------------------------


def form(slot: Slot, place: int) -> Tag:
    """The form of one lever.

    Args:
        slot: the lever and what it holds.
        place: its number on the page, from 1.
    """
    kind = LEVERS[slot.kind]
    keys = described(kind)
    first = [key for key in keys if key.path[0] not in _ASIDE and len(key.path) == 1]
    costs = [key for key in keys if len(key.path) == 2]
    aside = [key for key in keys if key.path[0] in _ASIDE]
    return tags.fieldset(
        tags.legend(f"{place}. {heading(slot.kind)}"),
        tags.p((kind.__doc__ or "").split("\n")[0], class_="says"),
        *(_group(slot, key) for key in first),
        tags.details(
            tags.summary("What it costs"), *(_group(slot, key) for key in costs), open=True
        ),
        tags.details(tags.summary("How it builds up"), *(_group(slot, key) for key in aside)),
        tags.details(
            tags.summary("Whose word the numbers are"),
            *(
                _text_box(name, f"Source of {key}" if key else "Source", _source_held(slot, key))
                for name, key in source_boxes(slot).items()
            ),
        ),
        tags.button(
            f"Remove {heading(slot.kind).lower()}",
            type="button",
            class_="btn btn-outline-secondary btn-sm",
            **{"data-remove": str(slot.number)},
        ),
        class_="lever",
    )


def _group(slot: Slot, key: Key) -> Tag:
    """The boxes of one key, with what it is, what is allowed, and room for what is wrong."""
    mine = [box for box in boxes(slot) if box.key == key]
    name = "_".join((f"lever{slot.number}", *key.path))
    if len(mine) == 1:
        (box,) = mine
        return tags.div(
            tags.label(key.name + _needed(key), for_=box.name),
            _hint(key, name),
            _control(slot, box, name),
            fault(name),
            class_="key",
        )
    inner = (
        tags.div(tags.label(box.says, for_=box.name), _control(slot, box, name), class_="part")
        for box in mine
    )
    return tags.div(
        tags.div(key.name + _needed(key), id=f"{name}_name", class_="name"),
        _hint(key, name),
        tags.div(*inner, class_="parts"),
        fault(name),
        role="group",
        **{"aria-labelledby": f"{name}_name"},
        class_="key",
    )


def _needed(key: Key) -> str:
    return " (needed)" if key.needed else ""


def _hint(key: Key, name: str) -> Tag:
    allowed = f"{key.limits.allowed}." if key.limits and key.asks != "shares" else ""
    if key.asks == "month":
        allowed = "Year and month, as in 2027-04."
    if key.asks == "range":
        allowed = f"{allowed} Eight times in ten it is between low and high."
    default = _default(key)
    left_out = f"Left out: {default}." if default else ""
    graded = f"Evidence: {key.grade}." if key.grade else ""
    words = " ".join(filter(None, (key.says, allowed, left_out, graded)))
    return tags.p(words, id=f"{name}_hint", class_="hint")


def _default(key: Key) -> str:
    value = key.default
    if value is None or value == "" or isinstance(value, tuple | Mapping):
        return ""
    if isinstance(value, Range):
        return str(value)
    return plain(value) if isinstance(value, int | float) else str(value)


def fault(name: str) -> Tag:
    """Room for what is wrong with a box, beside it."""
    return tags.p(id=f"{name}_fault", class_="fault", hidden=True)


def _control(slot: Slot, box: Box, name: str) -> Tag:
    held = _held(slot.values, box)
    about = {"aria-describedby": f"{name}_hint {name}_fault", "data-key": name}
    if box.key.asks == "words":
        return tags.input(type="checkbox", id=box.name, checked=True if held else None, **about)
    if box.key.asks == "word":
        options = [tags.option("Choose" if box.key.needed else "Left out", value="")]
        options += [
            tags.option(_in_words(word), value=word, selected=True if word == held else None)
            for word in box.key.known
        ]
        return tags.select(*options, id=box.name, class_="form-select plain-select", **about)
    shown = "" if held is None else plain_text(held)
    number = box.key.asks in ("range", "number", "whole", "shares")
    return tags.input(
        type="text",
        id=box.name,
        value=shown,
        class_="form-control" + (" number" if number else ""),
        inputmode="decimal" if number else None,
        autocomplete="off",
        **about,
    )


def _text_box(name: str, says: str, held: str) -> TagList:
    return TagList(
        tags.label(says, for_=name),
        tags.input(type="text", id=name, value=held, class_="form-control", autocomplete="off"),
    )


def plain_text(value: Any) -> str:
    """A value as it is typed: no thousands marked and every digit kept, so that it reads back."""
    return f"{value:.15g}" if isinstance(value, int | float) else str(value)


def _in_words(word: str) -> str:
    known = {*PLACEMENT_TYPES, *FAMILIES}
    return label(word) if word in known else word.replace("_", " ").capitalize()
