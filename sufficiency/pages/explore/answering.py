"""The right of the page: the answer as a number moves, beside the last one and the baseline.

The page's own machinery does one thing at a time for all of its readers. An answer is worked out
beside it, so that nobody waits for another's; what is asked for before its turn comes takes its
place, and what is asked for after that is answered next.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd
from htmltools import Tag, TagList, tags
from shiny import reactive, render, req

from sufficiency.errors import InputError
from sufficiency.pages.explore import shown
from sufficiency.pages.explore.compared import View
from sufficiency.pages.explore.desk import Desk
from sufficiency.pages.explore.layout import labelled
from sufficiency.pages.explore.shelf import what_it_does
from sufficiency.pages.explore.state import Answer, Place
from sufficiency.pages.explore.wording import as_sentences
from sufficiency.scenarios import Scenario

_BEFORE: Final = ", before the last change"
_HANDS: Final = ThreadPoolExecutor(3, "answer")
"""Who works out answers: apart from searches, openings and downloads, which take longer."""


@dataclass(frozen=True, eq=False)
class Wanted:
    """What one reader is to be shown.

    Attributes:
        opened: the council, or councils together.
        scenario: what is in hand; None where it cannot be answered.
        name: what it is called.
        kept: scenarios to stand beside it, by what they are called.
        now, last: the answer that is shown, and the one before it.
        view: what is looked at.
        year: whose 31 March is told.
    """

    opened: Place
    scenario: Scenario | None
    name: str
    kept: Mapping[str, Scenario]
    now: Answer | None
    last: Answer | None
    view: str
    year: int


@dataclass(frozen=True, eq=False)
class Seen:
    """What came of it: the answer, the one before it, what is said, and the picture."""

    now: Answer | None
    last: Answer | None
    view: View
    picture: Tag | None


def seen(wanted: Wanted) -> Seen:
    """Work out what a reader is to be shown."""
    now, last, opened = wanted.now, wanted.last, wanted.opened
    try:
        if wanted.scenario is not None:
            now = opened.tried(wanted.scenario)
        if now is not wanted.now:
            last = wanted.now
        tried: dict[str, Any] = {
            name: opened.tried(scenario) for name, scenario in wanted.kept.items()
        }
        if last is not None and not tried:
            tried[wanted.name + _BEFORE] = last
        if now is not None:
            tried[wanted.name] = now
        view, picture = opened.pictures.get(
            (wanted.view, wanted.year, *_what_stands(tried)),
            lambda: _drawn(opened.looking(tried, wanted.year)(wanted.view)),
        )
    except InputError as wrong:
        view = View("It cannot be answered", (str(wrong),), pd.DataFrame(), None)
        return Seen(wanted.now, wanted.last, view, None)
    return Seen(now, last, view, picture)


def _what_stands(tried: Mapping[str, Answer]) -> list[tuple[str, str]]:
    """What stands beside the baseline: the same names and deeds make the same picture."""
    return [(name, what_it_does(answer.scenario)) for name, answer in tried.items()]


def _drawn(view: View) -> tuple[View, Tag | None]:
    """A view and its picture, without what drew it and all that hangs on that."""
    if view.draw is None:
        return view, None
    try:
        picture = shown.picture(view.draw())
    except InputError as nothing:
        picture = tags.p(str(nothing))
    return replace(view, draw=None), picture


@dataclass
class _Turn:
    """Where one reader stands in the queue for answers.

    Attributes:
        newest: what was last asked for.
        taken: what was answered last, or is being answered now.
    """

    newest: Wanted | None = None
    taken: Wanted | None = None

    def comes(self) -> tuple[Wanted, Seen]:
        """Answer the newest."""
        self.taken = asked = self.newest
        assert asked is not None, "a turn is waited for when something is asked for"
        return asked, seen(asked)


def answering(desk: Desk) -> None:
    """What answers a scenario that can be answered."""
    turn = _Turn()

    @reactive.extended_task
    async def work() -> tuple[Wanted, Seen]:
        return await asyncio.get_running_loop().run_in_executor(_HANDS, turn.comes)

    @reactive.calc
    def wanted() -> Wanted:
        opened, found = desk.opened(), desk.checked().scenario
        with reactive.isolate():
            now, last = desk.now(), desk.last()
        if found is not None and not found.levers:
            now = last = None
        name = str(desk.values()["name"])
        year = int(desk.typed("year") or opened.marches[-1])
        return Wanted(
            opened=opened,
            scenario=desk.can_be_tried(),
            name=name,
            kept=desk.kept_as(name),
            now=now,
            last=last,
            view=req(desk.input.view()),
            year=year if year in opened.marches else opened.marches[-1],
        )

    @reactive.effect
    def _() -> None:
        turn.newest = wanted()
        if work.status() != "running" and turn.newest is not turn.taken:
            work()

    @reactive.effect
    def _() -> None:
        if work.status() != "success":
            return
        asked, found = work.result()
        with reactive.isolate():
            if asked is wanted():  # and nothing else has been asked for since
                desk.now.set(found.now)
                desk.last.set(found.last)

    _showing(desk, work)


def _showing(desk: Desk, work: Any) -> None:
    @render.ui
    def years() -> Any:
        marches = desk.opened().marches
        options = (
            tags.option(
                f"31 March {year}",
                value=str(year),
                selected=True if year == marches[-1] else None,
            )
            for year in marches
        )
        return labelled("year", "On", tags.select(*options, id="year"))

    @render.ui
    def told() -> Any:
        _, found = work.result()
        return TagList(*(tags.p(said) for said in as_sentences(found.view.sentences)))

    @render.ui
    def chart() -> Any:
        _, found = work.result()
        return found.picture

    @render.ui
    def numbers() -> Any:
        view = work.result()[1].view
        if view.table.empty:
            return None
        return shown.table(view.table, f"{view.title}: the numbers, 4 in 5 chance")
