"""A list of current placements, as regional censuses hold it: read to counts and sums alone.

Columns are matched by name, in the words that lists use; nothing of one child leaves this file
unless it is asked for within the council (`rows_of`).
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
from sufficiency.evidence.reading import as_numbers, decoded, read_cells

DEAREST: Final = 20
FEWEST: Final = 5
"""Placements below which a sum would say what one child's placement costs."""
ADULT: Final = 18
_NAMES: Final = {
    "identifier": ("identifier", "child id", "id", "reference", "child"),
    "age": ("age", "age in years", "current age"),
    "type": ("placement_type", "placement type", "type of provision", "provision type", "type"),
    "weekly_cost": (
        "weekly_cost",
        "total weekly cost",
        "weekly cost",
        "cost per week",
        "total cost",
    ),
}
"""The columns that are needed, and what lists call them."""


@dataclass(frozen=True)
class PlacementList:
    """Counts and sums of a list of placements; GBP a week.

    Attributes:
        summed: placements_of, placements, weekly_cost: by type of provision, of the dearest, and of
            children who are 17 and turn 18 within a year. Fewer than `FEWEST` are not told apart:
            types of so few are one row, and a sum over so few is blank.
    """

    summed: pd.DataFrame


def read_placement_list(path: Path, columns: Path | None = None) -> PlacementList:
    """Counts and sums of a list of placements.

    Args:
        path: the list.
        columns: a CSV of `ours,theirs` that says what the list calls its columns, where it uses
            other words than are known.

    Raises:
        InputError: when a column is not found or a cell is no number; no message quotes a cell.
    """
    table = _table(path, columns)
    cost = table["weekly_cost"].to_numpy(np.float64)
    dear = np.sort(cost)[::-1][:DEAREST]
    soon = cost[table["age"].to_numpy(np.float64) == ADULT - 1]
    many = table.groupby("type")["weekly_cost"].transform("size") >= FEWEST
    named = table["type"].where(many, "types of few placements together")
    groups = [*table["weekly_cost"].groupby(named), (f"the {len(dear)} dearest", dear)]
    rows = [
        (str(name), len(of), float(round(np.sum(of))) if len(of) >= FEWEST else np.nan)
        for name, of in [*groups, ("turn 18 within a year", soon)]
    ]
    return PlacementList(pd.DataFrame(rows, columns=["placements_of", "placements", "weekly_cost"]))


def rows_of(path: Path, columns: Path | None = None) -> pd.DataFrame:
    """The dearest placements and those of children who are 17, a row each: within the council."""
    table = _table(path, columns)
    order = table.sort_values("weekly_cost", ascending=False, kind="stable")
    dear = order.head(DEAREST).assign(why="among the dearest")
    soon = order[order["age"] == ADULT - 1].assign(why="turns 18 within a year")
    return pd.concat([dear, soon], ignore_index=True)[
        ["why", "identifier", "age", "type", "weekly_cost"]
    ]


def _names(columns: Path | None) -> dict[str, tuple[str, ...]]:
    """What a list may call each column: the words known, or the one that the council gives."""
    if columns is None:
        return dict(_NAMES)
    faults = Faults()
    cells = read_cells(columns.name, _content(columns), ("ours", "theirs"), faults)
    faults.raise_any()
    assert cells is not None, "a file that cannot be read is a fault"
    for row, ours in cells["ours"].items():
        if ours not in _NAMES:
            allowed = f"found {quoted(ours)}; allowed are {listed(_NAMES)}."
            faults.add(columns.name, allowed + closest(ours, _NAMES), int(str(row)), "ours")
    for row in cells.index[cells["ours"].duplicated()]:
        faults.add(columns.name, "repeats a column.", int(row), "ours")
    faults.raise_any()
    given = {
        ours: (theirs.strip().lower(),)
        for ours, theirs in zip(cells["ours"], cells["theirs"], strict=True)
    }
    return {**_NAMES, **given}


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise InputError(f"There is no file '{path}'.")
    return content_of(path)


def _table(path: Path, columns: Path | None) -> pd.DataFrame:
    text = decoded(_content(path))
    header = (
        [] if text is None else [c.strip().strip('"') for c in text.split("\n", 1)[0].split(",")]
    )
    plain = {name.strip().lower(): name for name in header}
    chosen = {}
    for name, words in _names(columns).items():
        found = next((plain[word] for word in words if word in plain), None)
        if found is None:
            raise InputError(
                f"{path.name} has no column for '{name}'; it may be called {listed(words)}, or say "
                "what it is called with --columns."
            )
        chosen[name] = found
    faults = Faults()
    cells = read_cells(path.name, content_of(path), list(chosen.values()), faults)
    faults.raise_any()
    assert cells is not None, "a file that cannot be read is a fault"
    if cells.empty:
        raise InputError(f"{path.name} has a header and no placements.")
    table = pd.DataFrame({name: cells[column] for name, column in chosen.items()})
    for name in ("age", "weekly_cost"):
        kept = Faults()
        numbers = as_numbers(path.name, name, table[name], False, kept)
        wrong = [int(str(row)) for row in numbers.index[numbers.isna() | (numbers < 0)]]
        if wrong:
            faults.add(
                path.name, "must be a number, 0 or more, without signs.", wrong, chosen[name]
            )
        table[name] = numbers
    faults.raise_any()
    return table
