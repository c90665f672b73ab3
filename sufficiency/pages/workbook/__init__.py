"""The workbook: what a finance officer opens first."""

from __future__ import annotations

from pathlib import Path

from sufficiency.pages.workbook.book import Book
from sufficiency.pages.workbook.carers import carers_sheet, gap_sheet, recruitment_sheet
from sufficiency.pages.workbook.children import forecast_sheet, months_sheet, placements_sheet
from sufficiency.pages.workbook.front import CONTENTS, contents_sheet, notes_sheet
from sufficiency.pages.workbook.inputs import assumptions_sheet, inputs_sheet
from sufficiency.pages.workbook.live import live_sheets
from sufficiency.pages.workbook.money import (
    bridge_sheet,
    budget_sheet,
    costs_sheet,
    savings_sheet,
)
from sufficiency.results.publish.disclosure import MARK
from sufficiency.results.run import Run

__all__ = ["write_workbook"]


def write_workbook(path: Path, run: Run) -> Path:
    """Write the workbook of a run: the same bytes for the same run.

    A run with finance gets the finance workbook, whose costs, savings, plan and appraisal are
    live. Without it, or where small numbers are withheld, the workbook holds the tables: volumes
    that formulas could work on would give back what was withheld.

    Args:
        path: The .xlsx file to write.
        run: The run; withheld figures of its tables are blank.
    """
    with Book(path, run.facts, blank=MARK if run.is_published else "–") as book:
        if run.finance is not None and not run.is_published:
            live_sheets(book, run)
        else:
            _sheets_of_tables(book, run)
    return path


def _sheets_of_tables(book: Book, run: Run) -> None:
    """Write the tables as sheets, with live sums."""
    contents_sheet(book, run, [("Sheets", CONTENTS)])
    inputs_sheet(book, run)
    forecast_sheet(book, run)
    months_sheet(book, run)
    placements_sheet(book, run)
    carers_sheet(book, run)
    recruitment_sheet(book, run)
    gap_sheet(book, run)
    totals = costs_sheet(book, run, "nominal") | costs_sheet(book, run, "real")
    savings_sheet(book, run, totals)
    bridge_sheet(book, run)
    budget_sheet(book, run)
    assumptions_sheet(book, run)
    notes_sheet(book, run)
