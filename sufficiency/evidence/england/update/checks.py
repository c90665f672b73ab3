"""Whether what was read is right: England against its authorities, and nothing left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from sufficiency.errors import InputError, listed
from sufficiency.evidence.england.store import YEAR
from sufficiency.evidence.names import ENGLAND_CODE, TOTAL_LINE

WITHHELD_AT_MOST: Final = 15
"""Children in a withheld cell, on average, at most."""

WITHHELD_BESIDE: Final = (3, 150)
"""Cells that may be withheld only so that another cannot be worked out, and children in each."""

_ROUNDED, _SHARE = 10, 0.002
_OUTTURN_SHARE = 0.02
_CARRIED: Final = {
    "spend": "spending (RO3, section 251)",
    "carers": "places of foster carers (Ofsted)",
    "homes_located": "homes in each area (Ofsted)",
    "after_care": "care leavers (DfE)",
}
_NEEDED: Final = {
    "placements": "la_cla_on_31_march_by_characteristics",
    "children_in_care": "cla_number_and_rate_per_10k_children",
}


def check_years(newest: Mapping[str, int]) -> None:
    """Children and placements reach the same 31 March.

    Raises:
        InputError: naming the file that is not there.
    """
    last = max(newest[table] for table in _NEEDED)
    for table, file in _NEEDED.items():
        if newest[table] < last:
            raise InputError(
                f"The files go to 31 March {last}, and none gives {table.replace('_', ' ')} "
                f"of that day: {file}.csv of the same release is needed too."
            )


def carried_on(tables: Mapping[str, pd.DataFrame], year: int) -> list[str]:
    """A remark on what no file brought for the newest 31 March; none where all is there."""
    behind = [words for name, words in _CARRIED.items() if _newest(tables, name) < year]
    if not behind:
        return []
    return [
        f"The record ends before {year} in {listed(behind)}: what a run needs of them goes on from "
        "the latest year held, as an estimate that it names."
    ]


def _newest(tables: Mapping[str, pd.DataFrame], name: str) -> int:
    """The year of the last 31 March of a table; 2024-25 is the year to March 2025."""
    last = str(tables[name][YEAR.get(name, "year")].astype(str).max())
    return int(last[:4]) + (len(last) > len("2025"))


def check_sums(tables: Mapping[str, pd.DataFrame], areas: pd.DataFrame) -> list[str]:
    """England against the sum of its authorities on the newest 31 March.

    Returns:
        Remarks: sums of spending that differ, as they do where returns are missing.

    Raises:
        InputError: when counts of children do not add: rows were missed or taken twice.
    """
    local = set(areas.loc[areas["dfe_code"] != "", "area_code"])
    faults = []
    for table, keys in (
        ("children_in_care", ["measure"]),
        ("placements", ["dimension", "category"]),
    ):
        rows = tables[table]
        rows = rows[rows["year"] == rows["year"].max()]
        if table == "children_in_care":
            rows = rows[rows["measure"] != "rate_per_10000"]
        for series, of in rows.groupby(keys):
            fault = _fault(of, local)
            if fault:
                faults.append(f"{listed(series)}: {fault}")
    if faults:
        raise InputError(
            "The authorities do not add to England:\n" + "\n".join(faults[:10]) + "\nA file is "
            "not whole, or its columns do not mean what they did; nothing was written."
        )
    return _spending_remarks(tables["spend"], local)


def _fault(rows: pd.DataFrame, local: set[str]) -> str:
    """What is wrong with a count, in words; blank where England and the sum agree."""
    national = rows.loc[rows["area_code"] == ENGLAND_CODE, "value"]
    if national.empty or pd.isna(national.iloc[0]):
        return ""
    england = float(national.iloc[0])
    parts = rows[rows["area_code"].isin(local)]
    withheld = int((parts["value"].isna() & (parts["flag"] == "suppressed")).sum())
    total = float(parts["value"].sum())
    beside, children = WITHHELD_BESIDE
    unseen = WITHHELD_AT_MOST * withheld + children * min(withheld, beside)
    slack = _ROUNDED + _SHARE * england
    if total > england + slack or total + unseen < england - slack:
        return f"{total:,.0f} in the authorities, {england:,.0f} in England, {withheld} withheld"
    return ""


def _spending_remarks(spend: pd.DataFrame, local: set[str]) -> list[str]:
    year = spend["financial_year"].max()
    lines = spend[
        (spend["financial_year"] == year)
        & (spend["line"] == TOTAL_LINE)
        & (spend["measure"] == "total_expenditure")
    ]
    england = float(lines.loc[lines["area_code"] == ENGLAND_CODE, "value"].sum())
    parts = lines[lines["area_code"].isin(local)]
    total, absent = float(parts["value"].sum()), int(parts["value"].isna().sum())
    if not england or abs(total / england - 1) <= _OUTTURN_SHARE:
        return []
    return [
        f"Spending of {year}: the authorities add to {total / england:.1%} of England's; "
        f"{absent} did not return, and England's total holds an estimate of them."
    ]
