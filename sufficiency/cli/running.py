"""The job itself, for a council or a region, and what is made of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sufficiency.cli.options import (
    AreasFile,
    AuthorityName,
    Draws,
    EarlierRun,
    EvenSo,
    EvidenceFolder,
    Ignored,
    RecordFolder,
    ReturnsFolder,
    Seed,
    Years,
)
from sufficiency.cli.regions import refuse_what_is_not_a_regions
from sufficiency.cli.speaking import one_thread_of_linear_algebra, say, say_now

commands = typer.Typer()


@commands.command()
def run(
    authority: AuthorityName = None,
    record: RecordFolder = None,
    evidence: EvidenceFolder = None,
    ssda903: ReturnsFolder = None,
    areas: AreasFile = None,
    ignore: Ignored = None,
    even_so: EvenSo = False,
    scenarios: Annotated[
        str | None,
        typer.Option(
            help="A folder of scenario files, one file, or none for the baseline alone. If left "
            "out: the folder scenarios where you are, or else those that come with this."
        ),
    ] = None,
    years: Years = 5,
    draws: Draws = 2000,
    seed: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="The same seed gives the same numbers; 1 if left out, or one drawn for you where "
            "counts of your own are published.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option(min=1, max=32, help="Processes that draw charts; the files are the same.")
    ] = 2,
    budget: Annotated[
        Path | None, typer.Option(help="Approved budget by year; see docs/guide-for-finance.md.")
    ] = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="Suppress small numbers, for publication.")
    ] = False,
    tables_only: Annotated[
        bool, typer.Option("--tables-only", help="Write the tables and no pages.")
    ] = False,
    chart_width: Annotated[
        float | None, typer.Option(help="Width of the charts in cm: 16 if left out.")
    ] = None,
    earlier: EarlierRun = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write; outputs/ and the authority if left out.")
    ] = None,
) -> None:
    """Forecast, run the scenarios, cost them and write every page."""
    if out is not None:
        from sufficiency.writing import checked_folder

        checked_folder(out)  # before anything is read
    from sufficiency.job import Job, run_job
    from sufficiency.progress import Talk
    from sufficiency.scenarios.shipped import chosen_scenarios

    job = Job(
        evidence=evidence,
        ssda903=ssda903,
        areas=areas,
        ignore=tuple(ignore or ()),
        even_so=even_so,
        scenarios=chosen_scenarios(scenarios),
        years=years,
        draws=draws,
        seed=seed,
        workers=workers,
        publish=publish,
        tables_only=tables_only,
        budget=budget,
        out=out,
        authority=authority,
        record=record,
        chart_width=chart_width,
        earlier=earlier,
    )
    run_job(job, Talk())


@commands.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def region(
    given: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(help="A region, a combined authority, or England; or a title of your own."),
    ] = None,
    authorities: Annotated[
        str | None, typer.Option(help="Councils, with commas: their names or codes.")
    ] = None,
    record: RecordFolder = None,
    scenarios: Annotated[
        str | None,
        typer.Option(help="A folder of scenario files, one file, or none; see run."),
    ] = None,
    years: Years = 5,
    draws: Draws = 2000,
    seed: Seed = 1,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes of this machine; the files are the same.")
    ] = 2,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a dask scheduler, as in tls://host:8786.")
    ] = None,
    certificates: Annotated[
        Path | None, typer.Option(help="Folder with ca.pem, cert.pem and key.pem, for tls://.")
    ] = None,
    plain_tcp: Annotated[
        bool, typer.Option("--plain-tcp", help="Speak to another machine unprotected.")
    ] = False,
    publish: Annotated[
        bool, typer.Option("--publish", help="Sums that anybody may see; see docs/publishing.md.")
    ] = False,
    tables_only: Annotated[
        bool, typer.Option("--tables-only", help="Write the tables and no pages.")
    ] = False,
    chart_width: Annotated[
        float | None, typer.Option(help="Width of the charts in cm: 16 if left out.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write; outputs/ and the region if left out.")
    ] = None,
) -> None:
    """Forecast every council of a region or of England, and add them up draw by draw."""
    refuse_what_is_not_a_regions([*([] if name is None else [name]), *given.args])
    one_thread_of_linear_algebra()
    from sufficiency.cluster import Cluster
    from sufficiency.progress import Talk
    from sufficiency.region import RegionJob, run_region
    from sufficiency.scenarios.shipped import chosen_scenarios

    names = tuple(part.strip() for part in (authorities or "").split(",") if part.strip())
    job = RegionJob(
        name=name,
        authorities=names,
        scenarios=chosen_scenarios(scenarios),
        years=years,
        draws=draws,
        seed=seed,
        cluster=Cluster(workers, scheduler, certificates, plain_tcp),
        tables_only=tables_only,
        out=out,
        record=record,
        publish=publish,
        chart_width=chart_width,
    )
    run_region(job, Talk())


@commands.command()
def document(
    out: Annotated[Path, typer.Option(help="Word file (.docx), or slides (.pptx), to write.")],
    run: Annotated[
        Path, typer.Option("--run", help="Folder of a run, as sufficiency run wrote it.")
    ] = Path("outputs/tameside"),
    template: Annotated[
        Path | None, typer.Option(help="The council's own template, of the same ending.")
    ] = None,
    earlier: EarlierRun = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="Suppress small numbers, for publication.")
    ] = False,
) -> None:
    """Write a chapter of a sufficiency strategy in Word, or slides, from a run."""
    from sufficiency.verbs import write_document

    write_document(run, out, template, earlier, publish)
    say(f"{'Slides' if out.suffix.lower() == '.pptx' else 'Chapter'}: {out}")


@commands.command()
def explore(
    authority: AuthorityName = None,
    run: Annotated[
        Path | None, typer.Option("--run", help="Folder of an earlier run, to go on from.")
    ] = None,
    ssda903: ReturnsFolder = None,
    evidence: EvidenceFolder = None,
    even_so: EvenSo = False,
    publish: Annotated[
        bool | None,
        typer.Option("--publish/--internal", help="Withhold small numbers: so with --host."),
    ] = None,
    host: Annotated[
        str | None, typer.Option(help="Serve others at this address; see docs/tour.md.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")] = 0,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the address and open nothing.")
    ] = False,
    years: Years = 5,
    draws: Draws = 2000,
    seed: Seed = 1,
) -> None:
    """Open a page in the browser on which scenarios are tried: this machine alone sees it."""
    one_thread_of_linear_algebra()
    from sufficiency.pages.explore.command import explore as open_page
    from sufficiency.pages.explore.state import Asked

    served = host is not None
    withheld = served if publish is None else publish
    asked = Asked(authority, run, ssda903, evidence, even_so, withheld, served, years, draws, seed)
    open_page(asked, host, port, browser=not (no_browser or served), say=say_now)


@commands.command()
def doctor() -> None:
    """Say what is installed, where output would go and what is missing."""
    from sufficiency.pages.doctor import examine, report

    findings = examine()
    say(report(findings))
    if any(finding.mend for finding in findings):
        raise typer.Exit(2)
