"""The page as an application: what it is given, and what answers what."""

from __future__ import annotations

from typing import Any

from shiny import App, Inputs, Outputs, Session
from starlette.requests import Request

from sufficiency.evidence import authorities
from sufficiency.pages.explore import layout
from sufficiency.pages.explore.answering import answering
from sufficiency.pages.explore.building import building
from sufficiency.pages.explore.desk import Desk
from sufficiency.pages.explore.keep import keeping
from sufficiency.pages.explore.opening import opening
from sufficiency.pages.explore.region.opened import regions
from sufficiency.pages.explore.seeking import seeking
from sufficiency.pages.explore.starting import starting
from sufficiency.pages.explore.state import Asked, open_asked
from sufficiency.pages.explore.turning import turning


def application(asked: Asked) -> App:
    """The page of what was asked for; what can be wrong with that is found here, before it opens.

    Raises:
        InputError: when the evidence, the returns or the run cannot be read.
    """
    first = open_asked(asked)

    def page(request: Request) -> Any:
        return layout.page(_places(asked, first.name), first.name, asked.publish)

    def server(input: Inputs, output: Outputs, session: Session) -> None:
        desk = Desk(asked, first, input, session)
        for part in (opening, starting, building, answering, turning, seeking, keeping):
            part(desk)

    return App(page, server, static_assets=layout.ASSETS)


def _places(asked: Asked, opened: str) -> dict[str, list[str]]:
    """Councils together and by region; what was asked for alone where it is not of the record."""
    if asked.run or asked.ssda903 or asked.evidence:
        return {"As asked for": [opened]}
    together = {} if asked.publish else {"Councils together": list(regions())}
    listed = authorities()
    return together | {
        str(region): sorted(rows["name"]) for region, rows in listed.groupby("region", sort=True)
    }
