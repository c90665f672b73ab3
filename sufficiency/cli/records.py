"""The record: who is in it, one council's tables, and a new year of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sufficiency.cli.options import RecordFolder
from sufficiency.cli.speaking import say

commands = typer.Typer()


@commands.command()
def authorities(
    region: Annotated[str | None, typer.Option(help="A region of England.")] = None,
    record: RecordFolder = None,
) -> None:
    """List every English authority, by region, and what the record allows for it."""
    from sufficiency.evidence import authorities as listed

    for place, councils in listed(region, record).groupby("region", sort=False):
        say(f"{place}")
        for row in councils.to_dict("records"):
            why = row["reason"].removeprefix("estimated: ")
            say(f"  {row['name']} ({row['code']}): {row['grade']}{f' ({why})' if why else ''}")


@commands.command()
def evidence(
    name: Annotated[str, typer.Argument(help="Name or code of an English authority.")],
    out: Annotated[Path, typer.Option(help="Folder to write: new or empty.")],
    record: RecordFolder = None,
) -> None:
    """Write an authority's tables, to be edited and given back with --evidence."""
    from sufficiency.evidence import write_evidence

    say(f"{len(write_evidence(name, out, record))} tables in {out}")


@commands.command()
def update(
    folder: Annotated[Path, typer.Argument(help="Publishers' files, as downloaded.")],
    out: Annotated[Path, typer.Option(help="Folder for the new record: new or empty.")],
    record: RecordFolder = None,
) -> None:
    """Make a new record of England from the publishers' files of a new year."""
    from sufficiency.evidence import update as update_record

    done = update_record(folder, out, record)
    say("\n".join(done.lines()))
    say(
        f"The record is in {out}: give --record {out}, or set SUFFICIENCY_RECORD to it. To set "
        "last year's forecast against what came: sufficiency hindcast --authority NAME "
        f"--record {out} --out FILE.csv"
    )
