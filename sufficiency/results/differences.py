"""What a scenario changes, paired draw by draw with the baseline, and who enters, leaves and moves.

A difference of two forecasts is far surer than either: both are on the same draws, so the range of
the difference is that of the scenario's effect and not of the forecast.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import pandas as pd

from sufficiency.capacity import Projection
from sufficiency.engine import Result, Results
from sufficiency.placements import FAMILIES, PLACEMENT_TYPES, TYPES_OF, family_position, position
from sufficiency.ranges import RANGE_STATISTICS, statistics

MEASURES = ("children", "entries", "exits", "moves", "households", "gap")
"""Stocks are of the month's end; flows are of the month that ends then."""
Measured: TypeAlias = Mapping[tuple[str, str], np.ndarray]


def differences_table(results: Results) -> pd.DataFrame:
    """Each scenario less the baseline: scenario, date, measure, placement_type, statistics.

    placement_type is a type or total for children, a family or total for entries and exits, a
    family for net moves between families and for the gap, and a kind of carer for households.
    """
    base = measured(results.forecast.baseline.projection)
    frames = [differences_of(result, base) for result in results.scenarios]
    return pd.concat(frames or [_FRAME], ignore_index=True)


def differences_of(result: Result, base: Measured) -> pd.DataFrame:
    """The rows of one scenario; none of the baseline, which `base` measures."""
    if result.scenario is None:
        return _FRAME
    changes = _changes(result.projection, base, slice(None), MEASURES)
    changes = changes.sort_values("date", kind="stable", ignore_index=True)
    return changes.assign(scenario=result.name)[list(_FRAME.columns)]


def paired(
    projection: Projection,
    less: Projection,
    months: slice = slice(None),
    measures: tuple[str, ...] = MEASURES,
) -> pd.DataFrame:
    """One projection less another on the same draws: date, measure, placement_type, statistics.

    Args:
        projection: what is compared.
        less: what it is compared with.
        months: which month ends: all of them, or some where only those are looked at.
        measures: which of `MEASURES`.
    """
    return _changes(projection, measured(less, measures), months, measures)


def _changes(
    projection: Projection, base: Measured, months: slice, measures: tuple[str, ...]
) -> pd.DataFrame:
    frames = []
    for (measure, kind), values in measured(projection, measures).items():
        change = values[:, months] - base[measure, kind][:, months]
        columns = {"date": projection.dates[months], "measure": measure, "placement_type": kind}
        frames.append(pd.DataFrame({**columns, **statistics(change, RANGE_STATISTICS)}))
    return pd.concat(frames, ignore_index=True)


def scenario_flows_table(results: Results) -> pd.DataFrame:
    """Children who enter, leave and change placement by month and type, means of the draws.

    Columns: scenario, date, placement_type, entries, exits, moves_in, moves_out. Entries and exits
    are of a family, shared among its types as its children are; moves_in and moves_out are what
    else its number changed by, so that each type's stock, entries less exits and moves in less
    moves out give the next month's stock.
    """
    return pd.concat([flows_of(result) for result in results.all], ignore_index=True)


def flows_of(result: Result) -> pd.DataFrame:
    """The rows of one scenario, or of the baseline."""
    p = result.projection
    movements = p.movements
    stock = p.placements.mean(axis=0)
    entries, exits = movements.entries.mean(axis=0), movements.exits.mean(axis=0)
    frames = []
    for kind in PLACEMENT_TYPES:
        family, k = _family(kind), position(kind)
        came = entries[:, family] * _share(stock[1:], kind)
        left = exits[:, family] * _share(stock[:-1], kind)
        net = np.diff(stock[:, k]) - came + left
        columns = {"scenario": result.name, "date": p.dates[1:], "placement_type": kind}
        flows = {"entries": came, "exits": left}
        moves = {"moves_in": np.maximum(net, 0.0), "moves_out": np.maximum(-net, 0.0)}
        frames.append(pd.DataFrame({**columns, **flows, **moves}))
    return pd.concat(frames).sort_values("date", kind="stable", ignore_index=True)


_FRAME = pd.DataFrame(
    {
        "scenario": pd.Series(dtype="str"),
        "date": pd.Series(dtype="datetime64[s]"),
        "measure": pd.Series(dtype="str"),
        "placement_type": pd.Series(dtype="str"),
        **{name: pd.Series(dtype="float") for name in RANGE_STATISTICS},
    }
)
"""The table of a run without scenarios."""


def measured(
    p: Projection, measures: tuple[str, ...] = MEASURES
) -> dict[tuple[str, str], np.ndarray]:
    """Each measure and what it is of, in every draw and at every month end, (draws, months + 1)."""
    found: dict[tuple[str, str], np.ndarray] = {}
    if "children" in measures:
        for kind in PLACEMENT_TYPES:
            found["children", kind] = p.placements[:, :, position(kind)]
        found["children", "total"] = p.total
    flows = [measure for measure in ("entries", "exits", "moves") if measure in measures]
    movements = p.movements if flows else None
    for measure in flows:
        flow = getattr(movements, measure)
        for family in FAMILIES:
            found[measure, family] = _from_opening(flow[..., family_position(family)])
        if measure != "moves":
            found[measure, "total"] = _from_opening(flow.sum(axis=-1))
    if "households" in measures:
        for kind, households in p.households.items():
            found["households", kind] = households
    if "gap" in measures:
        for family, supply in p.fillable_places.items():
            need = p.need[:, :, family_position(family)]
            found["gap", family] = np.maximum(need - supply, 0.0)
    return found


def _from_opening(flow: np.ndarray) -> np.ndarray:
    """A flow by month with nil at the opening, so that it has a value for each month end."""
    return np.concatenate([np.zeros_like(flow[:, :1]), flow], axis=1)


def _family(kind: str) -> int:
    return next(i for i, kinds in enumerate(TYPES_OF.values()) if kind in kinds)


def _share(stock: np.ndarray, kind: str) -> np.ndarray:
    """A type's share of its family's children, (months,)."""
    kinds = [position(k) for k in TYPES_OF[FAMILIES[_family(kind)]]]
    family = stock[:, kinds].sum(axis=1)
    part = stock[:, position(kind)]
    return np.divide(part, family, out=np.full_like(part, 1.0 / len(kinds)), where=family > 0)
