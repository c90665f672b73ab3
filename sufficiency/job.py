"""A run from end to end: evidence to forecast, scenarios, costs and pages, all or none."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Final

import pandas as pd

from sufficiency.engine import Forecast, Results, forecast, run_scenarios
from sufficiency.errors import InputError, need
from sufficiency.evidence import Evidence, load_children, load_evidence
from sufficiency.forecasting.scoring.stored import stored_scores
from sufficiency.money import Budget, read_budget
from sufficiency.pages import RunPages
from sufficiency.pages.doctor import called
from sufficiency.processes import hands
from sufficiency.progress import Talk
from sufficiency.results.children_only import without_money
from sufficiency.results.facts import BASELINE
from sufficiency.results.run import Run, make_run
from sufficiency.scenarios import Scenario, load_scenarios, scenario_files
from sufficiency.scenarios.shipped import fitting
from sufficiency.writing import atomic_file, output_folder

if TYPE_CHECKING:
    from sufficiency.evidence.ssda903 import MonthlyEvidence, Returns
    from sufficiency.results.seek import Answer
    from sufficiency.scenarios import Question

LEFT_OUT = (
    "Left out with --tables-only: appraisal, tornado, waterfall and the impact of assumptions, "
    "which take runs of their own; charts, workbook and report. Run without it for them."
)
CHILDREN_ALONE = (
    "The council returned no spending: children, carers and homes are forecast, and nothing is "
    "costed. Charts, workbook and report, which hold costs, are left out. With the council's own "
    "spend.csv (--evidence) they can be had."
)
Scenarios = str | Path | Scenario | Iterable[Scenario]
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


# --- in Python ----------------------------------------------------------------------------


def run(
    evidence: Evidence,
    scenarios: Scenarios = (),
    *,
    years: int = 5,
    draws: int = 2000,
    seed: int = 1,
    budget: str | Path | None = None,
) -> Run:
    """The whole job in Python: forecast, run the scenarios, cost and appraise them.

    Args:
        evidence: the record to start from, as `load_evidence` gives it.
        scenarios: a folder of scenario files, one file, or scenarios already loaded; none gives
            the baseline alone.
        years: April-March years from the latest 31 March count, 1 to 10.
        draws: simulated futures behind every range, 100 to 20,000.
        seed: the same seed gives the same numbers.
        budget: a CSV of the approved budget by year (see docs/guide-for-finance.md).

    Returns:
        The run, with its tables, charts and workbook; nothing is written.

    Raises:
        InputError: when the evidence, a scenario file, the budget or a setting is wrong.
    """
    need(evidence, Evidence, "run", "evidence, as load_evidence() gives it")
    approved = None if budget is None else read_budget(Path(budget))
    results = run_scenarios(forecast(evidence, years, draws, seed), scenarios)
    made = make_run(results, pages=RunPages(), budget=approved)
    return made.with_tables({"backtest": stored_scores()}).appraised


def compare(results: Results, against: str = BASELINE) -> Run:
    """Scenarios compared with one of them, the baseline unless another is named: a run.

    What a finance officer asks (appraisal, tornado, waterfall) is worked out when it is first
    asked for; see `Run.appraised`.

    Raises:
        InputError: when there is no scenario of that name.
    """
    need(results, Results, "compare", "results, as run_scenarios() gives them")
    need(against, str, "compare", "the name of a scenario to compare with")
    return make_run(results, against, pages=RunPages())


def open_run(folder: str | Path, evidence: Evidence | None = None) -> Run:
    """A run that was written to a folder, to make pages, comparisons and documents from.

    Tables come back to the six figures of their files, and what finance asked to the last digit;
    charts and the workbook can be made again. `results` is None: the draws are gone, save for what
    `inputs/draws.csv` sums up. Monthly counts from returns are not read back into the evidence:
    to run on them again takes the returns. A published run keeps no inputs: its finance is None.

    Args:
        folder: what `sufficiency run` wrote.
        evidence: for a published run that was made from evidence other than the package's own.

    Raises:
        InputError: when the folder holds no run, a run of another contract, or less than it says.
    """
    from sufficiency.results.kept.reading import read_run

    need(folder, (str, Path), "open_run", "the folder that a run was written to")
    return read_run(Path(folder), RunPages(), evidence)


def write_document(
    folder: Path,
    out: Path,
    template: Path | None = None,
    earlier: Path | None = None,
    publish: bool = False,
) -> None:
    """Write a chapter in Word from a run that was written to a folder.

    Args:
        folder: what `sufficiency run` wrote.
        out: the .docx file to write.
        template: the council's own Word template.
        earlier: the folder of an earlier run, to say what changed since.
        publish: whether to withhold small numbers of an internal run.

    Raises:
        InputError: when a folder holds no run, the template is no Word document, or `out` is not
            the name of a Word document.
    """
    from sufficiency.pages.document import write_chapter

    if out.suffix.lower() != ".docx":
        raise InputError(f"'{out}' is not the name of a Word document; let it end in .docx.")
    made = open_run(folder)
    before = None if earlier is None else open_run(earlier)
    with atomic_file(out) as building:
        write_chapter(building, made.published() if publish else made, template, before)


def seek(forecast: Forecast, question: str | Path | Question) -> Answer:
    """How much of a lever reaches a goal; None as its value where no allowed value does.

    Args:
        forecast: the baseline, as `forecast` gives it.
        question: a question file (see docs/scenario-files.md), or one already loaded.

    Raises:
        InputError: when the file is not a question.
    """
    from sufficiency.results.seek import seek as answer
    from sufficiency.scenarios import Question, load_question

    need(forecast, Forecast, "seek", "a forecast, as forecast() gives it")
    if isinstance(question, str | Path):
        question = load_question(Path(question))
    need(question, Question, "seek", "a question file, or a question as load_question() gives it")
    return answer(forecast, question)


# --- the command --------------------------------------------------------------------------


def run_job(job: Job, talk: Talk) -> Path:
    """Do the whole job, talk about it, and return the folder it wrote.

    Raises:
        InputError: when an input, a setting or the output folder is wrong; nothing is written.
    """
    from sufficiency.results.kept.inputs import write_inputs
    from sufficiency.results.manifest import Making, write_manifest

    with talk.step("evidence", "Reading the evidence and the scenario files"):
        evidence, past = _evidence(job)
        job = replace(job, scenarios=fitting(job.scenarios, evidence.authority.name))
        scenarios = () if job.scenarios is None else load_scenarios(job.scenarios)
        budget = None if job.budget is None else read_budget(job.budget)
        earlier = _earlier(job, evidence.authority.name)
    target = job.out or Path("outputs") / _folder_name(evidence.authority.name)
    if evidence.returns is not None:
        _about_returns(evidence.returns, job, target, talk)
    job = replace(job, seed=_seed(job, evidence, talk))
    job = replace(job, tables_only=job.tables_only or not evidence.costed)
    with output_folder(target) as folder:
        made = _made(job, _Known(evidence, past, scenarios, budget), talk)
        made = made if evidence.costed else without_money(made)
        _write(made, folder, job, talk, earlier)
        files = () if job.scenarios is None else tuple(scenario_files(job.scenarios))
        write_inputs(folder, made, files)
        making = Making(
            scenario_files=files,
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
    from sufficiency.evidence.with_returns import with_returns
    from sufficiency.forecasting.flow.track import read_with_past

    published = load_evidence(job.authority, evidence=job.evidence, record=job.record)
    returns, past = read_with_past(job.ssda903, job.areas, job.ignore)
    return with_returns(published, returns, job.even_so), past


def _made(job: Job, known: _Known, talk: Talk) -> Run:
    """The run that was asked for, as its readers may see it."""
    from sufficiency.results.checks import check_tables
    from sufficiency.results.finance import ask

    evidence, scenarios = known.evidence, known.scenarios
    with talk.step("forecast", f"Forecasting {evidence.authority.name} on {job.draws:,} draws"):
        baseline = forecast(evidence, job.years, job.draws, job.drawn_from)
    with talk.step("scenarios", f"Running {len(scenarios)} scenarios on the same draws"):
        results = run_scenarios(baseline, scenarios)
    with hands(job.workers) as others:
        asked = None if job.tables_only else ask(results, others)
        with talk.step("tables", "Summing up into tables"):
            made = make_run(results, pages=RunPages(), budget=known.budget)
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


def _about_returns(returns: Returns, job: Job, target: Path, talk: Talk) -> None:
    """Say how good the returns' data are, before anything is made of them."""
    from sufficiency.evidence.ssda903 import refuse_among_returns

    assert job.ssda903 is not None, "returns are read where they are asked for"
    refuse_among_returns(job.ssda903, target)
    for line in returns.report.lines():
        talk.note(line)


def _write(made: Run, folder: Path, job: Job, talk: Talk, earlier: Run | None) -> None:
    """Write the tables, and the pages where they are asked for."""
    from sufficiency.results.table_files import write_tables

    if job.tables_only:
        with talk.step("checks", "Checking the tables and writing them"):
            write_tables(made, folder / "tables")
        return
    from sufficiency.pages import style
    from sufficiency.pages.charts import CHARTS, charts_begun
    from sufficiency.pages.document import write_published
    from sufficiency.pages.report import write_annex, write_report
    from sufficiency.pages.workbook import write_workbook

    width = job.chart_width or style.WIDTH_CM
    with charts_begun(CHARTS, made, folder / "charts", width, job.workers) as begun:
        with talk.step("checks", "Checking the tables and writing them"):
            write_tables(made, folder / "tables")
        with talk.step("workbook", "Writing the workbook"):
            write_workbook(folder / "workbook.xlsx", made)
        with talk.step("published", "Writing the tables for reuse"):
            write_published(folder / "published.xlsx", made)
        with talk.step("charts", "Drawing the charts"):
            charts = begun()
    with talk.step("report", "Writing the report and its annex"):
        write_report(folder / "report.html", made, charts, folder / "charts", earlier)
        write_annex(folder / "annex.html", made, charts, folder / "charts")


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
        talk.say(LEFT_OUT if made.evidence.costed else CHILDREN_ALONE)
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


def forecast_to_file(panel: Path | None, years: int, draws: int, seed: int, out: Path) -> list[str]:
    """Write a forecast of need to one CSV file, whole or not at all.

    Args:
        panel: a file of authorities by year; None forecasts the embedded authority.
        years: years ahead.
        draws: simulated futures behind every quantile.
        seed: seed of the run.
        out: the CSV file.

    Returns:
        Sentences on the panel that its reader should know.

    Raises:
        InputError: when the panel or a setting is wrong, or the file cannot be written.
    """
    from sufficiency.evidence.loading import the_record
    from sufficiency.forecasting import forecast_panel, panel_of, read_panel
    from sufficiency.forecasting.files.panel_remarks import panel_remarks
    from sufficiency.results.table_files import write_csv

    if panel is not None and panel.resolve() == out.resolve():
        raise InputError(f"{out} is the panel itself; name another file to write.")
    if panel is not None:
        frame, only = read_panel(panel), None
        remarks = panel_remarks(frame, the_record())
    else:
        evidence = load_evidence()
        frame, only = panel_of(evidence), [evidence.authority.code]
        remarks = []
    with atomic_file(out) as building:
        table = forecast_panel(frame, years=years, draws=draws, seed=seed, only=only)
        write_csv(table, building)
    return remarks
