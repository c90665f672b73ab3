"""Checks of spending, prices and assumptions."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from sufficiency.errors import closest, listed, quoted
from sufficiency.evidence.faults import Faults
from sufficiency.evidence.names import ASYLUM_LINE, RO3_LINES
from sufficiency.placements import PLACEMENT_TYPES

BASE_YEAR = "2024-25"
"""Financial year of the prices: the deflator is 100 in it."""


MAY_BE_NEGATIVE = ("income", "net_current_expenditure")
"""Measures of spending that a correction of an earlier year can make negative; so can asylum."""


def check_spend(spend: pd.DataFrame, name: str, year: int, faults: Faults) -> None:
    """The revenue outturn of the year that ends at the opening, and of the year before it.

    Prices are scaled to the later year and tried on it from the earlier one; net cost rests on
    the income of the residential line.
    """
    for row in spend.index[(spend["value"] < 0) & ~spend["measure"].isin(MAY_BE_NEGATIVE)]:
        if spend.at[row, "line"] != ASYLUM_LINE:
            faults.add("spend.csv", "must be 0 or more.", int(row) + 2, "value")
    own = spend[spend["area"] == name]
    for ends in (year, year - 1):
        ending = f"{ends - 1}-{ends % 100:02d}"
        of_year = own[own["financial_year"] == ending]
        held = set(of_year.loc[of_year["measure"] == "total_expenditure", "line"])
        absent = [line for line in RO3_LINES if line not in held]
        if absent:
            faults.add(
                "spend.csv",
                f"has no 'total_expenditure' of {name} for {ending} in {listed(absent)}; the year "
                f"that ends with the latest count of children and the one before are needed.",
            )
        income = of_year[(of_year["measure"] == "income") & (of_year["line"] == RO3_LINES[0])]
        if ends == year and income.empty:
            faults.add(
                "spend.csv",
                f"has no 'income' of {name} for {ending} in {RO3_LINES[0]}; give it, 0 if there "
                "was none: net cost rests on it.",
            )


def check_price_indices(indices: pd.DataFrame, faults: Faults) -> None:
    """Financial years without a gap, and the base year at 100."""
    starts = indices["financial_year"].str[:4].astype(int)
    wrong = indices[indices["financial_year"].str[5:].astype(int) != (starts + 1) % 100]
    for row, found in wrong["financial_year"].items():
        faults.add(
            "price_indices.csv",
            f"found {quoted(found)}; the second year follows the first.",
            int(str(row)),
            "financial_year",
        )
    absent = [
        f"{year}-{(year + 1) % 100:02d}"
        for year in range(int(starts.min()), int(starts.max()) + 1)
        if year not in set(starts)
    ]
    if absent:
        faults.add("price_indices.csv", f"has no row for {listed(absent)}.")
    base = indices[indices["financial_year"] == BASE_YEAR]
    if base.empty or base["gdp_deflator_2024_25_is_100"].iloc[0] != 100:
        faults.add(
            "price_indices.csv",
            f"the deflator of {BASE_YEAR} is not there or is not 100.",
            column="gdp_deflator_2024_25_is_100",
        )


def check_prices(prices: pd.DataFrame, faults: Faults) -> None:
    """A price for every placement type, within its own range."""
    absent = [kind for kind in PLACEMENT_TYPES if kind not in set(prices["placement_type"])]
    if absent:
        faults.add("prices.csv", f"has no row for {listed(absent)}.")
    _check_range(prices, "weekly_price", "prices.csv", faults)


def check_uplifts(uplifts: pd.DataFrame, opening: int, faults: Faults) -> None:
    """One uplift a placement type and financial year, after the outturn that prices stand on."""
    starts = uplifts["from"]
    years = starts.dt.year - (starts.dt.month < 4)
    seen: dict[tuple[str, int], int] = {}
    for row, kind, basis in uplifts[["placement_type", "price_basis"]].itertuples():
        if pd.isna(starts[row]):
            continue  # said when it was read
        at = (str(kind), int(years[row]))
        if at[1] < opening:
            faults.add(
                "uplifts.csv",
                f"found {starts[row]:%Y-%m-%d}, which is before 1 April {opening}: the outturn "
                "that prices are scaled to holds it already; delete the row.",
                row,
                "from",
            )
        elif basis == "real" and (starts[row].month, starts[row].day) != (4, 1):
            faults.add(
                "uplifts.csv",
                f"found {starts[row]:%Y-%m-%d} for an uplift above inflation ('real'), which comes "
                f"on 1 April: write {at[1]}-04-01, or the uplift in cash ('nominal').",
                row,
                "from",
            )
        if at in seen:
            faults.add(
                "uplifts.csv",
                f"is a second uplift of {kind} in {at[1]}/{(at[1] + 1) % 100:02d}, as in row "
                f"{seen[at]}; write one row for the year.",
                row,
            )
        seen.setdefault(at, row)


def check_assumptions(assumptions: pd.DataFrame, keys: Iterable[str], faults: Faults) -> None:
    """Every assumption that the product uses, within its own range."""
    have = assumptions["key"].tolist()
    needed = list(keys)
    spare = [key for key in have if key not in needed]
    for key in needed:
        if key not in have:
            faults.add("assumptions.csv", f"has no row for '{key}'.{closest(key, spare)}")
    _check_range(assumptions, "value", "assumptions.csv", faults)


def check_money_assumptions(assumptions: pd.DataFrame, faults: Faults) -> None:
    """Every figure of the build-up, the tail, income and appraisal within its own range."""
    _check_range(assumptions, "value", "money_assumptions.csv", faults)


def _check_range(rows: pd.DataFrame, middle: str, file: str, faults: Faults) -> None:
    outside = (rows["low"] > rows[middle]) | (rows[middle] > rows["high"])
    for row in rows.index[outside]:
        found = rows.loc[row]
        faults.add(
            file,
            f"found {found[middle]:g} with a range of {found['low']:g} to {found['high']:g}; "
            f"low must not be above it nor high below it.",
            int(row),
            middle,
        )
