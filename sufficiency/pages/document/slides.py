"""Eight slides for those who decide: the report's first page, its tables and two of its charts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sufficiency.pages.document.files import about_the_run
from sufficiency.pages.document.look import presentation_in
from sufficiency.pages.document.powerpoint import Deck, Picture, Slide
from sufficiency.pages.headlines import Headline
from sufficiency.pages.report.front import front
from sufficiency.pages.report.sections import Section, sections
from sufficiency.pages.words import made_with
from sufficiency.results.publish.disclosure import NOTE
from sufficiency.results.run import Run

if TYPE_CHECKING:
    from sufficiency.pages.charts import Chart

_DPI: Final = 200
_POINTS: Final = 5


def write_slides(
    path: Path, run: Run, template: Path | None = None, earlier: Run | None = None
) -> Path:
    """Write slides with native titles and tables, in the words of the report's first page.

    Args:
        path: The .pptx file to write.
        run: The run; of a published one, withheld figures are marked.
        template: The council's own PowerPoint file; its look is used, its slides are not.
        earlier: An earlier run of the same authority, to say what changed since.

    Raises:
        InputError: when the template is no PowerPoint file, or the earlier run another council's.
    """
    deck = Deck(presentation_in(template), own_template=template is not None)
    about_the_run(deck.presentation.core_properties, run.facts)
    for slide in slides(run, earlier):
        deck.add(slide)
    deck.write(path)
    return path


def slides(run: Run, earlier: Run | None = None) -> tuple[Slide, ...]:
    """The slides of a run; one on which nothing is known is left out."""
    facts, found = run.facts, {section.key: section for section in sections(run, earlier)}
    said = {one.name: one for one in front(run).sentences}
    made = f"{made_with(facts)}{f' {NOTE}' if run.is_published else ''}"
    first = Slide(
        f"{facts.authority}: places for children in care, to {facts.horizon_year}",
        words=tuple(said.values()),
        notes=made,
    )
    cost, how_good = found["cost"], found["how-good"]
    rest = (
        _charted("How many children", run, "children_in_care"),
        _tabled(found.get("who")),
        _tabled(found.get("there"), said=_plain(found, "there")[:1]),
        _charted("What is missing", run, "need_and_supply"),
        _tabled(found["gap"], "What is missing at each 31 March"),
        _tabled(found.get("options"), said=_named(said, "What could be done")),
        replace(
            _tabled(cost, "What it costs, and how sure we are", _named(said, "Cost")),
            points=(*how_good.words, *how_good.points)[:_POINTS],
        ),
        _tabled(found.get("since")),
    )
    kept = (slide for slide in rest if slide.table or slide.picture)
    return (first, *(replace(one, notes=f"{one.notes} {made}".strip()) for one in kept))


def _named(said: dict[str, Headline], name: str) -> tuple[Headline, ...]:
    return (said[name],) if name in said else ()


def _plain(found: dict[str, Section], key: str) -> tuple[Headline, ...]:
    return tuple(Headline("", words) for words in found[key].words) if key in found else ()


def _tabled(section: Section | None, title: str = "", said: tuple[Headline, ...] = ()) -> Slide:
    """A section's first table under what is said of it; empty where there is no such section."""
    if section is None or not section.tables:
        return Slide("")
    table = section.tables[0]
    notes = " ".join(section.words)
    return Slide(title or section.name, said, table, notes=notes)


def _charted(title: str, run: Run, name: str) -> Slide:
    from sufficiency.pages.charts import CHARTS, png

    make = next(make for make in CHARTS if make.__name__ == name)
    chart: Chart | None = make(run)
    if chart is None:
        return Slide("")
    return Slide(title, picture=Picture(png(chart, _DPI), chart.alt), notes=chart.note.full)
