"""What each table of a run holds, and the check that what the engine hands over is that.

The tables are the joint between the engine and every page, and other programs read the files:
columns, words and sums are therefore checked before anything is written. A table that does not
fit is a fault of ours, never of the user's input.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.placements import FAMILIES, PLACEMENT_TYPES
from sufficiency.ranges import COST_STATISTICS, RANGE_STATISTICS, STATISTICS
from sufficiency.results.facts import BASELINE

WITHOUT_BASELINE: Final = ("unplaced", "savings", "appraisal", "waterfall")
BRIDGE_PARTS: Final = ("rebasing", "volume", "mix", "price", "inflation", "intervention")
TYPES_AND_TOTAL: Final = (*PLACEMENT_TYPES, "total")
COST_ROWS: Final = (*PLACEMENT_TYPES, "programme", "total", "not_modelled")

IN_WORDS: Final = ("unit", "source", "quality", "known")
"""Value columns that hold text, which may be blank."""
_TOLERANCE: Final = 1e-6
"""Relative; sums are of float64 means over a few thousand draws."""


class ContractError(AssertionError):
    """A table does not hold what the contract says it holds: a fault of ours (exit code 1)."""


@dataclass(frozen=True)
class Table:
    """One table of the contract.

    Attributes:
        keys: Columns that name a row, in the order rows are sorted by.
        values: The other columns, in order.
        words: For a key with a fixed vocabulary, its words in the order rows are sorted.
        blank: Value columns that may be blank because the figure is not known.
        optional: Whether a run may do without the table.
    """

    keys: tuple[str, ...]
    values: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    blank: tuple[str, ...] = ()
    optional: bool = False

    @property
    def columns(self) -> list[str]:
        return [*self.keys, *self.values]


def _ranges(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{point}" for name in names for point in ("p10", "p50", "p90"))


_TYPE: Final = {"placement_type": TYPES_AND_TOTAL}
_BASIS: Final = {"price_basis": ("nominal", "real")}
CONTRACT: Final[Mapping[str, Table]] = {
    "forecast": Table(("date", "placement_type"), STATISTICS, _TYPE),
    "placements": Table(("scenario", "date", "placement_type"), STATISTICS, _TYPE),
    "area": Table(
        ("scenario", "date", "area"), STATISTICS, {"area": ("in_area", "out_of_area", "unknown")}
    ),
    "carers": Table(
        ("scenario", "date", "kind"),
        _ranges("households", "approved_places", "usable_places", "filled_places"),
        {"kind": ("mainstream", "connected")},
    ),
    "gap": Table(
        ("scenario", "date", "family"),
        _ranges("need", "usable_supply", "gap"),
        {"family": FAMILIES},
        blank=_ranges("usable_supply", "gap"),
    ),
    "unplaced": Table(("scenario", "date"), STATISTICS),
    "households": Table(
        ("scenario", "financial_year", "kind", "flow"),
        STATISTICS,
        {"kind": ("mainstream", "connected"), "flow": ("approved", "left")},
    ),
    "costs": Table(
        ("scenario", "financial_year", "placement_type", "price_basis"),
        COST_STATISTICS,
        {"placement_type": COST_ROWS, **_BASIS},
    ),
    "savings": Table(
        ("scenario", "financial_year", "price_basis"),
        (*RANGE_STATISTICS, "probability_saves"),
        _BASIS,
    ),
    "prices": Table(
        ("placement_type", "financial_year", "price_basis"),
        (*RANGE_STATISTICS, "factor", "known"),
        {"placement_type": PLACEMENT_TYPES, **_BASIS},
    ),
    "bridge": Table(("scenario", "financial_year"), ("from", *BRIDGE_PARTS, "to")),
    "appraisal": Table(
        ("scenario", "measure"),
        ("p10", "p50", "p90"),
        {"measure": ("npv", "payback_month", "benefit_cost_ratio", "switching_value")},
        blank=("p10", "p50", "p90"),
        optional=True,
    ),
    "assumptions": Table(
        ("key",),
        ("value", "low", "high", "unit", "source", "quality", "impact"),
        blank=("value", "low", "high", "impact"),
    ),
    "flows": Table(
        ("year",),
        ("opening", "started", "ceased", "expected", "actual", "residual"),
        blank=("opening", "started", "ceased", "expected", "actual", "residual"),
    ),
    "waterfall": Table(
        ("scenario", "measure", "price_basis", "period", "step", "lever", "why"),
        ("mean", "p10", "p90"),
        optional=True,
    ),
    "tornado": Table(
        ("outcome", "key"),
        ("low", "high", "at_low", "middle", "at_high", "swing"),
        optional=True,
    ),
    "past_forecasts": Table(
        ("origin", "date"), ("horizon", "p10", "p50", "p90", "came", "held_80"), optional=True
    ),
    "backtest": Table(
        ("model", "series", "horizon"),
        ("mase", "crps", "relative_crps", "cover_50", "cover_80", "cover_95", "n"),
        blank=("mase", "crps", "relative_crps", "cover_50", "cover_80", "cover_95"),
        optional=True,
    ),
}


def check_tables(tables: Mapping[str, pd.DataFrame], published: bool = False) -> None:
    """Check names, columns, keys, words, blanks, order of percentiles and sums.

    Args:
        tables: The tables of a run, by name.
        published: Whether small numbers have been blanked: blanks are then allowed.

    Raises:
        ContractError: naming the table and the first fault found in it.
    """
    _need(not set(tables) - set(CONTRACT), f"unknown tables {sorted(set(tables) - set(CONTRACT))}")
    missing = [n for n, table in CONTRACT.items() if n not in tables and not table.optional]
    _need(not missing, f"tables {missing} are missing")
    for name in CONTRACT:
        if name in tables:
            _check_form(name, tables[name], published)
    _check_sums(tables)


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
        _need(set(frame[key]) <= set(words), f"{name}: {key} holds words out of the vocabulary")
        rows = frame.groupby([k for k in table.keys if k != key], sort=False).size()
        _need((rows == len(set(frame[key]))).all(), f"{name}: a {key} is missing somewhere")
    if "scenario" in table.keys and name not in WITHOUT_BASELINE:
        _need(BASELINE in set(frame["scenario"]), f"{name}: {BASELINE} is missing")
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


def _check_sums(tables: Mapping[str, pd.DataFrame]) -> None:
    placements, costs = tables["placements"], tables["costs"]
    types = _wide(placements, ["scenario", "date"], "placement_type")
    _same(
        "placements: types and total",
        types[list(PLACEMENT_TYPES)].sum(axis=1, skipna=False),
        types["total"],
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
    _same("area and total", area, types["total"].reindex(area.index))
    money = _wide(costs, ["scenario", "financial_year", "price_basis"], "placement_type")
    parts = money[[*PLACEMENT_TYPES, "programme"]].sum(axis=1, skipna=False)
    _same("costs: types, programme and total", parts, money["total"])
    saved = tables["savings"].set_index(["scenario", "financial_year", "price_basis"])["mean"]
    total = money["total"].to_dict()
    less = [total[BASELINE, *key[1:]] - total[key] for key in saved.index]
    _same("savings and costs", saved, pd.Series(less, dtype=float), float(max(total.values())))
    bridge = tables["bridge"]
    _same("bridge", bridge[["from", *BRIDGE_PARTS]].sum(axis=1, skipna=False), bridge["to"])
    chance = tables["savings"]["probability_saves"]
    _need(not ((chance < 0) | (chance > 1)).any(), "savings: a probability is out of 0-1")


def _wide(frame: pd.DataFrame, rows: list[str], columns: str) -> pd.DataFrame:
    return frame.set_index([*rows, columns])["mean"].unstack(columns)


def _same(what: str, left: pd.Series, right: pd.Series, scale: float = 0.0) -> None:
    """Equal within tolerance; a blank (withheld) figure is not compared."""
    size = np.maximum(right.abs().to_numpy(float), max(scale, 1.0))
    apart = np.abs(left.to_numpy(float) - right.to_numpy(float)) > _TOLERANCE * size
    _need(not apart.any(), f"{what}: do not agree")
