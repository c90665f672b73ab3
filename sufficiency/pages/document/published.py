"""published.xlsx: the tables of a run to the government's good practice for spreadsheets.

Cover, contents and notes, one table a sheet, one header row, no merged or empty cells, and blanks
marked (Analysis Function: releasing statistics in spreadsheets). Written by XlsxWriter, as the
workbook is: gptables follows the same guidance and is not to be had from conda-forge, from which
council laptops install.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

from sufficiency.evidence.comparators import COMPARED
from sufficiency.pages.words import day, made_with
from sufficiency.placements import LABELS, label
from sufficiency.results.facts import BASELINE
from sufficiency.results.figures import nearest
from sufficiency.results.lookup import only
from sufficiency.results.publish.disclosure import NOTE
from sufficiency.results.run import Run
from sufficiency.results.shown import shown

_WITHHELD: Final = "[c]"
_NOT_KNOWN: Final = "[x]"
_POINTS: Final = {"p10": "low (p10)", "p50": "middle (p50)", "p90": "high (p90)"}
_PLACEMENTS: Final = "Department for Education, Children looked after in England; forecast"
_SOURCES: Final = {
    "profile": "Department for Education, Children looked after in England; where the unit says "
    "so, the council's own returns",
    "provision": "Ofsted, as at 31 March; estimates where marked",
}


@dataclass(frozen=True)
class Sheet:
    """One table of the workbook.

    Attributes:
        name: Of its sheet and its native table.
        table: Of the run, from which it is.
        title: What it shows. unit: Of its numbers. source: Where they come from.
        frame: The table, as it is to be read.
    """

    name: str
    table: str
    title: str
    unit: str
    source: str
    frame: pd.DataFrame


@dataclass(frozen=True)
class Looks:
    """Formats of the workbook."""

    title: Any
    plain: Any
    head: Any
    number: Any


def write_published(path: Path, run: Run) -> Path:
    """Write the tables of a run for anybody to reuse; of an internal run, as they are.

    Args:
        path: The .xlsx file to write.
        run: The run; blanks of a published one are marked as withheld.
    """
    from xlsxwriter import Workbook

    facts = run.facts
    title = f"{facts.authority}: placement sufficiency tables"
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(str(path), plain) as book:
        made = datetime(facts.opening_year, 3, 31)
        book.set_properties({"title": title, "author": "sufficiency", "created": made})
        looks = Looks(
            title=book.add_format({"bold": True, "font_size": 16}),
            plain=book.add_format({"text_wrap": True, "valign": "top"}),
            head=book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            number=book.add_format({"num_format": "#,##0.0"}),
        )
        sheets = _sheets(run)
        _cover(book, looks, run, title)
        _words(book, looks, "Contents", ("Sheet", "What it holds"), _contents(sheets))
        _words(book, looks, "Notes", ("Note", "Text"), _notes(run))
        for sheet in sheets:
            # A table of which nothing is withheld may have blanks too: what is not known.
            _table(book, looks, sheet, _WITHHELD if sheet.table in run.withheld else _NOT_KNOWN)
    return path


def _cover(book: Any, looks: Looks, run: Run, title: str) -> None:
    facts = run.facts
    page = book.add_worksheet("Cover")
    page.set_column(0, 0, 90)
    page.hide_gridlines(2)
    lines = (
        f"Children in care, places, gaps and costs, {day(facts.opening_year)} to "
        f"{day(facts.horizon_year)}.",
        f"{'Published' if run.is_published else 'Internal'} form. "
        "Each sheet holds one table. Rows above a table say what it is.",
        f"{facts.draws:,} simulated futures. {made_with(facts)}",
        "Contains public sector information licensed under the Open Government Licence v3.0.",
    )
    page.write_string(0, 0, title, looks.title)
    for row, line in enumerate(lines, start=1):
        page.write_string(row, 0, line, looks.plain)


def _contents(sheets: Sequence[Sheet]) -> list[tuple[str, str]]:
    return [("Notes", "What the marks and ranges mean"), *((s.name, s.title) for s in sheets)]


def _words(
    book: Any, looks: Looks, name: str, columns: tuple[str, str], rows: list[tuple[str, str]]
) -> None:
    """A sheet of words in a native table; names of sheets are links to them."""
    page = book.add_worksheet(name)
    page.hide_gridlines(2)
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, name, looks.title)
    page.write_string(1, 0, "This sheet holds one table.")
    _native(page, looks, name, pd.DataFrame(rows, columns=list(columns)), first=2)
    if name == "Contents":
        for row, (sheet, _) in enumerate(rows, start=3):
            page.write_url(row, 0, f"internal:'{sheet}'!A1", string=sheet)


def _table(book: Any, looks: Looks, sheet: Sheet, blank: str) -> None:
    """A sheet with one table under its title, unit and source."""
    page = book.add_worksheet(sheet.name)
    page.hide_gridlines(2)
    page.write_string(0, 0, sheet.title, looks.title)
    about = (
        "This sheet holds one table. Marks are explained in the sheet Notes.",
        f"Unit: {sheet.unit}.",
        f"Source: {sheet.source}.",
    )
    for row, line in enumerate(about, start=1):
        page.write_string(row, 0, line)
    frame = sheet.frame.astype(object).where(sheet.frame.notna(), blank)
    page.set_column(0, len(frame.columns) - 1, 18)
    _native(page, looks, sheet.name, frame, first=len(about) + 1)
    page.freeze_panes(len(about) + 2, 1)


def _native(page: Any, looks: Looks, name: str, frame: pd.DataFrame, first: int) -> None:
    """A native table with a header row, its name that of the sheet."""
    last = first + max(len(frame), 1)
    columns = [
        {"header": column, "header_format": looks.head, "format": looks.number}
        for column in frame.columns
    ]
    options = {"name": f"{name}_table", "columns": columns, "autofilter": False, "style": None}
    page.add_table(first, 0, last, len(columns) - 1, options)
    for row, cells in enumerate(frame.itertuples(index=False, name=None), start=first + 1):
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                page.write_string(row, place, cell, looks.plain)
            else:  # a year is a whole number, and everything else is to 0.1
                look = None if isinstance(cell, int) else looks.number
                page.write_number(row, place, cell, look)


def _sheets(run: Run) -> list[Sheet]:
    """The tables that a strategy rests on, 31 Marches alone."""
    tables, name = run.tables, run.facts.authority
    children = _named(_marches(shown(run, "placements")))
    gap = _named(_marches(only(shown(run, "gap"), age_band="all")).drop(columns="age_band"))
    carers = _named(_marches(shown(run, "carers")))
    costs = _named(shown(run, "costs").drop(columns=["p80"], errors="ignore"))
    sheets = [
        Sheet(
            "Children",
            "placements",
            f"Children in care in {name} by placement",
            "children",
            _PLACEMENTS,
            children,
        ),
        Sheet(
            "Gap",
            "gap",
            f"Need, own places and gap in {name}",
            "children and places",
            _PLACEMENTS,
            gap,
        ),
        Sheet(
            "Carers",
            "carers",
            f"Fostering households and places in {name}",
            "households, places",
            "Ofsted, Fostering in England; forecast",
            carers,
        ),
        Sheet(
            "Costs",
            "costs",
            f"Cost of placements in {name}",
            "GBP, gross",
            "Section 251 and RO3; forecast",
            costs,
        ),
    ]
    for key, title in (("profile", "Who the children are"), ("provision", "What there is")):
        if key in tables and len(tables[key]):
            sheets.append(
                Sheet(
                    key.capitalize(),
                    key,
                    f"{title} in {name}",
                    "as each row says",
                    _SOURCES[key],
                    _named(_with_others(shown(run, key))),
                )
            )
    if "market" in tables and len(tables["market"]):
        market = _named(only(shown(run, "market"), scenario=BASELINE))
        sheets.append(
            Sheet(
                "Market",
                "market",
                f"What {name} expects to need from others",
                "children",
                "From the table Gap",
                market,
            )
        )
    return sheets


def _with_others(table: pd.DataFrame) -> pd.DataFrame:
    """A table without the columns of other councils in which there is nothing."""
    empty = [name for name in COMPARED[1:] if name in table and table[name].isna().all()]
    return table.drop(columns=empty)


def _marches(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["date"].dt.month == 3].reset_index(drop=True)


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """A table in the words of a page: names of placements, dates and columns; numbers to 0.1."""
    frame = table.copy()
    if "date" in frame:
        frame["date"] = [day(date.year) for date in frame["date"]]
    if "placement_type" in frame:
        frame["placement_type"] = frame["placement_type"].map(label)
    if "family" in frame:
        frame["family"] = frame["family"].map(label)
    for column in frame.select_dtypes("float"):
        frame[column] = nearest(frame[column], 0.1)
    frame.columns = [_heading(str(column)) for column in frame.columns]
    return frame


def _heading(column: str) -> str:
    """A column's name in words.

    >>> _heading("usable_supply_p10"), _heading("placement_type"), _heading("p90")
    ('Usable supply, low (p10)', 'Placement type', 'High (p90)')
    """
    stem, _, point = column.rpartition("_")
    if point in _POINTS:
        text = f"{stem.replace('_', ' ')}, {_POINTS[point]}" if stem else _POINTS[point]
    else:
        text = column.replace("_", " ")
    return f"{text[0].upper()}{text[1:]}"


def _notes(run: Run) -> list[tuple[str, str]]:
    notes = {
        "range": "Low and high (p10 and p90) have a 4 in 5 chance of holding the outcome.",
        "middle": "Middles need not add up to the middle of a total; means do.",
        "estimates": "Who runs which placement is an estimate where no figure is published: "
        + ", ".join(LABELS[kind] for kind in run.facts.estimated)
        if run.facts.estimated
        else "Children by placement are counted in the council's returns.",
        "not known": f"{_NOT_KNOWN}: not known, or no limit that is known.",
    }
    if run.is_published:
        notes["withheld"] = f"{_WITHHELD}: {NOTE.removeprefix('c: ')}"
    return list(notes.items())
