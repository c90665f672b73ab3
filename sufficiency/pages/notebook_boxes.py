"""A lever's boxes as a notebook shows them: a row for each key, with what is allowed beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from sufficiency.pages.explore.boxes import Box, Slot, boxes, held_in, in_words
from sufficiency.pages.explore.forms import grouped, hint, plain_text
from sufficiency.scenarios.file.yamltext import KeyPath
from sufficiency.scenarios.levers.described import Key

LABEL: Final = "16em"
"""Room for what a box is called; the browser cuts what is longer short."""
_ROW: Final = {"flex_flow": "row wrap"}
_BOX: Final = {"number": "8em", "text": "22em"}


@dataclass(frozen=True)
class Row:
    """One key of a lever.

    Attributes:
        place: where a scenario's file has the key.
        key: what it asks for.
        boxes: widgets by the name of the box.
        words: the widget beside them.
        widget: all of it.
    """

    place: KeyPath
    key: Key
    boxes: Mapping[str, Any]
    words: Any
    widget: Any

    def holds(self, at: KeyPath) -> bool:
        """Whether a place in a scenario is this key, or within it."""
        return at[: len(self.place)] == self.place

    def tell(self, faults: list[str]) -> None:
        """Say beside the boxes what is wrong with them, or else what they are and may hold."""
        self.words.value = not_allowed(faults) if faults else _beside(escape(hint(self.key)))


def not_allowed(faults: list[str]) -> str:
    """What is wrong with a box, to stand beside it."""
    return _beside(f"<b>Not allowed: {escape(' '.join(faults))}</b>")


def _beside(text: str) -> str:
    return f'<div style="line-height: 1.3; padding: 0.3em 0.5em">{text}</div>'


def rows(slot: Slot) -> tuple[list[Row], list[Row], list[Row]]:
    """The rows of a lever: its own numbers, what it costs, and how it builds up."""
    first, costs, aside = ([_row(slot, key) for key in keys] for keys in grouped(slot))
    return first, costs, aside


def _row(slot: Slot, key: Key) -> Row:
    from ipywidgets import HTML, HBox, Label, VBox

    mine = [box for box in boxes(slot) if box.key == key]
    held = dict(_widgets(slot, mine))
    words = HTML(layout={"flex": "1 1 20em"})
    if key.asks in ("shares", "words"):
        head = HBox([Label(key.name, layout={"width": LABEL}), words], layout=_ROW)
        widget: Any = VBox([head, *held.values()])
    else:
        widget = HBox([*held.values(), words], layout=_ROW)
    row = Row(("levers", slot.number, *key.path), key, held, words, widget)
    row.tell([])
    return row


def _widgets(slot: Slot, mine: list[Box]) -> Iterator[tuple[str, Any]]:
    """The boxes of one key; the high end of a range stands behind its low end."""
    for box in mine:
        says = {"Low": box.key.name, "High": "to"}.get(box.says, box.says)
        yield box.name, _widget(box, says, held_in(slot.values, box))


def _widget(box: Box, says: str, held: Any) -> Any:
    from ipywidgets import Checkbox, Dropdown, Text

    label = "2em" if says == "to" else LABEL
    width = _BOX["text" if box.key.asks in ("word", "text") else "number"]
    about = {
        "description": says,
        "style": {"description_width": label},
        "layout": {"width": f"calc({label} + {width})"},
    }
    if box.key.asks == "words":
        return Checkbox(value=bool(held), description=says, indent=False)
    if box.key.asks == "word":
        options = [("Left out", ""), *((in_words(word), word) for word in box.key.known)]
        return Dropdown(options=options, value=held or "", **about)
    return Text(value="" if held is None else plain_text(held), **about)
