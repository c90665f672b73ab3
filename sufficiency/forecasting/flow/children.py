"""The children of a block of draws, and what becomes of them in a month.

Children are entries of flat arrays, all draws together, without order or identity. This is the
innermost loop of a forecast: most children neither leave nor move in a month, and all that is done
for them is one random number against the highest chance that their draw and type allow. Only for
those below it are age and times looked up and the chance itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sufficiency.evidence.ssda903.monthly import CARE_CUTS, PLACE_CUTS, TYPES
from sufficiency.forecasting.flow.arrivals import AGE_OF_LEFT, MOST_MONTHS
from sufficiency.forecasting.flow.fit import AGES, CARE_BANDS, PLACE_BANDS

CLEARED_EVERY: Final = 4
"""Months between clearings of those who have left."""


def _bands(cuts: tuple[int, ...]) -> np.ndarray:
    """Band of a time in whole months, (MOST_MONTHS,)."""
    days = np.arange(MOST_MONTHS) * 365 / 12
    return np.searchsorted(cuts, days + 1, side="right").astype(np.int32)


_CARE_BAND: Final = _bands(CARE_CUTS)
_PLACE_BAND: Final = _bands(PLACE_CUTS)

CELL_SHAPE: Final = (TYPES, AGES, CARE_BANDS, PLACE_BANDS)
CELLS: Final = TYPES * AGES * CARE_BANDS * PLACE_BANDS
"""Children of one type, age and times, by bands: of one draw, they have one chance of leaving and
one of moving."""


@dataclass(frozen=True)
class Children:
    """Children of a block of draws at a month end, one 32-bit entry for each in every array.

    Attributes:
        row: ten times the draw, and the type; ten times the number of draws for those who left.
        turns: number of the month in which the 18th birthday falls, the coming one being zero.
        came, placed: number of the month end at which they were zero months in care, and in
            the placement; below zero before the forecast begins.
    """

    row: np.ndarray = field(repr=False)
    turns: np.ndarray = field(repr=False)
    came: np.ndarray = field(repr=False)
    placed: np.ndarray = field(repr=False)

    def plus(self, more: Children) -> Children:
        """These and others."""
        pairs = zip(self._arrays(), more._arrays(), strict=True)
        return Children(*(np.concatenate(pair) for pair in pairs))

    def without(self, row: int) -> Children:
        """These but for those of a row."""
        keep = np.flatnonzero(self.row != row)
        return Children(*(array.take(keep) for array in self._arrays()))

    def cell(self, month: int) -> np.ndarray:
        """Place in `CELL_SHAPE` of each at a month end, if still in the same placement then."""
        age = AGE_OF_LEFT.take(self.turns - month)
        care = _CARE_BAND.take(month - self.came)
        place = _PLACE_BAND.take(month - self.placed)
        kind = self.row % TYPES
        return ((kind * AGES + age) * CARE_BANDS + care) * PLACE_BANDS + place

    def _arrays(self) -> tuple[np.ndarray, ...]:
        return self.row, self.turns, self.came, self.placed


def children_of(
    draw: np.ndarray,
    kind: np.ndarray,
    left: np.ndarray,
    care: np.ndarray,
    place: np.ndarray,
    month: int,
) -> Children:
    """Children from draw, type, month ends left before 18, and months in care and placement.

    Args:
        month: number of the month end at which they are so.
    """
    columns = (draw * TYPES + kind, month + left, month - care, month - place)
    return Children(*(np.asarray(column, dtype=np.int32) for column in columns))


@dataclass(frozen=True)
class Chances:
    """Monthly chances of a block of draws.

    Attributes:
        leave: (draws, types, ages, bands of time in care). move: another type, by bands of time
            in the placement.
        towards: types moved to, up to a factor, (draws, types, ages, types). pull: what they are
            multiplied by in each month, (draws, months, types).
        ease: factor on leaving by draw and month, (draws, months).
    """

    leave: np.ndarray = field(repr=False)
    move: np.ndarray = field(repr=False)
    towards: np.ndarray = field(repr=False)
    pull: np.ndarray = field(repr=False)
    ease: np.ndarray = field(repr=False)

    @classmethod
    def of(cls, *parts: np.ndarray) -> Chances:
        """The chances, in the order above, as small numbers."""
        return cls(*(np.asarray(part, dtype=np.float32) for part in parts))

    def most(self, month: int) -> np.ndarray:
        """Highest chance of leaving or moving by row, (10 x draws + 1,); zero for the left."""
        highest = self.leave.max(axis=(2, 3)) * self.ease[:, month, None]
        return np.append((highest + self.move.max(axis=(2, 3))).ravel(), np.float32(0.0))


def step(
    children: Children, month: int, chances: Chances, rng: np.random.Generator
) -> tuple[Children, np.ndarray]:
    """A month on: those who turn 18 leave, others may leave or be in another type.

    Args:
        children: at the month end before.
        month: number of the month.
        chances: of leaving and moving.
        rng: where the dice come from.

    Returns:
        The children, those who left among them until they are cleared away, and the change in
        the number of children by row, (10 x draws,).
    """
    rows = chances.leave.shape[0] * TYPES
    row, placed = children.row.copy(), children.placed.copy()
    adult = np.flatnonzero(children.turns == month)
    change = -np.bincount(row.take(adult), minlength=rows + 1)
    row[adult] = rows
    dice = rng.random(len(row), dtype=np.float32)
    maybe = np.flatnonzero(dice < chances.most(month).take(row))
    here, dice = row.take(maybe), dice.take(maybe)
    state = here * AGES + AGE_OF_LEFT.take(children.turns.take(maybe) - month)
    care = _CARE_BAND.take(month - children.came.take(maybe))
    leave = chances.leave.ravel().take(state * CARE_BANDS + care)
    leave *= chances.ease[:, month].take(here // TYPES)
    place = _PLACE_BAND.take(month - children.placed.take(maybe))
    move = chances.move.ravel().take(state * PLACE_BANDS + place)
    gone = dice < leave
    moved = ~gone & (dice < leave + move)
    share = chances.towards.reshape(-1, TYPES)[state[moved]]
    share = np.cumsum(share * chances.pull[here[moved] // TYPES, month], axis=1)
    pick = rng.random(len(share), dtype=np.float32) * share[:, -1]
    to = np.minimum((pick[:, None] >= share).sum(axis=1), TYPES - 1)
    there = here[moved] // TYPES * TYPES + to
    row[maybe[gone]] = rows
    row[maybe[moved]] = there
    placed[maybe[moved]] = month + 1
    change -= np.bincount(here[gone | moved], minlength=rows + 1)
    change += np.bincount(there, minlength=rows + 1)
    after = Children(row, children.turns, children.came, placed)
    if month % CLEARED_EVERY == CLEARED_EVERY - 1:
        after = after.without(rows)
    return after, change[:rows]
