"""Native charts of the live sheets, each with words for those who cannot see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sufficiency.money.bridge import STEPS
from sufficiency.pages.workbook.book import Book, Sheet
from sufficiency.pages.workbook.grid import HEADER_ROW
from sufficiency.pages.workbook.live_bridge import STEP_WORDS
from sufficiency.pages.workbook.words import evidence_to
from sufficiency.results.by_year import ByYear
from sufficiency.results.finance.live import LiveCells
from sufficiency.results.run import Run

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
_ROWS: Final = (6, 32, 58)
_END: Final = 84
"""Row after the last chart."""
_WIDTH: Final = 140
"""Where the charts stand, from 0, one under another."""


@dataclass(frozen=True)
class _Chart:
    """A chart: what it draws, its title, and its words for those who cannot see it."""

    kind: dict[str, str]
    series: Mapping[str, ByYear]
    colours: Sequence[str]
    title: str
    says: str


def charts_sheet(book: Book, run: Run, live: LiveCells) -> None:
    """Cost by scenario, savings, and the baseline's steps, drawn by the spreadsheet itself."""
    sheet = book.sheet(
        "Charts",
        f"{run.facts.authority}: cost, savings and why the cost moves",
        "Drawn from the live sheets: they follow the blue cells. Pounds, nominal and gross, mean "
        "of the simulated futures; ranges are on the sheets Ranges and Ranges of appraisal.",
        "Source: the sheets Costs, Savings and Bridge.",
        evidence_to(run.facts),
    )
    sheet.widths(_WIDTH)
    drawn = [chart for chart in _charts(live) if chart.series]  # no scenario saves nothing
    for row, chart in zip(_ROWS, drawn, strict=False):
        _insert(book, sheet, row, chart)
    sheet.row = _END


def _charts(live: LiveCells) -> list[_Chart]:
    baseline = next(iter(live.costs))
    colours = [_COLOURS[at % len(_COLOURS)] for at in range(len(live.costs))]
    return [
        _Chart(
            {"type": "line"},
            {name: costs.total for name, costs in live.costs.items()},
            colours,
            "Total modelled by scenario, £m nominal (the scale does not start at nil)",
            f"Line chart: total modelled cost of {len(live.costs)} scenarios by financial year, "
            "from the sheet Costs.",
        ),
        _Chart(
            {"type": "column"},
            {name: savings.at_costing for name, savings in live.savings.items()},
            colours[1:],
            f"Saving against {baseline}, £m nominal",
            "Column chart: what each scenario saves by financial year, from the sheet Savings; "
            "below the axis is a cost.",
        ),
        _Chart(
            {"type": "column", "subtype": "stacked"},
            {STEP_WORDS[step]: live.bridges[baseline][step] for step in STEPS},
            _COLOURS[: len(STEPS)],
            f"Why the cost of {baseline} moves each year, £m nominal",
            "Stacked column chart: numbers, mix, price and inflation in the yearly change of the "
            "baseline's cost, from the sheet Bridge.",
        ),
    ]


def _insert(book: Book, sheet: Sheet, row: int, chart: _Chart) -> None:
    native = book.chart(chart.kind)
    for (name, line), colour in zip(chart.series.items(), chart.colours, strict=True):
        drawn: dict[str, Any] = {
            "name": name,
            "categories": f"={book.places.row_of(line.years, HEADER_ROW)}",
            "values": f"={book.places.row_of(line.years)}",
        }
        if chart.kind["type"] == "line":
            drawn["line"] = {"color": colour, "width": 2.25}
        else:
            drawn |= {"fill": {"color": colour}, "border": {"none": True}}
        native.add_series(drawn)
    native.set_title({"name": chart.title, "name_font": {"size": 12, "color": "#12436D"}})
    native.set_y_axis(
        {
            "num_format": _MILLIONS,
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
        }
    )
    native.set_x_axis({"label_position": "low"})
    native.set_legend({"position": "right"})
    native.set_size({"width": 980, "height": 430})
    sheet.raw.insert_chart(row, 0, native, {"description": chart.says})
