"""Checks: of what was typed, of figures that must agree, and of each sheet against its total."""

from __future__ import annotations

from typing import Final

from sufficiency.pages.workbook.book import Book, Sheet
from sufficiency.pages.workbook.columns import Column, Row
from sufficiency.pages.workbook.live_appraisal import AFTER_PLAN
from sufficiency.pages.workbook.words import evidence_to
from sufficiency.results.cell_functions import all_are
from sufficiency.results.finance.live import LiveCells
from sufficiency.results.finance.live.checks import Controls, control_totals
from sufficiency.results.run import Run

INPUTS: Final = "Inputs"
CONTROLLED: Final = (
    *("Volumes", "Factors", "Workings", "Costs", "Savings", "Bridge", "MTFP", "Plans", "Appraisal"),
)
"""Sheets with a stored total."""


def checks_sheet(book: Book, run: Run, live: LiveCells) -> None:
    """Every check, the one that says whether all hold first."""
    sheet = book.sheet(
        "Checks",
        f"{run.facts.authority}: checks",
        "Each check says TRUE, or by how much it is out. A price that is set and not marked as "
        "known parts the base year from the outturn, and the first checks say by how much.",
        "Source: the other sheets.",
        evidence_to(run.facts),
    )
    on = book.places.on
    sheets = [name for name in (*CONTROLLED, AFTER_PLAN) if on(name)]
    one = live.prices.start
    controls = control_totals({name: on(name) for name in sheets}, on(INPUTS), live.settings, one)
    fails = [
        *(check.fails for check in live.checks),
        *(of.fails for of in live.inputs),
        *(total.fails for total in controls.totals),
    ]
    sheet.raw.write_string(sheet.row, 0, "Every check holds", book.style("text", "heading"))
    sheet.write(sheet.row, 4, all_are(fails, live.settings.nothing), "check", "total")
    sheet.row += 1
    sheet.raw.write_string(sheet.row, 0, "Inputs", book.style("text", "heading"))
    sheet.write(sheet.row, 4, controls.changed, "check", "total")
    sheet.row += 1
    _table(sheet, live, controls)


def _table(sheet: Sheet, live: LiveCells, controls: Controls) -> None:
    """One table: what is checked, the two figures or the ends allowed, and whether it holds."""
    columns = [
        Column("Check", width=54),
        Column("Scenario, sheet or inputs", width=38),
        Column("Stored, or least allowed", "number", 13),
        Column("Now, or most allowed", "number", 13),
        Column("Apart by, or how many are wrong", "number", 14),
        Column("Holds", "check", 8),
        Column("Fails", "whole", 8),
    ]
    rows = [
        Row([check.what, check.scenario, None, None, check.difference, check.holds, check.fails])
        for check in live.checks
    ]
    rows += [
        Row(
            [
                "Inputs are filled and in range",
                of.what,
                of.low,
                of.high,
                of.wrong,
                of.holds,
                of.fails,
            ],
            apart={2: "date", 3: "date"} if of.rule.dates else {},
        )
        for of in live.inputs
    ]
    words = "The sheet's total is as stored, or inputs were changed"
    rows += [
        Row([words, of.sheet, of.stored, of.now, of.difference, of.holds, of.fails])
        for of in controls.totals
    ]
    for words, kept, now in zip(
        ("Sum of inputs", "Sum of their squares", "How many are filled", "How many say full"),
        controls.inputs_stored,
        controls.inputs,
        strict=True,
    ):
        shows = "power" if "squares" in words else ""
        rows.append(Row([words, INPUTS, kept, now, None, None, None], shows=shows))
    sheet.table(columns, rows, freeze=1)
