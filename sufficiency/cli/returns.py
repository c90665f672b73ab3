"""SSDA903 returns: counted by month, or made up to try without real children."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sufficiency.cli.options import EvenSo, Ignored, Seed
from sufficiency.cli.speaking import say

commands = typer.Typer()


@commands.command("import")
def import_returns(
    returns: Annotated[Path, typer.Argument(help="A folder or zip of SSDA903 returns.")],
    out: Annotated[Path, typer.Option(help="CSV file of monthly counts to write.")],
    ignore: Ignored = None,
    even_so: EvenSo = False,
) -> None:
    """Turn SSDA903 returns into monthly counts: no child leaves the reader."""
    from sufficiency.evidence.ssda903 import Allowed, import_to_file

    report = import_to_file(returns, out, Allowed(tuple(ignore or ()), even_so))
    typer.echo("\n".join(report.lines()), err=True)


@commands.command()
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
    say(f"Made-up returns of {years} years are in {out}.")
