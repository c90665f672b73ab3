"""Rows of files put into the record's tables, and what they change of years it held."""

from __future__ import annotations

import math
from typing import Final

import pandas as pd

from sufficiency.evidence.england.store import KEYS, YEAR, Record

NO_FIGURE: Final = "mark:-"
"""What a source that gives no reasons has where there is no figure: a reason is no revision."""

CHANGES: Final = ("table", "area_code", "year", "series", "before", "after")
"""Columns of changes.csv: cells as the record writes them, blank where it held none."""


def merged(record: Record, name: str, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A table of the record with rows in place of its own, and the changes to years it held.

    A cell that is as it was keeps its source.

    Args:
        name: the table's.
        rows: area_code, year, keys, value, flag, source, and unit where the table has one; one
            row a cell.

    Returns:
        The long table and `CHANGES`.
    """
    keys, year = list(KEYS[name]), YEAR.get(name, "year")
    cell = ["area_code", year, *keys]
    held = record.table(name).drop(columns="area")
    both = held[[*cell, "value", "flag"]].merge(
        rows[[*cell, "value", "flag"]], on=cell, how="right", suffixes=("_held", ""), indicator=True
    )
    there = both["_merge"] == "both"
    absent = both["value_held"].isna() & both["value"].isna()
    same = there & (both["flag_held"] == both["flag"])
    same &= (both["value_held"] == both["value"]) | absent
    same |= there & absent & (both["flag_held"] == NO_FIGURE)
    new = rows.loc[~same.to_numpy()]
    kept = held[~pd.MultiIndex.from_frame(held[cell]).isin(pd.MultiIndex.from_frame(new[cell]))]
    together = pd.concat([kept, new], ignore_index=True)
    for said in {"unit", "note"} & set(held.columns):
        of_measure = held.drop_duplicates("measure").set_index("measure")[said]
        together[said] = together["measure"].map(of_measure).fillna("")
    past = both[~same & both[year].astype(str).isin(record.years(name))]
    changes = pd.DataFrame(
        {
            "table": name,
            "area_code": past["area_code"],
            "year": past[year].astype(str),
            "series": past[keys].agg("|".join, axis=1) if len(past) else "",
            "before": _cells(past["value_held"], past["flag_held"]),
            "after": _cells(past["value"], past["flag"]),
        },
        columns=list(CHANGES),
    )
    return together, changes


def _cells(value: pd.Series, flag: pd.Series) -> pd.Series:
    """Figures as they are read, and the flag where there is none."""
    written = pd.Series(map(_written, value), index=value.index, dtype="str")
    return written.where(written != "", flag.fillna("").astype(str))


def _written(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.2f}".rstrip("0").rstrip(".")
