"""Tasks done here or in several processes, and given back in the order they end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

from sufficiency.stopping import follow_the_parent

Done = TypeVar("Done")


def each_done(
    work: Callable[[Any], Done], tasks: Sequence[Any], workers: int
) -> Iterator[tuple[int, Done]]:
    """Do every task; yield its place among the tasks and what came of it, as each ends.

    Args:
        work: done to each task; with several workers both must be picklable.
        tasks: what to do.
        workers: processes; one is this one. Others are fresh (as Windows starts them) and have
            one thread of linear algebra each, or they would wait for each other.
    """
    if workers == 1:
        yield from ((number, work(task)) for number, task in enumerate(tasks))
        return
    with (
        _one_thread_each(),
        ProcessPoolExecutor(
            workers, mp_context=get_context("spawn"), initializer=follow_the_parent
        ) as pool,
    ):
        begun = {pool.submit(work, task): number for number, task in enumerate(tasks)}
        for done in as_completed(begun):
            yield begun[done], done.result()


@contextmanager
def _one_thread_each() -> Iterator[None]:
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
