"""What one lever does by itself, before the levers of a scenario are put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Moved:
    """Children whom a lever moves between families of placement, a month.

    Attributes:
        children: how many, (draws, months).
        from_age: no child younger than this moves (10 or 16).
        returning: share of those moved who go back in a month, (draws,).
        price: price of the first places they leave over the average price, (draws,).
    """

    origin: str
    destination: str
    children: np.ndarray
    from_age: int
    returning: np.ndarray | float = 0.0
    price: np.ndarray | float = 1.0


@dataclass(frozen=True)
class Ended:
    """A share of the children in other placements who live elsewhere instead.

    Attributes:
        share: of those who would be there, (draws, months).
        instead: shares of those children by the family they live in instead.
    """

    share: np.ndarray
    instead: Mapping[str, float]


@dataclass(frozen=True)
class PaidOn:
    """An allowance that goes on for a share of the children whom a lever leads out of care.

    Attributes:
        weekly: GBP a week a child, at base-year prices.
        months: how long it is paid for each child.
        share: of the children who leave.
    """

    weekly: float
    months: int
    share: float


@dataclass(frozen=True)
class StayingPut:
    """Young people who stay with the council's own foster carers after they turn 18.

    Attributes:
        young_people: who begin to in a month, besides those of the baseline, (draws, months).
        months: how long each stays.
        weekly: GBP a week to the carer for each, at base-year prices, (draws,).
    """

    young_people: np.ndarray
    months: int
    weekly: np.ndarray


@dataclass(frozen=True)
class Supply:
    """Agency foster homes that become scarcer.

    Attributes:
        starts: index of the month from which they do.
        kept: share still on offer of those that the baseline uses, (draws, months).
        acting: how much of the lever acts, (months,).
        most: no more than this while it acts; None for no ceiling.
        instead: of those who find none, shares by where they live, each (draws,).
    """

    starts: int
    kept: np.ndarray
    acting: np.ndarray
    most: int | None
    instead: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Effect:
    """What one lever does; what is left out it does not touch. Arrays are (draws, months).

    Attributes:
        entering: by family, factor on entries to care.
        added: by family, children a month who enter care besides.
        exits: by placement type, children a month who leave care besides.
        allowance: what goes on for those who leave.
        back: of those who leave, the share back in care in each month after, (months, draws).
        sooner: by placement type, children fewer who wait there because they leave sooner,
            (draws, months + 1).
        moves: children moved between families.
        ended: other placements brought to an end.
        staying: factor on the rate at which mainstream households leave.
        households_kept: mainstream households a month that would have left and do not.
        approvals: extra approvals a month of households for fostering need.
        approvals_for_homes: those set aside for children who would otherwise live in a home.
        staying_put: young people who stay in a foster place after they turn 18.
        connected: children a month found a connected carer.
        connected_moving: factor on the rate at which connected placements end in a move.
        agency: agency foster homes that become scarcer.
        home_places: own children's home places added and held.
        home_places_usable: those that can be filled.
        home_places_priced: those whose fixed cost is the usual one.
        prices: by placement type, factor on the weekly price.
        outside: by placement type, factor on the share of children outside the boundary.
    """

    entering: Mapping[str, np.ndarray] = field(default_factory=dict)
    added: Mapping[str, np.ndarray] = field(default_factory=dict)
    exits: Mapping[str, np.ndarray] = field(default_factory=dict)
    allowance: PaidOn | None = None
    back: np.ndarray | None = None
    sooner: Mapping[str, np.ndarray] = field(default_factory=dict)
    moves: tuple[Moved, ...] = ()
    ended: Ended | None = None
    staying: np.ndarray | None = None
    households_kept: np.ndarray | None = None
    approvals: np.ndarray | None = None
    approvals_for_homes: np.ndarray | None = None
    staying_put: StayingPut | None = None
    connected: np.ndarray | None = None
    connected_moving: np.ndarray | None = None
    agency: Supply | None = None
    home_places: np.ndarray | None = None
    home_places_usable: np.ndarray | None = None
    home_places_priced: np.ndarray | None = None
    prices: Mapping[str, np.ndarray] = field(default_factory=dict)
    outside: Mapping[str, np.ndarray] = field(default_factory=dict)
