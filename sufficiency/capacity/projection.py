"""Carry the forecast through capacity: who lives where, month by month, in every draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property, partial
from threading import Lock
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from sufficiency.capacity.allowances import allowance_costs
from sufficiency.capacity.effects import Effects
from sufficiency.capacity.movements import Movements
from sufficiency.capacity.need import Need, need_under
from sufficiency.capacity.parameters import CapacityParameters
from sufficiency.capacity.places import (
    mainstream_households,
    own_places,
    with_opening,
    without_kept,
)
from sufficiency.capacity.placing import IN_HOUSE, KINSHIP, Placed, place
from sufficiency.capacity.price_change import price_change
from sufficiency.flows import BaselineFlows

MAINSTREAM, CONNECTED = "mainstream", "connected"


_HELD_BYTES: Final = 80_000_000
"""Of arrays of projections held at once, two or three of 2,000 draws and five years; an older one
is worked out again when asked for."""


@dataclass(frozen=True)
class _Carried:
    """The arrays of one projection: 30 to 70 MB for 2,000 draws of five years."""

    effects: Effects
    needed: Need
    households: tuple[np.ndarray, np.ndarray]
    placed: Placed

    @cached_property
    def size(self) -> int:
        """Bytes."""
        return _bytes((self.effects, self.needed, self.households, self.placed))


def _bytes(held: Any) -> int:
    """Of all arrays in dataclasses, mappings and tuples; one number broadcast takes none."""
    if isinstance(held, np.ndarray):
        return held.nbytes if all(held.strides) else 0
    if isinstance(held, Mapping):
        held = held.values()
    elif is_dataclass(held):
        held = [getattr(held, part.name) for part in fields(held)]
    elif not isinstance(held, tuple):
        return 0
    return sum(map(_bytes, held))


@dataclass(frozen=True, eq=False)
class Projection:
    """One scenario, in every draw.

    Stocks have months + 1 month ends, the first of them the opening count; flows have months.

    Only what the scenario was run on is kept for good. The arrays are worked out when they are
    first asked for, in a few hundredths of a second, and those of the last projections are
    held, so that any number of scenarios fits in memory. Worked out again they are the same to the
    last bit.

    Attributes:
        dates: the months + 1 month ends.
        opening: children by family at the opening, (draws, families).
        flows, parameters: what the scenario was run on.
        changes: gives what it changed; asked again when its arrays have been let go.
    """

    dates: pd.DatetimeIndex
    opening: np.ndarray
    flows: BaselineFlows
    parameters: CapacityParameters
    changes: Callable[[], Effects]

    def needs_alike(self, other: Projection) -> bool:
        """Whether the same children need the same: capacity never changes how many there are."""
        return self.flows is other.flows and self.changes is other.changes

    @property
    def effects(self) -> Effects:
        """What the scenario changed."""
        return _HELD.of(self).effects

    @property
    def needed(self) -> Need:
        """Children by family of need, and what levers did to them."""
        return _HELD.of(self).needed

    @property
    def placed(self) -> Placed:
        """Who lives where."""
        return _HELD.of(self).placed

    @property
    def mainstream_households(self) -> tuple[np.ndarray, np.ndarray]:
        """Mainstream households, each (draws, months + 1), whole numbers.

        Those for fostering need, and those set aside for children who would otherwise live in a
        home.
        """
        return _HELD.of(self).households

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
        """Children who need a foster home and are in none near home, (draws, months + 1)."""
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
        usable = without_kept(usable, self.effects)
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
    def movements(self) -> Movements:
        """Entries, exits and net moves between families, worked out as they are asked for."""
        return Movements(self.needed, self.flows, self.effects)

    @property
    def entries(self) -> np.ndarray:
        """Children who enter care, by family, (draws, months, families)."""
        return self.movements.entries

    @property
    def exits(self) -> np.ndarray:
        """Children who leave care, by family, (draws, months, families)."""
        return self.movements.exits

    @property
    def moves(self) -> np.ndarray:
        """Net moves between families, (draws, months, families): nil over families."""
        return self.movements.moves

    @property
    def allowances(self) -> np.ndarray:
        """GBP a month paid for children who left by a lever, (draws, months)."""
        cost = allowance_costs(self.needed.led_out, self.effects.allowances, self.dates)
        return np.broadcast_to(cost, self.effects.programme.shape)

    @property
    def price_change(self) -> np.ndarray | None:
        """Levers' factor on weekly prices, (draws, months, placement types); None without one."""
        return price_change(self.effects, self.needed, self.placements)

    @property
    def spent_on_levers(self) -> np.ndarray:
        """GBP a month of the programme and its allowances, base-year prices, (draws, months)."""
        return self.effects.programme + self.allowances


def project(
    dates: pd.DatetimeIndex,
    opening: np.ndarray,
    flows: BaselineFlows,
    parameters: CapacityParameters,
    effects: Effects | Callable[[], Effects],
) -> Projection:
    """Children by placement type under a scenario's effects.

    Need moves first (entries, exits, moves between families, step-down), so that capacity never
    changes how many children are in care. Carers and homes then set the places, and the queue
    says who fills them. The formulation is written out in docs/method.md.

    Args:
        dates: the months + 1 month ends.
        opening: children by family at the opening, (draws, families).
        effects: what the scenario changes, or what gives it: arrays that need not be kept.
    """
    changes = partial(_as_given, effects) if isinstance(effects, Effects) else effects
    return Projection(dates, opening, flows, parameters, changes)


def _as_given(effects: Effects) -> Effects:
    return effects


class _Held:
    """The arrays of the projections in use, as many as fit and two at least.

    Two, since a scenario is set beside its baseline. A projection that nobody holds any more takes
    its arrays with it.
    """

    def __init__(self) -> None:
        self._arrays: WeakKeyDictionary[Projection, _Carried] = WeakKeyDictionary()
        self._lock = Lock()

    def of(self, projection: Projection) -> _Carried:
        with self._lock:
            carried = self._arrays.pop(projection, None)
            if carried is not None:
                self._arrays[projection] = carried  # the last to be let go
                return carried
            alike = [held for held in self._arrays if held.needs_alike(projection)]
            like = self._arrays[alike[0]] if alike else None
        carried = _carry(projection, like)
        with self._lock:
            self._arrays[projection] = carried
            sizes = {held: arrays.size for held, arrays in self._arrays.items()}
            for held in list(sizes)[:-2]:
                if sum(sizes.values()) > _HELD_BYTES:
                    del self._arrays[held], sizes[held]
        return carried


_HELD: Final = _Held()


def _carry(projection: Projection, alike: _Carried | None = None) -> _Carried:
    """The arrays of a projection; effects and need are those of one alike, where there is one."""
    parameters = projection.parameters
    effects = projection.changes() if alike is None else alike.effects
    if alike is None:
        need = need_under(projection.opening, projection.flows, effects)
    else:
        need = alike.needed
    households = mainstream_households(parameters, effects)
    places = own_places(households, parameters, effects)
    placed = place(need, projection.flows, parameters, effects, places)
    return _Carried(effects, need, households, placed)
