"""The report that a councillor can read on a phone, offline, and its annex for analysts."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Template
from markupsafe import Markup

from sufficiency.evidence import total_is_estimated
from sufficiency.money.spending.record import NO_DOWNTURN, growth_record
from sufficiency.pages.headline_money import gross_spending
from sufficiency.pages.remarks import cautions, share_not_in_ranges, standing_empty
from sufficiency.pages.report import carers as report_carers
from sufficiency.pages.report import local
from sufficiency.pages.report import scores as report_scores
from sufficiency.pages.report import tables as report_tables
from sufficiency.pages.report.after_care import after_care_block, asylum_block
from sufficiency.pages.report.block import Block, rows_of
from sufficiency.pages.report.counted import COUNTED_SO, counted_blocks
from sufficiency.pages.report.fading import fading_block
from sufficiency.pages.report.front import front
from sufficiency.pages.report.scaling import scaling_words
from sufficiency.pages.report.sections import sections
from sufficiency.pages.report.stress import banked_block, inflation_words, stress_block
from sufficiency.pages.report.trial import own_openings_block, trial_block, trial_points
from sufficiency.pages.templates import templates_in
from sufficiency.pages.words import date_of, day, millions, month
from sufficiency.results.facts import RunFacts
from sufficiency.results.lookup import year_to
from sufficiency.results.publish.disclosure import NOTE
from sufficiency.results.run import Run

if TYPE_CHECKING:
    from sufficiency.pages.charts import Chart

_TEMPLATES: Final = Path(__file__).parent
CHARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "front": ("need_and_supply",),
    "need": ("children_in_care",),
    "there": ("carers",),
    "cost": ("cost_forecast",),
    "how-good": ("past_forecasts", "past_forecasts_from_returns"),
}
"""Where each chart stands in the report, by its slug: what a cabinet should see."""
SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "numbers": ("children_in_care", "entries_and_exits"),
    "places": ("placement_families", "placement_types", "area"),
    "capacity": ("need_and_supply", "carers"),
    "money": (
        "spend_and_children",
        "unit_costs",
        "cost_forecast",
        "cost_drivers",
        "budget_context",
    ),
    "scenarios": (
        *("differences", "placement_types_scenarios", "gap_scenarios", "costs", "savings"),
        *("waterfall", "tornado", "tornado_step_down"),
    ),
    "record": (
        *("past_forecasts", "past_forecasts_from_returns"),
        *("budget_expectation", "methods_compared", "trial"),
    ),
}
"""Where each chart stands in the annex, by its slug."""


def known_to(facts: RunFacts) -> str:
    """What the forecast starts from, and when it ends."""
    if facts.counted_to is None:
        return f"the published record to {day(facts.opening_year)}"
    return f"the council's own SSDA903 returns to {date_of(facts.counted_to)}"


@dataclass(frozen=True)
class Picture:
    """A chart as the template draws it.

    Attributes:
        number: Its number in the report.
        slug: Its name, which is also its place in the page.
        title: What it shows.
        alt: Alternative text.
        note: The caption: unit, basis, date, source.
        source: The picture as a data address.
        numbers: The numbers it shows.
    """

    number: int
    slug: str
    title: str
    alt: str
    note: str
    source: str
    numbers: Block


def write_report(
    path: Path,
    run: Run,
    charts: Sequence[Chart],
    pictures: Path | None = None,
    earlier: Run | None = None,
) -> Path:
    """Write the report of a run, for those who decide: one file that asks for nothing.

    Args:
        path: The .html file to write.
        run: The run; withheld figures are blank.
        charts: The run's charts; one whose slug is not in `CHARTS` is not shown.
        pictures: Folder that holds each chart as `<slug>.svg` already, to save drawing it again.
        earlier: An earlier run of the same authority, to say what changed since.

    Raises:
        InputError: when the earlier run is of another authority.
    """
    facts = run.facts
    shown = _pictures(charts, pictures)
    page = _template("report.html").render(
        facts=facts,
        title=f"{facts.authority}: places for children in care, to {facts.horizon_year}",
        style=_style(),
        front=front(run),
        contents=sections(run, earlier),
        sections=_placed(CHARTS, shown),
        opening=day(facts.opening_year),
        withheld=NOTE if run.is_published else "",
    )
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def write_annex(
    path: Path, run: Run, charts: Sequence[Chart], pictures: Path | None = None
) -> Path:
    """Write what the report leaves out, for analysts: every table, figure and assumption.

    Args:
        path: The .html file to write.
        run: The run; withheld figures are blank.
        charts: The run's charts; one whose slug is not in `SECTIONS` is not shown.
        pictures: Folder that holds each chart as `<slug>.svg` already, to save drawing it again.
    """
    facts = run.facts
    spent = gross_spending(run.evidence).get(facts.opening_year)
    page = _template("annex.html").render(
        facts=facts,
        tested=report_scores.scores_of(facts.model) if facts.counted_to is None else None,
        own=report_scores.own_scores(run),
        known=known_to(facts),
        known_date="" if facts.counted_to is None else date_of(facts.counted_to),
        style=_style(),
        sections=_placed(SECTIONS, _pictures(charts, pictures)),
        opening=day(facts.opening_year),
        horizon=day(facts.horizon_year),
        base_year=year_to(facts.opening_year),
        spent=None if spent is None else millions(spent),
        spent_estimated=total_is_estimated(run.evidence),
        withheld=NOTE if run.is_published else "",
        boundary=report_tables.boundary_table(run, spent),
        numbers=report_tables.numbers_table(run),
        types=report_tables.types_table(run),
        profile=local.profile_block(run),
        counted=counted_blocks(run),
        counted_so=COUNTED_SO,
        provision=local.provision_block(run, every=True),
        own_list=local.own_list_block(run),
        market=local.market_block(run),
        ages=local.ages_block(run),
        after_care=after_care_block(run),
        asylum=asylum_block(run),
        gap=local.gap_by_year(run),
        costs=report_tables.costs_table(run),
        stress=[table for table in (stress_block(run), banked_block(run)) if table],
        empty=standing_empty(run),
        scaled=scaling_words(run),
        cautions=cautions(run),
        record=[*map(growth_record().sentence, (2, 5)), NO_DOWNTURN, *inflation_words(run)],
        mix=facts.mix,
        scenarios=report_tables.scenarios_table(run) if facts.scenarios else None,
        fading=fading_block(run),
        share=share_not_in_ranges(run),
        recruitment=report_carers.recruitment_table(run),
        unplaced=report_carers.unplaced_table(run),
        trial_points=trial_points() if facts.counted_to is None else (),
        trial=trial_block(),
        own_openings=own_openings_block(run) if facts.counted_to is None else None,
        backtest=report_scores.backtest_table(run),
        assumptions=report_tables.assumptions_table(run),
    )
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def _template(name: str) -> Template:
    environment = templates_in(_TEMPLATES)
    environment.filters["month"] = month
    return environment.get_template(name)


def _style() -> Markup:
    return Markup((_TEMPLATES / "report.css").read_text(encoding="utf-8"))


def _placed(
    places: Mapping[str, tuple[str, ...]], shown: Mapping[str, Picture]
) -> dict[str, list[Picture]]:
    """The pictures that a page shows, by section."""
    return {
        name: [shown[slug] for slug in slugs if slug in shown] for name, slugs in places.items()
    }


def _pictures(charts: Iterable[Chart], folder: Path | None) -> dict[str, Picture]:
    """The charts, numbered in the order that a reader of the report, then the annex, meets them.

    A figure has the same number in both.
    """
    from sufficiency.pages.charts import svg

    by_slug = {chart.slug: chart for chart in charts}
    places = (*CHARTS.values(), *SECTIONS.values())
    slugs = list(dict.fromkeys(slug for slugs in places for slug in slugs if slug in by_slug))
    pictures = {}
    for number, slug in enumerate(slugs, start=1):
        chart = by_slug[slug]
        drawing = (folder / f"{slug}.svg").read_bytes() if folder else svg(chart)
        pictures[slug] = Picture(
            number=number,
            slug=slug.replace("_", "-"),
            title=chart.title,
            alt=chart.alt,
            note=chart.note.full,
            source=f"data:image/svg+xml;base64,{b64encode(drawing).decode('ascii')}",
            numbers=rows_of(chart.data, f"The numbers in figure {number}"),
        )
    return pictures
