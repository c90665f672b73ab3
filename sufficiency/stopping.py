"""Being asked to stop: Ctrl-C and the system's own request end a command in the same way.

The request is raised as an exception where the work is, so that whatever was begun is cleared up
on the way out. What must not be left half done, such as the swap of two folders, holds it back.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
REQUESTS: Final = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))
"""Ctrl-C, the system's request to end, a closed terminal, and Ctrl-Break on Windows."""


class Stopped(BaseException):
    """The person at the keyboard, or the system, asked the command to stop.

    It is no `Exception`, so that nothing that mends faults on the way holds it up.

    Attributes:
        exit_code: what a shell expects of a command that a signal ended.
    """

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.exit_code = 128 + number


@contextmanager
def listening() -> Iterator[None]:
    """Raise `Stopped` in the block when it is asked to stop; what was ignored stays ignored."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Stopped(number)

    heard = [number for number in REQUESTS if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, stop) for number in heard}
    try:
        yield
    finally:
        _restore(before)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Do the whole block, and only then what a request to stop in the meantime would have done."""
    if threading.current_thread() is not threading.main_thread():
        yield  # requests reach the main thread alone
        return
    asked: list[int] = []
    before = {
        number: signal.signal(number, lambda asked_by, _: asked.append(asked_by))
        for number in REQUESTS
        if signal.getsignal(number) != signal.SIG_IGN
    }
    try:
        yield
    finally:
        _restore(before)
        for number in asked[:1]:
            signal.raise_signal(number)


def follow_the_parent() -> None:
    """Leave requests to the process that began this one, and end when it ends, however it does.

    For a pool of processes to call in each as it begins: a request reaches them too, and one that
    ended of itself would break the pool while its own process is clearing up.
    """
    for number in REQUESTS:
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _restore(before: dict[int, Any]) -> None:
    for number, handler in before.items():
        signal.signal(number, signal.SIG_DFL if handler is None else handler)
