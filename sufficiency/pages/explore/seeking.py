"""The question asked the other way round: how much of a lever does a goal take?"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from htmltools import TagList, tags
from shiny import reactive, render

from sufficiency.pages.explore.boxes import Slot, heading, plainly
from sufficiency.pages.explore.desk import Desk
from sufficiency.pages.explore.forms import plain_text
from sufficiency.pages.explore.layout import button, labelled, text_box
from sufficiency.pages.explore.state import Opened
from sufficiency.pages.explore.underway import Enough, UnderWay
from sufficiency.placements import PLACEMENT_TYPES, label
from sufficiency.results.answers import answer_in_words
from sufficiency.results.seek import Answer, seek
from sufficiency.scenarios.file.draft import text_of
from sufficiency.scenarios.file.yamltext import plain_value
from sufficiency.scenarios.levers import LEVERS
from sufficiency.scenarios.levers.described import Key, described
from sufficiency.scenarios.questions.goal import IN_HOUSE, LOOKED_AFTER, MODELLED_TOTAL
from sufficiency.scenarios.questions.question import SOUGHT, Question, question_of

_MEASURES: Final = {
    IN_HOUSE: "Share in house, % of children in foster homes (connected carers apart)",
    **{kind: f"Children: {label(kind)}" for kind in PLACEMENT_TYPES},
    LOOKED_AFTER: "Children: all looked after",
    MODELLED_TOTAL: "Cost of placements in a year, GBP",
}


def numbers_of(slot: Slot) -> list[Key]:
    """Numbers of a lever that a question may leave open."""
    keys = described(LEVERS[slot.kind])
    asked = [key for key in keys if key.asks in ("range", "number", "whole")]
    return [key for key in asked if len(key.path) == 1 and key.path[0] != "ramp_months"]


def seeking(desk: Desk) -> None:
    """What answers the question asked the other way round."""
    under_way: reactive.Value[UnderWay] = reactive.Value(UnderWay())

    def search(opened: Opened, question: Question, way: UnderWay) -> Answer | None:
        try:
            return seek(opened.forecast, question, way.told)
        except Enough:
            return None

    @reactive.extended_task
    async def searching(opened: Opened, question: Question, way: UnderWay) -> Answer | None:
        return await asyncio.to_thread(search, opened, question, way)

    @render.ui
    def question() -> Any:
        slots = desk.slots()
        if desk.opened().is_region:
            return tags.p("It is asked of one council: choose one at the top.")
        if not slots or desk.opened().why_not:
            return tags.p("Add a lever first: the question is how much of it a goal takes.")
        return _form(slots, desk.opened().marches[-1])

    @reactive.calc
    def asked() -> tuple[Question | None, list[str]]:
        question, faults = question_of(text_of(_as_question(desk)))
        return question, [said for _, said in faults]

    @reactive.effect
    @reactive.event(desk.input.ask)
    def _() -> None:
        (question, _), opened = asked(), desk.opened()
        if question is not None and isinstance(opened, Opened):
            under_way().stop()
            under_way.set(UnderWay())
            searching(opened, question, under_way())

    @reactive.effect
    @reactive.event(desk.input.enough)
    def _() -> None:
        under_way().stop()

    @render.ui
    def answered() -> Any:
        if not desk.slots() or desk.opened().why_not or desk.opened().is_region:
            return None
        if searching.status() == "running":
            reactive.invalidate_later(0.3)
            return tags.p(f"Searching: {under_way().done} values tried, of some 10 to 30.")
        parts: list[Any] = []
        if desk.input.ask.is_set() and desk.input.ask() and asked()[1]:
            parts = [tags.p(said, class_="fault") for said in asked()[1]]
        elif searching.status() == "success":
            answer = searching.result()
            if answer is None:
                parts = [tags.p("Stopped: no answer was looked for further.")]
            else:
                told = plainly(answer_in_words(answer)).split("\n")[4:]
                parts = [tags.p(line) for line in told]
                if answer.value is not None:
                    parts.append(button("take", "Put it in the scenario", "secondary"))
        elif searching.status() == "error":
            parts = [tags.p(str(searching.error()), class_="fault")]
        return TagList(*parts)

    @render.ui
    def stopping() -> Any:
        """Made once, so that it keeps the focus while the number above it moves."""
        running = searching.status() == "running"
        return button("enough", "Stop", "secondary") if running else None

    @reactive.effect
    @reactive.event(desk.input.take)
    async def _() -> None:
        answer = searching.result()
        if answer is not None and answer.value is not None:
            name = f"lever{desk.typed('sought').replace(' ', '_')}"
            boxes = {name: "", f"{name}_low": "", f"{name}_high": ""}
            value = plain_text(answer.value)
            message: dict[str, object] = dict.fromkeys(boxes, value)
            await desk.session.send_custom_message("type", message)


def _form(slots: tuple[Slot, ...], last: int) -> TagList:
    options = [
        tags.option(f"{place}. {heading(slot.kind)}: {key.name.lower()}", value=_sought(slot, key))
        for place, slot in enumerate(slots, start=1)
        for key in numbers_of(slot)
    ]
    measures = (tags.option(says, value=key) for key, says in _MEASURES.items())
    bounds = (
        tags.option("at least", value="at_least"),
        tags.option("at most", value="at_most"),
    )
    return TagList(
        labelled("sought", "How much of", tags.select(*options, id="sought")),
        labelled("measure", "is needed for", tags.select(*measures, id="measure")),
        tags.div(
            labelled("bound", "to be", tags.select(*bounds, id="bound")),
            text_box("amount", "this much", "60"),
            text_box("when", "at the end of month (2030-03), or in year (2029/30)", f"{last}-03"),
            text_box("surely", "with a probability of (0.05 to 0.99)", "0.5"),
            class_="controls",
        ),
        button("ask", "Ask"),
    )


def _sought(slot: Slot, key: Key) -> str:
    return f"{slot.number} {key.path[0]}"


def _as_question(desk: Desk) -> dict[str, Any]:
    """The scenario in hand as a question file would hold it, with the number left open."""
    values = desk.values()
    number, _, key = str(desk.typed("sought") or "").partition(" ")
    slots = desk.slots()
    at = next((i for i, slot in enumerate(slots) if str(slot.number) == number), len(slots) - 1)
    levers = values["levers"]
    find = {name: value for name, value in levers[at].items() if name != key}
    if isinstance(find.get("source"), dict):
        find["source"] = {**find["source"], key: SOUGHT}
    others = [lever for i, lever in enumerate(levers) if i != at]
    amount = plain_value(str(desk.typed("amount") or ""))
    goal = {
        "measure": desk.typed("measure"),
        str(desk.typed("bound")): amount,
        "when": desk.typed("when"),
        "probability": plain_value(str(desk.typed("surely") or "")),
    }
    return {**values, "levers": others, "find": {**find, "number": key}, "goal": goal}
