"""The sheets that live formulas draw on: Inputs to change, Volumes and Factors from the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sufficiency.money import Budget
from sufficiency.pages.workbook.book import Book, Formula
from sufficiency.pages.workbook.grid import Grid, fixed
from sufficiency.pages.workbook.words import evidence_to
from sufficiency.results.finance.model import LINES, FinanceModel, line_label

INPUTS: Final = "Inputs"
VOLUMES: Final = "Volumes"
FACTORS: Final = "Factors"
MILLION: Final = 1_000_000.0
TOLERANCE: Final = 0.005
"""Half a penny: what a check lets pass."""


@dataclass(frozen=True)
class InputRows:
    """Where each input stands on the sheet Inputs: rows as a spreadsheet numbers them."""

    rows: Mapping[str, int]

    def one(self, key: str) -> str:
        """The cell of an input with one value."""
        return fixed(INPUTS, self.rows[key])

    def year(self, key: str, column: str) -> str:
        """The cell of an input by year."""
        return f"'{INPUTS}'!{column}${self.rows[key]}"

    def prices(self) -> str:
        """The weekly prices of all lines."""
        return f"'{INPUTS}'!$D${self.rows[LINES[0]]}:$D${self.rows[LINES[-1]]}"

    def flags(self) -> str:
        """1 for each line of the residential outturn line."""
        first, last = self.rows[f"residential {LINES[0]}"], self.rows[f"residential {LINES[-1]}"]
        return f"'{INPUTS}'!$D${first}:$D${last}"

    def growth(self, column: str) -> str:
        """The price indices of all lines in a year."""
        first, last = self.rows[f"index {LINES[0]}"], self.rows[f"index {LINES[-1]}"]
        return f"'{INPUTS}'!{column}${first}:{column}${last}"


def inputs_sheet(book: Book, model: FinanceModel, budget: Budget | None) -> InputRows:
    """Write Inputs; returns where each input stands. Blue cells are there to be changed."""
    grid = Grid(
        book,
        INPUTS,
        f"{book.facts.authority}: inputs",
        model,
        "Blue cells may be changed: every other sheet follows. A price set here stands as it is "
        "and is not scaled to the outturn again. Children's numbers come from the run.",
        "Source: the run; the sheet Assumptions gives the source of each figure.",
        evidence_to(book.facts),
    )
    at: dict[str, int] = {}
    grid.heading(
        f"Weekly prices in {model.base_year}, scaled to the outturn (in E: as the run had them)"
    )
    for line, price in zip(LINES, model.weekly, strict=True):
        unit = "£ a place a week" if line == LINES[-1] else "£ a child a week"
        at[line] = grid.line(
            line_label(line), unit, "pence", constant=float(price), base=None, kind="input"
        )
        # As run: black, since it is no input.
        grid.sheet.write(at[line] - 1, 4, float(price), "pence", "range")
    _growth(grid, model, at)
    _settings(grid, model, at)
    _income(grid, model, at, budget)
    grid.sheet.raw.data_validation(
        f"D{at['costing']}", {"validate": "list", "source": ["marginal", "full"]}
    )
    return InputRows(at)


def _growth(grid: Grid, model: FinanceModel, at: dict[str, int]) -> None:
    """Rates by year in blue, and the indices that follow from them."""
    grid.heading("General inflation (GDP deflator)")
    level = np.concatenate([[1.0], model.inflation])
    at["start"] = grid.line("Start of an index", "index", "index", constant=1.0)
    start = f"$D${at['start']}"
    at["inflation"] = grid.line(
        "General inflation",
        "a year",
        "percent",
        years=list(level[1:] / level[:-1] - 1),
        kind="input",
    )
    rate = at["inflation"]
    row = grid.row
    at["level"] = grid.formulas(
        "Price level",
        "index",
        "index",
        lambda c, p: f"{p}{row}+{p}{row}*{c}{rate}",
        model.inflation.tolist(),
        base=Formula(f"={start}", 1.0),
    )
    grid.heading("Growth of prices above general inflation")
    growth = np.concatenate([np.ones((1, len(LINES))), model.growth])
    rates = growth[1:] / growth[:-1] - 1
    for k, line in enumerate(LINES[:-1]):
        at[f"growth {line}"] = grid.line(
            line_label(line), "a year, real", "percent", years=rates[:, k].tolist(), kind="input"
        )
    grid.heading("Real price index")
    for k, line in enumerate(LINES):
        key = "in_house_residential" if line == LINES[-1] else line
        of, row = at[f"growth {key}"], grid.row
        at[f"index {line}"] = grid.formulas(
            line_label(line),
            "index",
            "index",
            lambda c, p, of=of, row=row: f"{p}{row}+{p}{row}*{c}{of}",  # type: ignore[misc]
            model.growth[:, k].tolist(),
            base=Formula(f"={start}", 1.0),
        )


def _settings(grid: Grid, model: FinanceModel, at: dict[str, int]) -> None:
    grid.heading("Savings and appraisal")
    at["costing"] = grid.line(
        "Own fostering is costed at (marginal or full)",
        "choice",
        "text",
        constant="marginal",
        kind="input",
    )
    at["marginal"] = grid.line(
        "Marginal: payments and support", "word", "text", constant="marginal"
    )
    at["full"] = grid.line("Full: with overheads", "word", "text", constant="full")
    for key, label, unit, value in (
        ("overhead", "Overheads on own fostering", "share of marginal cost", model.overhead_share),
        ("discount", "Discount rate (Green Book 3.5%)", "a year, real", model.discount_rate),
        ("bias_savings", "Optimism bias: taken off savings", "share", model.bias_savings),
        ("bias_costs", "Optimism bias: put on programme costs", "share", model.bias_costs),
    ):
        at[key] = grid.line(label, unit, "percent", constant=value, kind="input")
    at["zero"] = grid.line("Nothing", "£", "pounds", constant=0.0)
    at["million"] = grid.line("Pounds in a million", "£", "pounds", constant=MILLION)
    at["tolerance"] = grid.line("What a check lets pass", "£", "pence", constant=TOLERANCE)
    flags = [1.0 if y == model.year_zero else 0.0 for y in range(len(model.years))]
    at["year zero"] = grid.line(
        "Year that money is discounted to", "1 marks it", "whole", years=flags
    )


def _income(grid: Grid, model: FinanceModel, at: dict[str, int], budget: Budget | None) -> None:
    grid.heading("What is not modelled, income and budget")
    at["modelled"] = grid.line("Outturn of what is modelled", "£", "pounds", base=model.modelled)
    at["not modelled"] = grid.line(
        "Not modelled, carried flat in real terms",
        "£ a year",
        "pounds",
        constant=model.not_modelled,
        kind="input",
    )
    # As run: what the checks hold against the outturn.
    grid.sheet.write(at["not modelled"] - 1, 4, model.not_modelled, "pounds", "range")
    at["outturn"] = grid.line(
        "Outturn (RO3), all children looked after", "£", "pounds", base=model.outturn
    )
    at["health"] = grid.line(
        "Contributions of health", "share of residential", "percent",
        constant=model.income_share * model.health_share, kind="input",
    )  # fmt: skip
    at["education"] = grid.line(
        "Contributions of education and others", "share of residential", "percent",
        constant=model.income_share * (1 - model.health_share), kind="input",
    )  # fmt: skip
    at["asylum"] = grid.line(
        "Children seeking asylum",
        "children",
        "children",
        years=[model.asylum_children] * len(model.years),
        kind="input",
    )
    at["grant"] = grid.line(
        "Home Office grant", "£ a child a night", "pence", constant=model.asylum_grant, kind="input"
    )
    at["nights"] = grid.line("Nights", "nights", "children", years=model.nights.tolist())
    covers = "all children looked after"
    given: list[float | None] = [None] * len(model.years)
    if budget is not None:
        covers = "all that is modelled" if budget.covers == "modelled" else covers
        given = [budget.by_year.get(year) for year in model.years]
    at["budget"] = grid.line(
        f"Approved budget, gross, for {covers}", "£", "pounds", years=given, kind="input"
    )
    for y, value in enumerate(given):
        if value is None:  # an empty cell to fill in
            style = grid.book.style("pounds", "input")
            grid.sheet.raw.write_blank(at["budget"] - 1, 5 + y, None, style)
    grid.heading("Lines of the residential outturn line")
    for line, flag in zip(LINES, model.residential, strict=True):
        at[f"residential {line}"] = grid.line(
            line_label(line), "1 is yes", "whole", constant=float(flag)
        )
