"""How a command speaks, and what it settles before anything heavy is loaded."""

from __future__ import annotations

import os
import sys

import typer

from sufficiency.errors import printable


def say(text: str, error: bool = False) -> None:
    """Print lines for the reader: nothing that came from a file acts on the terminal."""
    typer.echo("\n".join(map(printable, text.split("\n"))), err=error)


def say_now(text: str, error: bool = False) -> None:
    """Print at once, for whoever reads the first line while the command goes on."""
    say(text, error)
    (sys.stderr if error else sys.stdout).flush()


def one_thread_of_linear_algebra() -> None:
    """Before numpy is loaded: many small fits go several times slower when each is shared out."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def speak_utf8() -> None:
    """Print pound signs and dashes on a Windows console that is set to another code page."""
    for out in (sys.stdout, sys.stderr):
        if hasattr(out, "reconfigure"):
            out.reconfigure(encoding="utf-8", errors="replace")
