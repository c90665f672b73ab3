"""What one return has wrong and the next one right: faults between made-up returns.

Each is put into the earlier return alone, so that the counts, once read, are those of the clean
returns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence.ssda903.dates import read_days
from sufficiency.evidence.ssda903.spells import days
from sufficiency.evidence.synthetic.returns import Tables, as_text

SHARE: Final = 0.02
"""Share of rows or children that each kind of fault touches, one at least."""

Returns = dict[int, Tables]
Soil = Callable[[Returns, np.random.Generator], Returns]


def some(number: int, rng: np.random.Generator) -> np.ndarray:
    """A few of so many rows."""
    wanted = min(number, max(1, round(SHARE * number)))
    return np.sort(rng.choice(number, wanted, replace=False)) if number else np.zeros(0, int)


def _earlier(returns: Returns) -> Iterator[tuple[int, pd.DataFrame, np.ndarray]]:
    """Each return but the last: year, a copy of its episodes, and those that the next shows too.

    Only children with one open episode, which began 30 days and more before the return's end.
    """
    years = sorted(returns)
    for year, later in pairwise(years):
        rows = returns[year]["Episodes"].copy()
        shown = set(_keys(returns[later]["Episodes"]))
        held = np.array([key in shown for key in _keys(rows)], dtype=bool)
        since = read_days(rows["DECOM"])
        is_open = (rows["DEC"] == "").to_numpy()
        yield year, rows, np.flatnonzero(is_open & held & (since < days(f"{year}-03-01")))


def _keys(rows: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(rows["CHILD"], rows["DECOM"], strict=True))


def _with(returns: Returns, year: int, rows: pd.DataFrame) -> Returns:
    return {**returns, year: {**returns[year], "Episodes": rows}}


def corrected_starts(returns: Returns, rng: np.random.Generator) -> Returns:
    """An episode begins some days too late, and the one before it ends then."""
    for year, rows, which in _earlier(returns):
        since = read_days(rows["DECOM"])
        recent = which[since[which] >= days(f"{year - 1}-04-02")]
        for row in recent[some(len(recent), rng)].tolist():
            child, begun = rows.at[row, "CHILD"], rows.at[row, "DECOM"]
            late = as_text(since[[row]] + int(rng.integers(1, 25)))[0]
            before = (rows["CHILD"] == child) & (rows["DEC"] == begun)
            rows.loc[before, "DEC"] = late
            rows.at[row, "DECOM"] = late
        returns = _with(returns, year, rows)
    return returns


def withdrawn_moves(returns: Returns, rng: np.random.Generator) -> Returns:
    """A move to a home that was never made."""
    for year, rows, which in _earlier(returns):
        # Times of short breaks lie outside the stock: nothing would be there to withdraw.
        which = which[~rows["LS"].iloc[which].isin(["V3", "V4"]).to_numpy()]
        chosen = which[some(len(which), rng)]
        moved = as_text(read_days(rows["DECOM"].iloc[chosen]) + rng.integers(2, 25, len(chosen)))
        home = {"RNE": "P", "PLACE": "K2", "PLACE_PROVIDER": "PR4"}
        extra = rows.iloc[chosen].assign(DECOM=moved, **home)
        rows.loc[rows.index[chosen], "DEC"] = moved
        rows.loc[rows.index[chosen], "REC"] = "X1"
        returns = _with(returns, year, pd.concat([rows, extra], ignore_index=True))
    return returns


def mistyped_years(returns: Returns, rng: np.random.Generator) -> Returns:
    """An episode begins a year too late, so that its return seems to be of the year after."""
    for year in sorted(returns):
        rows = returns[year]["Episodes"]
        since = read_days(rows["DECOM"])
        recent = np.flatnonzero(since >= days(f"{year - 1}-04-02"))
        chosen = recent[some(len(recent), rng)]
        late = rows.iloc[chosen].assign(DECOM=as_text(since[chosen] + 365))
        returns = _with(returns, year, pd.concat([rows, late], ignore_index=True))
    return returns


def dates_for_nothing(returns: Returns, rng: np.random.Generator) -> Returns:
    """Systems that write a DEC where an episode is open: far ahead, or the return's last day."""
    for year, tables in returns.items():
        ways = ["", "31/12/2099", "31/12/9999", "01/01/1900", f"31/03/{year}"]
        rows = tables["Episodes"]
        bare = (rows["DEC"] == "") & (rows["REC"] == "")
        dated = rows.assign(DEC=rows["DEC"].mask(bare, ways[int(rng.integers(len(ways)))]))
        returns = _with(returns, year, dated)
    return returns


def rewritten_identifiers(returns: Returns, rng: np.random.Generator) -> Returns:
    """From one year on a spreadsheet writes CHILD as a number with decimals."""
    years = sorted(returns)
    since = (years[1:] or years)[int(rng.integers(max(1, len(years) - 1)))]
    return {
        year: {
            name: table.assign(CHILD=table["CHILD"] + ".0") if year >= since else table
            for name, table in tables.items()
        }
        for year, tables in returns.items()
    }
