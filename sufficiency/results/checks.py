"""The check that the tables the engine hands over are what the contract says.

Columns, words and sums are checked before anything is written. A table that does not fit is a fault
of ours, never of the user's input.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.ranges import STATISTICS
from sufficiency.results.contract import (
    BRIDGE_PARTS,
    CONTRACT,
    COST_ROWS,
    IN_WORDS,
    MAY_BE_EMPTY,
    MONEY_TABLES,
    WITHOUT_BASELINE,
    Table,
)
from sufficiency.results.facts import BASELINE
from sufficiency.results.figures import CHILDREN, MONEY

_TOLERANCE: Final = 1e-6
"""Relative; sums are of float64 means over a few thousand draws."""


class ContractError(AssertionError):
    """A table does not hold what the contract says it holds: a fault of ours (exit code 1)."""


def check_tables(
    tables: Mapping[str, pd.DataFrame], published: bool = False, costed: bool = True
) -> None:
    """Check names, columns, keys, words, blanks, order of percentiles and sums.

    Args:
        tables: The tables of a run, by name.
        published: Whether small numbers have been blanked and the rest rounded: blanks are then
            allowed, and sums need hold no closer than rounding lets them.
        costed: Whether there are tables in pounds.

    Raises:
        ContractError: naming the table and the first fault found in it.
    """
    _need(not set(tables) - set(CONTRACT), f"unknown tables {sorted(set(tables) - set(CONTRACT))}")
    wanted = [n for n, table in CONTRACT.items() if not table.optional]
    missing = [n for n in wanted if n not in tables and (costed or n not in MONEY_TABLES)]
    _need(not missing, f"tables {missing} are missing")
    for name in CONTRACT:
        if name in tables:
            _check_form(name, tables[name], published)
    _check_children(tables, published)
    if costed:
        _check_money(tables, published)


def _need(holds: bool | np.bool_, fault: str) -> None:
    if not holds:
        raise ContractError(fault)


def _check_form(name: str, frame: pd.DataFrame, published: bool) -> None:
    table = CONTRACT[name]
    _need(list(frame.columns) == table.columns, f"{name}: columns are {list(frame.columns)}")
    keys = frame[list(table.keys)]
    _need(not keys.isna().any(axis=None), f"{name}: a key is blank")
    _need(not keys.duplicated().any(), f"{name}: a row is there twice")
    for key, words in table.words.items():
        found = set(frame[key].unique())
        _need(found <= set(words), f"{name}: {key} holds words out of the vocabulary")
        rows = frame.groupby([k for k in table.keys if k != key], sort=False).size()
        _need((rows == len(found)).all(), f"{name}: a {key} is missing somewhere")
    told = not (frame.empty and name in MAY_BE_EMPTY)
    if "scenario" in table.keys and name not in WITHOUT_BASELINE and told:
        _need((frame["scenario"] == BASELINE).any(), f"{name}: {BASELINE} is missing")
    if "date" in table.keys:
        _need(frame["date"].dtype.kind == "M", f"{name}: dates are {frame['date'].dtype}")
        _need(frame["date"].dt.is_month_end.all(), f"{name}: a date is not a month end")
    numbers = frame[[v for v in table.values if v not in IN_WORDS]]
    counted = frame.empty or all(dtype.kind in "fiu" for dtype in numbers.dtypes)
    _need(counted, f"{name}: a value is not a number")
    _need(not np.isinf(numbers.to_numpy(float)).any(), f"{name}: a value is infinite")
    if not published:
        full = numbers.drop(columns=[v for v in table.blank if v in numbers])
        _need(not full.isna().any(axis=None), f"{name}: a value is blank")
    for columns in _percentiles(table):
        below = np.diff(frame[columns].to_numpy(float), axis=1) < -_TOLERANCE
        _need(not below.any(), f"{name}: percentiles {columns} are out of order")
    if name in ("forecast", "placements", "area", "carers"):
        _need(not (numbers < -_TOLERANCE).any(axis=None), f"{name}: a value is negative")


def _percentiles(table: Table) -> list[list[str]]:
    """Columns that hold the percentiles of one thing, lowest first."""
    stems: dict[str, list[str]] = {}
    for column in table.values:
        if column[-3:-2] == "p" and column[-2:].isdigit():
            stems.setdefault(column[:-3], []).append(column)
    return list(stems.values())


def _check_children(tables: Mapping[str, pd.DataFrame], published: bool) -> None:
    child = CHILDREN.step if published else 0.0
    assert child is not None
    placements = tables["placements"]
    types = _wide(placements, ["scenario", "date"], "placement_type")
    _same(
        "placements: types and total",
        types[list(PLACEMENT_TYPES)].sum(axis=1, skipna=False),
        types["total"],
        rounded=child,
        parts=len(PLACEMENT_TYPES),
    )
    baseline = placements.query("scenario == @BASELINE").drop(columns="scenario")
    keys = ["date", "placement_type"]
    both = baseline.merge(tables["forecast"], on=keys, suffixes=("", "_forecast"))
    _need(
        len(both) == len(baseline) == len(tables["forecast"]), "forecast: rows are not Baseline's"
    )
    for statistic in STATISTICS:
        _same(f"forecast and Baseline: {statistic}", both[statistic], both[f"{statistic}_forecast"])
    area = _wide(tables["area"], ["scenario", "date"], "area").sum(axis=1, skipna=False)
    _same("area and total", area, types["total"].reindex(area.index), rounded=child, parts=3)


def _check_money(tables: Mapping[str, pd.DataFrame], published: bool) -> None:
    hundred = MONEY.step if published else 0.0
    assert hundred is not None
    money = _wide(tables["costs"], ["scenario", "financial_year", "price_basis"], "placement_type")
    parts = money[[*PLACEMENT_TYPES, "programme"]].sum(axis=1, skipna=False)
    _same(
        "costs: types, programme and total",
        parts,
        money["total"],
        rounded=hundred,
        parts=len(COST_ROWS) - 2,
    )
    saved = tables["savings"].set_index(["scenario", "financial_year", "price_basis"])["mean"]
    total = money["total"].to_dict()
    less = [total[BASELINE, *key[1:]] - total[key] for key in saved.index]
    scale = float(max(total.values()))
    _same("savings and costs", saved, pd.Series(less, dtype=float), scale, rounded=hundred, parts=2)
    bridge = tables["bridge"]
    walked = bridge[["from", *BRIDGE_PARTS]].sum(axis=1, skipna=False)
    _same("bridge", walked, bridge["to"], rounded=hundred, parts=len(BRIDGE_PARTS) + 1)
    chance = tables["savings"]["probability_saves"]
    _need(not ((chance < 0) | (chance > 1)).any(), "savings: a probability is out of 0-1")


def _wide(frame: pd.DataFrame, rows: list[str], columns: str) -> pd.DataFrame:
    return frame.set_index([*rows, columns])["mean"].unstack(columns)


def _same(
    what: str,
    left: pd.Series,
    right: pd.Series,
    scale: float = 0.0,
    *,
    rounded: float = 0.0,
    parts: int = 0,
) -> None:
    """Equal within tolerance; a blank (withheld) figure is not compared.

    Args:
        what: What is compared, for the message.
        left, right: The two sides.
        scale: The size of what either is a difference of.
        rounded: The step that either side's figures were rounded to.
        parts: How many figures the left side is a sum of.
    """
    size = np.maximum(right.abs().to_numpy(float), max(scale, 1.0))
    slack = _TOLERANCE * size + (parts + 1) * rounded / 2
    apart = np.abs(left.to_numpy(float) - right.to_numpy(float)) > slack
    _need(not apart.any(), f"{what}: do not agree")
