"""Where a scenario begins: from nothing, one that is there, a file, or a link."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from htmltools import TagList, tags
from shiny import reactive, render

from sufficiency.errors import InputError
from sufficiency.pages.explore.desk import Desk
from sufficiency.pages.explore.keeping import beginnings, of_link, opened
from sufficiency.pages.explore.layout import button, labelled
from sufficiency.scenarios.file.draft import Draft, draft_of
from sufficiency.scenarios.levers import LEVERS

_NOTHING = "Nothing"


def starting(desk: Desk) -> None:
    """What answers the choice of a beginning."""
    said: reactive.Value[str] = reactive.Value("")

    @render.ui
    def beginnings_there() -> Any:
        desk.saved()  # what has been saved since is there too
        there = (tags.option(name, value=name) for name in beginnings(desk.asked.served))
        choice = tags.select(tags.option(_NOTHING, value=""), *there, id="begins")
        file = tags.input(type="file", id="opens", accept=".yaml,.yml")
        return TagList(
            tags.div(
                labelled("begins", "Begin from", choice),
                button("begin", "Begin", "secondary"),
                class_="controls",
            ),
            labelled("opens", "or open a scenario file", file),
        )

    @render.ui
    def begin_said() -> Any:
        lines = said().split("\n") if said() else []
        return TagList(*(tags.p(line, class_="fault") for line in lines))

    def begin(read: Any) -> None:
        try:
            desk.begin(read())
        except InputError as wrong:
            said.set(str(wrong))
        else:
            said.set("")

    @reactive.effect
    @reactive.event(desk.input.begin)
    def _() -> None:
        name = desk.input.begins()
        there = beginnings(desk.asked.served)
        begin(lambda: draft_of(there[name]) if name in there else Draft({}))

    @reactive.effect
    @reactive.event(desk.input.opens)
    def _() -> None:
        (file,) = desk.input.opens()
        begin(lambda: opened(file["name"], Path(file["datapath"])))

    @reactive.effect
    def _() -> None:
        """A link brings back what it was made of, once, when the page opens."""
        with reactive.isolate():
            query = parse_qs(desk.session.clientdata.url_search().lstrip("?"))
        if "s" in query:
            begin(lambda: _from_link(desk, query["s"][0]))


def _from_link(desk: Desk, text: str) -> Draft:
    state = of_link(text)
    values = [state["levers"], *state["kept"]]
    for lever in (lever for held in values for lever in held.get("levers", ())):
        if lever["lever"] not in LEVERS:
            raise InputError(f"The link holds a lever that is not known: {lever['lever']!r}.")
    desk.restored.set(state)
    return Draft(state["levers"])
