"""A region's workbook: a sheet a table, with what it holds on the first."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd
import xlsxwriter

from sufficiency.pages.workbook.styles import properties
from sufficiency.results.publish.disclosure import MARK, NOTE
from sufficiency.results.region.run import RegionRun

SHEETS: Final = {
    "forecast": "Baseline: children by placement type at each 31 March, all councils together.",
    "placements": "The same of every scenario.",
    "gap": "Need and own places; gap: each fills its own; pooled_gap: every place is shared.",
    "carers": "Mainstream fostering households and places.",
    "costs": "Cost by April-March year and placement type, GBP.",
    "savings": "What each scenario saves all councils together, GBP; below nil is a cost.",
    "joint": "The same over all years at base-year prices, in two ranges: see the report.",
    "gains": "What each scenario saves each council over all years, GBP at base-year prices.",
    "councils": "Each council's own forecast at the opening and at the end.",
    "provision": "Homes and beds in each council's area, and whose children are placed there.",
}
_MADE: Final = datetime.datetime(2000, 1, 1)
"""A fixed date inside the file, so that the same run gives the same bytes."""
_WIDE: Final = 14
_WORDS: Final = 28


def write_region_workbook(run: RegionRun, path: Path) -> None:
    """Write the workbook of a region's run."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"title": f"{run.name}: placements", "created": _MADE})
        styles = {
            kind: book.add_format(properties(shows, kind_of))
            for kind, (shows, kind_of) in {
                "title": ("text", "title"),
                "head": ("text", "head"),
                "text": ("label", "plain"),
                "number": ("whole", "plain"),
                "date": ("date", "plain"),
            }.items()
        }
        _front(book, run, styles)
        for name in SHEETS:
            _table(book, name, run, styles)


def _front(book: Any, run: RegionRun, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet("Read first")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, run.name, styles["title"])
    lines = [
        ("Councils", ", ".join(run.members[code] for code in sorted(run.members))),
        ("Left out", "; ".join(run.faults) or "none"),
        ("Sums", "Added draw by draw; ranges of sums are not sums of ranges, so rows of middles "
         "and ends do not add. Means add."),
        ("Withheld", NOTE if run.is_published else "nothing: not for publication"),
        *SHEETS.items(),
    ]  # fmt: skip
    for row, (name, words) in enumerate(lines, start=2):
        sheet.write_string(row, 0, name, styles["text"])
        sheet.write_string(row, 1, words, styles["text"])


def _table(book: Any, name: str, run: RegionRun, styles: dict[str, Any]) -> None:
    table = run.tables[name]
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(table.columns):
        words = table[column].dtype.kind not in "fiuM"
        sheet.set_column(at, at, _WORDS if words else _WIDE)
        sheet.write_string(0, at, str(column), styles["head"])
        for row, value in enumerate(table[column], start=1):
            if isinstance(value, pd.Timestamp):
                sheet.write_datetime(row, at, value.to_pydatetime(), styles["date"])
            elif isinstance(value, str):
                sheet.write_string(row, at, value, styles["text"])
            elif value == value:
                sheet.write_number(row, at, float(value), styles["number"])
            elif run.is_published:
                sheet.write_string(row, at, MARK, styles["text"])
    sheet.autofilter(0, 0, max(len(table), 1), len(table.columns) - 1)
