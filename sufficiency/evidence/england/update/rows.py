"""Rows of a file of the department as long rows of the record."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import pandas as pd

from sufficiency.evidence.england.update.cells import figures
from sufficiency.evidence.england.update.layouts import GEOGRAPHY, Context, Sheet

GROUPED: Final = (*GEOGRAPHY, "cla_group", "characteristic", "number")
"""Columns of most files of the department: what is divided, into what, and how many."""

LOCAL: Final = "Local authority"
"""The geographic level of a council's rows."""

SINCE_2025: Final = MappingProxyType(
    {"characteristic": "cla_group", "breakdown": "characteristic", "children_count": "number"}
)
"""What the release of November 2025 calls those columns, by what releases before it did."""


def of_areas(sheet: Sheet, context: Context) -> pd.DataFrame:
    """Rows with the record's code of their area and their source."""
    rows = sheet.rows.apply(lambda column: column.str.strip())
    return rows.assign(area_code=context.areas.matched(rows), source=f"DfE: {sheet.file}")


def long(rows: pd.DataFrame, cells: str, keys: list[str], year: str = "year") -> pd.DataFrame:
    """area_code, keys, source, value, flag and year of a column of cells."""
    found = rows[["area_code", *keys, "source"]].join(figures(rows[cells]))
    return found.assign(**{year: rows["time_period"].astype("int64")})
