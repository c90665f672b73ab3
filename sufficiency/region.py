"""A region as one run: every council forecast, sums added draw by draw, tables and pages."""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from sufficiency._version import __version__
from sufficiency.cluster import Cluster, check_cluster, each_done
from sufficiency.disk import whole_path
from sufficiency.errors import InputError
from sufficiency.evidence.loading import the_record
from sufficiency.evidence.regions import Region, region, shared_region
from sufficiency.forecasting.shared.model import EMBEDDED
from sufficiency.progress import Talk
from sufficiency.results.region.dataset import Dataset, key_of
from sufficiency.scenarios import Scenario, load_scenarios, scenario_files
from sufficiency.scenarios.levers import is_action
from sufficiency.scenarios.shipped import fitting_region
from sufficiency.writing import checked_folder, locked, output_folder

if TYPE_CHECKING:
    from sufficiency.pages.region.form import RegionForm
    from sufficiency.results.region.run import RegionRun


@dataclass(frozen=True)
class RegionJob:
    """What was asked for; the options of `sufficiency region`."""

    name: str | None
    authorities: tuple[str, ...]
    scenarios: Path | None  # None: the baseline alone
    years: int
    draws: int
    seed: int
    cluster: Cluster
    tables_only: bool
    out: Path | None
    record: Path | None = None
    publish: bool = False
    chart_width: float | None = None


@dataclass(frozen=True)
class _Plan:
    """What a job comes to once its inputs are read.

    Attributes:
        where: the councils.
        scenarios: as their files have them.
        shares: name of each scenario that is the region's -> code -> the council's share (0-1).
        inputs: what every council's run rests on, by name: versions and digests.
    """

    where: Region
    scenarios: tuple[Scenario, ...]
    shares: Mapping[str, Mapping[str, float]]
    inputs: Mapping[str, str]

    @property
    def shared_by(self) -> dict[str, str]:
        """Name of each scenario that is the region's -> the children by whom it is shared."""
        return {one.name: one.shared_by for one in self.scenarios if one.applies_to == "region"}

    @property
    def no_actions(self) -> tuple[str, ...]:
        """Scenarios that are only a price or a pressure, which nobody does."""
        found = (s for s in self.scenarios if not is_action(lever.lever for lever in s.levers))
        return tuple(one.name for one in found)


def run_region(job: RegionJob, talk: Talk) -> Path:
    """Run every council of a region, add them up and write tables and pages.

    What is done is kept beside the folder asked for until all is, in a folder whose name ends in
    `.unfinished`; the same command goes on from there.

    Raises:
        InputError: when an input, a setting or the output folder is wrong, or no two councils can
            be forecast.
    """
    from sufficiency.results.region.run import published_run, region_run

    check_cluster(job.cluster)
    _check_width(job.chart_width)
    with talk.step("councils", "Finding the councils and reading the scenario files"):
        plan = _planned(job)
        where = plan.where
        target = checked_folder(job.out or Path("outputs") / _folder_name(where))
    kept = Dataset(target.with_name(f"{target.name}.unfinished"))
    with locked(kept.folder):
        done, faults = _each_council(job, plan, kept, talk)
        if len(done) < 2:
            raise InputError(
                "\n".join([f"Fewer than two councils of {where.name} could be forecast.", *faults])
            )
        with output_folder(target) as folder:
            with talk.step("sums", "Adding up draw by draw"):
                members = {one.code: one.name for one in where.members if one.code in done}
                made = region_run(where, members, kept, (the_record(job.record), faults))
                made = replace(made, remarks=_remarks(plan.scenarios), no_actions=plan.no_actions)
                if job.publish:
                    made = published_run(made, kept, plan.shared_by)
            _write(made, kept, folder, job, talk)
            _sign(folder, made, job, plan.inputs, talk)
        shutil.rmtree(whole_path(kept.folder), ignore_errors=True)
    talk.say(f"Tables: {target / 'tables'}; each council's own: {target / 'councils'}")
    if not job.tables_only:
        talk.say(f"Report: {target / 'report.html'}; workbook: {target / 'workbook.xlsx'}")
    return target


def form_region(
    name: str, councils: str = "", scenarios: str | Path | None = None, draws: int = 2000
) -> RegionForm:
    """Boxes for the first cell of a notebook on a group of councils.

    Args:
        name: of a region of England, or a title of the reader's own.
        councils: their names, with commas; blank for all of the region of that name.
        scenarios: a folder of scenario files, or one; None for the baseline alone.
        draws: simulated futures.
    """
    from sufficiency.pages.region.form import RegionForm

    def make(asked: RegionForm, out: Path) -> Path:
        job = RegionJob(
            name=asked.name,
            authorities=asked.councils,
            scenarios=None if scenarios is None else Path(scenarios),
            years=asked.years,
            draws=asked.draws,
            seed=1,
            cluster=Cluster(workers=1),
            tables_only=False,
            out=out,
        )
        return run_region(job, Talk(sys.stdout))

    return RegionForm(name, councils, draws, make)


def _planned(job: RegionJob) -> _Plan:
    where = region(job.name, job.authorities, job.record)
    folders = fitting_region(job.scenarios, where.name)
    scenarios = tuple(one for folder in folders for one in load_scenarios(folder))
    shares = shares_of(where, scenarios, job.record)
    return _Plan(where, scenarios, shares, _hashes(job.record, folders))


def shares_of(
    where: Region, scenarios: tuple[Scenario, ...], record: Path | None
) -> dict[str, dict[str, float]]:
    """Name of each scenario that is the region's -> code -> the council's share (0-1)."""
    from sufficiency.results.region.shares import children_by_key

    together = [one for one in scenarios if one.applies_to == "region"]
    if not together:
        return {}
    codes = [one.code for one in where.members]
    children = children_by_key(the_record(record), codes)
    return {one.name: _shared_out(children[one.shared_by]) for one in together}


def _remarks(scenarios: tuple[Scenario, ...]) -> tuple[str, ...]:
    """Cautions about scenarios whose sizes are one council's and that each council does."""
    return tuple(
        f"'{one.name}' has the sizes of {one.authority}, and every council does it at that size, "
        "large or small: write files of your own before its saving is quoted."
        for one in scenarios
        if one.authority and one.applies_to == "each"
    )


def _shared_out(children: Mapping[str, float]) -> dict[str, float]:
    whole = sum(children.values())
    return {code: number / whole for code, number in children.items()}


def _each_council(
    job: RegionJob, plan: _Plan, kept: Dataset, talk: Talk
) -> tuple[set[str], list[str]]:
    """Run the councils that are not done yet; codes of those that are, and why others are not."""
    from sufficiency.results.region.council import CouncilTask, run_council

    tasks = [
        CouncilTask(
            code=one.code,
            name=one.name,
            region=shared_region(one),
            scenarios=plan.scenarios,
            shares={name: of[one.code] for name, of in plan.shares.items()},
            years=job.years,
            draws=job.draws,
            seed=job.seed,
            record=job.record,
            published=job.publish,
        )
        for one in plan.where.members
    ]
    keys = {
        task.code: key_of(plan.inputs, task.code, task.region, task.shares, *_size(job))
        for task in tasks
    }
    done = {task.code for task in tasks if kept.has(task.code, keys[task.code])}
    todo = [task for task in tasks if task.code not in done]
    if done:
        talk.note(f"{len(done)} of {len(tasks)} councils are there from before.")
    names = {one.code: one.name for one in plan.where.members}
    faults: list[str] = []
    began = perf_counter()
    for number, answer in enumerate(
        each_done(run_council, todo, [task.code for task in todo], job.cluster), start=1
    ):
        code = todo[answer.place].code
        if answer.answer is None:
            faults.append(f"{names[code]}: {answer.fault}")
            talk.warn(f"{names[code]} is left out: {answer.fault}")
        else:
            kept.add(code, keys[code], answer.answer)
            done.add(code)
        left = (perf_counter() - began) / number * (len(todo) - number)
        talk.note(f"{number} of {len(todo)}: {names[code]}; about {_time(left)} left")
    talk.seconds["forecasts"] = round(perf_counter() - began, 2)
    return done, sorted(faults)


def _write(made: RegionRun, kept: Dataset, folder: Path, job: RegionJob, talk: Talk) -> None:
    from sufficiency.results.contract import MONEY_TABLES
    from sufficiency.results.table_files import write_csv

    with talk.step("tables", "Writing the tables"):
        (folder / "tables").mkdir()
        for name, table in made.tables.items():
            write_csv(table, folder / "tables" / f"{name}.csv")
        costed = sorted(set(made.members) - set(made.not_costed))
        kept.hand_over(costed, folder / "councils")
        kept.hand_over(made.not_costed, folder / "councils", without=MONEY_TABLES)
    if job.tables_only:
        return
    from sufficiency.pages.region import draw_region, write_region_report, write_region_workbook

    with talk.step("charts", "Drawing the charts"):
        charts = draw_region(made, folder / "charts", job.chart_width)
    with talk.step("pages", "Writing the report and the workbook"):
        write_region_workbook(made, folder / "workbook.xlsx")
        write_region_report(made, charts, folder / "report.html")


def _sign(
    folder: Path, made: RegionRun, job: RegionJob, inputs: Mapping[str, str], talk: Talk
) -> None:
    from sufficiency.results.manifest import CONTRACT_VERSION
    from sufficiency.results.publish.disclosure import NOTE
    from sufficiency.writing import sign

    settings = {"years": job.years, "draws": job.draws, "seed": job.seed}
    if made.is_published:  # as of a council's own: no seed, and no digest of what is not public
        del settings["seed"]
        inputs = {name: inputs[name] for name in ("version", "record", "shared")}
    sign(
        folder,
        {
            "contract": CONTRACT_VERSION,
            "version": __version__,
            "audience": made.audience,
            "disclosure": {
                "note": NOTE if made.is_published else "Nothing is withheld.",
                "figures_withheld": dict(made.withheld),
            },
            "region": made.name,
            "councils": dict(made.members),
            "left_out": list(made.faults),
            "settings": {**settings, "tables_only": job.tables_only},
            "inputs": dict(inputs),
            "timings": dict(talk.seconds),
        },
    )


def _hashes(of_england: Path | None, folders: tuple[Path, ...]) -> dict[str, str]:
    """What every council's run rests on, by name: hashes of the record and of each file."""
    record = hashlib.sha256()
    for name, content in sorted(the_record(of_england).files.items()):
        record.update(name.encode() + content)
    files = [file for folder in folders for file in scenario_files(folder)]
    return {
        "version": __version__,
        "record": record.hexdigest(),
        "shared": hashlib.sha256(EMBEDDED.read_bytes()).hexdigest(),
        **{file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files},
    }


def _size(job: RegionJob) -> tuple[int, int, int, bool]:
    return job.years, job.draws, job.seed, job.publish


def _check_width(centimetres: float | None) -> None:
    """Refuse a width of charts before the councils are run and not after."""
    if centimetres is not None:
        from sufficiency.pages.style import wide

        with wide(centimetres):
            pass


def _time(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 90 else f"{seconds:.0f} seconds"


def _folder_name(where: Region) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", where.name.casefold()).strip("-")
    return name[:60].rstrip("-") or "region"
