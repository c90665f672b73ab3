"""The commands: they read, call and write, and do no arithmetic."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from sufficiency._version import __version__
from sufficiency.cli import forecasts, money, records, returns, running, scenarios
from sufficiency.cli.speaking import say, speak_utf8
from sufficiency.errors import InputError
from sufficiency.stopping import Stopped, listening

app = typer.Typer(
    help="Placement sufficiency forecasting for English children's services.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for room in (running, records, forecasts, returns, money):
    app.add_typer(room.commands)
app.add_typer(scenarios.commands, name="scenario")


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


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave with its exit code: 0 done, 2 wrong input, 1 a fault of ours."""
    speak_utf8()
    with listening():
        code = _guarded(lambda: app(args=arguments, standalone_mode=True))
    sys.exit(code)


def _guarded(command: Callable[[], Any]) -> int:
    try:
        command()
    except InputError as wrong:
        say(str(wrong), error=True)
        return 2
    except ModuleNotFoundError as missing:
        if (missing.name or "sufficiency").startswith("sufficiency"):
            return _fault_of_ours(missing)
        say(
            f"The library {missing.name} is not installed; "
            f"{_what_was_written('nothing was written')}. sufficiency doctor says what is missing "
            "and what to do.",
            error=True,
        )
        return 2
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 1
    except Stopped as stopped:
        say(f"Stopped; {_what_was_written('the earlier output is as it was')}.", error=True)
        return stopped.exit_code
    except Exception as fault:
        return _fault_of_ours(fault)
    return 0


def _fault_of_ours(fault: Exception) -> int:
    if os.environ.get("SUFFICIENCY_DEBUG"):
        raise fault
    say(
        f"Something went wrong in sufficiency itself ({type(fault).__name__}: {fault}); "
        f"{_what_was_written('nothing was written')}. Set SUFFICIENCY_DEBUG=1 and run again "
        "to see where.",
        error=True,
    )
    return 1


def _what_was_written(nothing: str) -> str:
    """What stands in its place by now, whole, or the words for nothing."""
    from sufficiency.writing import written

    there = ", ".join(map(str, written()))
    return f"{there} had been written by then, whole" if there else nothing
