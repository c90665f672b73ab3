"""What the government's guidance on accessible spreadsheets asks of a workbook, sheet by sheet."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

CHARTS = "Charts"
"""A sheet of pictures, one under another."""


def faults_of(path: Path) -> list[str]:
    """What a reader of screens would stumble on: nothing, in a workbook that is as it should be."""
    book = openpyxl.load_workbook(path)
    names = [name for sheet in book for name in sheet.tables]
    found = ["two tables of one name"] if len(names) != len(set(names)) else []
    for sheet in book:
        found += [f"{sheet.title}: {fault}" for fault in _of_a_sheet(sheet)]
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8", "replace") if name.endswith(".xml") else ""
            if name.startswith("xl/drawings/drawing"):
                pictures = re.findall(r"<xdr:cNvPr [^>]*>", text)
                found += [f"{name}: no words" for one in pictures if 'descr="' not in one]
            elif name.startswith("xl/tables/") and 'altTextSummary="' not in text:
                found.append(f"{name}: no words")
    return found


def _of_a_sheet(sheet: Worksheet) -> list[str]:
    found = []
    if sheet.merged_cells.ranges:
        found.append(f"merged cells {sheet.merged_cells.ranges}")
    if not sheet["A1"].value:
        found.append("no title in A1")
    rows = [[cell for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    while rows and not rows[-1]:
        rows.pop()
    if sheet.title != CHARTS:
        found += [f"row {at} is blank" for at, row in enumerate(rows, start=1) if not row]
    inside = {
        (cell.row, cell.column)
        for table in sheet.tables.values()
        for row in sheet[table.ref]
        for cell in row
    }
    loose = [
        cell.coordinate
        for row in rows
        for cell in row
        if cell.data_type == "n" and (cell.row, cell.column) not in inside
    ]
    if loose:
        found.append(f"figures outside a table: {loose[:5]}")
    for table in sheet.tables.values():
        heads = [cell.value for cell in sheet[table.ref][0]]
        if not all(isinstance(head, str) and head for head in heads):
            found.append(f"{table.name} has a column without a heading: {heads}")
    return found
