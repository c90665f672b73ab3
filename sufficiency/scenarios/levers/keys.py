"""The kinds of number and word that the keys of several levers hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from sufficiency.placements import FAMILIES, PLACEMENT_TYPES
from sufficiency.scenarios.values import OneOf, Range, Within, fault, plain, shown

PlacementType = Annotated[str, OneOf(PLACEMENT_TYPES, "a placement type")]
Family = Annotated[str, OneOf(FAMILIES, "a family of placements")]
Share = Annotated[float, Within(0, 1, "(a share)")]
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


Families = Annotated[
    tuple[Family, ...],
    BeforeValidator(distinct("name a family or leave the key out for all of them")),
]
SharesOfTypes = Annotated[dict[PlacementType, Share], AfterValidator(adds_to_one)]
SharesOfFamilies = Annotated[dict[Family, Share], AfterValidator(adds_to_one)]


def reached(*families: str) -> OneOf:
    """A family of placements, of those that a lever reaches."""
    return OneOf(families, "a family of placements that this lever reaches")
