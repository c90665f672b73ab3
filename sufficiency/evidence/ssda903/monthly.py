"""Monthly evidence: what leaves the reader, all of it counts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence.ssda903.marches import Marches
from sufficiency.evidence.ssda903.panel import AGE_BANDS
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
        at_marches: the children of each 31 March, counted in other ways.
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
    at_marches: Marches = field(repr=False)

    @property
    def by_type(self) -> np.ndarray:
        """Looked after at each month end by type, (M + 1, K)."""
        return self.stock.sum(axis=2)

    @property
    def knows_areas(self) -> bool:
        """Whether any child at the end of the record is known to be in or out of the area."""
        return bool(self.area[-1, :, :2].any())

    @property
    def marches(self) -> dict[int, int]:
        """Place in `dates` of each 31 March, by year."""
        return {date.year: place for place, date in enumerate(self.dates) if date.month == 3}

    @property
    def sha256(self) -> str:
        """Of all the counts: the same counts, whatever files they were read from."""
        digest = hashlib.sha256(self.dates.to_numpy().tobytes())
        for part in (self, self.arrival_group, self.now, self.steps, self.at_marches):
            for one in fields(part):
                held = getattr(part, one.name)
                if isinstance(held, np.ndarray):
                    digest.update(np.ascontiguousarray(held, dtype=np.int64).tobytes())
        return digest.hexdigest()

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
