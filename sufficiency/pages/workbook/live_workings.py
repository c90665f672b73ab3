"""Workings between Inputs and Costs: indices, prices used, the base year against the outturn."""

from __future__ import annotations

from collections.abc import Sequence

from sufficiency.pages.workbook.book import Book
from sufficiency.pages.workbook.grid import Grid, Line
from sufficiency.pages.workbook.words import MONEY_SOURCE, evidence_to, finance_of
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.results.cells import Cell
from sufficiency.results.finance.live import LiveCells
from sufficiency.results.finance.model import LINES, line_label
from sufficiency.results.run import Run


def workings_sheet(book: Book, run: Run, live: LiveCells) -> None:
    """What follows from Inputs before anything is costed."""
    model = finance_of(run).model
    grid = Grid(
        book,
        "Workings",
        f"{run.facts.authority}: workings",
        model,
        "What follows from Inputs: indices, the prices used, and the base year at those prices "
        "beside what was spent, by line of the revenue outturn (RO3).",
        MONEY_SOURCE,
        evidence_to(run.facts),
    )
    _constants(grid, live)
    _indices(grid, live)
    _prices(grid, live)
    _base_year(grid, live)


def _constants(grid: Grid, live: LiveCells) -> None:
    settings, prices = live.settings, live.prices
    grid.heading("What formulas name")
    for line, cell in (
        (Line("Start of an index", "index", "index"), prices.start),
        (Line("Nil", "£", "pounds"), settings.nothing),
        (Line("Pounds in a million", "£", "pounds"), settings.million),
        (Line("What a check lets pass", "£", "pence"), settings.tolerance),
        (Line("Yes", "word", "text"), prices.yes),
        (Line("Marginal: payments and support", "word", "text"), settings.marginal),
        (Line("Full: with overheads", "word", "text"), settings.full),
    ):
        grid.line(line, one=cell)
    for word, cell in (("Agreed", live.plan_set.agreed), ("Proposed", live.plan_set.proposed)):
        grid.line(Line(word, "word", "text"), one=cell)
    for name in live.plan_set.names.values():
        grid.line(Line("Scenario", "name", "text"), one=name)
    grid.line(Line("Nights", "nights", "children"), live.outturn.nights)
    grid.line(Line("Year that money is discounted to", "1 marks it", "whole"), settings.year_zero)


def _indices(grid: Grid, live: LiveCells) -> None:
    grid.heading("Indices")
    grid.line(Line("Price level", "index", "index"), live.prices.level)
    grid.line(Line("1 April after the year", "date", "date"), live.prices.april)
    for kind, part in zip(PLACEMENT_TYPES, live.prices.part, strict=True):
        of = Line(f"{line_label(kind)}: paid an uplift", "share of the year", "index")
        grid.line(of, part)
    for unit, indices in (
        ("index, 31 March", live.prices.at_end),
        ("real price index", live.prices.index),
    ):
        for line, index in zip(LINES, indices, strict=True):
            grid.line(Line(line_label(line), unit, "index"), index)


def _prices(grid: Grid, live: LiveCells) -> None:
    prices = live.prices
    for line, cells in prices.of_line.items():
        _each(grid, f"Stands on the {line} line of the outturn", "1 is yes", "whole", cells.flags)
    _each(grid, "Price known", "1 is yes", "whole", prices.is_known)
    grid.line(
        Line("Prices of these lines that are known", "how many", "whole"), one=prices.any_known
    )
    _each(grid, "Price list, before scaling", "£ a week", "pence", prices.list_as_run)
    _each(grid, "Price list, moved as the input was", "£ a week", "pence", prices.listed)
    weeks = "Weeks of the base year that the scaled lines pay for"
    _each(grid, weeks, "weeks", "weeks", prices.line_weeks)
    for line, cells in prices.of_line.items():
        grid.heading(f"The {line} line of the outturn (RO3)")
        for words, unit, shows, cell in (
            ("Prices that are known", "how many", "whole", cells.known),
            ("Spent", "£", "pounds", cells.outturn),
            ("Made by the run's prices where none is known", "£", "pounds", cells.explained),
            ("Left by a shrunk factor: nil where any price is known", "£", "pounds", cells.left),
            ("Prices of no line with known ones move by", "factor", "index", cells.moved),
            ("Made by known prices", "£", "pounds", cells.held),
            ("Made by the rest as listed", "£", "pounds", cells.rest),
            ("The rest is multiplied by", "factor", "index", cells.factor),
        ):
            grid.line(Line(words, unit, shows), one=cell)
    _each(grid, "Price used", "£ a week", "pence", prices.weekly)


def _base_year(grid: Grid, live: LiveCells) -> None:
    base = live.base_year
    _each(grid, "Weeks of the base year", "weeks", "weeks", base.weeks)
    _each(grid, "What joins weeks and prices in the base year", "factor", "index", base.factor)
    on_line = "The same of the weeks that scaled lines pay for"
    _each(grid, f"{on_line}, as drawn", "factor", "index", base.line_factor_as_run)
    _each(grid, f"{on_line}, used", "factor", "index", base.line_factor)
    shift = "What known prices change of children who are on no scaled line"
    _each(grid, shift, "£", "pounds", base.shift)
    grid.heading("The base year beside the outturn (RO3)")
    for line in live.prices.of_line:
        made = Line(f"Made by the prices used on the {line} line", "£", "pounds")
        grid.line(made, one=base.on_line[line])
        left = Line(f"Residual of the {line} line: spent, not explained", "£", "pounds")
        grid.line(left, one=base.residual[line])
        over = Line(f"Residual beyond that of the {line} line's factor", "£", "pounds")
        grid.line(over, one=base.beyond[line])
    for words, cell in (
        ("Residuals of lines with known prices", base.unexplained),
        ("Residuals of factors that prices explain where any is known", base.rejoined),
        ("Spent on what is modelled, as the run had it", base.modelled_as_run),
        ("Spent on what is modelled", base.modelled),
        ("Outturn (RO3), all children looked after", base.outturn),
        ("Not modelled: what the outturn leaves", base.not_modelled_left),
        ("Not modelled: used, carried flat in real terms", base.not_modelled),
    ):
        grid.line(Line(words, "£", "pounds"), one=cell)


def _each(grid: Grid, heading: str, unit: str, shows: str, cells: Sequence[Cell]) -> None:
    """A block with a line for each priced line."""
    grid.heading(heading)
    for line, cell in zip(LINES, cells, strict=True):
        grid.line(Line(line_label(line), unit, shows), one=cell)
