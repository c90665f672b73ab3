"""Carers and homes as places: households, what they can take, and own beds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sufficiency.capacity.effects import Effects
from sufficiency.capacity.households import household_path, inverse_poisson
from sufficiency.capacity.parameters import CapacityParameters


@dataclass(frozen=True)
class Places:
    """Own places that can be filled, each (draws, months + 1).

    Attributes:
        fostering: mainstream places for children who need a foster home.
        set_aside: mainstream places for children who would otherwise live in a home.
        homes: places of the council's own children's homes.
    """

    fostering: np.ndarray
    set_aside: np.ndarray
    homes: np.ndarray


def mainstream_households(
    parameters: CapacityParameters, effects: Effects
) -> tuple[np.ndarray, np.ndarray]:
    """Mainstream households for fostering need, and those set aside for children in homes."""
    uniforms = parameters.uniforms
    staying = effects.staying
    leaving = parameters.leaving_by_month
    if staying is not None:
        leaving = leaving * staying
    if staying is None and effects.approvals is None:
        mainstream = parameters.mainstream
    else:
        approved = parameters.approved
        if effects.approvals is not None:
            approved = approved + inverse_poisson(uniforms["recruit"], effects.approvals)
        mainstream = household_path(parameters.households, leaving, approved, uniforms["leave"])
    none = np.zeros_like(parameters.households)
    if effects.approvals_for_homes is None:
        return mainstream, np.broadcast_to(none[:, None], mainstream.shape)
    for_homes = inverse_poisson(uniforms["recruit_for_homes"], effects.approvals_for_homes)
    return mainstream, household_path(none, leaving, for_homes, uniforms["leave_for_homes"])


def own_places(
    households: tuple[np.ndarray, np.ndarray], parameters: CapacityParameters, effects: Effects
) -> Places:
    """Own places that can be filled: households x places x usable share x ceiling, and beds."""
    per_household = (
        parameters.places_per_household * parameters.usable_share * parameters.ceiling
    )[:, None]
    mainstream, for_homes = households
    return Places(
        fostering=without_kept(mainstream * per_household, effects),
        set_aside=for_homes * per_household,
        homes=with_opening(
            parameters.home_places * parameters.home_ceiling,
            effects.home_places_usable,
        ),
    )


def without_kept(places: np.ndarray, effects: Effects) -> np.ndarray:
    """Mainstream places without those that young people of 18 and over keep."""
    if effects.places_kept is None:
        return places
    kept = with_opening(np.zeros(len(places)), effects.places_kept)
    return np.maximum(places - kept, 0.0)


def with_opening(held: np.ndarray, added: np.ndarray) -> np.ndarray:
    """A level held throughout, (draws,), and what is added by month, at the months + 1 month ends.

    Nothing is added at the opening.
    """
    path = np.zeros((added.shape[1] + 1, len(held)))
    path[1:] = added.T
    return (path + held).T
