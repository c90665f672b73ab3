"""Native charts of the live sheets, each with words for those who cannot see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sufficiency.pages.workbook.book import Book, Sheet
from sufficiency.pages.workbook.grid import year_column
from sufficiency.pages.workbook.live_bridge import BRIDGE, STEPS
from sufficiency.pages.workbook.live_costs import COSTS, SAVINGS, CostRows
from sufficiency.pages.workbook.words import evidence_to
from sufficiency.results.finance.model import FinanceModel

_HEADER: Final = 6
"""Row of the years on every sheet by year, as a spreadsheet numbers it."""
_COLOURS: Final = (
    "#12436D",
    "#28A197",
    "#801650",
    "#F46A25",
    "#3D3D3D",
    "#A285D1",
    "#2073BC",
    "#6BACE6",
    "#D4351C",
)
_MILLIONS: Final = '#,##0.0,,"m"'


def charts_sheet(
    book: Book,
    model: FinanceModel,
    costs: Mapping[str, CostRows],
    savings: Mapping[str, Mapping[str, int]],
    bridge: Mapping[str, Mapping[str, int]],
) -> None:
    """Cost by scenario, savings, and the baseline's steps, drawn by the spreadsheet itself."""
    sheet = book.sheet(
        "Charts",
        f"{book.facts.authority}: cost, savings and why the cost moves",
        "Drawn from the live sheets: they follow the blue cells. Pounds, nominal and gross, mean "
        "of the simulated futures; ranges are on the sheets Ranges and Ranges of worth.",
        "Source: the sheets Costs, Savings and Bridge.",
        evidence_to(book.facts),
    )
    sheet.raw.set_h_pagebreaks([30, 54])
    first, last = year_column(0), year_column(len(model.years) - 1)

    def series(name: str, where: str, row: int, colour: str) -> dict[str, Any]:
        return {
            "name": name,
            "categories": f"='{where}'!${first}${_HEADER}:${last}${_HEADER}",
            "values": f"='{where}'!${first}${row}:${last}${row}",
            "line": {"color": colour, "width": 2.25},
            "fill": {"color": colour},
            "border": {"none": True},
        }

    lines = book.chart({"type": "line"})
    for name, colour in zip(model.scenarios, _cycle(len(model.scenarios)), strict=True):
        lines.add_series(_plain_line(series(name, COSTS, costs[name].total, colour)))
    _finish(lines, "Total modelled by scenario, £m nominal (the scale does not start at nil)")
    sheet.raw.insert_chart(
        6,
        0,
        lines,
        {
            "description": f"Line chart: total modelled cost of {len(model.scenarios)} "
            "scenarios by financial year, from the sheet Costs."
        },
    )
    if model.scenarios[1:]:
        _chart_of_savings(book, sheet, model, savings, series)
    steps = book.chart({"type": "column", "subtype": "stacked"})
    names = [step for step in STEPS if step not in ("from", "to")]
    for step, colour in zip(names, _COLOURS, strict=False):
        steps.add_series(
            _no_line(series(STEPS[step], BRIDGE, bridge[model.baseline][step], colour))
        )
    _finish(steps, f"Why the cost of {model.baseline} moves each year, £m nominal")
    sheet.raw.insert_chart(
        55,
        0,
        steps,
        {
            "description": "Stacked column chart: numbers, mix, price and inflation in "
            "the yearly change of the baseline's cost, from the sheet Bridge."
        },
    )


def _chart_of_savings(
    book: Book,
    sheet: Sheet,
    model: FinanceModel,
    savings: Mapping[str, Mapping[str, int]],
    series: Callable[[str, str, int, str], dict[str, Any]],
) -> None:
    saved = book.chart({"type": "column"})
    for name, colour in zip(model.scenarios[1:], _cycle(len(model.scenarios))[1:], strict=True):
        saved.add_series(_no_line(series(name, SAVINGS, savings[name]["at costing"], colour)))
    _finish(saved, f"Saving against {model.baseline}, £m nominal")
    sheet.raw.insert_chart(
        31,
        0,
        saved,
        {
            "description": "Column chart: what each scenario saves by financial year, "
            "from the sheet Savings; below the axis is a cost."
        },
    )


def _cycle(count: int) -> list[str]:
    return [_COLOURS[at % len(_COLOURS)] for at in range(count)]


def _plain_line(series: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in series.items() if key not in ("fill", "border")}


def _no_line(series: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in series.items() if key != "line"}


def _finish(chart: Any, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12, "color": "#12436D"}})
    chart.set_y_axis(
        {
            "num_format": _MILLIONS,
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
        }
    )
    chart.set_x_axis({"label_position": "low"})
    chart.set_legend({"position": "right"})
    chart.set_size({"width": 980, "height": 430})
