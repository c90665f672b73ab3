"""Spending against a budget: how likely it is to be kept, and what contingency would do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
import pandas as pd

from sufficiency.errors import InputError, closest, listed, quoted
from sufficiency.evidence.faults import Faults
from sufficiency.evidence.reading import read_cells, refuse_too_large
from sufficiency.money.costs import YearCosts
from sufficiency.money.prices import Prices
from sufficiency.months import Calendar
from sufficiency.ranges import COST_STATISTICS, statistics

Covers = Literal["modelled", "all"]
COVERS: Final = {"modelled": "all that is modelled", "all": "all children looked after"}
_PLACEMENTS: Final = "placements"
"""Another word for what is modelled: placements, with programmes."""
_COLUMNS: Final = ("financial_year", "budget", "covers")
_OPTIONAL: Final = ("source",)


@dataclass(frozen=True)
class Budget:
    """An approved budget by financial year, GBP nominal and gross.

    Attributes:
        by_year: budget by financial year, as in "2026/27".
        covers: what it is a budget for: what is modelled, or all children looked after.
        source: whose figures they are.
    """

    by_year: Mapping[str, float]
    covers: Covers
    source: str


def read_budget(path: str | Path) -> Budget:
    """An approved budget from a CSV file.

    The file has the columns financial_year ("2026/27" or "2026-27"), budget (GBP, gross, cash) and
    covers ("placements", which is "modelled", or "all"; one word for the whole file), and may have
    source. A budget for placements held against all children would be out by all the rest.

    Raises:
        InputError: when the file cannot be read, a column is missing, a year is there twice or
            is not a year, or a figure is not a number above nil.
    """
    path = Path(path)
    faults = Faults()
    try:
        refuse_too_large(path.name, path.stat().st_size)
        content = path.read_bytes()
    except OSError as error:
        reason = "it is a folder" if path.is_dir() else (error.strerror or "no reason given")
        raise InputError(f"The budget {quoted(path.name)} cannot be read: {reason}.") from None
    table = read_cells(path.name, content, _COLUMNS, faults, _OPTIONAL)
    faults.raise_any()
    assert table is not None, "what cannot be read has been refused"
    by_year: dict[str, float] = {}
    for number, given, amount, _ in table[list(_COLUMNS)].itertuples():
        year = _year(path.name, number, given)
        if year in by_year:
            raise InputError(f"{path.name}, row {number}: {year} is there twice.")
        by_year[year] = _amount(path.name, number, amount)
    if not by_year:
        raise InputError(f"{path.name} has a header and no budget.")
    return Budget(by_year, _covers(path.name, table), _source(table, path.name))


def budget_table(
    costs: Mapping[str, YearCosts], prices: Prices, calendar: Calendar, budget: Budget | None
) -> pd.DataFrame:
    """Every scenario's cost by financial year beside the budget, GBP nominal and gross.

    Columns: scenario, financial_year, covers ("modelled", "all"), mean, p10, p50, p80, p90,
    contingency (p80 less p50: what turns an even chance into four in five), budget,
    over_budget (mean less budget), gap_p50 and gap_p80 (the percentile less budget) and
    probability_within (share of draws at or under it). Both boundaries are there for every year;
    budget columns are blank where no budget is given.

    Raises:
        InputError: when the budget is for years that are all outside the projection.
    """
    years = calendar.financial_years
    if budget is not None and not set(budget.by_year) & set(years):
        raise InputError(
            f"The budget is for {listed(budget.by_year)}; the projection runs over {listed(years)}."
        )
    rows = []
    for name, cost in costs.items():
        modelled = cost.total("nominal")
        for covers in COVERS:
            rest = prices.rest * cost.inflation if covers == "all" else 0.0
            draws = modelled + rest
            found = statistics(draws, COST_STATISTICS)
            for y, year in enumerate(years):
                stats = {key: float(values[y]) for key, values in found.items()}
                approved = _given(budget, covers, year)
                rows.append(
                    {
                        "scenario": name,
                        "financial_year": year,
                        "covers": covers,
                        **stats,
                        "contingency": stats["p80"] - stats["p50"],
                        "budget": approved,
                        "over_budget": stats["mean"] - approved,
                        "gap_p50": stats["p50"] - approved,
                        "gap_p80": stats["p80"] - approved,
                        "probability_within": float((draws[:, y] <= approved).mean())
                        if approved == approved
                        else np.nan,
                    }
                )
    return pd.DataFrame(rows)


def _given(budget: Budget | None, covers: str, year: str) -> float:
    """The budget of that year and boundary; NaN where none is given."""
    if budget is None or budget.covers != covers:
        return np.nan
    return float(budget.by_year.get(year, np.nan))


def _year(file: str, row: int, text: str) -> str:
    """A financial year as the tables write it.

    >>> _year("budget.csv", 2, "2026-27")
    '2026/27'
    """
    parts = text.replace("-", "/").split("/")
    if len(parts) == 2 and len(parts[0]) == 4 and all(part.isdigit() for part in parts):
        starts = int(parts[0])
        if parts[1][-2:] == f"{(starts + 1) % 100:02d}":
            return f"{starts}/{(starts + 1) % 100:02d}"
    raise InputError(
        f"{file}, row {row}: {quoted(text)} is not a financial year; write it as 2026/27."
    )


def _amount(file: str, row: int, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not 0 < value < float("inf"):
        raise InputError(
            f"{file}, row {row}: budget is {quoted(text)}; write pounds as digits, without "
            "commas or a pound sign, as in 71000000."
        )
    return value


def _covers(file: str, table: pd.DataFrame) -> Covers:
    words = list(dict.fromkeys(table["covers"].replace(_PLACEMENTS, "modelled")))
    if words == ["modelled"]:
        return "modelled"
    if words == ["all"]:
        return "all"
    allowed = (_PLACEMENTS, *COVERS)
    wrong = next((word for word in words if word not in COVERS), None)
    if wrong is not None:
        found = f"covers is {quoted(wrong)}" if wrong else "covers is blank"
        raise InputError(f"{file}: {found}; it must be {listed(allowed)}.{closest(wrong, allowed)}")
    raise InputError(f"{file}: covers must be the same on every row.")


def _source(table: pd.DataFrame, file: str) -> str:
    said = [source for source in table.get("source", []) if source]
    if said:
        return "; ".join(dict.fromkeys(said))
    return f"budget given in {file}"
