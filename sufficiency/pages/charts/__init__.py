"""The charts of a run: pictures, alternative text and the numbers behind each."""

from __future__ import annotations

from typing import Final

from sufficiency.errors import InputError, closest, listed
from sufficiency.pages.charts.area import area
from sufficiency.pages.charts.budget import budget_context, cost_drivers
from sufficiency.pages.charts.budget_expectation import budget_expectation
from sufficiency.pages.charts.capacity import need_and_supply
from sufficiency.pages.charts.carers import carers
from sufficiency.pages.charts.chart import Chart, png, svg
from sufficiency.pages.charts.children import children_in_care, entries_and_exits
from sufficiency.pages.charts.costs import cost_forecast
from sufficiency.pages.charts.credibility import past_forecasts
from sufficiency.pages.charts.differences import differences
from sufficiency.pages.charts.files import markdown, write_all
from sufficiency.pages.charts.methods_compared import methods_compared
from sufficiency.pages.charts.own_record import past_forecasts_from_returns
from sufficiency.pages.charts.placement import placement_families, placement_types
from sufficiency.pages.charts.record import spend_and_children, unit_costs
from sufficiency.pages.charts.savings import costs, savings
from sufficiency.pages.charts.scenarios import gap_scenarios, placement_types_scenarios
from sufficiency.pages.charts.shared import ChartMaker, charts_begun, write_charts
from sufficiency.pages.charts.tornado import tornado, tornado_step_down
from sufficiency.pages.charts.trial import trial
from sufficiency.pages.charts.waterfall import waterfall, waterfall_of
from sufficiency.results.run import Run

CHARTS: Final[tuple[ChartMaker, ...]] = (
    children_in_care,
    placement_families,
    placement_types,
    entries_and_exits,
    need_and_supply,
    carers,
    area,
    spend_and_children,
    unit_costs,
    cost_forecast,
    cost_drivers,
    budget_context,
    differences,
    placement_types_scenarios,
    gap_scenarios,
    costs,
    savings,
    waterfall,
    tornado,
    tornado_step_down,
    past_forecasts,
    past_forecasts_from_returns,
    budget_expectation,
    methods_compared,
    trial,
)
"""Every chart, in the order a reader meets them."""

__all__ = [
    "CHARTS",
    "Chart",
    "ChartMaker",
    "chart_named",
    "draw_all",
    "markdown",
    "png",
    "svg",
    "waterfall_of",
    "write_all",
    "charts_begun",
    "write_charts",
    *(make.__name__ for make in CHARTS),
]


def draw_all(run: Run) -> tuple[Chart, ...]:
    """Draw every chart whose subject the run and its evidence hold."""
    drawn = (make(run) for make in CHARTS)
    return tuple(chart for chart in drawn if chart is not None)


def chart_named(run: Run, name: str) -> Chart:
    """Draw one chart by the name of its files.

    Raises:
        InputError: when there is no such chart, or the run and the evidence hold nothing for it.
    """
    known = {make.__name__: make for make in CHARTS}
    if name not in known:
        raise InputError(
            f"There is no chart '{name}'; known are {listed(known)}.{closest(name, known)}"
        )
    chart = known[name](run)
    if chart is None:
        raise InputError(f"This run and its evidence hold nothing to draw for '{name}'.")
    return chart
