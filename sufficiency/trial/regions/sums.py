"""Past forecasts of sums over councils, added draw by draw, against what came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.forecasting.mix.model import log_odds
from sufficiency.forecasting.pooled.series import CATEGORIES, TOTAL
from sufficiency.forecasting.shared.model import Member, SharedConstants, shared_order
from sufficiency.streams import stream
from sufficiency.trial.chain import FIRST_MONEY, WholeRecord, chain_constants
from sufficiency.trial.forecasts import (
    EXPENSIVE,
    SPENDING,
    SPENDING_REAL,
    YEARS,
    children_draws,
    children_measures,
    spending_draws,
)
from sufficiency.trial.halves import in_first_half

CHEAPER_KEYS: Final = {"parents": "placed_with_parents", "adoption": "placed_for_adoption"}
"""Families that are ordered as parts of all who are in no expensive placement, and their keys."""
SUMMED: Final = (TOTAL, *CATEGORIES[:-1], EXPENSIVE, SPENDING, SPENDING_REAL)
"""What is added up."""
LEAST_MEMBERS: Final = 3
"""Councils with a forecast and an outcome below which a group is no sum."""
TENS: Final = 100
"""Random groups of ten, half of them within each half of the councils."""
TOGETHER, APART = "together", "apart"
COLUMNS: Final = ("kind", "group", "measure", "origin", "horizon", "p10", "p50", "p90", "came")


@dataclass(frozen=True, eq=False)
class Opening:
    """Draws of every council from one opening, in the order in which they add up.

    Attributes:
        year: of the 31 March.
        draws: measure -> (authorities, horizons, draws), NaN where there is none.
        apart: the same before any order was put on them.
        came: measure -> (authorities, horizons), NaN where not known.
    """

    year: int
    draws: Mapping[str, np.ndarray]
    apart: Mapping[str, np.ndarray]
    came: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Task:
    """One opening: the record, each authority's region, and each half's shared constants."""

    record: WholeRecord
    opening: int
    regions: tuple[str, ...]
    shared: tuple[SharedConstants, SharedConstants]
    draws: int
    seed: int


def try_sums(task: Task) -> pd.DataFrame:
    """Regions, England and random tens from one opening.

    Columns `COLUMNS`, how many councils, and draws (together, apart).
    """
    opening = opening_draws(task)
    groups = [("region", name, rows) for name, rows in regional(task.regions).items()]
    groups += random_tens(task.record.children.codes, opening, task.seed)
    found = []
    for kind, name, rows in groups:
        for how, draws in ((TOGETHER, opening.draws), (APART, opening.apart)):
            made = _summed(opening, draws, np.asarray(rows))
            found += [{"kind": kind, "group": name, "draws": how, **row} for row in made]
    return pd.DataFrame(found)


def opening_draws(task: Task) -> Opening:
    """Forecast every council, each half with constants of the other, and order the draws."""
    record, year = task.record, task.opening
    codes, seen = record.children.codes, record.until(year)
    first = in_first_half(codes)
    shape = (len(codes), YEARS, task.draws)
    together = {name: np.full(shape, np.nan, dtype=np.float32) for name in SUMMED}
    apart = {name: np.full(shape, np.nan, dtype=np.float32) for name in SUMMED}
    for half in (True, False):
        constants = chain_constants(record, first != half, year)
        rows = np.flatnonzero((first == half) & np.array([bool(r) for r in task.regions]))
        for row, path in children_draws(seen, constants, rows, task.draws, task.seed).items():
            made = {k: v for k, v in children_measures(path).items() if k in SUMMED}
            if year >= FIRST_MONEY:
                spent = spending_draws(seen, constants, row, path, task.seed)
                now = _spent_now(record, row, year)
                made |= {name: now[name] * np.exp(growth) for name, growth in spent.items()}
            made = {name: values for name, values in made.items() if np.isfinite(values).all()}
            if TOTAL not in made:  # an authority of next to no children
                continue
            member = Member(codes[row], task.regions[row])
            order = shared_order(
                _keys(made), YEARS, member, task.shared[0 if half else 1], task.seed
            )
            for name, values in made.items():
                apart[name][row], together[name][row] = values, values[:, order]
    return Opening(year, together, apart, {name: _came(record, name, year) for name in SUMMED})


def _keys(made: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    total = made[TOTAL][-1]
    keys = {"total": np.log(np.maximum(total, 0.5))}
    if EXPENSIVE in made:
        keys["mix"] = log_odds(made[EXPENSIVE][-1], total)
    if SPENDING in made:
        keys["spending"] = np.log(made[SPENDING][-1])
    for name, measure in CHEAPER_KEYS.items():
        if EXPENSIVE in made and measure in made:
            keys[name] = log_odds(made[measure][-1], total - made[EXPENSIVE][-1])
    return keys


def _spent_now(record: WholeRecord, row: int, year: int) -> dict[str, float]:
    """Spending in the financial year that ended at an opening, GBP: nominal and real."""
    spending, price = record.spending.panel.spending[row], record.spending.price
    at = int(np.searchsorted(record.spending.panel.years, year - 1))
    logs = {SPENDING: spending[at] + price[at], SPENDING_REAL: spending[at]}
    return {name: float(np.exp(log)) for name, log in logs.items()}


def _came(record: WholeRecord, measure: str, year: int) -> np.ndarray:
    """What came so many years after an opening, (authorities, horizons)."""
    children = record.children
    years = children.years
    if measure in (SPENDING, SPENDING_REAL):
        years = record.spending.panel.years + 1
        price = record.spending.price if measure == SPENDING else 0.0
        values = np.exp(record.spending.panel.spending + price)
    elif measure == EXPENSIVE:
        values = children.expensive
    else:
        values = children.panel[measure]
    found = np.full((len(values), YEARS), np.nan)
    at = int(np.searchsorted(years, year))
    known = values[:, at + 1 : at + 1 + YEARS]
    found[:, : known.shape[1]] = known
    return found


def regional(regions: Sequence[str]) -> dict[str, np.ndarray]:
    """Rows of each region and, last, of England; an authority without a region is in none."""
    names = np.array(regions)
    found = {str(name): np.flatnonzero(names == name) for name in sorted(set(names) - {""})}
    return found | {"England": np.flatnonzero(names != "")}


def random_tens(
    codes: Sequence[str], opening: Opening, seed: int
) -> list[tuple[str, str, np.ndarray]]:
    """Random groups of ten councils that can be forecast, each within one half."""
    first = in_first_half(tuple(codes))
    ready = np.isfinite(opening.draws[TOTAL][:, 0, 0]) & np.isfinite(opening.came[TOTAL][:, 0])
    found = []
    for number in range(TENS):
        half = number % 2 == 0
        rng = stream(seed, "random tens", f"{opening.year} {number}")
        rows = rng.choice(np.flatnonzero(ready & (first == half)), 10, replace=False)
        found.append(("tens", f"{'first' if half else 'second'} half {number // 2 + 1}", rows))
    return found


def _summed(
    opening: Opening, draws: Mapping[str, np.ndarray], rows: np.ndarray
) -> list[dict[str, object]]:
    """A row for each measure and year ahead: the range of the sum, and what came."""
    found: list[dict[str, object]] = []
    for measure in SUMMED:
        made, came = draws[measure][rows], opening.came[measure][rows]
        for h in range(YEARS):
            known = np.isfinite(made[:, h, 0]) & np.isfinite(came[:, h])
            if known.sum() < LEAST_MEMBERS:
                continue
            low, middle, high = np.quantile(
                made[known, h].sum(axis=0, dtype=np.float64), [0.1, 0.5, 0.9]
            )
            found.append(
                {
                    "measure": measure,
                    "origin": opening.year,
                    "horizon": h + 1,
                    "p10": low,
                    "p50": middle,
                    "p90": high,
                    "came": came[known, h].sum(),
                    "councils": int(known.sum()),
                }
            )
    return found
