"""What is chosen at the top of the page, a council or councils together, and opened."""

from __future__ import annotations

import asyncio
from typing import Any

from htmltools import tags
from shiny import reactive, render, ui

from sufficiency.errors import InputError
from sufficiency.evidence.regions import region
from sufficiency.pages.explore.desk import Desk
from sufficiency.pages.explore.layout import button
from sufficiency.pages.explore.region.opened import MARK
from sufficiency.pages.explore.state import Place, open_place
from sufficiency.pages.explore.underway import Enough, UnderWay


def opening(desk: Desk) -> None:
    """What answers the choice of a council, beside whatever else the page does."""
    under_way: reactive.Value[UnderWay] = reactive.Value(UnderWay())
    first = desk.first

    @reactive.extended_task
    async def work(name: str, way: UnderWay) -> tuple[str, Place | str]:
        try:
            return name, await asyncio.to_thread(open_place, name, desk.asked, way)
        except Enough:
            return name, "Stopped: what was open before is still open."
        except InputError as wrong:
            return name, str(wrong)

    @reactive.effect
    @reactive.event(desk.input.council)
    def _() -> None:
        name = str(desk.input.council())
        under_way().stop()  # what was chosen before, and is still being forecast
        if name == first.name:
            desk.open(first)
        elif name != desk.opened().name:
            under_way.set(UnderWay())
            work(name, under_way())

    @reactive.effect
    @reactive.event(desk.input.halt)
    def _() -> None:
        under_way().stop()

    @reactive.effect
    def _() -> None:
        if work.status() != "success":
            return
        name, found = work.result()
        with reactive.isolate():
            if name != desk.input.council():
                return  # another has been chosen since
            if isinstance(found, str):
                ui.update_select("council", selected=desk.opened().name)
            else:
                desk.open(found)

    _telling(desk, work, under_way)
    _restoring(desk)


def _telling(desk: Desk, work: Any, under_way: reactive.Value[UnderWay]) -> None:
    @render.text
    def about() -> str:
        if work.status() == "running":
            return f"Opening {desk.input.council()}."
        said = desk.opened().about
        found = work.result()[1] if work.status() == "success" else None
        return f"{found} {said}" if isinstance(found, str) else said

    @render.ui
    def progress() -> Any:
        name = str(desk.input.council())
        if work.status() != "running":
            return None
        if not name.startswith(MARK):
            return tags.p("It takes a few seconds.")
        reactive.invalidate_later(0.5)
        way, whole = under_way(), len(region(name.removeprefix(MARK)).members)
        left = f"; about {way.left(whole):.0f} seconds left" if way.done else ""
        return tags.p(f"{way.done} of {whole} councils forecast{left}.")

    @render.ui
    def halting() -> Any:
        """Made once, so that it keeps the focus while the numbers beside it move."""
        together = work.status() == "running" and str(desk.input.council()).startswith(MARK)
        return button("halt", "Stop", "secondary") if together else None


def _restoring(desk: Desk) -> None:
    @reactive.effect
    def _() -> None:
        """What a link brings back, besides the scenario in hand."""
        state = desk.restored()
        if state:
            desk.kept.set({str(one["name"]): one for one in state["kept"]})
            for box in ("council", "view", "year"):
                ui.update_select(box, selected=state[box])
