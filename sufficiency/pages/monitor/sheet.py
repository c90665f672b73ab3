"""The month as a workbook: outturn with its variance live, profile, periods, returns beside it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from sufficiency.pages.workbook.styles import properties
from sufficiency.placements import LABELS, label
from sufficiency.results.monitor.month import Month

_HEADS = {
    "placement_type": "Placement type",
    "to_date": "Ledger to date",
    "run_rate": "Run-rate",
    "mean": "Outturn, mean",
    "p50": "Outturn P50",
    "p80": "Outturn P80",
    "budget": "Budget",
    "variance": "Variance, mean",
    "numbers": "of it numbers",
    "mix": "of it mix",
    "weekly_cost": "of it weekly cost",
}
_WORDS = {
    "ledger": "In the ledger",
    "p10": "1 in 10 below",
    "p50": "Middle (P50)",
    "p80": "1 in 5 above (P80)",
    "p90": "1 in 10 above",
    "so_far_mean": "Year so far",
    "period": "Months of the ledger",
    "contingency": "Contingency: P80 less P50",
    "chance_within": "Chance that the budget holds",
    "difference": "Ledger less returns",
}
_SHOWS = {"chance_within": "chance", "period": "whole", "difference": "weeks"}
_ADD = ("to_date", "run_rate", "mean", "budget")
"""Columns whose total is the sum of the parts; percentiles of parts do not add."""


def month_workbook(path: Path, month: Month) -> None:
    """Write the workbook; the variance and the sums are formulas."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime(int(month.financial_year[:4]), 3, 31)})
        pounds, text = (book.add_format(properties(k, "plain")) for k in ("pounds", "text"))
        head = book.add_format(properties("text", "head"))
        sheet = book.add_worksheet("Monitoring")
        title = f"Period {month.period} of {month.financial_year}: outturn and budget, £"
        sheet.write_string(0, 0, title, book.add_format(properties("text", "title")))
        names = list(_HEADS)
        for at, name in enumerate(names):
            sheet.write_string(1, at, _HEADS[name], head)
        rows = month.outturn.to_dict("records")
        last = len(rows) + 1
        for row, held in enumerate(rows, start=2):
            for at, name in enumerate(names):
                cell = xl_rowcol_to_cell
                if name == "placement_type":
                    kind = str(held[name])
                    words = "All placements" if kind == "total" else label(kind)
                    sheet.write_string(row, at, words, text)
                elif name == "variance":
                    a, b = names.index("mean"), names.index("budget")
                    sheet.write_formula(
                        row, at, f"={cell(row, a)}-{cell(row, b)}", pounds, held[name]
                    )
                elif row == last and name in _ADD and last > 2:
                    total = f"=SUM({cell(2, at)}:{cell(last - 1, at)})"
                    sheet.write_formula(row, at, total, pounds, held[name])
                else:
                    sheet.write_number(row, at, float(held[name]), pounds)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, len(names), 15)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.freeze_panes(2, 1)
        _table_sheet(book, "Profile", "month by month, all placements, £", month.profile)
        says = "what each month so far says of the year, £: the ledger as now known"
        _table_sheet(book, "Periods", says, month.periods)
        if not month.returns.empty:
            says = "weeks in the ledger beside those of children in the returns"
            _table_sheet(book, "Returns", says, month.returns)


def _table_sheet(book: xlsxwriter.Workbook, name: str, says: str, table: pd.DataFrame) -> None:
    """A sheet of one table as it is, with its columns in words."""
    sheet = book.add_worksheet(name)
    title = f"{name}: {says}"
    sheet.write_string(0, 0, title, book.add_format(properties("text", "title")))
    head = book.add_format(properties("text", "head"))
    for at, column in enumerate(table.columns):
        shows = _SHOWS.get(str(column), "weeks" if "weeks" in str(column) else "pounds")
        style = book.add_format(properties(shows, "plain"))
        heading = _WORDS.get(str(column), str(column).replace("_", " ").capitalize())
        sheet.write_string(1, at, heading, head)
        for row, value in enumerate(table[column], start=2):
            if isinstance(value, str):
                words = label(value) if value in LABELS else value
                sheet.write_string(row, at, words, book.add_format(properties("text", "plain")))
            elif value == value:
                sheet.write_number(row, at, float(value), style)
    sheet.set_column(0, len(table.columns) - 1, 24)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(2, 1)
