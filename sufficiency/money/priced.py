"""The one place where days become pounds: days of children, and of own home places held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sufficiency.placements import position

OWN_HOME: Final = position("in_house_residential")
"""The placement type whose places are paid for whether they are filled or not."""
DAYS_A_WEEK: Final = 7
DAYS_A_YEAR: Final = 365
"""Of a year that is no year of the calendar: a rate a day put on a yearly footing."""
WEEKS_A_YEAR: Final = DAYS_A_YEAR / DAYS_A_WEEK


@dataclass(frozen=True)
class DailyPrices:
    """What a day costs, GBP.

    Attributes:
        child: of a child by placement type, (draws, ..., placement types).
        place: of an own home place held, filled or not, (draws, ...).
    """

    child: np.ndarray
    place: np.ndarray

    def times(self, index: np.ndarray) -> DailyPrices:
        """At an index of prices by placement type on the last axis; places move as own homes do."""
        return DailyPrices(self.child * index, self.place * index[..., OWN_HOME])

    def by_year(self, index: np.ndarray) -> DailyPrices:
        """Prices of one year at an index by year, (draws, years, placement types)."""
        return DailyPrices(self.child[:, None], self.place[:, None]).times(index)

    def at(self, years: np.ndarray | list[int] | int) -> DailyPrices:
        """Of prices by year, those of the years given; one year keeps no axis for years."""
        return DailyPrices(self.child[:, years], self.place[:, years])

    def cost(self, child_days: np.ndarray, place_days: np.ndarray) -> np.ndarray:
        """GBP by placement type, (draws, ..., placement types); places are part of own homes."""
        by_type = child_days * self.child
        by_type[..., OWN_HOME] += place_days * self.place
        return by_type

    def cost_by_line(self, child_days: np.ndarray, place_days: np.ndarray) -> np.ndarray:
        """GBP by placement type with the places held apart and last, (draws, ..., types + 1)."""
        of_places = (place_days * self.place)[..., None]
        return np.concatenate([child_days * self.child, of_places], axis=-1)


def a_day(weekly: np.ndarray, place_weekly: np.ndarray | float) -> DailyPrices:
    """Daily prices from weekly ones.

    Args:
        weekly: GBP a child a week, placement types on the last axis.
        place_weekly: GBP a week of an own home place held.
    """
    return DailyPrices(weekly / DAYS_A_WEEK, np.asarray(place_weekly) / DAYS_A_WEEK)


def in_weeks(days: np.ndarray) -> np.ndarray:
    """Days as weeks: the unit that prices are quoted in."""
    return days / DAYS_A_WEEK
