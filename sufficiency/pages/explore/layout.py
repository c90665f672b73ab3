"""The page as it is laid out: headings, boxes that are always there, and room for what changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from htmltools import Tag, TagList, tags
from shiny import ui

from sufficiency.pages.explore.views import TITLES

ASSETS: Final = Path(__file__).with_name("assets")
_GONE: Final = (
    "This page has lost the command that serves it. Files that were saved are there still. Load "
    "the page again; or, where the command has stopped, start it again and put &s= and all that "
    "stands after s= in this address behind the new one: what was on the page comes back."
)


def page(councils: Mapping[str, Sequence[str]], opened: str, publish: bool) -> Tag:
    """The whole page.

    Args:
        councils: names by region, and of councils together.
        opened: the one that is opened first.
        publish: whether small numbers are withheld.
    """
    return ui.page_fluid(
        tags.head(
            tags.meta(name="viewport", content="width=device-width, initial-scale=1"),
            tags.link(rel="stylesheet", href="explore.css"),
            tags.link(rel="icon", href="data:,"),
            tags.script(src="explore.js", defer=True),
        ),
        tags.nav(
            tags.a("The answer", href="#answer", class_="skip"),
            tags.a("Your scenario", href="#building", class_="skip"),
            class_="jump",
            aria_label="Parts of the page",
        ),
        tags.p(_GONE, role="alert", class_="gone"),
        tags.header(
            tags.h1("What would it take?"),
            _council(councils, opened),
            tags.p(
                "Small numbers are withheld on this page. " if publish else "",
                ui.output_text("about", inline=True),
            ),
            tags.div(ui.output_ui("progress"), aria_live="polite"),
            ui.output_ui("halting"),
        ),
        tags.main(
            tags.section(
                tags.h2("Your scenario"), _building(), id="building", **_named("Your scenario")
            ),
            tags.section(tags.h2("The answer"), _answering(), id="answer", **_named("The answer")),
        ),
        title="Try scenarios: sufficiency",
        lang="en",
    )


def _named(name: str) -> dict[str, Any]:
    return {"aria-label": name, "tabindex": "-1"}


def _council(councils: Mapping[str, Sequence[str]], opened: str) -> Tag:
    groups = (
        tags.optgroup(
            *(
                tags.option(name, value=name, selected=True if name == opened else None)
                for name in names
            ),
            label=region,
        )
        for region, names in councils.items()
    )
    return labelled("council", "Council, or councils together", tags.select(*groups, id="council"))


def _building() -> TagList:
    return TagList(
        ui.output_ui("why_not"),
        ui.output_ui("beginnings_there"),
        tags.div(ui.output_ui("begin_said"), aria_live="polite"),
        ui.output_ui("adding"),
        ui.output_ui("levers"),
        ui.output_ui("beginning"),
        tags.div(
            tags.h3("What it says", id="says"),
            tags.div(ui.output_ui("reading"), aria_live="polite"),
            class_="reading",
            role="region",
            aria_labelledby="says",
            tabindex="0",
        ),
    )


def _answering() -> TagList:
    options = (tags.option(title, value=key) for key, title in TITLES.items())
    return TagList(
        tags.div(
            labelled("view", "Look at", tags.select(*options, id="view")),
            ui.output_ui("years"),
            tags.div(
                tags.input(type="checkbox", id="meeting"),
                tags.label("Large type, for a meeting", for_="meeting"),
                class_="tick",
            ),
            class_="controls",
        ),
        tags.div(ui.output_ui("told"), aria_live="polite", class_="told"),
        ui.output_ui("chart"),
        ui.output_ui("numbers"),
        _asides(),
    )


def _asides() -> Tag:
    """What is done with an answer, besides reading it."""
    return tags.div(
        tags.h3("Keep it"),
        button("keep", "Keep it beside the next", "secondary"),
        ui.output_ui("kept"),
        ui.output_ui("saving"),
        tags.div(ui.output_ui("saved"), aria_live="polite"),
        ui.output_ui("downloads"),
        tags.p("The address of this page brings all of it back while the command runs."),
        tags.h3("What it turns on"),
        button("turn", "Find what matters most", "secondary"),
        tags.div(ui.output_ui("turns"), aria_live="polite"),
        tags.h3("The other way round"),
        ui.output_ui("question"),
        tags.div(ui.output_ui("answered"), aria_live="polite", class_="told"),
        ui.output_ui("stopping"),
        class_="asides",
    )


def labelled(name: str, says: str, control: Tag) -> Tag:
    """A control with its label, as the page has all of them."""
    control.add_class("form-select plain-select" if control.name == "select" else "form-control")
    return tags.div(tags.label(says, for_=name), control, class_="key")


def text_box(name: str, says: str, held: str) -> Tag:
    """A box for a word or a number."""
    box = tags.input(type="text", id=name, value=held, autocomplete="off")
    return labelled(name, says, box)


def button(name: str, says: str, kind: str = "primary") -> Tag:
    """A button that the page listens to."""
    return ui.input_action_button(name, says, class_=f"btn-{kind}")
