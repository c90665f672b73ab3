"""Checks: each says TRUE, or by how much it is out."""

from __future__ import annotations

from sufficiency.pages.workbook.book import Book, Column, Row
from sufficiency.pages.workbook.words import evidence_to
from sufficiency.results.finance.live import LiveCells
from sufficiency.results.run import Run


def checks_sheet(book: Book, run: Run, live: LiveCells) -> None:
    """Sums, the bridge, the scaling to the outturn and the sheets against each other."""
    sheet = book.sheet(
        "Checks",
        f"{run.facts.authority}: checks",
        "Each check says TRUE when two figures that must agree do, to half a penny; otherwise by "
        "how much they differ, in pounds. They hold whatever is put in the blue cells.",
        "Source: the other sheets.",
        evidence_to(run.facts),
    )
    checks = live.checks
    sheet.raw.write_string(sheet.row, 0, "Every check holds", book.style("text", "heading"))
    sheet.write(sheet.row, 3, checks.all_hold, "check", "total")
    sheet.row += 2
    columns = [
        Column("Check", width=64),
        Column("Scenario", width=44),
        Column("Difference", "pence", 14),
        Column("Holds", "check", 12),
    ]
    rows = [
        Row([check.what, check.scenario, check.difference, check.holds]) for check in checks.checks
    ]
    sheet.table(columns, rows, freeze=2)
    sheet.heading("For information")
    words = "Weekly prices changed from the run, added up (nothing: as the run had them)"
    sheet.raw.write_string(sheet.row, 0, words, book.style("text"))
    sheet.write(sheet.row, 2, checks.prices_moved, "pence", "plain")
