"""How many children, and how good past forecasts were."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sufficiency.cli.options import Draws, EvenSo, Ignored, RecordFolder, Seed
from sufficiency.cli.speaking import one_thread_of_linear_algebra, say, say_now
from sufficiency.errors import InputError

commands = typer.Typer()


@commands.command()
def forecast(
    out: Annotated[Path, typer.Option(help="CSV file to write.")],
    panel: Annotated[
        Path | None, typer.Option(help="A CSV of authorities by year; see docs/panel.md.")
    ] = None,
    ssda903: Annotated[
        Path | None, typer.Option(help="A folder or zip of SSDA903 returns; see docs/ssda903.md.")
    ] = None,
    ignore: Ignored = None,
    even_so: EvenSo = False,
    years: Annotated[
        int | None, typer.Option(help="Years ahead: 3 if left out, 5 from SSDA903 returns.")
    ] = None,
    draws: Draws = 2000,
    seed: Seed = 1,
) -> None:
    """Forecast children in care: the embedded authority, a panel file, or SSDA903 returns."""
    if panel is not None and ssda903 is not None:
        raise InputError("--panel and --ssda903 are two things to forecast from; give one.")
    from sufficiency.evidence.ssda903 import Allowed

    allowed = Allowed(tuple(ignore or ()), even_so)
    if ssda903 is not None:
        from sufficiency.forecasting.files.returns_forecast import forecast_returns_to_file

        ahead = 5 if years is None else years
        report = forecast_returns_to_file(ssda903, ahead, draws, seed, out, allowed)
        typer.echo("\n".join(report.lines()), err=True)
        return
    allowed.refuse_without_returns()
    from sufficiency.verbs import forecast_to_file

    remarks = forecast_to_file(panel, 3 if years is None else years, draws, seed, out)
    for remark in remarks:
        typer.echo(remark, err=True)


@commands.command()
def backtest(
    out: Annotated[Path, typer.Option(help="Folder to write.")],
    panel: Annotated[
        Path | None, typer.Option(help="A CSV of authorities by year; the embedded ones if not.")
    ] = None,
    ssda903: Annotated[
        Path | None, typer.Option(help="A folder or zip of SSDA903 returns.")
    ] = None,
    ignore: Ignored = None,
    even_so: EvenSo = False,
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
    one_thread_of_linear_algebra()
    from sufficiency.evidence.ssda903 import Allowed

    allowed = Allowed(tuple(ignore or ()), even_so)
    if ssda903 is None:
        allowed.refuse_without_returns()
    if regions:
        from sufficiency.trial.regions.run import regions_to_folder

        rows = regions_to_folder(out, stored, draws, seed, workers)
        say(f"{rows:,} past forecasts of sums are in {out / 'regions.csv'}.")
        return
    from sufficiency.forecasting.files.score_folder import BacktestOptions

    options = BacktestOptions(models, workers, cache, draws, seed)
    if ssda903 is not None:
        from sufficiency.forecasting.files.returns_backtest import backtest_returns_to_folder

        backtest_returns_to_folder(ssda903, out, options, allowed)
        return
    from sufficiency.forecasting.files.panel_backtest import backtest_panel_to_folder

    backtest_panel_to_folder(panel, out, options)


@commands.command()
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
    one_thread_of_linear_algebra()
    from sufficiency.trial.run import Settings
    from sufficiency.trial.to_file import Asked, hindcast_to_file

    asked = Asked(authority, stored, record)
    settings = Settings(draws, seed, workers, cache)
    table = hindcast_to_file(
        asked, out, settings, lambda done, of: say_now(f"{done} of {of} openings", error=True)
    )
    say(f"{len(table):,} past forecasts are in {out}.")
