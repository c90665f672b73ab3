"""What is kept: scenarios side by side, files that the command line reads, downloads, a link."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from htmltools import TagList, tags
from shiny import reactive, render, ui

from sufficiency.errors import InputError
from sufficiency.pages.explore.desk import Desk
from sufficiency.pages.explore.keeping import SIX, as_link, file_name, save
from sufficiency.pages.explore.layout import button
from sufficiency.results.run import Run
from sufficiency.results.table_files import write_tables
from sufficiency.scenarios.file.draft import written


def keeping(desk: Desk) -> None:
    """What answers the buttons that keep a scenario."""
    _side_by_side(desk)
    _files(desk)
    _downloads(desk)
    _link(desk)


def _side_by_side(desk: Desk) -> None:
    @reactive.effect
    @reactive.event(desk.input.keep)
    def _() -> None:
        scenario = desk.checked().scenario
        if scenario is not None and scenario.levers and not desk.opened().why_not:
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
        if not names:
            return tags.p(f"Nothing is kept beside it yet: up to {SIX} scenarios can be.")
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
        return TagList(tags.ul(*rows, class_="kept"), full)


def _files(desk: Desk) -> None:
    said: reactive.Value[tuple[str, str]] = reactive.Value(("", ""))

    @render.ui
    def saving() -> Any:
        if desk.asked.served or desk.opened().why_not:
            return None
        return button("save", "Save in the folder scenarios")

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
                f"Saved as {path}. To run it: sufficiency run --scenarios {path}, or with others",
            )
        )

    @render.ui
    def saved() -> Any:
        kind, text = said()
        return tags.p(text, class_=kind) if text else None


def _downloads(desk: Desk) -> None:
    async def made(
        name: str, write: Callable[[Run, Path], Any], appraised: bool = True
    ) -> AsyncIterator[bytes]:
        with reactive.isolate():
            opened, tried = desk.opened(), desk.side_by_side()

        def work() -> bytes:
            with TemporaryDirectory() as folder:
                path = Path(folder) / name
                write(opened.taken_away(tried, appraised), path)
                return path.read_bytes()

        yield await asyncio.to_thread(work)

    @render.download_button(filename="chapter.docx")
    async def chapter() -> AsyncIterator[bytes]:
        from sufficiency.pages.document import write_chapter

        async for part in made("chapter.docx", lambda run, path: write_chapter(path, run), False):
            yield part

    @render.download_button(filename="workbook.xlsx")
    async def workbook() -> AsyncIterator[bytes]:
        from sufficiency.pages.workbook import write_workbook

        async for part in made("workbook.xlsx", lambda run, path: write_workbook(path, run)):
            yield part

    @render.download_button(filename="tables.zip")
    async def tables() -> AsyncIterator[bytes]:
        async for part in made("tables.zip", lambda run, path: _zipped(run, path, write_tables)):
            yield part

    @render.download_button(filename="charts.zip")
    async def charts() -> AsyncIterator[bytes]:
        async for part in made("charts.zip", lambda run, path: _zipped(run, path, _write_charts)):
            yield part

    @render.download_button(filename=lambda: file_name(str(desk.values()["name"])))
    async def scenario_file() -> AsyncIterator[str]:
        try:
            yield written(desk.draft())
        except InputError as wrong:
            yield f"# {wrong}\n"

    @render.ui
    def downloads() -> Any:
        if not desk.side_by_side() and not desk.opened().why_not:
            return tags.p("Add a lever first: then the answer can be taken away.")
        names = {
            "scenario_file": "The scenario (YAML)",
            "chapter": "A chapter in Word",
            "workbook": "The workbook",
            "tables": "The tables (CSV)",
            "charts": "Every chart",
        }
        if desk.opened().why_not:
            names.pop("scenario_file")
        return TagList(
            tags.div(
                *(ui.download_button(key, says, class_="btn-sm") for key, says in names.items()),
                class_="buttons",
            ),
            tags.p("A chapter, a workbook or charts take some seconds to make.", class_="hint"),
        )


def _zipped(run: Run, path: Path, write: Callable[[Run, Path], Any]) -> None:
    """A folder of files as one."""
    folder = path.with_suffix("")
    folder.mkdir()
    write(run, folder)
    shutil.make_archive(str(folder), "zip", folder)


def _write_charts(run: Run, folder: Path) -> None:
    from sufficiency.pages.charts import draw_all, write_all

    write_all(draw_all(run), folder)


def _link(desk: Desk) -> None:
    @reactive.effect
    async def _() -> None:
        """The address always brings back what is on the page."""
        state = {
            "council": desk.opened().shown.facts.authority,
            "view": str(desk.typed("view") or "need"),
            "year": str(desk.typed("year") or ""),
            "levers": desk.values(),
            "kept": list(desk.kept().values()),
        }
        if desk.slots():
            await desk.session.send_custom_message("link", {"s": as_link(state)})
