"""Mainstream households approved and leaving month by month, so that places go as England's do.

The share of households that leaves in a year is given. How many are approved follows from where
the stock is heading (`places_trend`): in a draw whose places would fall faster than households
leave, none is approved and more leave.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sufficiency.capacity.places_trend import (
    PlacesConstants,
    PlacesOpening,
    growth_paths,
    places_constants,
    yearly_growth,
)
from sufficiency.evidence import Evidence, mainstream_places
from sufficiency.months import Calendar

LEAST_OWN: Final = 0.1
"""Part of the spread of places that is left at least once the luck of single households, who are
simulated one by one, is taken out of it."""


@dataclass(frozen=True, eq=False)
class CarerRates:
    """Mainstream households with no lever, each (draws, months).

    Attributes:
        leaving: chance that a household leaves in the month.
        approvals: households approved in the month, on average.
    """

    leaving: np.ndarray
    approvals: np.ndarray


def places_opening(evidence: Evidence, year: int) -> PlacesOpening:
    """Approved mainstream places at the opening and the growth that they go on with."""
    places = mainstream_places(evidence, "approved_places").loc[:year]
    changes = np.log(places).diff().dropna()
    in_a_row = changes[places.index.to_series().diff().reindex(changes.index) == 1]
    own = {int(y): float(change) for y, change in in_a_row.items()}
    growth = yearly_growth(places_constants(), year, own)
    return PlacesOpening(evidence.authority.code, float(places[year]), growth)


def carer_rates(
    opening: PlacesOpening,
    households: np.ndarray,
    leaving_a_year: np.ndarray,
    calendar: Calendar,
    seed: int,
    constants: PlacesConstants | None = None,
) -> CarerRates:
    """Rates that take each draw's households where its places are heading.

    Args:
        opening: see `places_opening`.
        households: at the opening, (draws,).
        leaving_a_year: share of households that leaves in a year, (draws,).
        calendar: the projection's months.
        seed: of the random numbers.
        constants: of how places move; those in use unless given.
    """
    draws = len(households)
    of_luck = float(np.mean((2 * leaving_a_year + opening.growth) / households)) * opening.places
    constants = _without(constants or places_constants(), of_luck)
    path = growth_paths(opening, calendar.years, constants, draws, seed)
    knots = np.concatenate([np.zeros((draws, 1)), path], axis=1)
    yearly = np.repeat(np.diff(knots, axis=1), 12, axis=1)
    part = (np.arange(calendar.months) % 12 + 1) / 12
    heading = np.repeat(knots[:, :-1], 12, axis=1) + yearly * part
    stock = households[:, None] * np.exp(np.concatenate([np.zeros((draws, 1)), heading], axis=1))
    usual = 1 - (1 - leaving_a_year[:, None]) ** (1 / 12)
    wanted = stock[:, 1:] - (1 - usual) * stock[:, :-1]
    faster = 1 - stock[:, 1:] / stock[:, :-1]
    return CarerRates(np.maximum(usual, faster), np.maximum(wanted, 0.0))


def _without(constants: PlacesConstants, of_luck: float) -> PlacesConstants:
    left = max(constants.per_place - of_luck, LEAST_OWN * constants.per_place)
    return replace(constants, per_place=left)
