"""What is kept: scenarios side by side, files that the command line reads, downloads, a link."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from htmltools import TagList, tags
from shiny import reactive, render, ui

from sufficiency.errors import InputError
from sufficiency.pages.explore.desk import Desk
from sufficiency.pages.explore.keeping import SIX, as_link, file_name, save
from sufficiency.pages.explore.layout import button
from sufficiency.pages.explore.region.opened import OpenedRegion
from sufficiency.pages.explore.state import Asked
from sufficiency.pages.explore.taking import CHAPTER, CHARTS, REPORT, TABLES, WORKBOOK, taken
from sufficiency.scenarios.file.draft import written


def keeping(desk: Desk) -> None:
    """What answers the buttons that keep a scenario."""
    _side_by_side(desk)
    _files(desk)
    _downloads(desk)
    _link(desk)


def _side_by_side(desk: Desk) -> None:
    said: reactive.Value[str] = reactive.Value("")

    @reactive.effect
    @reactive.event(desk.input.keep)
    def _() -> None:
        scenario = desk.can_be_tried()
        said.set("" if scenario is not None else f"{desk.why_untried()} Then it can be kept.")
        if scenario is not None:
            rest = {name: one for name, one in desk.kept().items() if name != scenario.name}
            if len(rest) < SIX:
                desk.kept.set({**rest, scenario.name: desk.values()})

    @reactive.effect
    @reactive.event(desk.input.dropped)
    def _() -> None:
        gone = desk.input.dropped()
        desk.kept.set({name: one for name, one in desk.kept().items() if name != gone})

    @render.ui
    def kept() -> Any:
        names = list(desk.kept())
        fault = tags.p(said(), class_="fault") if said() and desk.can_be_tried() is None else None
        if not names:
            none = f"Nothing is kept beside it yet: up to {SIX} scenarios can be."
            return TagList(fault, tags.p(none))
        rows = (
            tags.li(
                f"{name} ",
                tags.button(
                    f"Remove “{name}”",
                    type="button",
                    class_="btn btn-outline-secondary btn-sm",
                    **{"data-drop": name},
                ),
            )
            for name in names
        )
        full = tags.p(f"{SIX} are kept: remove one to keep another.") if len(names) == SIX else None
        return TagList(fault, tags.ul(*rows, class_="kept"), full)


def _files(desk: Desk) -> None:
    said: reactive.Value[tuple[str, str]] = reactive.Value(("", ""))

    @render.ui
    def saving() -> Any:
        can = desk.slots() and not desk.asked.served and not desk.opened().why_not
        return button("save", "Save in the folder scenarios") if can else None

    @reactive.effect
    @reactive.event(desk.input.save)
    def _() -> None:
        try:
            path = save(desk.draft())
        except InputError as wrong:
            said.set(("fault", str(wrong)))
            return
        desk.saved.set(desk.saved() + 1)
        said.set(
            (
                "done",
                f"Saved as {path}. To run it: sufficiency {_job(desk)} --scenarios {path}",
            )
        )

    @render.ui
    def saved() -> Any:
        kind, text = said()
        return tags.p(text, class_=kind) if text else None


def _job(desk: Desk) -> str:
    """The command that runs a saved scenario on what is open."""
    opened = desk.opened()
    if isinstance(opened, OpenedRegion):
        return f'region "{opened.shown.name}"'
    given = {"--ssda903": desk.asked.ssda903, "--evidence": desk.asked.evidence}
    folders = [f"{option} FOLDER" for option, folder in given.items() if folder is not None]
    folders += ["--even-so"] if desk.asked.even_so else []
    facts, usual = opened.shown.facts, Asked()
    years = facts.horizon_year - facts.opening_year
    sizes = {"years": (years, usual.years), "draws": (facts.draws, usual.draws)}
    sizes["seed"] = (facts.seed or usual.seed, usual.seed)
    other = [f"--{key} {now}" for key, (now, usually) in sizes.items() if now != usually]
    return " ".join(["run", f'--authority "{opened.name}"', *folders, *other])


def _downloads(desk: Desk) -> None:
    async def made(name: str) -> AsyncIterator[bytes]:
        with reactive.isolate():
            opened, beside = desk.opened(), desk.side_by_side()
        yield await asyncio.to_thread(taken, opened, beside, name)

    @render.download_button(filename=CHAPTER)
    async def chapter() -> AsyncIterator[bytes]:
        async for part in made(CHAPTER):
            yield part

    @render.download_button(filename=REPORT)
    async def report() -> AsyncIterator[bytes]:
        async for part in made(REPORT):
            yield part

    @render.download_button(filename=WORKBOOK)
    async def workbook() -> AsyncIterator[bytes]:
        async for part in made(WORKBOOK):
            yield part

    @render.download_button(filename=TABLES)
    async def tables() -> AsyncIterator[bytes]:
        async for part in made(TABLES):
            yield part

    @render.download_button(filename=CHARTS)
    async def charts() -> AsyncIterator[bytes]:
        async for part in made(CHARTS):
            yield part

    @render.download_button(filename=lambda: file_name(str(desk.values()["name"])))
    async def scenario_file() -> AsyncIterator[str]:
        try:
            yield written(desk.draft())
        except InputError as wrong:
            yield f"# {wrong}\n"

    @render.ui
    def downloads() -> Any:
        opened = desk.opened()
        if not desk.side_by_side() and not opened.why_not:
            return tags.p("Add a lever first: then the answer can be taken away.")
        names = {} if opened.why_not else {"scenario_file": "The scenario (YAML)"}
        names |= {"report": "A report"} if opened.is_region else {"chapter": "A chapter in Word"}
        names |= {
            "workbook": "The workbook",
            "tables": "The tables (CSV)",
            "charts": "Every chart",
        }
        return TagList(
            tags.div(
                *(ui.download_button(key, says, class_="btn-sm") for key, says in names.items()),
                class_="buttons",
            ),
            tags.p("Pages, a workbook or charts take some seconds to make.", class_="hint"),
        )


def _link(desk: Desk) -> None:
    @reactive.effect
    async def _() -> None:
        """The address always brings back what is on the page."""
        state = {
            "council": desk.opened().name,
            "view": str(desk.typed("view") or "need"),
            "year": str(desk.typed("year") or ""),
            "levers": desk.values(),
            "kept": list(desk.kept().values()),
        }
        if desk.slots():
            await desk.session.send_custom_message("link", {"s": as_link(state)})
