"""Invest to save, live: flows, optimism bias, cash flow, present values."""

from __future__ import annotations

from typing import Final

from sufficiency.pages.workbook.book import Book, Kind
from sufficiency.pages.workbook.grid import Grid, Line
from sufficiency.pages.workbook.words import MONEY_SOURCE, evidence_to, finance_of
from sufficiency.results.finance.live import LiveCells
from sufficiency.results.finance.live.appraisal import AppraisalCells
from sufficiency.results.run import Run

_PROGRAMME_WORDS: Final = {
    "one_off": "Paid once",
    "recurrent": "Paid each year",
    "allowances": "Continuing allowances",
}


def appraisal_sheet(book: Book, run: Run, live: LiveCells) -> None:
    """Each scenario's flows at base-year prices and what they are worth."""
    model = finance_of(run).model
    grid = Grid(
        book,
        "Appraisal",
        f"{run.facts.authority}: invest to save",
        model,
        f"Unit: pounds at {model.base_year} prices, after optimism bias; costs in brackets. Within "
        "the years of the projection alone. Ranges are on the sheet Ranges of worth.",
        f"{MONEY_SOURCE} Discount rate: HM Treasury, Green Book, as on Inputs.",
        evidence_to(run.facts),
    )
    grid.heading("Discounting")
    grid.line(Line("Discount index", "index", "index"), live.discount.index)
    grid.line(Line("Discount factor", "factor", "index"), live.discount.factor)
    grid.gap()
    for name, appraisal in live.appraisals.items():
        _scenario(grid, name, appraisal)
        grid.gap()


def _scenario(grid: Grid, name: str, appraisal: AppraisalCells) -> None:
    def line(words: str, kind: Kind = "plain") -> Line:
        return Line(words, "£", "pounds", name, kind)

    for kind, cells in appraisal.programme.items():
        grid.line(line(_PROGRAMME_WORDS[kind]), cells)
    grid.lines(
        [
            (line("Saving on placements, before optimism bias"), appraisal.saved),
            (line("Optimism bias"), appraisal.bias),
            (line("of the saving: cashable", "range"), appraisal.cashable),
            (line("of the saving: cost avoided", "range"), appraisal.avoided),
            (line("Net", "total"), appraisal.net),
            (line("Net so far"), appraisal.cumulative),
        ]
    )
    grid.line(line("Net present value, mean", "total"), one=appraisal.npv)
    grid.line(line("Present value of costs"), one=appraisal.put_in)
    ratio = Line("Benefit-cost ratio of the means", "ratio", "ratio", name)
    grid.line(ratio, one=appraisal.ratio)
