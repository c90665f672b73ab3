"""What a scenario changes, paired draw by draw with the baseline, and who enters, leaves and moves.

A difference of two forecasts is far surer than either: both are on the same draws, so the range of
the difference is that of the scenario's effect and not of the forecast.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
import pandas as pd

from sufficiency.capacity import Movements, Projection
from sufficiency.engine import Results
from sufficiency.placements import FAMILIES, PLACEMENT_TYPES, TYPES_OF, family_position, position
from sufficiency.ranges import RANGE_STATISTICS, statistics

MEASURES: Final = ("children", "entries", "exits", "moves", "households", "gap")
"""Stocks are of the month's end; flows are of the month that ends then."""
_FLOWS: Final = ("entries", "exits", "moves")
ByKind: TypeAlias = Mapping[str, np.ndarray]
"""Arrays by placement type, family or kind of carer: stocks (draws, months + 1), flows months."""


@dataclass(frozen=True, eq=False)
class Course:
    """What becomes of children and places in a projection; each measure is worked out once."""

    projection: Projection

    @cached_property
    def movements(self) -> Movements:
        """Who enters, leaves and moves."""
        return self.projection.movements

    @cached_property
    def children(self) -> ByKind:
        """By placement type and in total."""
        p = self.projection
        by_type = {kind: p.placements[:, :, position(kind)] for kind in PLACEMENT_TYPES}
        return {**by_type, "total": p.total}

    @cached_property
    def entries(self) -> ByKind:
        """By family and in total."""
        return {**_by_family(self.movements.entries), "total": self.movements.entries.sum(axis=-1)}

    @cached_property
    def exits(self) -> ByKind:
        """By family and in total."""
        return {**_by_family(self.movements.exits), "total": self.movements.exits.sum(axis=-1)}

    @property
    def moves(self) -> ByKind:
        """By family, net."""
        return _by_family(self.movements.moves)

    @cached_property
    def households(self) -> ByKind:
        """By kind of carer."""
        return self.projection.households

    @cached_property
    def gap(self) -> ByKind:
        """By family that has a limit we know: need beyond own places, never below nil."""
        p = self.projection
        return {
            family: np.maximum(p.need[:, :, family_position(family)] - supply, 0.0)
            for family, supply in p.fillable_places.items()
        }


def differences_table(results: Results) -> pd.DataFrame:
    """Each scenario less the baseline: scenario, date, measure, placement_type, statistics.

    placement_type is a type or total for children, a family or total for entries and exits, a
    family for net moves between families and for the gap, and a kind of carer for households.
    """
    base = Course(results.forecast.baseline.projection)
    frames = [
        differences_of(result.name, Course(result.projection), base) for result in results.scenarios
    ]
    return pd.concat(frames or [NO_DIFFERENCES], ignore_index=True)


def differences_of(name: str, course: Course, base: Course) -> pd.DataFrame:
    """The rows of one scenario."""
    changes = changes_of(course, base)
    changes.insert(0, "scenario", name)
    return changes


def changes_of(
    course: Course,
    base: Course,
    months: slice = slice(None),
    measures: tuple[str, ...] = MEASURES,
) -> pd.DataFrame:
    """One projection less another on the same draws: date, measure, placement_type, statistics.

    Args:
        course: what is compared.
        base: what it is compared with.
        months: which month ends: all of them, or some where only those are looked at.
        measures: which of `MEASURES`.
    """
    dates = course.projection.dates[months]
    rows = []
    found: dict[str, list[np.ndarray]] = {name: [] for name in RANGE_STATISTICS}
    for measure in measures:
        before = getattr(base, measure)
        for kind, values in getattr(course, measure).items():
            change = values - before[kind]
            if measure in _FLOWS:
                change = _from_opening(change)
            for name, numbers in statistics(change[:, months], RANGE_STATISTICS).items():
                found[name].append(numbers)
            rows.append((measure, kind))
    of_measures, kinds = (np.tile(np.array(words), len(dates)) for words in zip(*rows, strict=True))
    return pd.DataFrame(
        {
            "date": np.repeat(dates.to_numpy(), len(rows)),
            "measure": of_measures,
            "placement_type": kinds,
            **{name: np.stack(numbers, axis=1).ravel() for name, numbers in found.items()},
        }
    )


def scenario_flows_table(results: Results) -> pd.DataFrame:
    """Children who enter, leave and change placement by month and type, means of the draws.

    Columns: scenario, date, placement_type, entries, exits, moves_in, moves_out. Entries and exits
    are of a family, shared among its types as its children are; moves_in and moves_out are what
    else its number changed by, so that each type's stock, entries less exits and moves in less
    moves out give the next month's stock.
    """
    frames = [flows_of(result.name, Course(result.projection)) for result in results.all]
    return pd.concat(frames, ignore_index=True)


def flows_of(name: str, course: Course) -> pd.DataFrame:
    """The rows of one scenario, or of the baseline."""
    p = course.projection
    stock = p.placements.mean(axis=0)
    entries, exits = course.movements.entries.mean(axis=0), course.movements.exits.mean(axis=0)
    families = [_family(kind) for kind in PLACEMENT_TYPES]
    shares = np.stack([_share(stock, kind) for kind in PLACEMENT_TYPES], axis=1)
    came, left = entries[:, families] * shares[1:], exits[:, families] * shares[:-1]
    net = np.diff(stock, axis=0) - came + left
    flows = {"entries": came, "exits": left}
    moves = {"moves_in": np.maximum(net, 0.0), "moves_out": np.maximum(-net, 0.0)}
    return pd.DataFrame(
        {
            "scenario": name,
            "date": np.repeat(p.dates[1:].to_numpy(), len(PLACEMENT_TYPES)),
            "placement_type": np.tile(np.array(PLACEMENT_TYPES), len(p.dates) - 1),
            **{key: values.ravel() for key, values in (flows | moves).items()},
        }
    )


NO_DIFFERENCES: Final = pd.DataFrame(
    {
        "scenario": pd.Series(dtype="str"),
        "date": pd.Series(dtype="datetime64[s]"),
        "measure": pd.Series(dtype="str"),
        "placement_type": pd.Series(dtype="str"),
        **{name: pd.Series(dtype="float") for name in RANGE_STATISTICS},
    }
)
"""The table of a run without scenarios."""


def _by_family(flow: np.ndarray) -> dict[str, np.ndarray]:
    return {family: flow[..., family_position(family)] for family in FAMILIES}


def _from_opening(flow: np.ndarray) -> np.ndarray:
    """A flow by month with nil at the opening, so that it has a value for each month end."""
    return np.concatenate([np.zeros_like(flow[:, :1]), flow], axis=1)


def _family(kind: str) -> int:
    return next(i for i, kinds in enumerate(TYPES_OF.values()) if kind in kinds)


def _share(stock: np.ndarray, kind: str) -> np.ndarray:
    """A type's share of its family's children, (months + 1,)."""
    kinds = [position(k) for k in TYPES_OF[FAMILIES[_family(kind)]]]
    family = stock[:, kinds].sum(axis=1)
    part = stock[:, position(kind)]
    return np.divide(part, family, out=np.full_like(part, 1.0 / len(kinds)), where=family > 0)
