"""Scenario files: written, checked, and asked the other way round."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sufficiency.cli.options import AuthorityName, Draws, EvidenceFolder, ReturnsFolder, Seed
from sufficiency.cli.speaking import say

commands = typer.Typer(help="Write and check scenario files.", no_args_is_help=True)


@commands.command("new")
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
        say(f"{len(write_starters(council, out))} scenario files in {out}")


@commands.command("check")
def scenario_check(
    file: Annotated[Path, typer.Argument(help="A scenario file, or a folder of them.")],
    authority: AuthorityName = None,
) -> None:
    """Say in plain English what a scenario file does, and what it does not change."""
    from sufficiency.evidence import load_evidence
    from sufficiency.scenarios import explain, load_scenarios

    evidence = load_evidence(authority)
    say("\n\n".join(explain(scenario, evidence) for scenario in load_scenarios(file)))


@commands.command("seek")
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
    say(answer_in_words(seek(baseline, question)))


@commands.command("schema")
def scenario_schema() -> None:
    """Print the JSON Schema of scenario files, for editors that check as you type."""
    import json

    from sufficiency.scenarios.file.schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
