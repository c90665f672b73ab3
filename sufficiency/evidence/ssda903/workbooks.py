"""The rows of a workbook's sheets (.xlsx), as a CSV file of each sheet would hold them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.csvs import MOST_CELLS, MOST_COLUMNS
from sufficiency.evidence.ssda903.sheets import Row, RowByRow

_EXACT: Final = 1e15
"""Numbers from which a workbook keeps no more than fifteen digits."""
_EMPTY_ROWS: Final = 1_000
"""Empty rows after which a sheet has ended: a format may reach down to row 1,048,576."""


def sheets_of(name: str, data: bytes) -> Iterator[tuple[str, RowByRow]]:
    """Name ("return.xlsx, sheet Episodes") and rows of each sheet.

    Raises:
        InputError: when the workbook cannot be opened, or has a formula, a number of too many
            digits or more cells than any return.
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    except Exception:
        # A damaged or protected workbook makes openpyxl raise whatever it stumbles over.
        raise InputError(
            f"{name} is a workbook that cannot be opened: damaged, or protected by a password. "
            "Save it without a password, or each table as CSV UTF-8."
        ) from None
    try:
        for sheet in book.worksheets:
            where = f"{name}, sheet {sheet.title}"
            yield where, RowByRow(_rows(where, sheet))
    except InputError:
        raise
    except Exception:
        raise InputError(
            f"{name} is a workbook that cannot be read to its end: it is damaged. Copy it or "
            "save it again."
        ) from None
    finally:
        book.close()


def _rows(where: str, sheet: Any) -> list[Row]:
    # What a file says of its own size may be wrong, either way.
    sheet.reset_dimensions()
    rows: list[Row] = []
    cells = empty = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        texts = [_text(where, number, cell) for cell in row]
        while texts and not texts[-1].strip():
            texts.pop()
        cells += len(row)
        if cells > MOST_CELLS or len(texts) > MOST_COLUMNS:
            raise InputError(
                f"{where} has more cells or columns than any table of the return. Delete the "
                "empty columns and rows, and save it again."
            )
        empty = 0 if texts else empty + 1
        if empty > _EMPTY_ROWS:
            if _more_below(sheet, number):
                raise InputError(
                    f"{where} has rows after {_EMPTY_ROWS:,} empty ones; delete these."
                )
            break
        if texts:
            rows.append((number, texts))
    width = max((len(texts) for _, texts in rows), default=0)
    return [(number, texts + [""] * (width - len(texts))) for number, texts in rows]


def _more_below(sheet: Any, number: int) -> bool:
    below = sheet.iter_rows(min_row=number + 1, values_only=True)
    return any(value not in (None, "") for row in below for value in row)


def _text(where: str, number: int, cell: Any) -> str:
    """A cell as text: dates year first, whole numbers without decimals."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise InputError(
            f"{where}, row {number}: a formula stands where a value should. Copy the sheet, paste "
            "it as values (Paste Special, Values) and save it again."
        )
    if isinstance(value, datetime | date):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, float | int) and not isinstance(value, bool):
        if abs(value) >= _EXACT:
            raise InputError(
                f"{where}, row {number}: a number of more than fifteen digits, of which a workbook "
                "keeps fifteen: identifiers (CHILD) have lost their ends. Export the return again, "
                "and keep the column as text."
            )
        return str(int(value)) if float(value).is_integer() else repr(value)
    return str(value)
