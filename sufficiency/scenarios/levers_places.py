"""Levers on carers, homes, the market and where places are.

They say what is done; `sufficiency.scenarios.effects` works out what follows. Counts are
households or places, money is GBP at 2024/25 prices.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator

from sufficiency.scenarios.common import AnyLever, RecruitmentCost
from sufficiency.scenarios.kinds import (
    Displaced,
    Months,
    Percent,
    PlacementType,
    Share,
    adds_to_one,
    distinct,
)
from sufficiency.scenarios.values import Range, Within

DISPLACES: Final[dict[str, float]] = {"agency_fostering": 0.95, "external_residential": 0.05}
"""Where the children who fill a new fostering place would otherwise have been.

The share of 0.05 out of homes (assumption displaces_residential_share, range 0 to 0.15) is the
assumption that would most mislead a cabinet: a child moved out of a home saves many times what
one moved out of agency fostering does. A larger share is better written as a step-down lever.
"""


class RecruitCarers(AnyLever):
    """More mainstream fostering households approved, on top of those in the baseline."""

    lever: Literal["recruit_carers"]
    additional_households_a_year: Annotated[Range, Within(0, 100, "households a year")]
    """Households approved in a year, on top of those the baseline approves."""
    months_to_first_placement: Months
    """Months from the money to the day a new household's places can be filled."""
    displaces: Annotated[dict[Displaced, Share], AfterValidator(adds_to_one)] = DISPLACES
    """Shares of the new places by where the children in them would otherwise have been."""
    cost: RecruitmentCost = RecruitmentCost()
    """What the programme costs, beside the placements it changes."""


class RetainCarers(AnyLever):
    """Fewer mainstream fostering households leave."""

    lever: Literal["retain_carers"]
    fewer_leaving_percent: Percent
    """Cut in the rate at which mainstream households leave."""


class SupportConnected(AnyLever):
    """More children live with connected carers, and fewer of those placements end in a move."""

    lever: Literal["support_connected_carers"]
    additional_children_a_year: Annotated[Range, Within(0, 100, "children a year")] = Range(0, 0)
    """Children placed with relatives or friends who would have gone to another foster home."""
    fewer_moves_percent: Percent = Range(0, 0)
    """Cut in the rate at which children with connected carers change placement."""


class LimitAgency(AnyLever):
    """Agency foster homes become scarcer; who finds none is placed in an external home."""

    lever: Literal["limit_agency"]
    shrinks_percent_a_year: Percent
    """Yearly fall of the homes on offer, from those in use in the baseline as the lever starts; at
    0 there are never more than that."""
    most_places: Annotated[int, Within(0, 2000, "places")] | None = None
    """No more homes on offer than this; left out: only the yearly fall counts."""


class OpenHome(AnyLever):
    """Places in the council's own children's homes, paid for whether filled or not."""

    lever: Literal["open_home"]
    places: Annotated[int, Within(1, 30, "places")]
    """Places in the home, from the lever's first month."""
    occupancy: Share
    """Share of the places that can be filled."""
    fixed_cost_a_week_per_place: (
        Annotated[float, Within(0, 20_000, "GBP a week, 2024/25 prices")] | None
    ) = None
    """GBP a week for each place, filled or not; left out: what an own place costs in the prices."""


class ChangePrice(AnyLever):
    """The weekly price of a placement type is higher or lower than in the baseline."""

    lever: Literal["change_price"]
    placement_type: PlacementType
    """The placement type whose price changes."""
    percent: Annotated[Range, Within(-99, 300, "percent")]
    """Change of the weekly price: -5 makes it 5% lower than in the baseline."""


class BringCloser(AnyLever):
    """Fewer children of some placement types live outside the boundary; a view, with no saving."""

    lever: Literal["bring_closer_to_home"]
    percent: Percent
    """Share of the children outside the boundary who live inside it instead."""
    placement_types: Annotated[
        tuple[PlacementType, ...], BeforeValidator(distinct("name a placement type"))
    ]
    """The placement types whose children come closer."""
