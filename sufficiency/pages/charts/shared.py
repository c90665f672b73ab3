"""Every chart of a run drawn and written by several processes at once: the same bytes as by one.

Drawing and saving take a third of a run. Each process is given the run as it begins and takes one
chart after another; the pictures stay in their files, and their words come back.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from matplotlib.figure import Figure

from sufficiency.pages import style
from sufficiency.pages.charts.chart import Chart
from sufficiency.pages.charts.files import write_all
from sufficiency.results.run import Run
from sufficiency.stopping import follow_the_parent

ChartMaker: TypeAlias = Callable[[Run], Chart | None]


@dataclass(frozen=True)
class _Drawing:
    """What a process draws from, and how.

    Attributes:
        run: The run, without its draws: pages are made of its tables.
        folder: Where the files go.
        centimetres: How wide the charts are.
    """

    run: Run
    folder: Path
    centimetres: float

    def written(self, make: ChartMaker) -> Chart | None:
        """The chart, drawn, written and without its picture; None where there is no such chart."""
        with style.wide(self.centimetres):
            chart = make(self.run)
        if chart is None:
            return None
        write_all([chart], self.folder)
        return replace(chart, figure=Figure())


_DRAWING: list[_Drawing] = []
"""Of this process, where it is one of several: handed over once, as it began."""


@contextmanager
def charts_begun(
    makers: Sequence[ChartMaker],
    run: Run,
    folder: Path,
    centimetres: float = style.WIDTH_CM,
    workers: int = 1,
) -> Iterator[Callable[[], tuple[Chart, ...]]]:
    """Have every chart whose subject the run holds drawn and written, while the block goes on.

    Args:
        makers: The charts, in order.
        run: What they show.
        folder: Where their files go; made when missing.
        centimetres: How wide they are.
        workers: Processes to share the drawing; the bytes are the same with any number. With one
            they are drawn when they are asked for.

    Yields:
        What waits for them and gives them in order, their pictures in the folder and not in them.

    Raises:
        InputError: when no chart can be that wide.
    """
    with style.wide(centimetres):  # refused here, before any process begins
        drawing = _Drawing(replace(run, results=None), folder, centimetres)
    if workers == 1:
        yield lambda: _charts(map(drawing.written, makers))
        return
    pool = ProcessPoolExecutor(workers, initializer=_begin, initargs=(drawing,))
    try:
        # The last first: those of past forecasts take the longest, and no process waits for one.
        begun = {make: pool.submit(_written, make) for make in reversed(makers)}
        yield lambda: _charts(begun[make].result() for make in makers)
    finally:
        pool.shutdown(cancel_futures=True)


def write_charts(makers: Sequence[ChartMaker], run: Run, folder: Path) -> tuple[Chart, ...]:
    """As `charts_begun`, in this process and at once."""
    with charts_begun(makers, run, folder) as charts:
        return charts()


def _charts(written: Iterable[Chart | None]) -> tuple[Chart, ...]:
    return tuple(chart for chart in written if chart is not None)


def _begin(drawing: _Drawing) -> None:
    follow_the_parent()
    gc.freeze()  # what the run made is not searched for what to let go, nor copied to be searched
    _DRAWING.append(drawing)


def _written(make: ChartMaker) -> Chart | None:
    return _DRAWING[0].written(make)
