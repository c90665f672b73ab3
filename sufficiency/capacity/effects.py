"""What a scenario changes, as arrays that capacity can apply: a neutral one changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sufficiency.placements import FAMILIES, PLACEMENT_TYPES


@dataclass(frozen=True)
class Allowance:
    """A payment that goes on after a child leaves care, such as special guardianship.

    Attributes:
        weekly: GBP a week for each child who has one, at base-year prices.
        months: how long it is paid for each child, in months.
        share: of the extra exits of each month and placement type, those who have this
            allowance, (draws, months, placement types).
    """

    weekly: float
    months: int
    share: np.ndarray


@dataclass(frozen=True)
class Effects:
    """Changes by month to flows, carers, homes and prices; shapes in draws, months and types.

    Attributes:
        entering: factor on entries to care, (draws, months, families); one is no change.
        leaving: extra share of the family's children who leave care from each placement type,
            (draws, months, placement types); nil is no change.
        stepping_down: share of children in homes who move to fostering, (draws, months).
        staying: factor on the rate at which households leave, (draws, months).
        approvals: extra approvals a month of households for fostering need, (draws, months).
        approvals_for_homes: extra approvals a month of households set aside for children who
            would otherwise live in a home, (draws, months).
        home_places: own children's home places added and held, (draws, months).
        home_places_usable: those that can be filled, (draws, months).
        home_places_priced: those whose fixed cost is the usual one, (draws, months); the rest
            have a cost of their own in `programme`.
        price: factor on the weekly price, (draws, months, placement types).
        programme: GBP a month spent on the levers themselves at base-year prices, (draws, months).
        allowances: continuing payments for those who leave.
    """

    entering: np.ndarray
    leaving: np.ndarray
    stepping_down: np.ndarray
    staying: np.ndarray
    approvals: np.ndarray
    approvals_for_homes: np.ndarray
    home_places: np.ndarray
    home_places_usable: np.ndarray
    home_places_priced: np.ndarray
    price: np.ndarray
    programme: np.ndarray
    allowances: tuple[Allowance, ...] = ()


def no_effects(draws: int, months: int) -> Effects:
    """Effects that change nothing: the baseline."""
    flat = np.zeros((draws, months))
    kinds = len(PLACEMENT_TYPES)
    return Effects(
        entering=np.ones((draws, months, len(FAMILIES))),
        leaving=np.zeros((draws, months, kinds)),
        stepping_down=flat,
        staying=np.ones((draws, months)),
        approvals=flat,
        approvals_for_homes=flat,
        home_places=flat,
        home_places_usable=flat,
        home_places_priced=flat,
        price=np.ones((draws, months, kinds)),
        programme=flat,
    )
