"""A run from end to end: evidence to forecast, scenarios, costs and pages, all or none."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Final

import pandas as pd

from sufficiency.engine import forecast, run_scenarios
from sufficiency.errors import InputError
from sufficiency.evidence import Evidence, load_children, load_evidence
from sufficiency.forecasting.scoring.stored import stored_scores
from sufficiency.money import Budget, read_budget
from sufficiency.pages import RunPages
from sufficiency.pages.doctor import called
from sufficiency.processes import Hands
from sufficiency.progress import Talk
from sufficiency.results.children_only import without_money
from sufficiency.results.run import Run, make_run
from sufficiency.scenarios import Scenario, load_scenarios, scenario_files
from sufficiency.scenarios.shipped import fitting
from sufficiency.verbs import open_run
from sufficiency.writing import output_folder

if TYPE_CHECKING:
    from sufficiency.evidence.ssda903 import MonthlyEvidence

NO_PAGES = (
    "Every table is there. Charts, workbook and report come with a run without --tables-only."
)
CHILDREN_ALONE = (
    "The council returned no spending: children, carers and homes are forecast, and nothing is "
    "costed. Charts, workbook and report, which hold costs, are left out. With the council's own "
    "spend.csv (--evidence) they can be had."
)
_SEED: Final = 1
_FEWEST_DIGITS: Final = 10**8
"""A seed that is drawn has nine digits: too many to try."""


@dataclass(frozen=True)
class Job:
    """What was asked for; the options of `sufficiency run`."""

    evidence: Path | None
    ssda903: Path | None
    areas: Path | None
    ignore: tuple[str, ...]
    even_so: bool
    scenarios: Path | None  # None: the baseline alone
    years: int
    draws: int
    seed: int | None  # None: 1, or drawn where counts of the council's own are published
    workers: int
    publish: bool
    tables_only: bool
    budget: Path | None
    out: Path | None
    authority: str | None = None
    record: Path | None = None
    chart_width: float | None = None  # centimetres; None: as charts are unless asked
    earlier: Path | None = None  # an earlier run, to say what changed since

    @property
    def drawn_from(self) -> int:
        """The seed, once it is settled."""
        assert self.seed is not None, "a job settles its seed before it draws"
        return self.seed


def run_job(job: Job, talk: Talk) -> Path:
    """Do the whole job, talk about it, and return the folder it wrote.

    Raises:
        InputError: when an input, a setting or the output folder is wrong; nothing is written.
    """
    from sufficiency.results.manifest import Making, write_manifest

    with talk.step("evidence", "Reading the evidence and the scenario files"):
        evidence, past = _evidence(job)
        job = replace(job, scenarios=fitting(job.scenarios, evidence.authority.name))
        scenarios = () if job.scenarios is None else load_scenarios(job.scenarios)
        budget = None if job.budget is None else read_budget(job.budget)
        earlier = _earlier(job, evidence.authority.name)
    target = job.out or Path("outputs") / _folder_name(evidence.authority.name)
    if evidence.returns is not None:
        _about_returns(evidence, job, target, talk)
    job = replace(job, seed=_seed(job, evidence, talk))
    job = replace(job, tables_only=job.tables_only or not evidence.costed)
    with output_folder(target) as folder:
        made = _made(job, _Known(evidence, past, scenarios, budget), talk)
        made = made if evidence.costed else without_money(made)
        _write(made, folder, job, talk, earlier)
        making = Making(
            scenario_files=_files(job),
            settings=_settings(job),
            workers=job.workers,
            seconds=talk.seconds,
            target=target,
        )
        write_manifest(folder, made, making)
    for remark in made.facts.remarks:
        talk.warn(remark)
    _report(talk, made, target, job)
    return target


def _seed(job: Job, evidence: Evidence, talk: Talk) -> int:
    """The seed asked for, or 1; drawn where counts of the council's own are to be published.

    Whoever knows the seed can run on one guess at a withheld count after another until the
    published figures come out, and 1 would be the first seed to try.
    """
    from sufficiency.results.publish.own import has_own_counts

    if job.seed is not None:
        return job.seed
    if not job.publish or not has_own_counts(evidence):
        return _SEED
    drawn = _FEWEST_DIGITS + secrets.randbelow(9 * _FEWEST_DIGITS)
    talk.note(
        f"The seed of this run is {drawn}. No file holds it: note it where only the council sees "
        "it, to make the same run again with --seed, and publish it nowhere."
    )
    return drawn


@dataclass(frozen=True)
class _Known:
    """What a run is made of, as it was read.

    Attributes:
        past: counts from returns as they were before, for the track record; none without returns.
    """

    evidence: Evidence
    past: tuple[MonthlyEvidence, ...]
    scenarios: tuple[Scenario, ...]
    budget: Budget | None


def _evidence(job: Job) -> tuple[Evidence, tuple[MonthlyEvidence, ...]]:
    """The evidence, and counts from its returns as they were before: the files are read once."""
    if job.ssda903 is None:
        children = load_children(job.authority, job.evidence, job.record)
        if not children.costed:
            return children, ()
        published = load_evidence(
            job.authority,
            areas=job.areas,
            evidence=job.evidence,
            record=job.record,
            ignore=job.ignore,
            even_so=job.even_so,
        )
        return published, ()
    from sufficiency.evidence.ssda903 import Allowed
    from sufficiency.evidence.with_returns import with_returns
    from sufficiency.forecasting.flow.track import read_with_past

    published = load_evidence(job.authority, evidence=job.evidence, record=job.record)
    returns, past = read_with_past(job.ssda903, job.areas, Allowed(job.ignore, job.even_so))
    return with_returns(published, returns, job.even_so), past


def _made(job: Job, known: _Known, talk: Talk) -> Run:
    """The run that was asked for, as its readers may see it."""
    from sufficiency.results.checks import check_tables
    from sufficiency.results.finance import ask
    from sufficiency.results.local import published

    evidence, scenarios = known.evidence, known.scenarios
    with Hands(job.workers) as hands:
        of_record = hands.ask(published, evidence)
        with talk.step("forecast", f"Forecasting {evidence.authority.name} on {job.draws:,} draws"):
            baseline = forecast(evidence, job.years, job.draws, job.drawn_from)
        plural = "" if len(scenarios) == 1 else "s"
        with talk.step("scenarios", f"Running {len(scenarios)} scenario{plural} on the same draws"):
            results = run_scenarios(baseline, scenarios)
        asked = ask(results, hands) if evidence.costed else None
        with talk.step("tables", "Summing up into tables"):
            made = make_run(results, pages=RunPages(), budget=known.budget, known=of_record.get())
        with talk.step("track record", "Setting past forecasts against what came"):
            made = made.with_tables(_track_record(known, job.drawn_from))
        if asked is not None:
            with talk.step("finance", "Appraising the scenarios and trying the assumptions"):
                made = made.with_answers(asked)
    if job.publish:
        with talk.step("publish", "Withholding small numbers"):
            check_tables(made.tables)  # whole; what is left is checked as it is written
            made = made.published()
    return made


def _earlier(job: Job, authority: str) -> Run | None:
    """The earlier run that was given, refused here where it is of another authority."""
    if job.earlier is None:
        return None
    from sufficiency.pages.report.changed import refuse_another

    earlier = open_run(job.earlier)
    refuse_another(earlier, authority)
    return earlier


def _track_record(known: _Known, seed: int) -> dict[str, pd.DataFrame]:
    """How the forecast has done: stored for the published record, tried anew on returns."""
    returns = known.evidence.returns
    if returns is None:
        return {"backtest": stored_scores()}
    from sufficiency.forecasting.flow.track import track_record

    found = track_record(returns.monthly, known.past, seed)
    return {} if found is None else {"backtest": found.scores, "past_forecasts": found.past}


def _about_returns(evidence: Evidence, job: Job, target: Path, talk: Talk) -> None:
    """Say how good the returns' data are, before anything is made of them."""
    from sufficiency.evidence.ssda903 import refuse_among_returns
    from sufficiency.evidence.with_returns import beside_published_lines

    assert job.ssda903 is not None, "returns are read where they are asked for"
    assert evidence.returns is not None, "and are there"
    refuse_among_returns(job.ssda903, target)
    for line in (*evidence.returns.report.lines(), *beside_published_lines(evidence)):
        talk.note(line)


def _files(job: Job) -> tuple[Path, ...]:
    """The scenario files, in the order they are run."""
    return () if job.scenarios is None else tuple(scenario_files(job.scenarios))


def _write(made: Run, folder: Path, job: Job, talk: Talk, earlier: Run | None) -> None:
    """Write what the run was made from and its tables, and the pages where they are asked for."""
    if job.tables_only:
        _write_tables(made, folder, job, talk)
        return
    from sufficiency.pages import style
    from sufficiency.pages.charts import CHARTS, charts_begun
    from sufficiency.pages.document.published import write_published
    from sufficiency.pages.report import write_annex, write_report
    from sufficiency.pages.workbook import write_workbook

    width = job.chart_width or style.WIDTH_CM
    with charts_begun(CHARTS, made, folder / "charts", width, job.workers) as begun:
        _write_tables(made, folder, job, talk)
        with talk.step("workbook", "Writing the workbook"):
            write_workbook(folder / "workbook.xlsx", made)
        with talk.step("published", "Writing the tables for reuse"):
            write_published(folder / "published.xlsx", made)
        with talk.step("charts", "Drawing the charts"):
            charts = begun()
    with talk.step("report", "Writing the report and its annex"):
        write_report(folder / "report.html", made, charts, folder / "charts", earlier)
        write_annex(folder / "annex.html", made, charts, folder / "charts")


def _write_tables(made: Run, folder: Path, job: Job, talk: Talk) -> None:
    from sufficiency.results.kept.inputs import write_inputs
    from sufficiency.results.table_files import write_tables

    with talk.step("checks", "Checking the tables and writing them"):
        write_tables(made, folder / "tables")
        write_inputs(folder, made, _files(job))


def _settings(job: Job) -> dict[str, object]:
    """The options that change what is written, without paths of this machine."""
    return {
        "years": job.years,
        "draws": job.draws,
        "seed": job.seed,
        "publish": job.publish,
        "tables_only": job.tables_only,
        "budget": None if job.budget is None else job.budget.name,
        "areas": None if job.areas is None else job.areas.name,
        "ignore": list(job.ignore),
        "even_so": job.even_so,
        "chart_width": job.chart_width,
    }


def _report(talk: Talk, made: Run, target: Path, job: Job) -> None:
    """Say what was found, and where the files are."""
    talk.say()
    for number, headline in enumerate(made.facts.headlines, start=1):
        talk.say(fill(f"{number}. {headline}", width=96, subsequent_indent="   "))
    if made.facts.estimates:
        talk.say(fill(made.facts.estimates, width=96))
    talk.say()
    if job.tables_only:
        talk.say(f"Tables: {target / 'tables'}")
        talk.say(NO_PAGES if made.evidence.costed else CHILDREN_ALONE)
        return
    talk.say(f"Report for a council paper: {target / 'report.html'}")
    talk.say(f"Annex for analysts:         {target / 'annex.html'}")
    talk.say(f"Tables for anybody's use:   {target / 'published.xlsx'}")
    talk.say(f"Workbook for finance:       {target / 'workbook.xlsx'}")
    talk.say(f"Charts and their data:      {target / 'charts'}")
    talk.say(f"Tables:                     {target / 'tables'}")
    talk.say()
    talk.say("Open the report first. To try scenarios of your own on a page in the browser:")
    talk.say(f"  {called()} explore --run {target}")


def _folder_name(authority: str) -> str:
    """A folder name from an authority's name: letters, digits and hyphens."""
    name = re.sub(r"[^a-z0-9]+", "-", authority.lower()).strip("-")
    if not name:
        raise InputError(f"'{authority}' gives no folder name; say where to write with --out.")
    return name
