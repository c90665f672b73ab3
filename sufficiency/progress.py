"""Work that says what it is doing: a run step by step, a backtest with a bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import TextIO


class Talk:
    """Says each step as it starts, and keeps its seconds for the run's manifest.

    Steps go to standard error, so that what a command prints can be piped; the headlines and
    where the files are go to standard output. In a notebook, where standard error looks like a
    fault, they go there too (`aside`).
    """

    def __init__(self, aside: TextIO | None = None) -> None:
        self.seconds: dict[str, float] = {}
        self._aside = aside or sys.stderr

    @contextmanager
    def step(self, name: str, doing: str) -> Iterator[None]:
        """Announce a step, time it, and say when it is done."""
        print(f"{doing} ... ", end="", file=self._aside, flush=True)
        start = perf_counter()
        try:
            yield
        except BaseException:
            print(file=self._aside)
            raise
        self.seconds[name] = round(perf_counter() - start, 2)
        print(f"{self.seconds[name]:.1f} s", file=self._aside, flush=True)

    def note(self, text: str) -> None:
        """Print a line beside the steps, apart from the results."""
        print(text, file=self._aside, flush=True)

    def warn(self, text: str) -> None:
        """Print a caution, apart from the results."""
        print(f"Take care: {text}", file=self._aside, flush=True)

    def say(self, text: str = "") -> None:
        """Print a line for the reader."""
        print(text, flush=True)


@contextmanager
def bar(doing: str) -> Iterator[Callable[[float], None]]:
    """Show a bar on standard error; the block calls what it is given with the share done, 0-1."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(file=sys.stderr), transient=False) as progress:
        task = progress.add_task(doing, total=1.0)
        yield lambda share: progress.update(task, completed=share)
