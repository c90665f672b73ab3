"""A panel file: its cells as text, and the panel that they hold once checked."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError, closest, listed, quoted
from sufficiency.evidence.faults import Faults
from sufficiency.evidence.reading import decoded, refuse_too_large, refuse_too_wide
from sufficiency.forecasting.pooled.panel import NAMES, AnnualPanel, panel_from_arrays
from sufficiency.forecasting.pooled.series import SERIES, TOTAL, TYPES

NEGATIVE_ALLOWED = ("group_log_growth_5y",)
LARGEST: Final = 1_000_000
"""England has some 80,000 children looked after."""
FASTEST: Final = 1.0
"""A growth of 172% a year, as a natural logarithm."""
ROUNDED: Final = 5
"""Children by which a part may be above its whole, both rounded to the nearest five."""
EXCESS: Final = 0.1
"""Share of all children by which parts that were revised apart may add to more: a twentieth in
the published figures of two authorities."""


def read_panel(path: Path) -> pd.DataFrame:
    """Cells of a panel file as text; blank rows are left out.

    What the cells hold is checked by `check_panel`, which counts
    rows as the index here does: as a spreadsheet numbers them, the header being row 1.

    Raises:
        InputError: when the file is not there, is not a text file, has no header or the same
            column twice, or has a row of another length.
    """
    try:
        refuse_too_large(path.name, path.stat().st_size)
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"There is no file '{path}'.") from None
    except OSError as error:
        reason = "it is a folder" if path.is_dir() else (error.strerror or "no reason given")
        raise InputError(f"'{path}' cannot be read: {reason}.") from None
    text = decoded(content)
    if text is None:
        raise InputError(f"{path.name} is not a text file; save it as CSV (UTF-8).")
    refuse_too_wide(path.name, text)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise InputError(f"{path.name} is not a comma-separated table ({error}).") from None
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise InputError(f"{path.name} has no header in row 1.")
    header = [name.strip() for name in lines[0]]
    for name in header:
        if name and header.count(name) > 1:
            raise InputError(f"{path.name} has the column {quoted(name)} more than once.")
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
            that is not one, an authority's year that is there twice, a code in capitals and not, a
            placement with more children than are looked after, an authority without any figure.
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
    _refuse_two_spellings(code, name, faults)
    _refuse_parts_above_the_whole(frame.index, columns, name, faults)
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
        faults.add(name, f"{quoted(codes[i])} has no figure in any of {listed(SERIES)}.")
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
            f"{quoted(code[i])} has {year[i]} twice; one row for each authority and year is "
            "allowed.",
            _row(rows, i),
        )


def _refuse_two_spellings(code: np.ndarray, name: str, faults: Faults) -> None:
    """One authority written in two ways would be forecast as two."""
    spelt: dict[str, str] = {}
    for one in sorted(set(code)):
        first = spelt.setdefault(" ".join(one.casefold().split()), one)
        if first != one:
            faults.add(
                name,
                f"{quoted(first)} and {quoted(one)} are one code written in two ways; write it in "
                "one.",
            )


def _refuse_parts_above_the_whole(
    rows: pd.Index, columns: dict[str, np.ndarray], name: str, faults: Faults
) -> None:
    """A kind of placement, or all of them, with more children than are looked after."""
    if TOTAL not in columns:
        return
    total = columns[TOTAL]
    known = [series for series in TYPES if series in columns]
    for series in known:
        for i in np.flatnonzero(columns[series] > total + ROUNDED):
            faults.add(
                name,
                f"found {columns[series][i]:g}, more than the {total[i]:g} of {TOTAL}; a part of "
                "them, or a blank, is allowed.",
                _row(rows, i),
                series,
            )
    parts = np.nansum([columns[series] for series in known], axis=0) if known else 0 * total
    largest = np.max([np.nan_to_num(columns[series]) for series in known], axis=0, initial=0)
    over = (parts > (1 + EXCESS) * total + ROUNDED) & (largest <= total + ROUNDED)
    for i in np.flatnonzero(over):
        faults.add(
            name,
            f"{listed(known)} add to {parts[i]:g}, more than the {total[i]:g} of {TOTAL}, of which "
            "they are parts.",
            _row(rows, i),
        )


def _numbers(column: pd.Series, label: str, name: str, faults: Faults) -> np.ndarray:
    """A column as floats, NaN where blank; anything else that is not a number is refused."""
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    text = column.astype("string").str.strip().fillna("")
    wrong = (text != "").to_numpy(dtype=bool) & ~np.isfinite(numbers)
    if label in NEGATIVE_ALLOWED:
        wrong |= np.abs(numbers) > FASTEST
        allowed = f"a number or a blank is allowed: growth from -{FASTEST:g} to {FASTEST:g}."
    else:
        wrong |= (numbers < 0) | (numbers > LARGEST)
        allowed = f"a number of zero or more, up to {LARGEST:,}, or a blank, is allowed."
    for i in np.flatnonzero(wrong):
        faults.add(name, f"{_shown(column.iloc[i])}; {allowed}", _row(column.index, i), label)
    return numbers


def _row(rows: pd.Index, at: np.integer) -> int:
    return int(rows[int(at)])


def _shown(found: object) -> str:
    text = str(found).strip()
    return "blank" if text in ("", "nan", "<NA>", "None") else f"found {quoted(text)}"
