"""A region's charts: no maps; every range is of a sum, or says whose it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from sufficiency.errors import InputError
from sufficiency.pages import style
from sufficiency.pages.charts.chart import Chart
from sufficiency.pages.charts.files import write_all
from sufficiency.pages.region.charts import beside, futures, where
from sufficiency.results.region.run import RegionRun

CHARTS: Final[tuple[Callable[[RegionRun], Chart | None], ...]] = (
    futures.children,
    futures.need_and_places,
    where.provision,
    futures.costs,
    beside.savings,
    beside.gains,
    beside.councils,
)
"""In the order of the report."""


def region_chart(run: RegionRun, name: str) -> Chart:
    """One chart by the name of its files.

    Raises:
        InputError: when the run holds nothing for it.
    """
    makers = {make.__name__: make for make in CHARTS}
    with style.settings():
        chart = makers[name](run)
    if chart is None:
        raise InputError(f"There is nothing to draw of {run.name} for '{name}'.")
    return chart


def draw_region(run: RegionRun, folder: Path, centimetres: float | None = None) -> list[Chart]:
    """Draw every chart whose subject the run holds and write it as SVG, PNG and words.

    Args:
        run: the region.
        folder: where to.
        centimetres: how wide; as any chart if left out.
    """
    with style.wide(centimetres or style.WIDTH_CM), style.settings():
        made = [make(run) for make in CHARTS]
        charts = [chart for chart in made if chart is not None]
        write_all(charts, folder)
    return charts
