"""The council's ledger of placements: weeks and pounds by month and placement type, and its budget.

Sums only: a ledger has a row a month and type, none a child.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError, closest, listed, quoted
from sufficiency.evidence.faults import Faults
from sufficiency.evidence.folders import content_of
from sufficiency.evidence.reading import as_numbers, read_cells
from sufficiency.months import financial_year, parse_year_month
from sufficiency.placements import PLACEMENT_TYPES

MONTHS: Final = 12


@dataclass(frozen=True)
class Ledger:
    """What a financial year has cost so far.

    Attributes:
        financial_year: as in "2025/26".
        types: placement types with a row, in their order.
        weeks, spend: child-weeks and GBP by month from April and type, (months so far, types).
    """

    financial_year: str
    types: tuple[str, ...]
    weeks: np.ndarray
    spend: np.ndarray

    @property
    def months(self) -> int:
        """Months so far, 1 to 12: the accounting period."""
        return len(self.weeks)


@dataclass(frozen=True)
class TypeBudget:
    """The approved budget of a year by placement type, (types,) each: child-weeks and GBP."""

    types: tuple[str, ...]
    weeks: np.ndarray
    pounds: np.ndarray


def read_ledger(path: Path) -> Ledger:
    """A ledger: columns month (2025-04), placement_type, weeks, spend; every month from April.

    A month and type without a row had none. Spending may be negative where an invoice was
    corrected.

    Raises:
        InputError: naming every cell that is wrong.
    """
    faults = Faults()
    cells = _cells(path, ("month", "placement_type", "weeks", "spend"), faults)
    months = []
    for row, text in cells["month"].items():
        try:
            months.append(parse_year_month(text))
        except (InputError, ValueError):
            months.append((0, 0))
            faults.add(
                path.name,
                f"found {quoted(text)}; write a month as 2025-04.",
                int(str(row)),
                "month",
            )
    faults.raise_any()
    at = [12 * year + month - 1 for year, month in months]
    start = min(12 * ((m - 3) // 12) + 3 for m in at)
    if max(at) - start >= MONTHS:
        raise InputError(f"{path.name} holds more than one financial year (April to March).")
    table = _numbers(path.name, cells, ("weeks", "spend"), faults).assign(
        month=np.array(at) - start
    )
    table["placement_type"] = cells["placement_type"]
    table["row"] = cells.index
    repeated = table[table.duplicated(["month", "placement_type"])]
    for row in repeated["row"]:
        faults.add(path.name, "repeats a month and placement type.", int(row))
    for row in table.loc[table["weeks"] < 0, "row"]:
        faults.add(path.name, "must be 0 or more.", int(row), "weeks")
    gone = sorted(set(range(int(table["month"].max()) + 1)) - set(table["month"]))
    if gone:
        names = [f"{(start + m) // 12}-{(start + m) % 12 + 1:02d}" for m in gone]
        faults.add(path.name, f"has no row for {listed(names)}; every month from April is needed.")
    faults.raise_any()
    types = tuple(kind for kind in PLACEMENT_TYPES if kind in set(table["placement_type"]))

    def wide(column: str) -> np.ndarray:
        made = table.pivot(index="month", columns="placement_type", values=column)
        return np.asarray(made[list(types)].fillna(0.0).to_numpy(np.float64))

    return Ledger(financial_year(start // 12), types, wide("weeks"), wide("spend"))


def read_type_budget(path: Path, ledger: Ledger) -> TypeBudget:
    """A budget by placement type: columns placement_type, weeks, budget (GBP for the whole year).

    Raises:
        InputError: naming every cell that is wrong, or the types that only one of the two has.
    """
    faults = Faults()
    cells = _cells(path, ("placement_type", "weeks", "budget"), faults)
    table = _numbers(path.name, cells, ("weeks", "budget"), faults)
    for name in ("weeks", "budget"):
        for row in table.index[~(table[name] > 0)]:
            faults.add(path.name, "must be above 0.", int(row), name)
    held = cells["placement_type"]
    for row in cells.index[held.duplicated()]:
        faults.add(path.name, "repeats a placement type.", int(row), "placement_type")
    absent = [kind for kind in ledger.types if kind not in set(held)]
    if absent:
        faults.add(path.name, f"has no budget for {listed(absent)}, which the ledger has.")
    faults.raise_any()
    table.index = pd.Index(held)
    types = tuple(kind for kind in PLACEMENT_TYPES if kind in table.index)
    of = table.loc[list(types)]
    return TypeBudget(types, of["weeks"].to_numpy(), of["budget"].to_numpy())


def _cells(path: Path, columns: tuple[str, ...], faults: Faults) -> pd.DataFrame:
    if not path.is_file():
        raise InputError(f"There is no file '{path}'.")
    cells = read_cells(path.name, content_of(path), columns, faults)
    faults.raise_any()
    assert cells is not None, "a file that cannot be read is a fault"
    if cells.empty:
        raise InputError(f"{path.name} has a header and no rows.")
    for row, kind in cells["placement_type"].items():
        if kind not in PLACEMENT_TYPES:
            allowed = f"found {quoted(kind)}; allowed are {listed(PLACEMENT_TYPES)}."
            hint = closest(kind, PLACEMENT_TYPES)
            faults.add(path.name, allowed + hint, int(str(row)), "placement_type")
    return cells


def _numbers(
    file: str, cells: pd.DataFrame, columns: tuple[str, ...], faults: Faults
) -> pd.DataFrame:
    found = {name: as_numbers(file, name, cells[name], False, faults) for name in columns}
    for name, numbers in found.items():
        for row in numbers.index[cells[name] == ""]:
            faults.add(file, "must not be blank.", int(row), name)
    faults.raise_any()
    return pd.DataFrame(found)
