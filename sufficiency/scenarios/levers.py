"""The levers a scenario can pull, as they are written in a scenario file.

A lever says what is done, from when, how much, at what cost and on whose word. It does no
arithmetic: `sufficiency.scenarios.effects` turns levers into changes of flows, capacity and
prices. A new lever is a class here with a line in `Lever`; the file reader, the errors, the
schema and the reference of keys follow from it.

Counts are children, households or places; money is GBP at 2024/25 prices.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from sufficiency.placements import FAMILIES, PLACEMENT_TYPES
from sufficiency.scenarios.common import AnyLever, Cost, Part, RecruitmentCost
from sufficiency.scenarios.values import (
    OneOf,
    Range,
    Within,
    Written,
    YearMonth,
    fault,
    plain,
    shown,
)

__all__ = ["LEVERS", "AnyLever", "Cost", "Lever", "Range", "RecruitmentCost", "Scenario"]

ROUTES: Final = ("special_guardianship", "adoption", "return_home", "discharge_of_order")
DISPLACED: Final = ("agency_fostering", "external_residential")
Route = Annotated[str, OneOf(ROUTES, "a route out of care")]
PlacementType = Annotated[str, OneOf(PLACEMENT_TYPES, "a placement type")]
Family = Annotated[str, OneOf(FAMILIES, "a family of placements")]
Displaced = Annotated[str, OneOf(DISPLACED, "a placement that new foster homes displace")]
DISPLACES: Final[dict[str, float]] = {"agency_fostering": 0.95, "external_residential": 0.05}
"""Where the children who fill a new fostering place would otherwise have been.

The share of 0.05 out of homes (assumption displaces_residential_share, range 0 to 0.15) is the
assumption that would most mislead a cabinet: a child moved out of a home saves many times what
one moved out of agency fostering does. A larger share is better written as a step-down lever.
"""


def _adds_to_one(shares: dict[str, float]) -> dict[str, float]:
    total = sum(shares.values())
    if abs(total - 1) > 1e-6:
        raise fault(f"the shares add to {plain(round(total, 6))}; they must add to 1.")
    order = sorted(shares, key=PLACEMENT_TYPES.index)
    return {key: shares[key] for key in order}


def _distinct(families: Any) -> Any:
    if isinstance(families, list | tuple):
        if not families:
            raise fault("the list is empty; name a family or leave the key out for all of them.")
        repeated = [f for i, f in enumerate(families) if f in families[:i]]
        if repeated:
            raise fault(f"{shown(repeated[0])} is there twice.")
    return families


Share = Annotated[float, Within(0, 1, "(a share)")]
Months = Annotated[int, Within(0, 36, "months")]
Percent = Annotated[Range, Within(0, 100, "percent")]


class RecruitCarers(AnyLever):
    """More mainstream fostering households approved, on top of those in the baseline."""

    lever: Literal["recruit_carers"]
    additional_households_a_year: Annotated[Range, Within(0, 100, "households a year")]
    """Households approved in a year, on top of those the baseline approves."""
    months_to_first_placement: Months
    """Months from the money to the day a new household's places can be filled."""
    displaces: Annotated[dict[Displaced, Share], AfterValidator(_adds_to_one)] = DISPLACES
    """Shares of the new places by where the children in them would otherwise have been."""
    """Shares of the new places by where the children would otherwise have been."""
    cost: RecruitmentCost = RecruitmentCost()
    """What the programme costs, beside the placements it changes."""


class RetainCarers(AnyLever):
    """Fewer mainstream fostering households leave."""

    lever: Literal["retain_carers"]
    fewer_leaving_percent: Percent
    """Cut in the rate at which mainstream households leave."""


class ReduceEntries(AnyLever):
    """Fewer children enter care."""

    lever: Literal["reduce_entries"]
    percent: Percent
    """Cut in the number of children who enter care."""
    families: Annotated[tuple[Family, ...], BeforeValidator(_distinct)] = FAMILIES
    """Families of placement whose entries fall; all of them by default."""
    months_to_effect: Months = 0
    """Months from the money to the first child who does not enter."""


class IncreaseExits(AnyLever):
    """More children leave care by a named route, some with an allowance that goes on."""

    lever: Literal["increase_exits"]
    route: Route
    """How the children leave care."""
    additional_children_a_year: Annotated[Range, Within(0, 200, "children a year")]
    """Children who leave in a year, on top of those in the baseline."""
    from_placement: Annotated[dict[PlacementType, Share], AfterValidator(_adds_to_one)]
    """Shares of the children by the placement they leave."""
    continuing_allowance_a_week: Annotated[float, Within(0, 2000, "GBP a week, 2024/25 prices")]
    """GBP a week for a child with an allowance; 0 where none is paid."""
    share_with_allowance: Share = 1.0
    """Share of the children whose carers are paid the allowance."""
    allowance_years: Annotated[float, Within(0, 18, "years")] = 0.0
    """Years each child's allowance is paid, in full, from the month the child leaves care; then
    nothing: it stands for the years to 18 of the average child, since children grow up."""


class StepDown(AnyLever):
    """Children who live in external homes move to foster families."""

    lever: Literal["step_down_from_residential"]
    children_a_year: Annotated[Range, Within(0, 60, "children a year")]
    """Children who move in a year, on top of the moves in the baseline."""
    to: Literal["fostering"] = "fostering"
    """Where the children move to."""


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


Lever = Annotated[
    RecruitCarers
    | RetainCarers
    | ReduceEntries
    | IncreaseExits
    | StepDown
    | OpenHome
    | ChangePrice,
    Field(discriminator="lever"),
]
LEVERS: Final[dict[str, type[AnyLever]]] = {
    "recruit_carers": RecruitCarers,
    "retain_carers": RetainCarers,
    "reduce_entries": ReduceEntries,
    "increase_exits": IncreaseExits,
    "step_down_from_residential": StepDown,
    "open_home": OpenHome,
    "change_price": ChangePrice,
}


def _name(name: str) -> str:
    if name.casefold() == "baseline":
        raise fault(f"'{name}' is reserved: the baseline is always there. Choose another name.")
    return name


def _extends(value: Any) -> Any:
    names = value if isinstance(value, list | tuple) else [value]
    if not names or any(not isinstance(name, str) or not name.strip() for name in names):
        raise fault("it must be baseline, or the name (or a list of names) of files beside it.")
    return tuple(names) if isinstance(value, list) else value


class Scenario(Part):
    """One scenario file.

    From `load_scenarios` a scenario stands on its own: `levers` begins with those of the files
    it extends, and `extends` is "baseline".
    """

    name: Annotated[str, Written(80), AfterValidator(_name)]
    """What every table and chart calls the scenario."""
    why: Annotated[str, Written(2000)]
    """A paragraph that a director could read out."""
    premise: YearMonth | None = None
    """Date of the facts the scenario rests on."""
    extends: Annotated[str | tuple[str, ...], BeforeValidator(_extends)] = "baseline"
    """"baseline", or the name or names of other files in the same folder."""
    levers: tuple[Lever, ...] = ()
    """What is done; their order makes no difference."""
