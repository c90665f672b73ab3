"""The tables of a run as CSV files: the same bytes everywhere, and rows in one fixed order."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pandas as pd

from sufficiency.results.checks import check_tables
from sufficiency.results.contract import CONTRACT, Table
from sufficiency.results.facts import BASELINE
from sufficiency.results.run import Run

TO_THE_PENNY = ("bridge",)
"""Tables whose rows must add exactly as they are printed."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_tables(run: Run, folder: Path) -> list[Path]:
    """Check the tables of a run against the contract and write each as `folder/<name>.csv`.

    Args:
        run: The run; its tables have exactly the columns of the contract.
        folder: Where to write; made when missing.

    Raises:
        ContractError: when a table is not what the contract says, before anything is written.
    """
    tables = run.tables
    check_tables(tables, published=run.is_published, costed=run.evidence.costed)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in CONTRACT:
        if name in tables:
            paths.append(folder / f"{name}.csv")
            write_csv(in_order(tables[name], CONTRACT[name]), paths[-1], pence=name in TO_THE_PENNY)
    return paths


def in_order(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Rows sorted by the table's keys: Baseline first, then scenarios and words as they come.

    Dates and years ascend; words with a fixed vocabulary keep its order; scenarios, models and
    assumptions keep the order they were handed over in.
    """
    ranks = {}
    for key in table.keys:
        column = frame[key]
        if key in table.words:
            known = list(table.words[key])
        elif key == "scenario":
            known = [BASELINE, *(name for name in column.unique() if name != BASELINE)]
        elif key in ("date", "year", "financial_year", "horizon"):
            known = sorted(column.unique())
        else:
            known = list(column.unique())
        ranks[key] = column.map({word: rank for rank, word in enumerate(known)})
    order = pd.DataFrame(ranks).sort_values(list(table.keys), kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def write_csv(frame: pd.DataFrame, path: Path, *, pence: bool = False) -> None:
    """Write a table: UTF-8, one line feed a row, ISO dates, six significant digits, NaN blank.

    Args:
        frame: The table.
        path: The file.
        pence: Write numbers to two decimals instead, so that rows add as they are printed.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(frame.columns)
        columns = [_column(frame[name], pence=pence) for name in frame.columns]
        rows.writerows(zip(*columns, strict=True))


def _column(column: pd.Series, *, pence: bool) -> list[str]:
    """A column as its file shows it; words and dates, said over and over, are worked out once."""
    if pd.api.types.is_numeric_dtype(column):
        return [_number(value, pence=pence) for value in column.tolist()]
    which, values = pd.factorize(column)
    shown = [*(cell(value, pence=pence) for value in values), cell(None)]
    return [shown[number] for number in which]  # a blank is -1: the last


def as_written(text: str) -> str:
    """Text as it was before `cell` kept a spreadsheet from taking it for a formula."""
    return text[1:] if text.startswith(tuple(f"'{sign}" for sign in _FORMULA)) else text


def cell(value: Any, *, pence: bool = False) -> str:
    """One value as a table file shows it; text that a spreadsheet would take for a formula is not.

    >>> cell(71003456.7), cell(0.1 + 0.2), cell(float("nan")), cell(-0.0), cell(652)
    ('71003500', '0.3', '', '0', '652')
    >>> cell("=1+1"), cell(71003456.7, pence=True)
    ("'=1+1", '71003456.70')
    """
    if value is None or value is pd.NA or value != value:  # only NaN and NaT differ from themselves
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if not isinstance(value, int | float) and hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return _number(value, pence=pence)


def _number(value: Any, *, pence: bool) -> str:
    """A number as a table file shows it; what is not known is blank."""
    if value is pd.NA or value != value:
        return ""
    if pence:
        return format(value, ".2f")
    text = format(value, ".6g")
    if "e+" in text:  # 7.10035e+07 reads badly in a table
        return str(int(float(text)))
    return "0" if text == "-0" else text
