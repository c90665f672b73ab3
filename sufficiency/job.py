"""The main job from end to end: evidence to forecast, scenarios, costs and pages, all or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import pandas as pd

from sufficiency.engine import forecast, run_scenarios
from sufficiency.errors import InputError
from sufficiency.evidence import Evidence, load_evidence
from sufficiency.forecasting.stored import stored_scores
from sufficiency.money import Budget, read_budget
from sufficiency.progress import Talk
from sufficiency.results.facts import RunFacts, run_facts
from sufficiency.results.tables import run_tables
from sufficiency.results.waterfall import SAVING, waterfalls
from sufficiency.scenarios.files import load_scenarios, scenario_files
from sufficiency.writing import atomic_file, output_folder

if TYPE_CHECKING:
    from sufficiency.evidence.ssda903 import Returns
    from sufficiency.results.finance import Finance


@dataclass(frozen=True)
class Job:
    """What was asked for; the options of `sufficiency run`."""

    evidence: Path | None
    ssda903: Path | None
    areas: Path | None
    scenarios: Path
    years: int
    draws: int
    seed: int
    workers: int
    publish: bool
    tables_only: bool
    budget: Path | None
    out: Path | None
    authority: str | None = None
    record: Path | None = None


def run_job(job: Job, talk: Talk) -> Path:
    """Do the whole job, talk about it, and return the folder it wrote.

    Raises:
        InputError: when an input, a setting or the output folder is wrong; nothing is written.
    """
    from sufficiency.pages.headlines import headlines
    from sufficiency.results.contract import check_tables
    from sufficiency.results.disclosure import for_publication
    from sufficiency.results.manifest import write_record
    from sufficiency.results.table_files import write_tables

    with talk.step("evidence", "Reading the evidence and the scenario files"):
        evidence = load_evidence(
            job.authority, job.ssda903, job.areas, evidence=job.evidence, record=job.record
        )
        scenarios = load_scenarios(job.scenarios)
        budget = None if job.budget is None else read_budget(job.budget)
    target = job.out or Path("outputs") / _folder_name(evidence.authority.name)
    if evidence.returns is not None:
        _about_returns(evidence.returns, job, target, talk)
    with output_folder(target) as folder:
        with talk.step("forecast", f"Forecasting {evidence.authority.name} on {job.draws:,} draws"):
            baseline = forecast(evidence, job.years, job.draws, job.seed)
        with talk.step("scenarios", f"Running {len(scenarios)} scenarios on the same draws"):
            results = run_scenarios(baseline, scenarios)
        with talk.step("tables", "Summing up into tables"):
            tables: Mapping[str, pd.DataFrame] = run_tables(results)
        with talk.step("track record", "Setting past forecasts against what came"):
            tables = {**tables, **_track_record(job)}
        money = None
        if not job.tables_only:
            from sufficiency.results.finance import finance

            with talk.step("finance", "Appraising the scenarios and trying the assumptions"):
                money = finance(results, tables, budget)
                steps = waterfalls(results)
                if job.publish:  # differences of a few children are small numbers too
                    steps = steps[steps["measure"] == SAVING]
                tables = {
                    **tables,
                    "waterfall": steps,
                    "appraisal": money.appraisal,
                    "tornado": money.tornado,
                    "assumptions": money.assumptions,
                }
        with talk.step("checks", "Checking the tables and writing them"):
            if job.publish:
                check_tables(tables)  # whole; what is left after it is checked as it is written
                tables = for_publication(tables, evidence)
            facts = run_facts(results, headlines=())
            facts = replace(facts, headlines=headlines(tables, evidence, facts))
            write_tables(tables, folder / "tables")
        if not job.tables_only:
            _write_pages(folder, tables, evidence, facts, money, budget, job, talk)
        write_record(
            folder,
            evidence=evidence,
            scenario_files=scenario_files(job.scenarios),
            facts=facts,
            settings={
                "years": job.years,
                "draws": job.draws,
                "seed": job.seed,
                "publish": job.publish,
                "tables_only": job.tables_only,
                "budget": None if job.budget is None else job.budget.name,
                "areas": None if job.areas is None else job.areas.name,
            },
            workers=job.workers,
            seconds=talk.seconds,
            target=target,
            withheld=getattr(tables, "withheld", None),
        )
    for remark in facts.remarks:
        talk.warn(remark)
    _report(talk, facts, target, job)
    return target


def _track_record(job: Job) -> dict[str, pd.DataFrame]:
    """How the forecast has done: stored for the published record, tried anew on returns."""
    if job.ssda903 is None:
        return {"backtest": stored_scores()}
    from sufficiency.forecasting.flow.track import track_record

    found = track_record(job.ssda903, seed=job.seed)
    return {} if found is None else {"backtest": found.scores, "past_forecasts": found.past}


def _about_returns(returns: Returns, job: Job, target: Path, talk: Talk) -> None:
    """Say how good the returns' data are, before anything is made of them."""
    from sufficiency.evidence.ssda903 import refuse_among_returns

    assert job.ssda903 is not None, "returns are read where they are asked for"
    refuse_among_returns(job.ssda903, target)
    for line in returns.report.lines():
        talk.note(line)


def _write_pages(
    folder: Path,
    tables: Mapping[str, pd.DataFrame],
    evidence: Evidence,
    facts: RunFacts,
    money: Finance | None,
    budget: Budget | None,
    job: Job,
    talk: Talk,
) -> None:
    from sufficiency.pages.charts import draw_all, write_all
    from sufficiency.pages.report.page import write_report
    from sufficiency.pages.workbook import write_workbook

    with talk.step("charts", "Drawing the charts"):
        charts = draw_all(tables, evidence, facts)
        write_all(charts, folder / "charts", workers=job.workers)
    with talk.step("workbook", "Writing the workbook"):
        write_workbook(folder / "workbook.xlsx", tables, evidence, facts, money, budget)
    with talk.step("report", "Writing the report"):
        write_report(
            folder / "report.html", tables, evidence, facts, charts, pictures=folder / "charts"
        )


def forecast_to_file(panel: Path | None, years: int, draws: int, seed: int, out: Path) -> None:
    """Write a forecast of need to one CSV file, whole or not at all.

    Args:
        panel: a file of authorities by year; None forecasts the embedded authority.
        years: years ahead.
        draws: simulated futures behind every quantile.
        seed: seed of the run.
        out: the CSV file.

    Raises:
        InputError: when the panel or a setting is wrong, or the file cannot be written.
    """
    from sufficiency.forecasting import forecast_panel, panel_of, read_panel
    from sufficiency.results.table_files import write_csv

    if panel is not None and panel.resolve() == out.resolve():
        raise InputError(f"{out} is the panel itself; name another file to write.")
    if panel is not None:
        frame, only = read_panel(panel), None
    else:
        evidence = load_evidence()
        frame, only = panel_of(evidence), [evidence.authority.code]
    with atomic_file(out) as building:
        table = forecast_panel(frame, years=years, draws=draws, seed=seed, only=only)
        write_csv(table, building)


def _report(talk: Talk, facts: RunFacts, target: Path, job: Job) -> None:
    """Say what was found, and where the files are."""
    talk.say()
    for number, headline in enumerate(facts.headlines, start=1):
        talk.say(fill(f"{number}. {headline}", width=96, subsequent_indent="   "))
    talk.say()
    if job.tables_only:
        talk.say(f"Tables: {target / 'tables'}")
        return
    talk.say(f"Report for a council paper: {target / 'report.html'}")
    talk.say(f"Workbook for finance:       {target / 'workbook.xlsx'}")
    talk.say(f"Charts and their data:      {target / 'charts'}")
    talk.say(f"Tables:                     {target / 'tables'}")


def _folder_name(authority: str) -> str:
    """A folder name from an authority's name: letters, digits and hyphens."""
    name = re.sub(r"[^a-z0-9]+", "-", authority.lower()).strip("-")
    if not name:
        raise InputError(f"'{authority}' gives no folder name; say where to write with --out.")
    return name
