"""Work handed to other processes while this one goes on, and done here where none has begun it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, Generic, TypeVar

from sufficiency.stopping import follow_the_parent

T = TypeVar("T")


@dataclass(frozen=True)
class Answer(Generic[T]):
    """What was asked of whoever has hands free.

    Attributes:
        work: what is to be done, packed as for another process. It is so whoever does it: an array
            that is a view of another is unpacked laid out afresh, and its sums can end in another
            last digit. So the answers are those of any number of processes, to the bit.
        begun: by another process; None where there is none.
    """

    work: bytes
    begun: Future[T] | None

    def get(self) -> T:
        """What came of it, done here and now where no other process has begun it."""
        if self.begun is not None and not self.begun.cancel():
            return self.begun.result()
        done: T = _do(self.work)
        return done


class Hands:
    """Processes that do work beside this one, if any; to be used in a `with`.

    They do what they are asked in its order, so what is asked for first, and what takes longest,
    comes first.
    """

    def __init__(self, workers: int = 1) -> None:
        """Whoever does the work.

        Args:
            workers: processes, this one among them.
        """
        self._pool = None
        if workers > 1:
            self._pool = ProcessPoolExecutor(workers - 1, initializer=follow_the_parent)

    def ask(self, work: Callable[..., T], *given: Any) -> Answer[T]:
        """Have a function of a module called with what it is given, as that is now."""
        packed = pickle.dumps(partial(work, *given))
        return Answer(packed, None if self._pool is None else self._pool.submit(_do, packed))

    def __enter__(self) -> Hands:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _do(work: bytes) -> Any:
    return pickle.loads(work)()
