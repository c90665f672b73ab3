"""What the answer turns on: the scenario's own numbers by how much each moves its saving."""

from __future__ import annotations

import asyncio
from typing import Any

import pandas as pd
from htmltools import Tag, TagList, tags
from shiny import reactive, render

from sufficiency.pages.explore import shown
from sufficiency.pages.explore.boxes import Slot, heading
from sufficiency.pages.explore.desk import Desk
from sufficiency.pages.explore.forms import plain_text
from sufficiency.pages.explore.state import Opened
from sufficiency.pages.words import millions
from sufficiency.results.turning import SHARE, Turn, turns_on
from sufficiency.scenarios import Scenario
from sufficiency.scenarios.values import plain

_SHOWN = 5


def turning(desk: Desk) -> None:
    """What answers the button that asks what a scenario turns on."""

    @reactive.extended_task
    async def finding(scenario: Scenario, slots: tuple[Slot, ...]) -> Any:
        with reactive.isolate():
            opened = desk.opened()
            assert isinstance(opened, Opened)
        return await asyncio.to_thread(turns_on, opened.forecast, scenario), slots

    @reactive.effect
    @reactive.event(desk.input.turn)
    def _() -> None:
        scenario = desk.can_be_tried()
        if scenario is not None and isinstance(desk.opened(), Opened):
            finding(scenario, desk.slots())

    @render.ui
    def turns() -> Any:
        if desk.opened().is_region:
            return tags.p("It is found for one council: choose one at the top.")
        status = finding.status()
        if desk.can_be_tried() is None and desk.input.turn():
            return tags.p(desk.why_untried(), class_="fault")
        if status == "running":
            return tags.p("Trying each number at its low and at its high.")
        if status != "success":
            return None
        found, slots = finding.result()
        if not found:
            return tags.p("No number of it has a range: write low and high to see what matters.")
        if slots != desk.slots():
            return tags.p("The levers have changed: ask again.")
        return TagList(_slider(found[0], slots), _table(found[:_SHOWN], slots))


def _name(turn: Turn, slots: tuple[Slot, ...]) -> str:
    key = "share taken out of homes" if turn.key == SHARE else turn.key.replace("_", " ")
    return f"{turn.lever + 1}. {heading(slots[turn.lever].kind)}: {key}"


def _slider(turn: Turn, slots: tuple[Slot, ...]) -> Tag:
    """A native slider that moves the number in its own boxes."""
    name = f"lever{slots[turn.lever].number}_{turn.key}"
    boxes = {"data-types": f"{name}_low {name}_high"}
    if turn.key == SHARE:
        kinds = ("external_residential", "agency_fostering")
        share, rest = (f"{name}_{kind}" for kind in kinds)
        boxes = {"data-types": share, "data-rest": rest}
    least, most = turn.slides
    return tags.div(
        tags.label(f"What matters most. {_name(turn, slots)}", for_="slide"),
        tags.p(f"{turn.limits.allowed}; moved here, it is taken to be certain.", class_="hint"),
        tags.input(
            type="range",
            id="slide",
            min=plain_text(least),
            max=plain_text(most),
            step=plain_text(turn.step),
            value=plain_text(turn.at),
            **boxes,
        ),
        tags.output(plain(turn.at), for_="slide", id="slid"),
        class_="key slider",
    )


def _table(found: tuple[Turn, ...], slots: tuple[Slot, ...]) -> Tag:
    rows = {
        _name(turn, slots): {
            "Low": f"{plain(turn.between.low)}",
            "Mean saving over all years at low": millions(turn.saving[0]),
            "High": f"{plain(turn.between.high)}",
            "at high": millions(turn.saving[1]),
        }
        for turn in found
    }
    table = pd.DataFrame.from_dict(rows, orient="index")
    return shown.table(table, "What the saving turns on, most first: each number by itself")
