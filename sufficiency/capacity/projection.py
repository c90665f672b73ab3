"""Carry the forecast through capacity: who lives where, month by month, in every draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sufficiency.capacity.allowances import allowance_costs
from sufficiency.capacity.effects import Effects
from sufficiency.capacity.households import household_path, inverse_poisson
from sufficiency.capacity.need import Need, movements, need_path
from sufficiency.capacity.parameters import CapacityParameters
from sufficiency.capacity.placing import IN_HOUSE, KINSHIP, Placed, Places, place
from sufficiency.flows import BaselineFlows

MAINSTREAM, CONNECTED = "mainstream", "connected"


@dataclass(frozen=True)
class Projection:
    """One scenario, in every draw.

    Stocks have months + 1 month ends, the first of them the opening count; flows have months.
    What follows from a few arrays is worked out when it is asked for, so that many scenarios can
    be held at once.

    Attributes:
        flows, parameters, effects: what the scenario was run on, and what it changed.
        needed: children by family of need, and what levers did to them.
        placed: who lives where.
        mainstream_households: those for fostering need and those set aside for children who would
            otherwise live in a home, each (draws, months + 1), whole numbers.
    """

    dates: pd.DatetimeIndex
    flows: BaselineFlows
    parameters: CapacityParameters
    effects: Effects
    needed: Need
    placed: Placed
    mainstream_households: tuple[np.ndarray, np.ndarray]

    @property
    def placements(self) -> np.ndarray:
        """Children by placement type, (draws, months + 1, placement types)."""
        return self.placed.placements

    @property
    def total(self) -> np.ndarray:
        """All children looked after, (draws, months + 1)."""
        return self.placements.sum(-1)

    @property
    def need(self) -> np.ndarray:
        """Children by family of need, (draws, months + 1, families).

        A child who needs a home and lives in a set-aside fostering place counts as need for
        homes; one who needs a foster home, finds none and lives in a home counts as need for
        fostering.
        """
        return self.needed.path

    @property
    def unplaced(self) -> np.ndarray:
        """Children who need a foster home and live in an external home, (draws, months + 1)."""
        if self.placed.unplaced is None:
            return np.zeros(self.placements.shape[:2])
        return self.placed.unplaced

    @property
    def households(self) -> dict[str, np.ndarray]:
        """Fostering households by kind of carer, each (draws, months + 1)."""
        for_fostering, for_homes = self.mainstream_households
        connected = self.placements[:, :, KINSHIP]
        return {
            MAINSTREAM: (for_fostering + for_homes).astype(np.float64),
            CONNECTED: connected / self.parameters.connected_children_per_household[:, None],
        }

    @property
    def approved_places(self) -> dict[str, np.ndarray]:
        """Approved places by kind of carer; a connected place is for one named child."""
        per_household = self.parameters.places_per_household[:, None]
        return {
            MAINSTREAM: self.households[MAINSTREAM] * per_household,
            CONNECTED: self.placements[:, :, KINSHIP],
        }

    @property
    def usable_places(self) -> dict[str, np.ndarray]:
        """Approved places that are available, by kind of carer."""
        approved = self.approved_places
        usable = approved[MAINSTREAM] * self.parameters.usable_share[:, None]
        return {MAINSTREAM: usable, CONNECTED: approved[CONNECTED]}

    @property
    def filled_places(self) -> dict[str, np.ndarray]:
        """Places with a child in them, by kind of carer."""
        return {
            MAINSTREAM: self.placements[:, :, IN_HOUSE],
            CONNECTED: self.placements[:, :, KINSHIP],
        }

    @property
    def fillable_places(self) -> dict[str, np.ndarray]:
        """Own places that can be filled for the need of a family, each (draws, months + 1).

        "fostering" is connected carers' and mainstream places; "homes" is own beds, and
        mainstream places set aside for children who would otherwise live in a home.
        """
        places = own_places(self.mainstream_households, self.parameters, self.effects)
        return {
            "fostering": self.placements[:, :, KINSHIP] + places.fostering,
            "homes": places.homes + places.set_aside,
        }

    @property
    def home_places(self) -> np.ndarray:
        """Own home beds held, filled or not, (draws, months + 1)."""
        return with_opening(self.parameters.home_places, self.effects.home_places)

    @property
    def home_places_priced(self) -> np.ndarray:
        """Own home beds whose fixed cost is the usual one, (draws, months + 1)."""
        held = self.parameters.home_places
        return with_opening(held, self.effects.home_places_priced)

    @property
    def entries(self) -> np.ndarray:
        """Children who enter care, by family, (draws, months, families)."""
        return movements(self.needed, self.flows, self.effects).entries

    @property
    def exits(self) -> np.ndarray:
        """Children who leave care, by family, (draws, months, families)."""
        return movements(self.needed, self.flows, self.effects).exits

    @property
    def moves(self) -> np.ndarray:
        """Net moves between families, (draws, months, families): nil over families."""
        return movements(self.needed, self.flows, self.effects).moves

    @property
    def allowances(self) -> np.ndarray:
        """GBP a month paid for children who left by a lever, (draws, months)."""
        cost = allowance_costs(self.needed.led_out, self.effects.allowances, self.dates)
        return np.broadcast_to(cost, self.effects.programme.shape)

    @property
    def spent_on_levers(self) -> np.ndarray:
        """GBP a month of the programme and its allowances, base-year prices, (draws, months)."""
        return self.effects.programme + self.allowances


def project(
    dates: pd.DatetimeIndex,
    opening: np.ndarray,
    flows: BaselineFlows,
    parameters: CapacityParameters,
    effects: Effects,
) -> Projection:
    """Children by placement type under a scenario's effects.

    Need moves first (entries, exits, moves between families, step-down), so that capacity never
    changes how many children are in care. Carers and homes then set the places, and the queue
    says who fills them. The formulation is written out in docs/method.md.

    Args:
        dates: the months + 1 month ends.
        opening: children by family at the opening, (draws, families).
    """
    need = need_path(opening, flows, effects)
    households = mainstream_households(parameters, effects)
    places = own_places(households, parameters, effects)
    return Projection(
        dates=dates,
        flows=flows,
        parameters=parameters,
        effects=effects,
        needed=need,
        placed=place(need, flows, parameters, effects, places),
        mainstream_households=households,
    )


def mainstream_households(
    parameters: CapacityParameters, effects: Effects
) -> tuple[np.ndarray, np.ndarray]:
    """Mainstream households for fostering need, and those set aside for children in homes."""
    uniforms = parameters.uniforms
    staying = effects.staying
    leaving = np.broadcast_to(parameters.leaving[:, None], parameters.approved.shape)
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
        fostering=mainstream * per_household,
        set_aside=for_homes * per_household,
        homes=with_opening(
            parameters.home_places * parameters.home_ceiling,
            effects.home_places_usable,
        ),
    )


def with_opening(held: np.ndarray, added: np.ndarray) -> np.ndarray:
    """A level held throughout, (draws,), and what is added by month, at the months + 1 month ends.

    Nothing is added at the opening.
    """
    path = np.zeros((added.shape[1] + 1, len(held)))
    path[1:] = added.T
    return (path + held).T
