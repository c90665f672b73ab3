"""The workbook: what a finance officer opens first."""

from __future__ import annotations

from pathlib import Path

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
from sufficiency.results.publish.disclosure import MARK
from sufficiency.results.run import Run

__all__ = ["write_workbook"]


def write_workbook(
    path: Path,
    run: Run,
) -> Path:
    """Write the workbook of a run: the same bytes for the same run.

    With what finance asks it is the finance workbook, whose costs, savings, plan and appraisal are
    live. Without it, or where small numbers are withheld, it holds the tables: volumes that
    formulas could work on would give back what was withheld.

    Args:
        path: The .xlsx file to write.
        run: The run.
    """
    tables, evidence, facts = run.tables, run.evidence, run.facts
    if run.finance is not None and not run.is_published:
        return write_live_workbook(path, run, run.finance)
    with Book(path, facts, blank=MARK if run.is_published else "–") as book:
        contents_sheet(book, tables)
        inputs_sheet(book, tables, evidence)
        forecast_sheet(book, tables)
        months_sheet(book, tables)
        placements_sheet(book, tables)
        carers_sheet(book, tables)
        recruitment_sheet(book, tables)
        gap_sheet(book, tables)
        totals = costs_sheet(book, tables, "nominal") | costs_sheet(book, tables, "real")
        savings_sheet(book, run, totals)
        bridge_sheet(book, tables)
        budget_sheet(book, evidence)
        assumptions_sheet(book, tables)
        notes_sheet(book, run)
    return path
