"""Fostering households as flows: approved, and gone, by kind of carer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sufficiency.capacity.households import inverse_poisson
from sufficiency.capacity.placing import KINSHIP
from sufficiency.capacity.projection import CONNECTED, MAINSTREAM, Projection


@dataclass(frozen=True)
class HouseholdFlows:
    """Households approved and gone in each month, each (draws, months).

    What is there at a month's end is what was there before, with those approved and without those
    gone.
    """

    approved: np.ndarray
    left: np.ndarray


def household_flows(projection: Projection) -> dict[str, HouseholdFlows]:
    """Flows behind the stocks of households, by kind of carer.

    A mainstream household is approved for any child and stays until it gives up. A connected
    household is approved for the children it takes, and is gone when they leave it: its flows are
    those of its children over the children in such a household, and not whole numbers.
    """
    parameters, effects = projection.parameters, projection.effects
    approved = parameters.approved.astype(np.float64)
    for purpose, rate in (
        ("recruit", effects.approvals),
        ("recruit_for_homes", effects.approvals_for_homes),
    ):
        if rate is not None:
            approved = approved + inverse_poisson(parameters.uniforms[purpose], rate)
    mainstream = projection.households[MAINSTREAM]
    children = projection.placements[:, :, KINSHIP]
    stayed = projection.placed.connected_stayed
    per_household = parameters.connected_children_per_household[:, None]
    return {
        MAINSTREAM: HouseholdFlows(approved, mainstream[:, :-1] + approved - mainstream[:, 1:]),
        CONNECTED: HouseholdFlows(
            approved=(children[:, 1:] - stayed) / per_household,
            left=(children[:, :-1] - stayed) / per_household,
        ),
    }
