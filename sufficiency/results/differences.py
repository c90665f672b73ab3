"""What a scenario changes, paired draw by draw with the baseline, and who enters, leaves and moves.

A difference of two forecasts is far surer than either: both are on the same draws, so the range of
the difference is that of the scenario's effect and not of the forecast.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sufficiency.capacity import Projection
from sufficiency.engine import Results
from sufficiency.placements import FAMILIES, PLACEMENT_TYPES, TYPES_OF, family_position, position
from sufficiency.ranges import RANGE_STATISTICS, statistics

MEASURES = ("children", "entries", "exits", "moves", "households", "gap")
"""Stocks are of the month's end; flows are of the month that ends then."""


def differences_table(results: Results) -> pd.DataFrame:
    """Each scenario less the baseline: scenario, date, measure, placement_type, statistics.

    placement_type is a type or total for children, a family or total for entries and exits, a
    family for net moves between families and for the gap, and a kind of carer for households.
    """
    base = results.forecast.baseline.projection
    frames = [
        paired(result.projection, base).assign(scenario=result.name)[list(_FRAME.columns)]
        for result in results.scenarios
    ]
    table = pd.concat(frames or [_FRAME], ignore_index=True)
    return _in_order(table, ["scenario", "date"])


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
    base = dict(_measured(less, measures))
    frames = []
    for (measure, kind), values in _measured(projection, measures):
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
    frames = []
    for result in results.all:
        p = result.projection
        stock = p.placements.mean(axis=0)
        entries, exits = p.entries.mean(axis=0), p.exits.mean(axis=0)
        for kind in PLACEMENT_TYPES:
            family, k = _family(kind), position(kind)
            came = entries[:, family] * _share(stock[1:], kind)
            left = exits[:, family] * _share(stock[:-1], kind)
            net = np.diff(stock[:, k]) - came + left
            columns = {"scenario": result.name, "date": p.dates[1:], "placement_type": kind}
            flows = {"entries": came, "exits": left}
            moves = {"moves_in": np.maximum(net, 0.0), "moves_out": np.maximum(-net, 0.0)}
            frames.append(pd.DataFrame({**columns, **flows, **moves}))
    return _in_order(pd.concat(frames, ignore_index=True), ["scenario", "date"])


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


def _measured(
    p: Projection, measures: tuple[str, ...] = MEASURES
) -> Iterator[tuple[tuple[str, str], np.ndarray]]:
    """Each measure and what it is of, in every draw and at every month end, (draws, months + 1)."""
    if "children" in measures:
        for kind in PLACEMENT_TYPES:
            yield ("children", kind), p.placements[:, :, position(kind)]
        yield ("children", "total"), p.total
    for measure, flow in (("entries", p.entries), ("exits", p.exits), ("moves", p.moves)):
        if measure not in measures:
            continue
        for family in FAMILIES:
            yield (measure, family), _from_opening(flow[..., family_position(family)])
        if measure != "moves":
            yield (measure, "total"), _from_opening(flow.sum(axis=-1))
    if "households" in measures:
        for kind, households in p.households.items():
            yield ("households", kind), households
    if "gap" in measures:
        for family, supply in p.fillable_places.items():
            need = p.need[:, :, family_position(family)]
            yield ("gap", family), np.maximum(need - supply, 0.0)


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


def _in_order(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Rows by scenario in the order of the run, then by date, then as they were worked out."""
    order = {name: i for i, name in enumerate(dict.fromkeys(table["scenario"]))}
    ranked = table.assign(_place=table["scenario"].map(order))
    return ranked.sort_values(["_place", keys[1]], kind="stable", ignore_index=True).drop(
        columns="_place"
    )
