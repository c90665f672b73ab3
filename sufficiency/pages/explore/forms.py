"""A lever's form as the page shows it, made from the lever's own description.

Numbers are asked for in plain text boxes: what is typed is read as a file's is, so that a wrong
value is said beside its box and not swallowed by the browser.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from htmltools import Tag, TagList, tags

from sufficiency.pages.explore.boxes import (
    Box,
    Slot,
    boxes,
    heading,
    held_in,
    in_words,
    plainly,
    source_boxes,
    source_held,
)
from sufficiency.scenarios.levers import LEVERS
from sufficiency.scenarios.levers.described import Key, described
from sufficiency.scenarios.values import Range, plain

_ASIDE: Final = frozenset(
    {"until", "ramp_months", "months_to_effect", "chance_of_no_effect", "premise", "why"}
)
"""Keys that most scenarios leave as they are: folded away until they are asked for."""


def form(slot: Slot, place: int) -> Tag:
    """The form of one lever.

    Args:
        slot: the lever and what it holds.
        place: its number on the page, from 1.
    """
    kind = LEVERS[slot.kind]
    first, costs, aside = grouped(slot)
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
                _text_box(name, f"Source of {key}" if key else "Source", source_held(slot, key))
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


def grouped(slot: Slot) -> tuple[list[Key], list[Key], list[Key]]:
    """The keys of a lever: those that come first, what it costs, and how it builds up."""
    keys = described(LEVERS[slot.kind])
    first = [key for key in keys if key.path[0] not in _ASIDE and len(key.path) == 1]
    costs = [key for key in keys if len(key.path) == 2]
    return first, costs, [key for key in keys if key.path[0] in _ASIDE]


def _group(slot: Slot, key: Key) -> Tag:
    """The boxes of one key, with what it is, what is allowed, and room for what is wrong."""
    mine = [box for box in boxes(slot) if box.key == key]
    name = "_".join((f"lever{slot.number}", *key.path))
    if len(mine) == 1:
        (box,) = mine
        return tags.div(
            tags.label(key.name + _needed(key), for_=box.name),
            tags.p(hint(key), id=f"{name}_hint", class_="hint"),
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
        tags.p(hint(key), id=f"{name}_hint", class_="hint"),
        tags.div(*inner, class_="parts"),
        fault(name),
        role="group",
        **{"aria-labelledby": f"{name}_name"},
        class_="key",
    )


def _needed(key: Key) -> str:
    return " (needed)" if key.needed else ""


def hint(key: Key) -> str:
    """What a key is, what is allowed, what it is when left out, and how good that evidence is."""
    allowed = f"{key.limits.allowed}." if key.limits and key.asks != "shares" else ""
    if key.asks == "month" and "as in" not in key.says:
        allowed = "Year and month, as in 2027-04."
    if key.asks == "range":
        allowed = f"{allowed} Eight times in ten it is between low and high."
    default = _default(key)
    left_out = f"Left out: {default}." if default else ""
    graded = f"Evidence: {key.grade}." if key.grade else ""
    return plainly(" ".join(filter(None, (key.says, allowed.strip(), left_out, graded))))


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
    held = held_in(slot.values, box)
    about = {"aria-describedby": f"{name}_hint {name}_fault", "data-key": name}
    if box.key.asks == "words":
        return tags.input(type="checkbox", id=box.name, checked=True if held else None, **about)
    if box.key.asks == "word":
        options = [tags.option("Choose" if box.key.needed else "Left out", value="")]
        options += [
            tags.option(in_words(word), value=word, selected=True if word == held else None)
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
