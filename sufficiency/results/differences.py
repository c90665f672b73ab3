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
from sufficiency.engine import Result
from sufficiency.placements import FAMILIES, PLACEMENT_TYPES, TYPES_OF, family_position, position
from sufficiency.ranges import RANGE_STATISTICS, statistics

MEASURES = ("children", "entries", "exits", "moves", "households", "gap")
"""Stocks are of the month's end; flows are of the month that ends then."""
Measured: TypeAlias = Mapping[tuple[str, str], np.ndarray]


def differences_table(result: Result, base: Measured) -> pd.DataFrame:
    """A scenario less the baseline: scenario, date, measure, placement_type, statistics.

    placement_type is a type or total for children, a family or total for entries and exits, a
    family for net moves between families and for the gap, and a kind of carer for households. The
    baseline itself has no rows.

    Args:
        result: the baseline or a scenario.
        base: what `measured` gives of the baseline.
    """
    if result.scenario is None:
        return _FRAME
    frames = []
    for (measure, kind), values in measured(result.projection).items():
        found = statistics(values - base[measure, kind], RANGE_STATISTICS)
        columns = {"scenario": result.name, "date": result.projection.dates, "measure": measure}
        frames.append(pd.DataFrame({**columns, "placement_type": kind, **found}))
    return _by_date(frames)


def scenario_flows_table(result: Result) -> pd.DataFrame:
    """Children who enter, leave and change placement by month and type, means of the draws.

    Columns: scenario, date, placement_type, entries, exits, moves_in, moves_out. Entries and exits
    are of a family, shared among its types as its children are; moves_in and moves_out are what
    else its number changed by, so that each type's stock, entries less exits and moves in less
    moves out give the next month's stock.
    """
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
    return _by_date(frames)


_FRAME = pd.DataFrame(
    {
        "scenario": pd.Series(dtype="str"),
        "date": pd.Series(dtype="datetime64[s]"),
        "measure": pd.Series(dtype="str"),
        "placement_type": pd.Series(dtype="str"),
        **{name: pd.Series(dtype="float") for name in RANGE_STATISTICS},
    }
)
"""The differences of a run without scenarios."""


def measured(p: Projection) -> dict[tuple[str, str], np.ndarray]:
    """Each measure and what it is of, in every draw and at every month end, (draws, months + 1)."""
    found = {("children", kind): p.placements[:, :, position(kind)] for kind in PLACEMENT_TYPES}
    found["children", "total"] = p.total
    movements = p.movements
    for measure in ("entries", "exits", "moves"):
        flow = getattr(movements, measure)
        for family in FAMILIES:
            found[measure, family] = _from_opening(flow[..., family_position(family)])
        if measure != "moves":
            found[measure, "total"] = _from_opening(flow.sum(axis=-1))
    for kind, households in p.households.items():
        found["households", kind] = households
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


def _by_date(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Rows by date, then as they were worked out."""
    return pd.concat(frames).sort_values("date", kind="stable", ignore_index=True)
