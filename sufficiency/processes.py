"""Work handed to other processes while this one goes on, or done at once where there is one."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any

from sufficiency.stopping import follow_the_parent


class Here(Executor):
    """Does what it is given at once, in this process.

    What is given goes through the same hands as on its way to another process, where an array that
    is a view of another arrives laid out afresh and its sums can end in another last digit: so the
    answers are those of any number of processes, to the bit.
    """

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """What came of it; a fault is raised here and not when it is asked for."""
        given, named = pickle.loads(pickle.dumps((args, kwargs)))
        done: Future[Any] = Future()
        done.set_result(fn(*given, **named))
        return done


def hands(workers: int) -> Executor:
    """Who does work besides this process; to be used in a `with`.

    Args:
        workers: processes; with one there is nobody else.
    """
    if workers == 1:
        return Here()
    return ProcessPoolExecutor(workers, initializer=follow_the_parent)
