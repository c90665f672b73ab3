"""Read a panel file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from sufficiency.errors import InputError
from sufficiency.evidence.reading import decoded


def read_panel(path: Path) -> pd.DataFrame:
    """Cells of a panel file as text; blank rows are left out.

    What the cells hold is checked by `sufficiency.forecasting.panel.check_panel`, which counts
    rows as the index here does: as a spreadsheet numbers them, the header being row 1.

    Raises:
        InputError: when the file is not there, is not a text file, has no header or the same
            column twice, or has a row of another length.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"There is no file '{path}'.") from None
    except OSError as error:
        reason = "it is a folder" if path.is_dir() else (error.strerror or "no reason given")
        raise InputError(f"'{path}' cannot be read: {reason}.") from None
    text = decoded(content)
    if text is None:
        raise InputError(f"{path.name} is not a text file; save it as CSV (UTF-8).")
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise InputError(f"{path.name} is not a comma-separated table ({error}).") from None
    if not records or not any(cell.strip() for cell in records[0]):
        raise InputError(f"{path.name} has no header in row 1.")
    header = [name.strip() for name in records[0]]
    for name in header:
        if name and header.count(name) > 1:
            raise InputError(f"{path.name} has the column '{name}' more than once.")
    rows, numbers = [], []
    for number, cells in enumerate(records[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise InputError(
                f"{path.name}, row {number} has {len(cells)} cells; the header has {len(header)}."
            )
        rows.append([cell.strip() for cell in cells])
        numbers.append(number)
    frame = pd.DataFrame(rows, columns=header, index=pd.Index(numbers, name="row"), dtype="str")
    frame.attrs["file"] = path.name
    return frame
