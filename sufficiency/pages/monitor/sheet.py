"""The month as a workbook of two sheets: outturn with its variance live, and the profile."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from sufficiency.pages.workbook.styles import properties
from sufficiency.placements import label
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
        profile = book.add_worksheet("Profile")
        for at, name in enumerate(month.profile.columns):
            profile.write_string(0, at, str(name).replace("_", " "), head)
            for row, value in enumerate(month.profile[name], start=1):
                if isinstance(value, str):
                    profile.write_string(row, at, value, text)
                elif value == value:
                    profile.write_number(row, at, float(value), pounds)
        profile.set_column(0, len(month.profile.columns), 15)
