"""The right of the page: the answer as a number moves, beside the last one and the baseline."""

from __future__ import annotations

import asyncio
from typing import Any

from htmltools import TagList, tags
from shiny import reactive, render, req

from sufficiency.errors import InputError
from sufficiency.pages.charts import chart_named
from sufficiency.pages.explore import shown
from sufficiency.pages.explore.compared import Compared, View
from sufficiency.pages.explore.desk import Desk
from sufficiency.pages.explore.layout import labelled
from sufficiency.pages.explore.views import looked_at
from sufficiency.pages.explore.wording import as_sentences


def answering(desk: Desk) -> None:
    """What answers a scenario that can be answered."""

    @reactive.calc
    def scenario() -> Any:
        found = desk.checked().scenario
        return found if found is not None and found.levers else None

    @reactive.effect
    async def _() -> None:
        asked, opened = scenario(), desk.opened()
        if asked is None or opened.why_not:
            return
        answer = await asyncio.to_thread(opened.tried, asked)
        with reactive.isolate():
            now = desk.now()
            if answer is not now:
                desk.last.set(now)
                desk.now.set(answer)

    @reactive.calc
    def compared() -> Compared:
        opened, tried = desk.opened(), desk.in_hand()
        year = int(desk.typed("year") or opened.marches[-1])
        year = year if year in opened.marches else opened.marches[-1]
        return Compared(opened.compared(tried), tried, year)

    @reactive.calc
    async def view() -> View:
        of, name = compared(), req(desk.input.view())
        return await asyncio.to_thread(looked_at, name, of)

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
    async def told() -> Any:
        return TagList(*(tags.p(said) for said in as_sentences((await view()).sentences)))

    @render.ui
    async def chart() -> Any:
        of, name = compared(), (await view()).chart
        if not name:
            return None
        try:
            return await asyncio.to_thread(lambda: shown.picture(chart_named(of.run, name)))
        except InputError as nothing:
            return tags.p(str(nothing))

    @render.ui
    async def numbers() -> Any:
        found = await view()
        if found.table.empty:
            return None
        return shown.table(found.table, f"{found.title}: the numbers, 4 in 5 chance")
