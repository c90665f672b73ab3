"""Costs and Savings, live."""

from __future__ import annotations

from sufficiency.pages.remarks import share_not_in_ranges
from sufficiency.pages.workbook.book import Book
from sufficiency.pages.workbook.grid import ALL_YEARS, Grid, Line
from sufficiency.pages.workbook.words import MONEY_SOURCE, evidence_to, finance_of
from sufficiency.results.finance.live import LiveCells
from sufficiency.results.finance.model import LINES, line_label
from sufficiency.results.run import Run


def costs_sheet(book: Book, run: Run, live: LiveCells) -> None:
    """Cost of every scenario and line, nominal, with the total at base-year prices."""
    model = finance_of(run).model
    grid = Grid(
        book,
        "Costs",
        f"{run.facts.authority}: cost of placements by scenario",
        model,
        "Unit: pounds, nominal and gross, April to March; mean of the simulated futures. Live: "
        "weeks x weekly price x real price index x factor x price level.",
        MONEY_SOURCE,
        evidence_to(run.facts),
        one=ALL_YEARS,
    )
    real = f"Total modelled at {model.base_year} prices"
    for name, costs in live.costs.items():
        grid.lines(
            [
                *(
                    (Line(line_label(line), "£", "pounds", name), cost)
                    for line, cost in zip(LINES, costs.lines, strict=True)
                ),
                (Line("Programme and allowances", "£", "pounds", name), costs.programme),
                (Line("Total modelled", "£", "pounds", name, "total"), costs.total),
                (Line("Not modelled", "£", "pounds", name), costs.not_modelled),
                (
                    Line("All children looked after", "£", "pounds", name, "total"),
                    costs.everything,
                ),
                (Line(real, "£ real", "pounds", name), costs.real),
            ],
            summed=True,
        )


def savings_sheet(book: Book, run: Run, live: LiveCells) -> None:
    """What each scenario saves, at the chosen costing of own fostering."""
    model = finance_of(run).model
    grid = Grid(
        book,
        "Savings",
        f"{run.facts.authority}: what each scenario saves against {model.baseline}",
        model,
        "Unit: pounds, gross, the programme's cost taken off; brackets are a cost. Whether own "
        "fostering is costed at marginal or full cost is chosen on Inputs and shown on each line.",
        MONEY_SOURCE,
        evidence_to(run.facts),
        one="Costed at",
    )
    chosen, real = "Saving, own fostering at:", f"£, {model.base_year} prices"
    overheads = "Overheads on own fostering, if at full cost"
    for name, savings in live.savings.items():
        costing, costing_of_real = savings.costing
        marginal = Line("Saving at marginal cost", "£ nominal", "pounds", name)
        grid.line(marginal, savings.saving)
        grid.line(Line(overheads, "£ nominal", "pounds", name), savings.overheads)
        at_costing = Line(chosen, "£ nominal", "pounds", name, "total")
        grid.line(at_costing, savings.at_costing, one=costing)
        grid.line(Line(chosen, real, "pounds", name), savings.real, one=costing_of_real)
    if share := share_not_in_ranges(run):
        grid.note(share)
