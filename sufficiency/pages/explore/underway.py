"""Work under way that its reader can see the progress of, and stop."""

from __future__ import annotations

import threading
from time import perf_counter


class Enough(Exception):
    """The reader asked for the work to stop."""


class UnderWay:
    """How far some work is, and whether it is to stop."""

    def __init__(self) -> None:
        self.done = 0
        self._stop = threading.Event()
        self._began = perf_counter()

    def told(self, done: int) -> None:
        """Be told how much is done.

        Raises:
            Enough: when the reader has had enough.
        """
        self.done = done
        if self._stop.is_set():
            raise Enough

    def stop(self) -> None:
        """Have it stop as soon as it next tells how far it is."""
        self._stop.set()

    def left(self, whole: int) -> float:
        """Seconds that are left of work of that length, going by what is done."""
        return (perf_counter() - self._began) * (whole / max(self.done, 1) - 1)
