"""Every authority's past forecasts of the whole chain, against what came.

A forecast from a 31 March sees figures of that date and earlier, and constants that were estimated
on the other half of the authorities: up to that date ("leak_free"), or on all years ("today").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.special import ndtri

from sufficiency.forecasting.pooled.series import CATEGORIES, REST, TOTAL
from sufficiency.forecasting.scoring.scores import (
    crps_draws,
    crps_normal,
    no_change_spread,
)
from sufficiency.money.spending.model import AS_ENGLAND
from sufficiency.placements import position
from sufficiency.trial.chain import (
    FIRST_MONEY,
    FIRST_ORIGIN,
    FIRST_PLACES,
    ChainConstants,
    WholeRecord,
    chain_constants,
)
from sufficiency.trial.forecasts import (
    EXPENSIVE,
    PLACES,
    SPENDING,
    SPENDING_REAL,
    YEARS,
    children_draws,
    children_measures,
    placement_types,
    places_draws,
    spending_draws,
)
from sufficiency.trial.halves import in_first_half
from sufficiency.trial.split_record import KINDS

_EVEN: Final = ndtri((np.arange(200) + 0.5) / 200)
"""Normal quantiles, evenly likely."""

LEAK_FREE: Final = "leak_free"
TODAY: Final = "today"
COLUMNS: Final = (
    *("la_code", "opening_year", "horizon", "measure", "constants"),
    *("mean", "p10", "p50", "p90", "came", "filled"),
)
SCORES: Final = ("opened_at", "crps", "crps_no_change", "crps_as_england")


@dataclass(frozen=True, eq=False)
class Task:
    """One opening of some authorities (indices), with the constants of one kind."""

    record: WholeRecord
    opening: int
    rows: tuple[int, ...]
    constants: str
    draws: int
    seed: int


def tasks(record: WholeRecord, rows: Sequence[int], draws: int, seed: int) -> Iterator[Task]:
    """A task for each opening year, half and kind of constants that has anyone to forecast."""
    first = in_first_half(record.children.codes)
    for opening in range(FIRST_ORIGIN, int(record.children.years[-1])):
        for half in (True, False):
            wanted = tuple(row for row in rows if first[row] == half)
            for kind in (LEAK_FREE, TODAY):
                if wanted:
                    yield Task(record, opening, wanted, kind, draws, seed)


def try_one(task: Task) -> pd.DataFrame:
    """Forecast and compare; columns `COLUMNS` and `SCORES`."""
    record, opening = task.record, task.opening
    codes = record.children.codes
    first = in_first_half(codes)
    others = first != first[task.rows[0]]
    last = int(record.children.years[-1])
    constants = chain_constants(record, others, opening if task.constants == LEAK_FREE else last)
    seen = record.until(opening)
    rows = np.array(task.rows)
    found: list[pd.DataFrame] = []
    paths = children_draws(seen, constants, rows, task.draws, task.seed)
    for row, path in paths.items():
        for measure, made in children_measures(path).items():
            found.append(_compared(record, measure, row, opening, made))
        if opening >= FIRST_MONEY:
            growth = spending_draws(seen, constants, row, path, task.seed)
            found += [_spent(record, name, row, opening, made) for name, made in growth.items()]
        if opening >= FIRST_PLACES:
            types = placement_types(seen, constants, row, path, task.seed)
            found += [_compared(record, kind, row, opening, made) for kind, made in types.items()]
    if opening >= FIRST_PLACES:
        found += _places(record, seen, constants, task)
    table = pd.concat([frame for frame in found if len(frame)], ignore_index=True)
    return table.assign(constants=task.constants)[[*COLUMNS, *SCORES]]


def _places(
    record: WholeRecord, seen: WholeRecord, constants: ChainConstants, task: Task
) -> list[pd.DataFrame]:
    found = []
    for row in task.rows:
        made = places_draws(seen, constants, row, task.draws, task.seed)
        if made is not None:
            found.append(_compared(record, PLACES, row, task.opening, made))
    return found


def _compared(
    record: WholeRecord, measure: str, row: int, opening: int, made: np.ndarray
) -> pd.DataFrame:
    """One authority and measure: a row for each year ahead whose outcome is known."""
    if measure in KINDS:
        split = record.split
        came = split.estimates[row, :, position(measure)]
        estimated = np.ones(len(came), dtype=bool)
        usual = split.usual_change[measure]
        outcome = _Outcome(came, split.years, estimated, usual_change=usual)
    else:
        outcome = _Outcome(*_series(record, measure, row))
    return _rows(record, measure, row, opening, made, outcome)


def _series(
    record: WholeRecord, measure: str, row: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Figures of a measure by year, the years, and whether each needed a withheld cell."""
    children = record.children
    if measure == PLACES:
        places = np.where(record.places.years < FIRST_PLACES, np.nan, record.places.places[row])
        return places, record.places.years, np.zeros(len(places), dtype=bool)
    if measure == EXPENSIVE:
        return children.expensive[row], children.years, children.was_filled[row]
    if measure == REST:
        homes = children.panel["homes_and_supported"][row]
        values = np.where(children.was_filled[row], np.nan, children.expensive[row] - homes)
        return np.maximum(values, 0.0), children.years, np.zeros(len(values), dtype=bool)
    values = children.panel[measure][row]
    return values, children.years, np.zeros(len(values), dtype=bool)


@dataclass(frozen=True, eq=False)
class _Outcome:
    """Figures of one authority by year.

    Attributes:
        values, years: the figures.
        filled: which needed a withheld cell, or are estimates.
        england: of money, log growth of England by year, as `values`; else None.
        usual_change: of types, root mean square log change in a year of all authorities, which no
            change is given: the own record is one change or none. Else None.
    """

    values: np.ndarray
    years: np.ndarray
    filled: np.ndarray
    england: np.ndarray | None = None
    usual_change: float | None = None

    def no_change_spread(self, at: int) -> float:
        """Standard deviation a year that no change is given from a column."""
        if self.usual_change is not None:
            return float(self.usual_change * self.values[at])
        return float(no_change_spread(self.values[None, : at + 1])[0])

    def as_england(self, ahead: np.ndarray, at: int) -> np.ndarray:
        """CRPS of going on as England grew over the last two years; NaN for children and places."""
        if self.england is None:
            return np.full(len(ahead), np.nan)
        middle = np.log(self.values[at]) + ahead * self.england[at - 1 : at + 1].mean()
        spread = (AS_ENGLAND * np.sqrt(ahead))[:, None] * _EVEN
        return crps_draws(np.exp(middle[:, None] + spread), self.values[at + ahead])


def _spent(
    record: WholeRecord, measure: str, row: int, opening: int, growth: np.ndarray
) -> pd.DataFrame:
    panel, price = record.spending.panel, record.spending.price
    logs = panel.spending[row] + (price if measure == SPENDING else 0.0)
    at = int(np.searchsorted(panel.years, opening - 1))
    made = np.exp(logs[at] + growth)
    none = np.zeros(len(logs), dtype=bool)
    nation = np.array([record.spending.england.get(int(y), np.nan) for y in panel.years])
    nation = nation + (np.diff(price, prepend=np.nan) if measure == SPENDING else 0.0)
    outcome = _Outcome(np.exp(logs), panel.years + 1, none, nation)
    return _rows(record, measure, row, opening, made, outcome)


def _rows(
    record: WholeRecord,
    measure: str,
    row: int,
    opening: int,
    made: np.ndarray,
    outcome: _Outcome,
) -> pd.DataFrame:
    at = int(np.searchsorted(outcome.years, opening))
    ahead = np.arange(1, min(YEARS, len(outcome.years) - 1 - at) + 1)
    came = outcome.values[at + ahead]
    known = np.isfinite(came) & bool(np.isfinite(outcome.values[at]))
    ahead, came = ahead[known], came[known]
    if not len(ahead):
        return pd.DataFrame()
    draws = made[ahead - 1]
    if not np.isfinite(draws).all():  # an authority of next to no children
        return pd.DataFrame()
    low, middle, high = np.quantile(draws, [0.1, 0.5, 0.9], axis=-1)
    spread = outcome.no_change_spread(at) * np.sqrt(ahead)
    return pd.DataFrame(
        {
            "la_code": record.children.codes[row],
            "opening_year": opening,
            "horizon": ahead,
            "measure": measure,
            "mean": draws.mean(axis=-1),
            "p10": low,
            "p50": middle,
            "p90": high,
            "came": came,
            "filled": outcome.filled[at] | outcome.filled[at + ahead],
            "opened_at": outcome.values[at],
            "crps": crps_draws(draws, came),
            "crps_no_change": crps_normal(np.full(len(ahead), outcome.values[at]), spread, came),
            "crps_as_england": outcome.as_england(ahead, at),
        }
    )


MEASURES: Final = (TOTAL, *CATEGORIES, EXPENSIVE, PLACES, *KINDS, SPENDING, SPENDING_REAL)
"""What is tried, in the order of the tables."""
