"""The left of the page: a scenario is built from levers, and read back as it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from htmltools import Tag, TagList, tags
from shiny import reactive, render

from sufficiency.pages.explore.boxes import Slot, heading, plainly, values_in
from sufficiency.pages.explore.desk import EACH, MINE, WHY, Desk
from sufficiency.pages.explore.forms import fault, form
from sufficiency.pages.explore.layout import button, labelled
from sufficiency.scenarios import explain
from sufficiency.scenarios.file.presets import preset, presets
from sufficiency.scenarios.levers import LEVERS

_FOLDED = "What it does not change"


def building(desk: Desk) -> None:
    """What answers the boxes of a scenario."""
    _beginning(desk)
    _levers(desk)
    _reading(desk)


def _beginning(desk: Desk) -> None:
    @render.ui
    def why_not() -> Any:
        said = desk.opened().why_not
        return tags.p(said, class_="note") if said else None

    @render.ui
    def beginning() -> Any:
        values = desk.begun().values
        return TagList(
            _text("name", "What it is called", values.get("name", MINE)),
            _text("why", "Why it is worth looking at", values.get("why", WHY)),
            _text("premise", "Date of the facts it rests on (year-month)", values.get("premise")),
            _by_whom(values) if desk.opened().is_region else None,
        )


def _levers(desk: Desk) -> None:
    @render.ui
    def levers() -> Any:
        slots = desk.slots()
        if not slots:
            return tags.p(
                "No lever yet: until one is added the answer is what comes if nothing changes."
            )
        return TagList(*(form(slot, place) for place, slot in enumerate(slots, start=1)))

    @render.ui
    def adding() -> Any:
        if desk.opened().why_not:
            return None
        by_hand = (tags.option(heading(name), value=name) for name in LEVERS)
        filled = (tags.option(heading(name), value=f"preset {name}") for name in presets())
        choice = tags.select(
            tags.optgroup(*by_hand, label="Levers, to be filled in"),
            tags.optgroup(*filled, label="Filled in, with sources"),
            id="adds",
        )
        return tags.div(
            labelled("adds", "Add a lever", choice), button("add", "Add"), class_="controls"
        )

    @reactive.effect
    @reactive.event(desk.input.add)
    def _() -> None:
        chosen = str(desk.input.adds())
        starts = {"from": f"{desk.opened().opening_year + 2}-04"}
        name = chosen.removeprefix("preset ")
        values = preset(name, **starts) if name != chosen else {"lever": name, **starts}
        new = desk.slot(str(values["lever"]), values)
        desk.slots.set((*_as_typed(desk), new))

    @reactive.effect
    @reactive.event(desk.input.removed)
    def _() -> None:
        gone = int(desk.input.removed())
        desk.slots.set(tuple(slot for slot in _as_typed(desk) if slot.number != gone))


def _as_typed(desk: Desk) -> tuple[Slot, ...]:
    """The levers with what their boxes hold now, for their forms to be made again."""
    with reactive.isolate():
        return tuple(replace(s, values=values_in(s, desk.typed)) for s in desk.slots())


def _reading(desk: Desk) -> None:
    @reactive.effect
    async def _() -> None:
        faults: dict[str, object] = {}
        slots = desk.slots()
        for path, said in desk.checked().faults.items():
            if path[:1] == ("levers",) and len(path) > 2:
                slot = slots[int(path[1])]
                keys = [str(part) for part in path[2:] if part not in ("low", "high")]
                faults["_".join((f"lever{slot.number}", *keys))] = said
            elif len(path) == 1:
                faults[str(path[0])] = said
        await desk.session.send_custom_message("faults", faults)

    @render.ui
    def reading() -> Any:
        found = desk.checked()
        if found.scenario is None:
            few = tags.li
            return TagList(
                tags.p("It cannot be answered yet:"),
                tags.ul(*(few(f"{_where(path)}{said}") for path, said in found.faults.items())),
            )
        if not found.scenario.levers:
            return tags.p("It changes nothing yet.")
        opened = desk.opened()
        said = _as_html(explain(found.scenario, opened.evidence))
        if opened.is_region:
            council = opened.evidence.authority.name
            read = f"As for {council}: what is left to the record is each council's own."
            said.insert(0, tags.p(read, class_="hint"))
        return said

    def _where(path: tuple[str | int, ...]) -> str:
        words = [f"lever {part + 1}" if isinstance(part, int) else str(part) for part in path]
        named = [word.replace("_", " ") for word in words if word != "levers"]
        return f"{', '.join(named).capitalize()}: " if named else ""


def _as_html(text: str) -> TagList:
    """What `scenario check` says, its headings as headings and its lists as lists."""
    parts: list[Any] = []
    for block in plainly(text).split("\n\n")[3:]:
        head, *lines = block.split("\n")
        items = tags.ul(*(tags.li(line.strip().removeprefix("- ")) for line in lines))
        if head == _FOLDED:
            parts.append(tags.details(tags.summary(head), items))
        else:
            parts += [tags.h4(head), items]
    return TagList(*parts)


def _by_whom(values: Mapping[str, Any]) -> TagList:
    """Whether each of several councils does it, or all of them once, and how they share it then."""
    whom = {EACH: "Each council, at this size", "region": "All of them once, and share it"}
    by = {
        "looked_after": "children looked after",
        "fostering": "children in foster homes",
        "homes": "children in children's homes",
    }
    return TagList(
        tags.div(
            _choice("applies_to", "Who does it", whom, values),
            _choice("shared_by", "Shared, if it is, by numbers of", by, values),
            class_="controls",
        ),
        fault("applies_to"),
    )


def _choice(name: str, says: str, options: Mapping[str, str], values: Mapping[str, Any]) -> Tag:
    chosen = values.get(name)
    made = (
        tags.option(text, value=value, selected=True if value == chosen else None)
        for value, text in options.items()
    )
    about = {"data-key": name, "aria-describedby": "applies_to_fault"}
    return labelled(name, says, tags.select(*made, id=name, **about))


def _text(name: str, says: str, held: Any) -> Any:
    about = {"data-key": name, "aria-describedby": f"{name}_fault"}
    box = tags.input(type="text", id=name, value=held or "", autocomplete="off", **about)
    return tags.div(labelled(name, says, box), fault(name))
