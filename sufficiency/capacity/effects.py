"""What a scenario changes, as arrays that capacity can apply: what is left out changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Allowance:
    """A payment that goes on after a child leaves care, such as special guardianship.

    Attributes:
        weekly: GBP a week for each child who has one, at base-year prices.
        months: how long it is paid for each child, in months.
        share: by placement type, of the extra exits of each month those who have this allowance,
            (draws, months).
    """

    weekly: float
    months: int
    share: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class BackInCare:
    """Children whom a lever led out of care and who come back to the family they left.

    Attributes:
        share: by placement type, of the extra exits of each month those of this lever,
            (draws, months).
        by_month: of those who left, the share who come back in each month after,
            (months after, draws); the last is nil and stands for all that follow.
    """

    share: Mapping[str, np.ndarray]
    by_month: np.ndarray


@dataclass(frozen=True)
class Move:
    """Children of some ages whom a lever moves from one family of placements to another.

    Attributes:
        origin: the family they leave.
        destination: the family they move to.
        share: of the origin's settled children, how many move in the month, (draws, months).
        months_to_18: of the origin's children, the share with k months to go to 18, for each k
            from nil to that of the youngest who may move, (ages, draws): no more are moved than
            there are, and those moved leave care when they are 18.
        returning: share of those moved who go back in a month, (draws,).
        price: price of the first places they leave over the average price, (draws,).
    """

    origin: str
    destination: str
    share: np.ndarray
    months_to_18: np.ndarray
    returning: np.ndarray | float = 0.0
    price: np.ndarray | float = 1.0


@dataclass(frozen=True)
class Ending:
    """A share of a family's children, of every age, who live elsewhere instead.

    Attributes:
        origin: the family they would be in.
        share: of the children who would be there, (draws, months).
        instead: by family they live in instead, shares of those who newly do, (draws, months).
    """

    origin: str
    share: np.ndarray
    instead: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class AgencyLimit:
    """Agency foster homes that the market offers to the authority from a month on.

    Attributes:
        first: the first month of the limit.
        before: children in agency homes as that month begins, (draws,).
        places: places on offer at the end of each month, (draws, months).
        instead: of those who find none, shares by where they live, adding to one, each (draws,).
            "in_house_fostering" is no more than own places stand empty; the others then take the
            rest. "agency_fostering" is an agency home beyond the usual distance.
    """

    first: int
    before: np.ndarray
    places: np.ndarray
    instead: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Effects:
    """Changes by month to flows, carers, homes and prices; every array is (draws, months).

    Made by `no_effects` and `dataclasses.replace`. A family, a placement type or a whole attribute
    that is left out is unchanged. An effect of no size gives the same projection as one left out,
    to the last bit.

    Attributes:
        entering: by family, factor on entries to care.
        added: by family, children who enter care besides, none of them to a relative.
        leaving: by placement type, extra share of the family's settled children who leave care
            from it.
        back: those who come back to care after a lever led them out.
        moving: moves between families on top of the baseline's.
        ending: an end to a kind of placement, whose children live elsewhere.
        staying: factor on the rate at which mainstream households leave.
        approvals: extra approvals a month of households for fostering need.
        approvals_for_homes: extra approvals a month of households set aside for children who
            would otherwise live in a home.
        places_kept: own foster places that young people of 18 and over keep, at month ends.
        old_enough_to_leave_homes: share of the children in homes who are old enough to live with
            foster carers in a place set aside for them.
        connected: children a month who go to live with connected carers and would otherwise have
            gone to another foster home.
        connected_moving: factor on the rate at which connected placements end in a move.
        agency: limit on agency foster homes.
        home_places: own children's home places added and held.
        home_places_usable: those that can be filled.
        home_places_priced: those whose fixed cost is the usual one; the rest have a cost of their
            own in `programme`.
        prices: by placement type, factor on the weekly price.
        outside: by placement type, factor on the share of children outside the boundary.
        programme: GBP a month spent on the levers themselves at base-year prices.
        allowances: continuing payments for those who leave.
    """

    home_places: np.ndarray
    home_places_usable: np.ndarray
    home_places_priced: np.ndarray
    programme: np.ndarray
    entering: Mapping[str, np.ndarray] = field(default_factory=dict)
    added: Mapping[str, np.ndarray] = field(default_factory=dict)
    leaving: Mapping[str, np.ndarray] = field(default_factory=dict)
    back: tuple[BackInCare, ...] = ()
    moving: tuple[Move, ...] = ()
    ending: Ending | None = None
    staying: np.ndarray | None = None
    approvals: np.ndarray | None = None
    approvals_for_homes: np.ndarray | None = None
    places_kept: np.ndarray | None = None
    old_enough_to_leave_homes: np.ndarray | float = 1.0
    connected: np.ndarray | None = None
    connected_moving: np.ndarray | None = None
    agency: AgencyLimit | None = None
    prices: Mapping[str, np.ndarray] = field(default_factory=dict)
    outside: Mapping[str, np.ndarray] = field(default_factory=dict)
    allowances: tuple[Allowance, ...] = ()

    @property
    def move_nobody(self) -> bool:
        """Whether no child enters, leaves or moves otherwise: carers and homes alone change."""
        children = (self.entering, self.added, self.leaving, self.back, self.moving)
        return not any(children) and self.ending is None


def no_effects(draws: int, months: int) -> Effects:
    """Effects that change nothing: the baseline."""
    nothing = np.broadcast_to(0.0, (draws, months))
    return Effects(
        home_places=nothing,
        home_places_usable=nothing,
        home_places_priced=nothing,
        programme=nothing,
    )
