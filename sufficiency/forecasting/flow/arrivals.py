"""Ages and times of children who will come, taken from those who came."""

from __future__ import annotations

from typing import Final

import numpy as np

from sufficiency.evidence.ssda903 import Group
from sufficiency.evidence.ssda903.monthly import TYPES
from sufficiency.forecasting.flow.fit import AGES

OLDEST_STAY: Final = 260
"""Longest time in care or in a placement that anyone starts with, in months."""
MOST_MONTHS: Final = OLDEST_STAY + 130
"""And ends with, ten years on."""

AGE_OF_LEFT: Final = (4 - np.searchsorted([24, 96, 156, 204], np.arange(240), side="right")).astype(
    np.int32
)
"""Age band by month ends left before the 18th birthday: 16-17 with fewer than 24 left."""


class Picker:
    """Takes ages in months, and times, from children who came, by type and age band."""

    def __init__(self, came: Group) -> None:
        known = came.months_left >= 0
        number = came.children[known]
        self.left = np.repeat(came.months_left[known], number)
        self.care = np.repeat(np.minimum(came.care_months[known], OLDEST_STAY), number)
        self.place = np.repeat(np.minimum(came.place_months[known], OLDEST_STAY), number)
        kind = np.repeat(came.kind[known], number)
        age = AGE_OF_LEFT[self.left]
        cell = kind * AGES + age
        self.order = np.argsort(cell, kind="stable")
        self.first = np.searchsorted(cell[self.order], np.arange(TYPES * AGES + 1))
        self.by_age = np.argsort(age, kind="stable")
        self.age_first = np.searchsorted(age[self.by_age], np.arange(AGES + 1))

    def like(self, cell: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
        """Months left, in care and in the placement for children of given cells.

        Where none of a type and age has come, one of the age; where none of the age, the
        middle of its band, newly come.
        """
        share = rng.random(len(cell))
        start, number = self.first[cell], np.diff(self.first)[cell]
        age = cell % AGES
        other, others = self.age_first[age], np.diff(self.age_first)[age]
        place = np.where(number > 0, start + (share * number).astype(int), 0)
        beside = np.where(others > 0, other + (share * others).astype(int), 0)
        middle = np.array([210, 180, 126, 60, 12])[age]
        if not len(self.order):
            return middle, np.zeros_like(middle), np.zeros_like(middle)
        row = np.where(
            number > 0,
            self.order[np.minimum(place, len(self.order) - 1)],
            self.by_age[np.minimum(beside, len(self.by_age) - 1)],
        )
        none = others == 0
        return (
            np.where(none, middle, self.left[row]),
            np.where(none, 0, self.care[row]),
            np.where(none, 0, self.place[row]),
        )
