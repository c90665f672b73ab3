"""A run that says what it is doing, and how long each step took."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter


class Talk:
    """Says each step as it starts, and keeps its seconds for the run's manifest.

    Steps go to standard error, so that what a command prints can be piped; the headlines and
    where the files are go to standard output.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str, doing: str) -> Iterator[None]:
        """Announce a step, time it, and say when it is done."""
        print(f"{doing} ... ", end="", file=sys.stderr, flush=True)
        start = perf_counter()
        try:
            yield
        except BaseException:
            print(file=sys.stderr)
            raise
        self.seconds[name] = round(perf_counter() - start, 2)
        print(f"{self.seconds[name]:.1f} s", file=sys.stderr, flush=True)

    def note(self, text: str) -> None:
        """Print a line beside the steps, apart from the results."""
        print(text, file=sys.stderr, flush=True)

    def warn(self, text: str) -> None:
        """Print a caution, apart from the results."""
        print(f"Take care: {text}", file=sys.stderr, flush=True)

    def say(self, text: str = "") -> None:
        """Print a line for the reader."""
        print(text, flush=True)
