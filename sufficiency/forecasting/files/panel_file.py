"""A panel file: its cells as text, and the panel that they hold once checked."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd

from sufficiency.errors import InputError, closest, listed
from sufficiency.evidence.faults import Faults
from sufficiency.evidence.reading import decoded
from sufficiency.forecasting.pooled.panel import NAMES, AnnualPanel, panel_from_arrays
from sufficiency.forecasting.pooled.series import SERIES

NEGATIVE_ALLOWED = ("group_log_growth_5y",)


def read_panel(path: Path) -> pd.DataFrame:
    """Cells of a panel file as text; blank rows are left out.

    What the cells hold is checked by `check_panel`, which counts
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
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise InputError(f"{path.name} is not a comma-separated table ({error}).") from None
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise InputError(f"{path.name} has no header in row 1.")
    header = [name.strip() for name in lines[0]]
    for name in header:
        if name and header.count(name) > 1:
            raise InputError(f"{path.name} has the column '{name}' more than once.")
    rows, numbers = [], []
    for number, cells in enumerate(lines[1:], start=2):
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


def check_panel(frame: pd.DataFrame) -> AnnualPanel:
    """Check the table of a panel file and arrange it.

    Args:
        frame: la_code, year and any of `NAMES`; blanks are not known; other columns are ignored.
            Messages call it by `frame.attrs["file"]` where there is one and number its rows by
            an index named "row" (as `read_panel` gives both), else from 2, below a header.

    Raises:
        InputError: every fault found, one sentence each: a missing column, no series at all, text
            or an infinite number where a count is due, a negative number, a blank code, a year
            that is not one, an authority's year that is there twice, an authority without any
            figure.
    """
    faults = Faults()
    name = str(frame.attrs.get("file", "the panel"))
    if frame.index.name != "row":
        frame = frame.set_axis(pd.RangeIndex(2, len(frame) + 2), axis=0)
    for column in ("la_code", "year"):
        if column not in frame.columns:
            near = closest(column, map(str, frame.columns))
            faults.add(name, f"has no column '{column}'.{near}")
    if not any(series in frame.columns for series in SERIES):
        faults.add(
            name,
            "there is nothing to forecast; at least one of the columns "
            f"{listed(SERIES)} is needed.",
        )
    if frame.empty:
        faults.add(name, "there are no rows below the header.")
    faults.raise_any()
    code = _codes(frame["la_code"], name, faults)
    year = _years(frame["year"], name, faults)
    columns = {
        column: _numbers(frame[column], column, name, faults)
        for column in NAMES
        if column in frame.columns
    }
    faults.raise_any()
    _refuse_doubles(frame.index, code, year, name, faults)
    faults.raise_any()
    codes = tuple(sorted(set(code)))
    years = np.arange(year.min(), year.max() + 1)
    position = pd.Index(codes).get_indexer(pd.Index(code))
    values = {}
    for column, numbers in columns.items():
        values[column] = np.full((len(codes), len(years)), np.nan)
        values[column][position, year - years[0]] = numbers
    panel = panel_from_arrays(codes, years, values)
    known = np.stack([np.isfinite(panel[series]) for series in SERIES]).any(axis=(0, 2))
    for i in np.flatnonzero(~known):
        faults.add(name, f"'{codes[i]}' has no figure in any of {listed(SERIES)}.")
    faults.raise_any()
    return panel


def _codes(column: pd.Series, name: str, faults: Faults) -> np.ndarray:
    code = column.astype("string").str.strip().fillna("").to_numpy(dtype=object)
    for i in np.flatnonzero(code == ""):
        faults.add(name, "blank; the authority's code is needed.", _row(column.index, i), "la_code")
    return code


def _years(column: pd.Series, name: str, faults: Faults) -> np.ndarray:
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    right = (numbers >= 1000) & (numbers <= 9999) & (numbers == np.round(numbers))
    for i in np.flatnonzero(~right):
        what = _shown(column.iloc[i])
        faults.add(
            name, f"{what}; a whole year such as 2025 is needed.", _row(column.index, i), "year"
        )
    return np.where(right, numbers, 0).astype(int)


def _refuse_doubles(
    rows: pd.Index, code: np.ndarray, year: np.ndarray, name: str, faults: Faults
) -> None:
    double = pd.DataFrame({"code": code, "year": year}).duplicated().to_numpy()
    for i in np.flatnonzero(double):
        faults.add(
            name,
            f"'{code[i]}' has {year[i]} twice; one row for each authority and year is allowed.",
            _row(rows, i),
        )


def _numbers(column: pd.Series, label: str, name: str, faults: Faults) -> np.ndarray:
    """A column as floats, NaN where blank; anything else that is not a number is refused."""
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    text = column.astype("string").str.strip().fillna("")
    wrong = (text != "").to_numpy(dtype=bool) & ~np.isfinite(numbers)
    allowed = "a number or a blank is allowed."
    if label not in NEGATIVE_ALLOWED:
        wrong |= numbers < 0
        allowed = "a number of zero or more, or a blank, is allowed."
    for i in np.flatnonzero(wrong):
        faults.add(name, f"{_shown(column.iloc[i])}; {allowed}", _row(column.index, i), label)
    return numbers


def _row(rows: pd.Index, at: np.integer) -> int:
    return int(rows[int(at)])


def _shown(found: object) -> str:
    text = str(found).strip()
    return "blank" if text in ("", "nan", "<NA>", "None") else f"found '{text}'"
