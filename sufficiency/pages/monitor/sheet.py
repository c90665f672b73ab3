"""The month as a workbook: what it says, then one table a sheet, its variance and sums live."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell as cell_at
from xlsxwriter.worksheet import Worksheet

from sufficiency.evidence.placement_list import PlacementList
from sufficiency.pages.monitor.page import sentences
from sufficiency.pages.workbook.columns import lines_of
from sufficiency.pages.workbook.styles import properties
from sufficiency.placements import LABELS, label
from sufficiency.results.monitor.month import Month

_WORDS: Final[Mapping[str, str]] = {
    "placement_type": "Placement type",
    "to_date": "Ledger to date",
    "run_rate": "Run-rate",
    "mean": "Outturn, mean",
    "p10": "1 in 10 below",
    "p50": "Outturn P50",
    "p80": "Outturn P80",
    "p90": "1 in 10 above",
    "budget": "Budget",
    "variance": "Variance, mean",
    "numbers": "of it numbers",
    "mix": "of it mix",
    "weekly_cost": "of it weekly cost",
    "months_late": "Months of invoices to come",
    "month": "Month",
    "month_mean": "Mean",
    "month_middle": "Middle (P50)",
    "ledger": "In the ledger",
    "so_far_mean": "Year so far",
    "period": "Months of the ledger",
    "contingency": "Contingency: P80 less P50",
    "chance_within": "Chance that the budget holds",
    "last_month": "Outturn, last month's run",
    "this_month": "Outturn, this month's run",
    "change": "Change",
    "weeks_ledger": "Weeks in the ledger",
    "weeks_returns": "Weeks in the returns",
    "difference": "Ledger less returns",
    "placements_of": "Placements",
    "placements": "How many",
    "a_week": "£ a week",
}
_SHOWS: Final = {
    "chance_within": "chance",
    "difference": "weeks",
    **dict.fromkeys(("period", "months_late", "placements"), "whole"),
    **dict.fromkeys(("weeks_ledger", "weeks_returns"), "weeks"),
}
"""How the figures of a column are shown, where not as pounds."""
_ADD: Final = ("to_date", "run_rate", "mean", "budget")
"""Columns of the outturn whose total is the sum of the parts; percentiles of parts do not add."""
_OUTTURN: Final = (
    *("placement_type", "to_date", "run_rate", "mean", "p50", "p80", "budget", "variance"),
    *("numbers", "mix", "weekly_cost", "months_late"),
)
_HEADER: Final = 3
"""Row of a table's headings, from 0: under the title, what it is, and the way back."""
_WIDE, _NARROW, _SAYS = 30, 13, 100
"""Widths of a column of words, of figures, and of what the month says."""
_LINE: Final = 13
"""Height of a line of type, in points."""
_A3, _A4, _ON_A4 = 8, 9, 8
"""Papers, and how many columns the smaller one holds."""

Write = Callable[[int, int, str, Any], bool]
"""Writes a cell's formula, given its row, column, column name and value; False: it has none."""


def month_workbook(path: Path, month: Month, held: PlacementList | None) -> None:
    """Write the workbook.

    Args:
        path: the .xlsx file.
        month: the month's monitoring.
        held: current placements, summed; None where no list was given.
    """
    type_of = {"default_format_properties": {"font_name": "Arial", "font_size": 10}}
    plain = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), {**plain, **type_of}) as book:
        book.set_properties(
            {
                "title": _title(month),
                "author": "sufficiency",
                "created": datetime(int(month.financial_year[:4]), 3, 31),
            }
        )
        tables = _tables(month, held)
        _summary(book, month, tables)
        for name, (says, table) in tables.items():
            sheet = _Sheet(book, name, says, month)
            if name == "Monitoring":
                sheet.table(table, _live_outturn(sheet, len(table)))
            else:
                sheet.table(table)


def _title(month: Month) -> str:
    return f"Placements: Period {month.period} of {month.financial_year}"


def _tables(month: Month, held: PlacementList | None) -> dict[str, tuple[str, pd.DataFrame]]:
    """The table of each sheet with what is said of it; those that the month has."""
    found = {
        "Monitoring": (
            "Outturn and budget, and why they part, £. Percentiles of parts do not add.",
            month.outturn[list(_OUTTURN)],
        ),
        "Profile": (
            "Month by month, all placements, £.",
            month.profile.rename(columns={"mean": "month_mean", "p50": "month_middle"}),
        ),
        "Periods": (
            "What each month so far says of the year, £: the ledger as now known.",
            month.periods,
        ),
        "Changed": ("What changed since last month's run, mean outturn, £.", month.changed),
        "Placements": (
            "Current placements, £ a week; an empty sum is of too few to give it.",
            pd.DataFrame()
            if held is None
            else held.summed.rename(columns={"weekly_cost": "a_week"}),
        ),
        "Returns": ("Weeks in the ledger beside those of children in the returns.", month.returns),
    }
    return {name: of for name, of in found.items() if not of[1].empty}


def _summary(
    book: xlsxwriter.Workbook, month: Month, tables: Mapping[str, tuple[str, pd.DataFrame]]
) -> None:
    """The first sheet: what the page says, and what the other sheets are."""
    sheet = _Sheet(book, "Summary", "What the month says, and the sheets that it is from.", month)
    sheet.raw.set_column(0, 0, 20)
    sheet.raw.set_column(1, 1, _SAYS)
    row = _HEADER - 1
    for number, text in enumerate(sentences(month)):
        sheet.write(row, 0, "The month" if number == 0 else "", "heading beside")
        sheet.write(row, 1, text, "wrapped")
        sheet.raw.set_row(row, _LINE * lines_of(text, _SAYS) + 3)
        row += 1
    for name, (says, _) in tables.items():
        link = f"internal:'{name}'!A1"
        sheet.raw.write_url(row, 0, link, sheet.style("link"), name)
        sheet.write(row, 1, says, "wrapped")
        row += 1


class _Sheet:
    """A sheet with a title, what it is, and one table."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, says: str, month: Month) -> None:
        self.book, self.name, self.says = book, name, says
        self.raw: Worksheet = book.add_worksheet(name)
        self.write(0, 0, _title(month), "title")
        self.write(1, 0, says, "says")
        if name != "Summary":
            self.raw.write_url(2, 0, "internal:'Summary'!A1", self.style("link"), "Summary")
        self.raw.hide_gridlines(2)
        self.raw.set_landscape()
        self.raw.set_margins(left=0.5, right=0.5)
        self.raw.set_paper(_A4)
        self.raw.set_print_scale(90)  # type of 10 points is then 9 points high

    def style(self, kind: str, shows: str = "text") -> Any:
        return self.book.add_format(properties(shows, kind))

    def write(self, row: int, column: int, text: str, kind: str) -> None:
        self.raw.write_string(row, column, text, self.style(kind))

    def table(self, table: pd.DataFrame, live: Write | None = None) -> None:
        """Write a table as it is, its columns in words, marked as a table that has a name."""
        headings = [_WORDS[str(name)] for name in table.columns]
        words = [table[name].dtype.kind not in "fiub" for name in table.columns]
        self.raw.add_table(
            *(_HEADER, 0, _HEADER + len(table), len(headings) - 1),
            {
                "name": f"{self.name}_1",
                "title": self.says,
                "description": f"{self.says} Columns: {', '.join(headings)}.",
                "style": None,
                "autofilter": False,
                "columns": [
                    {
                        "header": text,
                        "header_format": self.style("head" if is_text else "head right"),
                    }
                    for text, is_text in zip(headings, words, strict=True)
                ],
            },
        )
        for at, name in enumerate(table.columns):
            style = self.style("plain", _SHOWS.get(str(name), "pounds"))
            for row, value in enumerate(table[name], start=_HEADER + 1):
                if isinstance(value, str):
                    self.write(row, at, _in_words(value), "plain")
                elif value == value and not (live and live(row, at, str(name), value)):
                    self.raw.write_number(row, at, float(value), style)
            self.raw.set_column(at, at, _WIDE if words[at] else _NARROW)
        self.raw.set_row(_HEADER, 2 * _LINE + 3)
        self.raw.set_paper(_A4 if len(headings) <= _ON_A4 else _A3)
        self.raw.freeze_panes(_HEADER + 1, 1)
        self.raw.repeat_rows(_HEADER)


def _live_outturn(sheet: _Sheet, rows: int) -> Write:
    """Formulas of the outturn: the variance of each line, and sums of what adds up."""
    mean, budget = (_OUTTURN.index(name) for name in ("mean", "budget"))
    first, last = _HEADER + 1, _HEADER + rows
    style = sheet.style("plain", "pounds")

    def write(row: int, at: int, name: str, value: Any) -> bool:
        if name == "variance":
            formula = f"={cell_at(row, mean)}-{cell_at(row, budget)}"
        elif row == last and name in _ADD and rows > 1:
            formula = f"=SUM({cell_at(first, at)}:{cell_at(last - 1, at)})"
        else:
            return False
        sheet.raw.write_formula(row, at, formula, style, value)
        return True

    return write


def _in_words(value: str) -> str:
    if value == "total":
        return "All placements"
    return label(value) if value in LABELS else value[:1].upper() + value[1:]
