"""A chapter of a sufficiency strategy in Word, in the order of the LGA's template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sufficiency.pages.document.files import about_the_run
from sufficiency.pages.document.word import Chapter, start
from sufficiency.pages.report.front import front
from sufficiency.pages.report.sections import Section, sections
from sufficiency.pages.words import day, made_with
from sufficiency.results.publish.disclosure import NOTE
from sufficiency.results.run import Run

if TYPE_CHECKING:
    from sufficiency.pages.charts import Chart

CHARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "need": ("children_in_care", "placement_families"),
    "who": ("area",),
    "there": ("carers",),
    "gap": ("need_and_supply",),
    "cost": ("cost_forecast",),
    "how-good": ("past_forecasts", "past_forecasts_from_returns"),
}
"""Where each chart stands, by its slug."""
_NAMES: Final = {
    "need": "Needs: how many children, in what placement",
    "who": "Needs: who the children are",
    "there": "Provision: what there is",
    "gap": "The gap: what is missing",
    "options": "Commissioning intentions: what could be done",
    "cost": "Finance: what it costs",
}
"""Headings in the words of the template that strategies follow."""
_ORDER: Final = ("need", "who", "there", "gap", "options", "cost", "since", "how-good")
_LAST: Final = ("words", "sources")
_DPI: Final = 180


def write_chapter(
    path: Path, run: Run, template: Path | None = None, earlier: Run | None = None
) -> Path:
    """Write a chapter that can be pasted into a strategy: native headings, tables and figures.

    Args:
        path: The .docx file to write.
        run: The run; of a published one, withheld figures are marked.
        template: The council's own Word template; its styles are used, its text is not.
        earlier: An earlier run of the same authority, to say what changed since.

    Raises:
        InputError: when the template is no Word document, or the earlier run another council's.
    """
    from sufficiency.pages.charts import CHARTS as MAKERS

    facts = run.facts
    wanted = {slug for slugs in CHARTS.values() for slug in slugs}
    drawn = [make(run) for make in MAKERS if make.__name__ in wanted]
    charts = {chart.slug: chart for chart in drawn if chart is not None}
    chapter = start(template)
    about_the_run(chapter.document.core_properties, facts)
    chapter.heading(f"Places for children in care in {facts.authority}", 1)
    chapter.heading("In short", 2)
    page = front(run)
    for sentence in page.sentences:
        line = chapter.paragraph("")
        line.add_run(f"{sentence.name}. ").bold = True
        line.add_run(sentence.words)
    chapter.table(page.table)
    if run.is_published:
        chapter.paragraph(NOTE)
    chapter.heading("Contents", 2)
    found = {section.key: section for section in sections(run, earlier)}
    named = [_heading(found[key]) for key in _ORDER if key in found]
    chapter.contents((*named, "Method", *(found[key].name for key in _LAST)))
    for key in _ORDER:
        if key in found:
            _section(chapter, found[key], [charts[s] for s in CHARTS.get(key, ()) if s in charts])
    _method(chapter, run)
    for key in _LAST:
        _section(chapter, found[key], [])
    chapter.write(path)
    return path


def _heading(section: Section) -> str:
    return _NAMES.get(section.key, section.name)


def _section(chapter: Chapter, section: Section, charts: Sequence[Chart]) -> None:
    from sufficiency.pages.charts import png

    chapter.heading(_heading(section), 2)
    for words in section.words:
        chapter.paragraph(words)
    chapter.points(section.points)
    shown = {"Table": len(section.tables), "Figure": len(charts)}
    things = [
        (kind, chapter.numbers[kind] + place)
        for kind, number in shown.items()
        for place in range(1, number + 1)
    ]
    if things:
        chapter.refer(things)
    for block in section.tables:
        chapter.table(block)
    for chart in charts:
        chapter.figure(png(chart, _DPI), chart.title, chart.alt, chart.note.full)
    for term, meaning in section.terms:
        line = chapter.paragraph("")
        line.add_run(f"{term}: ").bold = True
        line.add_run(meaning)


def _method(chapter: Chapter, run: Run) -> None:
    """The method in a page."""
    facts = run.facts
    chapter.heading("Method", 2)
    chapter.points(
        (
            f"We start from what is known to {day(facts.opening_year)} and simulate "
            f"{facts.draws:,} futures to {day(facts.horizon_year)}.",
            "Need is forecast first: how many children, and in what kind of placement. It follows "
            "the council's own record, councils like it, and England.",
            "Then children are given places. A place fills when a child comes into care or moves. "
            "Connected carers come first, then the council's own carers, then agencies.",
            "Carers join and leave at the rates that the record shows. Homes stay as they are.",
            "Days in placement are priced at weekly prices that add up to what the council spent.",
            "An option changes these rates, places or prices from a date, on the same futures.",
            "A range leaves out one future in ten at each end. Its width comes from how far past "
            "forecasts have missed.",
            f"{made_with(facts)} The annex of the run lists every assumption with its source.",
        )
    )
