"""A panel: annual figures of one or many authorities, as arrays of (authority, year)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from sufficiency.errors import closest, listed
from sufficiency.evidence.faults import Faults
from sufficiency.forecasting.series import REFERENCES, SERIES, TOTAL

NAMES = (*SERIES, *REFERENCES)
NEGATIVE_ALLOWED = ("group_log_growth_5y",)


@dataclass(frozen=True)
class Panel:
    """Annual figures at 31 March; what is not known is NaN, never zero.

    Attributes:
        codes: one for each authority, shape (A,).
        years: consecutive, shape (Y,).
        values: each of `NAMES` -> array of shape (A, Y), in children, children per 10,000 or,
            for the group's growth, logs a year.
    """

    codes: tuple[str, ...]
    years: np.ndarray
    values: Mapping[str, np.ndarray]

    def __getitem__(self, name: str) -> np.ndarray:
        return self.values[name]

    def __reduce__(self) -> tuple[object, ...]:
        """How a panel goes to another process: a read-only mapping cannot."""
        return panel_from_arrays, (self.codes, self.years, dict(self.values))

    def until(self, year: int) -> Panel:
        """The panel as it was known in a year: nothing later is left in it."""
        keep = self.years <= year
        return Panel(
            self.codes,
            self.years[keep],
            MappingProxyType({name: value[:, keep] for name, value in self.values.items()}),
        )

    def rows(self, keep: np.ndarray) -> Panel:
        """Only some of the authorities (indices or a mask)."""
        index = np.arange(len(self.codes))[keep]
        return Panel(
            tuple(self.codes[i] for i in index),
            self.years,
            MappingProxyType({name: value[index] for name, value in self.values.items()}),
        )

    def complete(self, series: str) -> np.ndarray:
        """Whether a series has a figure in each of an authority's own years, shape (A,).

        Its own years run from the first to the last with a figure of any series.
        """
        some = np.any([np.isfinite(self[name]) for name in SERIES], axis=0).astype(bool)
        begun = np.maximum.accumulate(some, axis=1)
        to_come = np.maximum.accumulate(some[:, ::-1], axis=1)[:, ::-1]
        known = np.isfinite(self[series])
        whole: np.ndarray = known.any(axis=1) & (known | ~(begun & to_come)).all(axis=1)
        return whole

    def origins(self) -> np.ndarray:
        """Year each authority's forecast starts from, shape (A,).

        The latest year with a total; for an authority without any total, the latest year with
        any series.
        """
        known = np.stack([np.isfinite(self[name]) for name in SERIES])
        total, some = known[SERIES.index(TOTAL)], known.any(axis=0)
        use = np.where(total.any(axis=1)[:, None], total, some)
        return self.years[use.shape[1] - 1 - use[:, ::-1].argmax(axis=1)]


def panel_from_arrays(
    codes: tuple[str, ...], years: np.ndarray, values: Mapping[str, np.ndarray]
) -> Panel:
    """A panel from arrays of shape (A, Y); what is not given is not known."""
    unknown = np.full((len(codes), len(years)), np.nan)
    filled = {name: np.asarray(values.get(name, unknown), dtype=float) for name in NAMES}
    return Panel(codes, np.asarray(years, dtype=int), MappingProxyType(filled))


def check_panel(frame: pd.DataFrame) -> Panel:
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
