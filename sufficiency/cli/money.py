"""What finance asks month by month."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sufficiency.cli.options import Draws, Seed
from sufficiency.cli.speaking import say

commands = typer.Typer()


@commands.command()
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
    say("\n".join([*sentences(month), f"Page: {out / 'monitor.html'}"]))


@commands.command()
def diff(
    earlier: Annotated[Path, typer.Argument(help="The folder of the earlier run.")],
    later: Annotated[Path, typer.Argument(help="The folder of the later run.")],
    out: Annotated[Path | None, typer.Option(help="CSV file to write it to as well.")] = None,
) -> None:
    """What moved between two runs, and which input explains how much of it."""
    from sufficiency.pages.between_runs import lines_of
    from sufficiency.progress import Talk
    from sufficiency.results.between_runs import movement
    from sufficiency.results.table_files import write_csv
    from sufficiency.verbs import open_run
    from sufficiency.writing import atomic_file

    with Talk().step("movement", "Reading both runs, and making them again input by input"):
        moved = movement((earlier, open_run(earlier)), (later, open_run(later)))
    if out is not None:
        with atomic_file(out) as building:
            write_csv(moved, building, pence=True)
    say("\n".join(lines_of(moved)))
