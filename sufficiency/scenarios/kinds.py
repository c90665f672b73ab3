"""The kinds of number and word that several levers use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final

from sufficiency.placements import FAMILIES, PLACEMENT_TYPES
from sufficiency.scenarios.values import OneOf, Range, Within, fault, plain, shown

ROUTES: Final = ("special_guardianship", "adoption", "return_home", "discharge_of_order")
DISPLACED: Final = ("agency_fostering", "external_residential")

Route = Annotated[str, OneOf(ROUTES, "a route out of care")]
PlacementType = Annotated[str, OneOf(PLACEMENT_TYPES, "a placement type")]
Family = Annotated[str, OneOf(FAMILIES, "a family of placements")]
Displaced = Annotated[str, OneOf(DISPLACED, "a placement that new foster homes displace")]
_REACHED: Final = "a family of placements that this lever reaches"
ToSupported = Annotated[
    str, OneOf(("fostering", "homes", "other_residential", "other_placements"), _REACHED)
]
Instead = Annotated[
    str, OneOf(("fostering", "homes", "supported_accommodation", "other_residential"), _REACHED)
]

Share = Annotated[float, Within(0, 1, "(a share)")]
Months = Annotated[int, Within(0, 36, "months")]
Percent = Annotated[Range, Within(0, 100, "percent")]


def adds_to_one(shares: dict[str, float]) -> dict[str, float]:
    """Shares in the order of their placements; refused when they do not add to 1."""
    total = sum(shares.values())
    if abs(total - 1) > 1e-6:
        raise fault(f"the shares add to {plain(round(total, 6))}; they must add to 1.")
    order = PLACEMENT_TYPES if set(shares) <= set(PLACEMENT_TYPES) else FAMILIES
    return {key: shares[key] for key in sorted(shares, key=order.index)}


def distinct(what: str) -> Callable[[Any], Any]:
    """A check that a list names something and names nothing twice.

    Args:
        what: what to do about an empty list, as a sentence ends.
    """

    def check(names: Any) -> Any:
        if isinstance(names, list | tuple):
            if not names:
                raise fault(f"the list is empty; {what}.")
            repeated = [name for i, name in enumerate(names) if name in names[:i]]
            if repeated:
                raise fault(f"{shown(repeated[0])} is there twice.")
        return names

    return check
