"""Monthly evidence: what leaves the reader, all of it counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence.ssda903.codes import REASON_NAMES
from sufficiency.evidence.ssda903.panel import (
    AGE_BANDS,
    NEVER,
    Panel,
    age_band,
    care_start,
    month_panel,
)
from sufficiency.evidence.ssda903.spells import AREAS, NO_BIRTHDAY, Spells, birthday, month_ends
from sufficiency.placements import PLACEMENT_TYPES

TYPES: Final = len(PLACEMENT_TYPES)
AGES: Final = len(AGE_BANDS)
LEFT: Final = TYPES
"""Where a child is at the next month end who is not looked after then."""

CARE_CUTS: Final = (31, 91, 183, 365, 730, 1826)
"""Days looked after at which one band ends and the next begins."""
PLACE_CUTS: Final = (31, 91, 183, 365, 730)
"""Days in the placement likewise."""
STAY_MONTHS: Final = 216


@dataclass(frozen=True)
class Steps:
    """What became of children from one month end to the next, counted.

    Children alike in everything here are one entry; those whose 18th birthday falls before the
    next month end are left out, since their leaving is no matter of chance.

    Attributes:
        month: of the first of the two month ends.
        kind, age, care, place: placement type, band of `AGE_BANDS`, bands of `CARE_CUTS` and
            `PLACE_CUTS` at it.
        then: placement type at the next, or `LEFT`.
        children: how many.
    """

    month: np.ndarray = field(repr=False)
    kind: np.ndarray = field(repr=False)
    age: np.ndarray = field(repr=False)
    care: np.ndarray = field(repr=False)
    place: np.ndarray = field(repr=False)
    then: np.ndarray = field(repr=False)
    children: np.ndarray = field(repr=False)


@dataclass(frozen=True)
class Group:
    """Children counted by type, months to 18 and whole months in care and in the placement.

    `months_left` is -1 where the age is not known. Kept in memory only, for forecasting.
    """

    kind: np.ndarray = field(repr=False)
    months_left: np.ndarray = field(repr=False)
    care_months: np.ndarray = field(repr=False)
    place_months: np.ndarray = field(repr=False)
    children: np.ndarray = field(repr=False)


@dataclass(frozen=True)
class MonthlyEvidence:
    """Counts by month; K = 10 placement types, ages as in `AGE_BANDS`.

    Attributes:
        dates: M + 1 month ends; flows are of the M months that end on `dates[1:]`.
        stock: looked after by type and age, (M + 1, K, 6).
        uasc: (M + 1, K). area: by `spells.AREAS`, (M + 1, K, 3).
        entries: by first type and age, (M, K, 6).
        exits: by type left and group of reasons, (M, K, 7).
        aged_out: those who left on or after their 18th birthday, (M, K).
        moves: changes of placement and carer, from type to type, (M, K, K).
        changes: changes of type in which the carer stayed, (M, K, K).
        stays: months looked after (216 at most) when care ended or the record did, by age at
            entry and whether it had ended: children, (6, 217, 2), the open ones under 0. Periods
            that began before the record are not counted: the short among them are missing.
        arrivals: in care at a month end and not at the one before, by type and age, (M, K, 6).
        arrival_group: those arrivals, and now: children at the last month end.
        steps: from month end to month end.
    """

    dates: pd.DatetimeIndex
    stock: np.ndarray = field(repr=False)
    uasc: np.ndarray = field(repr=False)
    area: np.ndarray = field(repr=False)
    entries: np.ndarray = field(repr=False)
    exits: np.ndarray = field(repr=False)
    aged_out: np.ndarray = field(repr=False)
    moves: np.ndarray = field(repr=False)
    changes: np.ndarray = field(repr=False)
    stays: np.ndarray = field(repr=False)
    arrivals: np.ndarray = field(repr=False)
    arrival_group: Group = field(repr=False)
    now: Group = field(repr=False)
    steps: Steps = field(repr=False)

    @property
    def by_type(self) -> np.ndarray:
        """Looked after at each month end by type, (M + 1, K)."""
        return self.stock.sum(axis=2)

    def frame(self) -> pd.DataFrame:
        """date, placement_type, measure, children: stock, entries, exits and moves.

        A move is counted under the type moved to, an exit under the type left. The first month
        end has a stock alone.
        """
        measures = {
            "stock": (self.dates, self.by_type),
            "entries": (self.dates[1:], self.entries.sum(axis=2)),
            "exits": (self.dates[1:], self.exits.sum(axis=2)),
            "moves": (self.dates[1:], self.moves.sum(axis=1)),
        }
        parts = [
            pd.DataFrame(
                {
                    "date": np.repeat(dates, TYPES),
                    "placement_type": np.tile(PLACEMENT_TYPES, len(dates)),
                    "measure": measure,
                    "children": counts.ravel(),
                }
            )
            for measure, (dates, counts) in measures.items()
        ]
        return pd.concat(parts, ignore_index=True)


def tally(shape: tuple[int, ...], *axes: np.ndarray) -> np.ndarray:
    """Count rows by their places along several axes."""
    index = np.ravel_multi_index(axes, shape) if len(axes[0]) else np.zeros(0, dtype=np.int64)
    return np.bincount(index, minlength=int(np.prod(shape))).reshape(shape)


def count_months(spells: Spells) -> MonthlyEvidence:
    """Count spells by month."""
    dates = month_ends(spells.first, spells.last)
    panel = month_panel(spells)
    kind = spells.kind[panel.spell]
    ends, flows = len(dates), len(dates) - 1
    arrived = ~panel.follows & (panel.month > 0)
    now = panel.month == flows
    leave = spells.reason >= 0
    adult = birthday(spells.born, 18)
    at_18 = leave & (spells.born != NO_BIRTHDAY) & (spells.end >= adult)
    changed = np.append(False, (spells.child[1:] == spells.child[:-1])[: len(spells.child)])
    changed = changed & (care_start(spells) < spells.start)
    before = np.append(0, spells.kind[:-1])[: len(spells.kind)]
    other = changed & ~spells.moved & ~spells.entered & (before != spells.kind)
    moved = spells.moved & changed

    def flow(day: np.ndarray, keep: np.ndarray, *axes: tuple[int, np.ndarray]) -> np.ndarray:
        keep = keep & (day > dates[0]) & (day <= dates[-1])
        month = np.searchsorted(dates, day[keep]) - 1
        sizes = tuple(size for size, _ in axes)
        return tally((flows, *sizes), month, *(values[keep] for _, values in axes))

    return MonthlyEvidence(
        dates=pd.DatetimeIndex(dates.astype("datetime64[D]")).as_unit("s"),
        stock=tally((ends, TYPES, AGES), panel.month, kind, panel.age),
        uasc=tally(
            (ends, TYPES),
            *(values[spells.uasc[panel.spell]] for values in (panel.month, kind)),
        ),
        area=tally((ends, TYPES, len(AREAS)), panel.month, kind, spells.area[panel.spell]),
        entries=flow(
            spells.start,
            spells.entered,
            (TYPES, spells.kind),
            (AGES, age_band(spells.born, spells.start)),
        ),
        exits=flow(spells.end, leave, (TYPES, spells.kind), (len(REASON_NAMES), spells.reason)),
        aged_out=flow(spells.end, at_18, (TYPES, spells.kind)),
        moves=flow(spells.start, moved, (TYPES, before), (TYPES, spells.kind)),
        changes=flow(spells.start, other, (TYPES, before), (TYPES, spells.kind)),
        stays=_stays(spells),
        arrivals=tally(
            (flows, TYPES, AGES), panel.month[arrived] - 1, kind[arrived], panel.age[arrived]
        ),
        arrival_group=_group(panel, kind, arrived),
        now=_group(panel, kind, now),
        steps=_steps(panel, kind, flows),
    )


def _group(panel: Panel, kind: np.ndarray, keep: np.ndarray) -> Group:
    months = [(days[keep] * 12) // 365 for days in (panel.care_days, panel.place_days)]
    table = np.stack([kind[keep], panel.months_left[keep], *months], axis=1)
    unique, children = np.unique(table, axis=0, return_counts=True)
    return Group(unique[:, 0], unique[:, 1], unique[:, 2], unique[:, 3], children)


def _steps(panel: Panel, kind: np.ndarray, flows: int) -> Steps:
    keep = (panel.month < flows) & (panel.months_left != 0)
    then = np.where(panel.continues, np.append(kind[1:], LEFT)[: len(kind)], LEFT)
    shape = (flows, TYPES, AGES, len(CARE_CUTS) + 1, len(PLACE_CUTS) + 1, TYPES + 1)
    care = np.searchsorted(CARE_CUTS, panel.care_days, side="right")
    place = np.searchsorted(PLACE_CUTS, panel.place_days, side="right")
    columns = (panel.month, kind, panel.age, care, place, then)
    if not keep.any():
        empty = np.zeros(0, dtype=np.int64)
        return Steps(*(empty for _ in range(7)))
    index = np.ravel_multi_index(tuple(column[keep] for column in columns), shape)
    unique, children = np.unique(index, return_counts=True)
    month, kinds, age, cared, placed, after = np.unravel_index(unique, shape)
    return Steps(month, kinds, age, cared, placed, after, children)


def _stays(spells: Spells) -> np.ndarray:
    """Months looked after of the periods that began within the record."""
    begun = care_start(spells)
    first = np.flatnonzero(spells.start == begun)
    last = np.append(first[1:], len(begun)) - 1 if len(first) else first
    ended = (spells.reason[last] >= 0) & (spells.end[last] <= spells.last)
    until = np.minimum(spells.end[last], spells.last + 1)
    months = np.minimum((until - spells.start[first]) * 12 // 365, STAY_MONTHS)
    keep = spells.entered[first] & (spells.start[first] > spells.first)
    keep = keep & (spells.start[first] <= spells.last)
    age = age_band(spells.born[first], spells.start[first])
    return tally((AGES, STAY_MONTHS + 1, 2), age[keep], months[keep], ended[keep].astype(np.int64))


__all__ = ["LEFT", "NEVER", "Group", "MonthlyEvidence", "Steps", "count_months", "tally"]
