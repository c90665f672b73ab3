"""Levers on the children: who enters care, who leaves it, who moves between families of placement.

They say what is done; `sufficiency.scenarios.effects` works out what follows. Counts are children,
money is GBP at 2024/25 prices.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator

from sufficiency.placements import FAMILIES
from sufficiency.scenarios.common import AnyLever
from sufficiency.scenarios.kinds import (
    Family,
    Instead,
    Percent,
    PlacementType,
    Route,
    Share,
    ToSupported,
    adds_to_one,
    distinct,
)
from sufficiency.scenarios.values import Range, Within

Families = Annotated[
    tuple[Family, ...],
    BeforeValidator(distinct("name a family or leave the key out for all of them")),
]


class ReduceEntries(AnyLever):
    """Fewer children enter care."""

    lever: Literal["reduce_entries"]
    percent: Percent
    """Cut in the number of children who enter care."""
    families: Families = FAMILIES
    """Families of placement whose entries fall; all of them by default."""


class ChangeDemand(AnyLever):
    """More or fewer children enter care than in the baseline, for reasons that nobody chose."""

    lever: Literal["change_demand"]
    entries_percent: Annotated[Range, Within(-60, 200, "percent")]
    """Change in the number of children who enter care; -5 is 5% fewer."""
    families: Families = FAMILIES
    """Families of placement whose entries change; all of them by default."""


class AsylumArrivals(AnyLever):
    """More or fewer unaccompanied children seeking asylum arrive than in the baseline."""

    lever: Literal["asylum_arrivals"]
    additional_children_a_year: Annotated[Range, Within(-30, 100, "children a year")]
    """Children who arrive in a year, on top of those in the baseline; -3 is 3 fewer."""
    placed_in: Annotated[dict[Family, Share], AfterValidator(adds_to_one)]
    """Shares of the children by the family of placement they come to."""


class IncreaseExits(AnyLever):
    """More children leave care by a named route, some with an allowance that goes on."""

    lever: Literal["increase_exits"]
    route: Route
    """How the children leave care."""
    additional_children_a_year: Annotated[Range, Within(0, 200, "children a year")]
    """Children who leave in a year, on top of those in the baseline."""
    from_placement: Annotated[dict[PlacementType, Share], AfterValidator(adds_to_one)]
    """Shares of the children by the placement they leave."""
    continuing_allowance_a_week: Annotated[float, Within(0, 2000, "GBP a week, 2024/25 prices")]
    """GBP a week for a child with an allowance; 0 where none is paid."""
    share_with_allowance: Share = 1.0
    """Share of the children whose carers are paid the allowance."""
    allowance_years: Annotated[float, Within(0, 18, "years")] = 0.0
    """Years each child's allowance is paid, in full, from the month the child leaves care; then
    nothing: it stands for the years to 18 of the average child, since children grow up."""


class SpeedAdoption(AnyLever):
    """Children who would be adopted anyway leave their foster home sooner."""

    lever: Literal["speed_adoption"]
    children_a_year: Annotated[Range, Within(0, 100, "children a year")]
    """Children adopted in a year who wait less; no more than are adopted in the baseline."""
    months_sooner: Annotated[Range, Within(0, 24, "months")]
    """Months by which each of them leaves the foster home sooner."""
    from_placement: Annotated[dict[PlacementType, Share], AfterValidator(adds_to_one)]
    """Shares of the children by the placement they wait in."""


class StepDown(AnyLever):
    """Children aged 10 or over who live in children's homes move to foster families."""

    lever: Literal["step_down_from_residential"]
    children_a_year: Annotated[Range, Within(0, 60, "children a year")]
    """Children who move in a year, on top of the moves in the baseline."""
    to: Literal["fostering"] = "fostering"
    """Where the children move to."""


class MoveToSupported(AnyLever):
    """Children aged 16 or 17 move to registered supported accommodation."""

    lever: Literal["move_to_supported_accommodation"]
    children_a_year: Annotated[Range, Within(0, 60, "children a year")]
    """Children who move in a year, on top of the moves in the baseline."""
    from_families: Annotated[dict[ToSupported, Share], AfterValidator(adds_to_one)]
    """Shares of the children by the family of placements they leave."""


class EndUnregistered(AnyLever):
    """Children in other placements, unregistered ones among them, live in named ones instead."""

    lever: Literal["end_unregistered_placements"]
    percent: Percent
    """Share of the children in other placements who live elsewhere once it has built up."""
    instead: Annotated[dict[Instead, Share], AfterValidator(adds_to_one)]
    """Shares of those children by the family of placements they live in instead."""
