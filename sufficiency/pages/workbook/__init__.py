"""The workbook: what a finance officer opens first."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from sufficiency.evidence import Evidence
from sufficiency.money import Budget
from sufficiency.pages.workbook.book import Book
from sufficiency.pages.workbook.carers import carers_sheet, gap_sheet, recruitment_sheet
from sufficiency.pages.workbook.children import forecast_sheet, months_sheet, placements_sheet
from sufficiency.pages.workbook.front import contents_sheet, notes_sheet
from sufficiency.pages.workbook.inputs import assumptions_sheet, inputs_sheet
from sufficiency.pages.workbook.live import write_live_workbook
from sufficiency.pages.workbook.money import (
    bridge_sheet,
    budget_sheet,
    costs_sheet,
    savings_sheet,
)
from sufficiency.results.disclosure import MARK, is_published
from sufficiency.results.facts import RunFacts
from sufficiency.results.finance import Finance

__all__ = ["write_workbook"]


def write_workbook(
    path: Path,
    tables: Mapping[str, pd.DataFrame],
    evidence: Evidence,
    facts: RunFacts,
    finance: Finance | None = None,
    budget: Budget | None = None,
) -> Path:
    """Write the workbook of a run: the same bytes for the same run.

    With `finance` it is the finance workbook, whose costs, savings, plan and appraisal are live.
    Without it, or where small numbers are withheld, it holds the tables: volumes that formulas
    could work on would give back what was withheld.

    Args:
        path: The .xlsx file to write.
        tables: The tables of the run; withheld figures are blank.
        evidence: For inflation and the budget as reported.
        facts: The run, its scenarios and its headlines.
        finance: What finance asks of the run, as `sufficiency.results.finance.finance` gives it.
        budget: The approved budget, if there is one.
    """
    if finance is not None and not is_published(tables):
        return write_live_workbook(path, tables, evidence, facts, finance, budget)
    with Book(path, facts, blank=MARK if is_published(tables) else "–") as book:
        contents_sheet(book, tables)
        inputs_sheet(book, tables, evidence)
        forecast_sheet(book, tables)
        months_sheet(book, tables)
        placements_sheet(book, tables)
        carers_sheet(book, tables)
        recruitment_sheet(book, tables)
        gap_sheet(book, tables)
        totals = costs_sheet(book, tables, "nominal") | costs_sheet(book, tables, "real")
        savings_sheet(book, tables, totals)
        bridge_sheet(book, tables)
        budget_sheet(book, evidence)
        assumptions_sheet(book, tables)
        notes_sheet(book, tables)
    return path
