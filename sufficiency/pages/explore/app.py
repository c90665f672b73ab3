"""The page as an application: what it is given, and what answers what."""

from __future__ import annotations

import asyncio
from typing import Any

from shiny import App, Inputs, Outputs, Session, reactive, render, ui
from starlette.requests import Request

from sufficiency.evidence import authorities
from sufficiency.pages.explore import layout
from sufficiency.pages.explore.answering import answering
from sufficiency.pages.explore.building import building
from sufficiency.pages.explore.desk import Desk
from sufficiency.pages.explore.keep import keeping
from sufficiency.pages.explore.seeking import seeking
from sufficiency.pages.explore.starting import starting
from sufficiency.pages.explore.state import Asked, Opened, open_asked, open_council
from sufficiency.pages.explore.turning import turning


def application(asked: Asked) -> App:
    """The page of what was asked for; what can be wrong with that is found here, before it opens.

    Raises:
        InputError: when the evidence, the returns or the run cannot be read.
    """
    first = open_asked(asked)
    name = first.shown.facts.authority

    def page(request: Request) -> Any:
        return layout.page(_councils(asked, name), name, asked.publish)

    def server(input: Inputs, output: Outputs, session: Session) -> None:
        desk = Desk(asked, first, input, session)
        _opening(desk, first)
        for part in (starting, building, answering, turning, seeking, keeping):
            part(desk)

    return App(page, server, static_assets=layout.ASSETS)


def _councils(asked: Asked, opened: str) -> dict[str, list[str]]:
    """Councils by region; the one that was asked for alone where it is no council of the record."""
    if asked.run or asked.ssda903 or asked.evidence:
        return {"As asked for": [opened]}
    listed = authorities()
    return {
        str(region): sorted(rows["name"]) for region, rows in listed.groupby("region", sort=True)
    }


def _opening(desk: Desk, first: Opened) -> None:
    """Open the council that is chosen, beside whatever else the page does."""

    @reactive.extended_task
    async def opening(name: str) -> Opened:
        return await asyncio.to_thread(open_council, name, desk.asked)

    @reactive.effect
    @reactive.event(desk.input.council)
    def _() -> None:
        name = desk.input.council()
        if name == first.shown.facts.authority:
            desk.open(first)
        else:
            opening(name)

    @reactive.effect
    def _() -> None:
        desk.open(opening.result())

    @reactive.effect
    def _() -> None:
        """What a link brings back, besides the scenario in hand."""
        state = desk.restored()
        if state:
            desk.kept.set({str(one["name"]): one for one in state["kept"]})
            for box in ("council", "view", "year"):
                ui.update_select(box, selected=state[box])

    @render.text
    def about() -> str:
        if opening.status() == "running":
            return f"Opening {desk.input.council()}: it takes a few seconds."
        facts = desk.opened().shown.facts
        return (
            f"{facts.authority}, from 31 March {facts.opening_year} to 31 March "
            f"{facts.horizon_year}: {facts.draws:,} simulated futures. {facts.estimates}"
        )
