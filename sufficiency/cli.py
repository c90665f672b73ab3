"""The commands: they read, call and write, and do no arithmetic."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from sufficiency._version import __version__
from sufficiency.errors import InputError, printable
from sufficiency.stopping import Stopped, listening

app = typer.Typer(
    help="Placement sufficiency forecasting for English children's services.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
scenario_app = typer.Typer(help="Write and check scenario files.", no_args_is_help=True)
app.add_typer(scenario_app, name="scenario")

Years = Annotated[int, typer.Option(help="April-March years ahead, 1 to 10.")]
Draws = Annotated[int, typer.Option(help="Simulated futures behind every range.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same numbers.")]
EvidenceFolder = Annotated[
    Path | None,
    typer.Option("--evidence", help="A folder of the authority's own tables, all or some."),
]
EvenSo = Annotated[
    bool, typer.Option("--even-so", help="Go on though returns do not match the record.")
]
AuthorityName = Annotated[
    str | None, typer.Option("--authority", help="Name or code of an English authority.")
]
RecordFolder = Annotated[
    Path | None, typer.Option("--record", help="A newer record of England than the package's.")
]
ReturnsFolder = Annotated[
    Path | None,
    typer.Option("--ssda903", help="A folder or zip of its SSDA903 returns; see docs/ssda903.md."),
]
EarlierRun = Annotated[
    Path | None,
    typer.Option("--earlier", help="Folder of an earlier run: the report says what changed."),
]
AreasFile = Annotated[
    Path | None,
    typer.Option("--areas", help="A CSV of postcode,area: which placements are in the area."),
]
Ignored = Annotated[
    list[str] | None,
    typer.Option("--ignore", help="A file among the returns to leave out; may be repeated."),
]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"sufficiency {__version__}")
        raise typer.Exit


@app.callback()
def _every_command(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Say which version."),
    ] = False,
) -> None:
    """Placement sufficiency forecasting for English children's services."""


@app.command()
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


@app.command()
def authorities(
    region: Annotated[str | None, typer.Option(help="A region of England.")] = None,
    record: RecordFolder = None,
) -> None:
    """List every English authority and what the record allows for it."""
    from sufficiency.evidence import authorities as listed

    _say(listed(region, record).to_string(index=False))


@app.command()
def evidence(
    name: Annotated[str, typer.Argument(help="Name or code of an English authority.")],
    out: Annotated[Path, typer.Option(help="Folder to write: new or empty.")],
    record: RecordFolder = None,
) -> None:
    """Write an authority's tables, to be edited and given back with --evidence."""
    from sufficiency.evidence import write_evidence

    _say(f"{len(write_evidence(name, out, record))} tables in {out}")


@app.command()
def region(
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
    tables_only: Annotated[
        bool, typer.Option("--tables-only", help="Write the tables and no pages.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write; outputs/ and the region if left out.")
    ] = None,
) -> None:
    """Forecast every council of a region or of England, and add them up draw by draw."""
    _one_thread_of_linear_algebra()
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
    )
    run_region(job, Talk())


@app.command()
def update(
    folder: Annotated[Path, typer.Argument(help="Publishers' files, as downloaded.")],
    out: Annotated[Path, typer.Option(help="Folder for the new record: new or empty.")],
    record: RecordFolder = None,
) -> None:
    """Make a new record of England from the publishers' files of a new year."""
    from sufficiency.evidence import update as update_record

    done = update_record(folder, out, record)
    _say("\n".join(done.lines()))
    _say(
        f"The record is in {out}: give --record {out}, or set SUFFICIENCY_RECORD to it. To set "
        "last year's forecast against what came: sufficiency hindcast --authority NAME "
        f"--record {out} --out FILE.csv"
    )


@app.command()
def forecast(
    out: Annotated[Path, typer.Option(help="CSV file to write.")],
    panel: Annotated[
        Path | None, typer.Option(help="A CSV of authorities by year; see docs/panel.md.")
    ] = None,
    ssda903: Annotated[
        Path | None, typer.Option(help="A folder or zip of SSDA903 returns; see docs/ssda903.md.")
    ] = None,
    ignore: Ignored = None,
    years: Annotated[
        int | None, typer.Option(help="Years ahead: 3 if left out, 5 from SSDA903 returns.")
    ] = None,
    draws: Draws = 2000,
    seed: Seed = 1,
) -> None:
    """Forecast children in care: the embedded authority, a panel file, or SSDA903 returns."""
    if panel is not None and ssda903 is not None:
        raise InputError("--panel and --ssda903 are two things to forecast from; give one.")
    if ssda903 is not None:
        from sufficiency.forecasting.files.returns_forecast import forecast_returns_to_file

        ahead = 5 if years is None else years
        report = forecast_returns_to_file(
            ssda903, ahead, draws, seed, out, ignore=tuple(ignore or ())
        )
        typer.echo("\n".join(report.lines()), err=True)
        return
    from sufficiency.job import forecast_to_file

    remarks = forecast_to_file(panel, 3 if years is None else years, draws, seed, out)
    for remark in remarks:
        typer.echo(remark, err=True)


@app.command()
def backtest(
    out: Annotated[Path, typer.Option(help="Folder to write.")],
    panel: Annotated[
        Path | None, typer.Option(help="A CSV of authorities by year; the embedded ones if not.")
    ] = None,
    ssda903: Annotated[
        Path | None, typer.Option(help="A folder or zip of SSDA903 returns.")
    ] = None,
    ignore: Ignored = None,
    regions: Annotated[
        bool, typer.Option("--regions", help="Score sums over regions and random tens of councils.")
    ] = False,
    stored: Annotated[
        bool, typer.Option("--stored", help="With --regions: those that come with the package.")
    ] = False,
    models: Annotated[
        list[str] | None,
        typer.Option(help="A method to score, or several with commas; may be repeated. Or all."),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=32, help="Processes.")] = 2,
    cache: Annotated[
        Path | None, typer.Option(help="Folder to keep scores in and take them from.")
    ] = None,
    draws: Annotated[int, typer.Option(help="Draws behind each forecast.")] = 1000,
    seed: Seed = 1,
) -> None:
    """Score methods on past forecasts: how far out, and how often the range held."""
    if panel is not None and ssda903 is not None:
        raise InputError("--panel and --ssda903 are two things to score on; give one.")
    if regions and (panel is not None or ssda903 is not None):
        raise InputError("--regions is scored on the record of England; leave the others out.")
    if stored and not regions:
        raise InputError("--stored goes with --regions.")
    _one_thread_of_linear_algebra()
    if regions:
        from sufficiency.trial.regions.run import regions_to_folder

        rows = regions_to_folder(out, stored, draws, seed, workers)
        _say(f"{rows:,} past forecasts of sums are in {out / 'regions.csv'}.")
        return
    from sufficiency.forecasting.files.score_folder import BacktestOptions

    options = BacktestOptions(models, workers, cache, draws, seed)
    if ssda903 is not None:
        from sufficiency.forecasting.files.returns_backtest import backtest_returns_to_folder

        backtest_returns_to_folder(ssda903, out, options, tuple(ignore or ()))
        return
    from sufficiency.forecasting.files.panel_backtest import backtest_panel_to_folder

    backtest_panel_to_folder(panel, out, options)


@app.command()
def hindcast(
    out: Annotated[Path, typer.Option(help="CSV file to write.")],
    authority: Annotated[
        str | None, typer.Option(help="Name or code of an English authority; all if not.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every authority.")] = False,
    stored: Annotated[bool, typer.Option(help="Those that come with the package.")] = False,
    record: RecordFolder = None,
    workers: Annotated[int, typer.Option(min=1, max=32, help="Processes.")] = 2,
    cache: Annotated[
        Path | None, typer.Option(help="Folder to keep finished openings in, to go on from.")
    ] = None,
    draws: Annotated[int, typer.Option(min=100, help="Draws behind each forecast.")] = 1000,
    seed: Seed = 1,
) -> None:
    """Say what the whole chain would have said at past openings, against what came."""
    if every == (authority is not None):
        raise InputError("Give --authority NAME for one council, or --all for every one.")
    _one_thread_of_linear_algebra()
    from sufficiency.trial.run import Settings
    from sufficiency.trial.to_file import Asked, hindcast_to_file

    asked = Asked(authority, stored, record)
    settings = Settings(draws, seed, workers, cache)
    table = hindcast_to_file(asked, out, settings)
    _say(f"{len(table):,} past forecasts are in {out}.")


@app.command()
def document(
    out: Annotated[Path, typer.Option(help="Word file (.docx) to write.")],
    run: Annotated[
        Path, typer.Option("--run", help="Folder of a run, as sufficiency run wrote it.")
    ] = Path("outputs/tameside"),
    template: Annotated[
        Path | None, typer.Option(help="The council's own Word template (.docx).")
    ] = None,
    earlier: EarlierRun = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="Suppress small numbers, for publication.")
    ] = False,
) -> None:
    """Write a chapter of a sufficiency strategy in Word, from a run."""
    from sufficiency.job import write_document

    write_document(run, out, template, earlier, publish)
    _say(f"Chapter: {out}")


@app.command()
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
    _one_thread_of_linear_algebra()
    from sufficiency.pages.explore.command import explore as open_page
    from sufficiency.pages.explore.state import Asked

    served = host is not None
    withheld = served if publish is None else publish
    asked = Asked(authority, run, ssda903, evidence, even_so, withheld, served, years, draws, seed)
    open_page(asked, host, port, browser=not (no_browser or served), say=_say_now)


@app.command()
def doctor() -> None:
    """Say what is installed, where output would go and what is missing."""
    from sufficiency.pages.doctor import examine, report

    findings = examine()
    _say(report(findings))
    if any(finding.mend for finding in findings):
        raise typer.Exit(2)


@app.command()
def monitor(
    ledger: Annotated[
        Path, typer.Option(help="CSV of month, placement_type, weeks, spend: the year so far.")
    ],
    budget: Annotated[
        Path, typer.Option(help="CSV of placement_type, weeks, budget for the year.")
    ],
    out: Annotated[Path, typer.Option(help="Folder to write.")],
    placements: Annotated[
        Path | None,
        typer.Option(help="A CSV of current placements; counts and sums alone are kept."),
    ] = None,
    columns: Annotated[
        Path | None, typer.Option(help="A CSV of ours,theirs: what that list calls its columns.")
    ] = None,
    ssda903: Annotated[
        Path | None,
        typer.Option(help="SSDA903 returns: the children they count beside the ledger's weeks."),
    ] = None,
    last: Annotated[
        Path | None, typer.Option(help="The folder that last month's monitoring wrote.")
    ] = None,
    internal: Annotated[
        bool, typer.Option("--internal", help="List single placements, for use within the council.")
    ] = False,
    draws: Draws = 2000,
    seed: Seed = 1,
) -> None:
    """What the year has cost so far and what it will come to, against the budget."""
    from sufficiency.pages.monitor import MonitorFiles, monitor_to_folder
    from sufficiency.pages.monitor.page import sentences
    from sufficiency.writing import checked_folder

    checked_folder(out)
    files = MonitorFiles(ledger, budget, placements, last, internal, columns, ssda903)
    month = monitor_to_folder(files, out, draws, seed)
    _say("\n".join([*sentences(month), f"Page: {out / 'monitor.html'}"]))


@app.command()
def diff(
    earlier: Annotated[Path, typer.Argument(help="The folder of the earlier run.")],
    later: Annotated[Path, typer.Argument(help="The folder of the later run.")],
    out: Annotated[Path | None, typer.Option(help="CSV file to write it to as well.")] = None,
) -> None:
    """What moved between two runs, and which input explains how much of it."""
    from sufficiency.job import open_run
    from sufficiency.pages.between_runs import lines_of
    from sufficiency.results.between_runs import movement
    from sufficiency.results.table_files import write_csv
    from sufficiency.writing import atomic_file

    moved = movement((earlier, open_run(earlier)), (later, open_run(later)))
    if out is not None:
        with atomic_file(out) as building:
            write_csv(moved, building, pence=True)
    _say("\n".join(lines_of(moved)))


@app.command("import")
def import_returns(
    returns: Annotated[Path, typer.Argument(help="A folder or zip of SSDA903 returns.")],
    out: Annotated[Path, typer.Option(help="CSV file of monthly counts to write.")],
    ignore: Ignored = None,
) -> None:
    """Turn SSDA903 returns into monthly counts: no child leaves the reader."""
    from sufficiency.evidence.ssda903 import import_to_file

    report = import_to_file(returns, out, tuple(ignore or ()))
    typer.echo("\n".join(report.lines()), err=True)


@app.command()
def synthesise(
    out: Annotated[Path, typer.Option(help="Folder to write.")],
    children: Annotated[int, typer.Option(help="Children looked after at a time, about.")] = 650,
    years: Annotated[int, typer.Option(help="Years of returns.")] = 6,
    seed: Seed = 1,
    pattern: Annotated[
        str, typer.Option(help="How entries go: steady, drifting or shocked.")
    ] = "steady",
    dirt: Annotated[
        list[str] | None, typer.Option(help="Kinds of fault to put in, or all; may be repeated.")
    ] = None,
) -> None:
    """Write made-up SSDA903 returns with a known truth, to try without real children."""
    from sufficiency.evidence.synthetic import synthesise as write

    write(out, children, years, seed, pattern, tuple(dirt or ()))


@scenario_app.command("new")
def scenario_new(
    authority: AuthorityName = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write starters of that authority's size to.")
    ] = None,
) -> None:
    """Print a commented starter file, or write eight of an authority's size with --out."""
    from sufficiency.scenarios.file.starter import new_scenario_text

    if out is None and authority is None:
        typer.echo(new_scenario_text(), nl=False)
        return
    from sufficiency.evidence import load_evidence
    from sufficiency.scenarios.shipped import starters, write_starters

    council = load_evidence(authority)
    if out is None:
        files = starters(council)
        typer.echo(files[min(files)], nl=False)
    else:
        _say(f"{len(write_starters(council, out))} scenario files in {out}")


@scenario_app.command("check")
def scenario_check(
    file: Annotated[Path, typer.Argument(help="A scenario file, or a folder of them.")],
    authority: AuthorityName = None,
) -> None:
    """Say in plain English what a scenario file does, and what it does not change."""
    from sufficiency.evidence import load_evidence
    from sufficiency.scenarios import explain, load_scenarios

    evidence = load_evidence(authority)
    _say("\n\n".join(explain(scenario, evidence) for scenario in load_scenarios(file)))


@scenario_app.command("seek")
def scenario_seek(
    file: Annotated[Path, typer.Argument(help="A question file; see docs/scenario-files.md.")],
    evidence: EvidenceFolder = None,
    ssda903: ReturnsFolder = None,
    draws: Draws = 2000,
    seed: Seed = 1,
) -> None:
    """Find how much of a lever reaches a goal, or say that no allowed value does."""
    from sufficiency.engine import forecast
    from sufficiency.evidence import load_evidence
    from sufficiency.results.answers import answer_in_words
    from sufficiency.results.seek import seek
    from sufficiency.scenarios import load_question

    question = load_question(file)
    baseline = forecast(load_evidence(None, ssda903, evidence=evidence), draws=draws, seed=seed)
    _say(answer_in_words(seek(baseline, question)))


@scenario_app.command("schema")
def scenario_schema() -> None:
    """Print the JSON Schema of scenario files, for editors that check as you type."""
    import json

    from sufficiency.scenarios.file.schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave with its exit code: 0 done, 2 wrong input, 1 a fault of ours."""
    _speak_utf8()
    with listening():
        code = _guarded(lambda: app(args=arguments, standalone_mode=True))
    sys.exit(code)


def _guarded(command: Callable[[], Any]) -> int:
    try:
        command()
    except InputError as wrong:
        _say(str(wrong), error=True)
        return 2
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 1
    except Stopped as stopped:
        _say(f"Stopped; {_what_was_written('the earlier output is as it was')}.", error=True)
        return stopped.exit_code
    except Exception as fault:
        if os.environ.get("SUFFICIENCY_DEBUG"):
            raise
        _say(
            f"Something went wrong in sufficiency itself ({type(fault).__name__}: {fault}); "
            f"{_what_was_written('nothing was written')}. Set SUFFICIENCY_DEBUG=1 and run again "
            "to see where.",
            error=True,
        )
        return 1
    return 0


def _what_was_written(nothing: str) -> str:
    """What stands in its place by now, whole, or the words for nothing."""
    from sufficiency.writing import written

    there = ", ".join(map(str, written()))
    return f"{there} had been written by then, whole" if there else nothing


def _say(text: str, error: bool = False) -> None:
    """Print lines for the reader: nothing that came from a file acts on the terminal."""
    typer.echo("\n".join(map(printable, text.split("\n"))), err=error)


def _say_now(text: str, error: bool = False) -> None:
    """Print at once, for whoever reads the first line while the command goes on."""
    _say(text, error)
    (sys.stderr if error else sys.stdout).flush()


def _one_thread_of_linear_algebra() -> None:
    """Before numpy is loaded: many small fits go several times slower when each is shared out."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _speak_utf8() -> None:
    """Print pound signs and dashes on a Windows console that is set to another code page."""
    for out in (sys.stdout, sys.stderr):
        if hasattr(out, "reconfigure"):
            out.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
