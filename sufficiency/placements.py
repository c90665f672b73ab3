"""The placement types, their families and the words they are shown by.

The order here is the order everywhere: in arrays (last axis), tables, charts and the
workbook. A *family* is what a time series can honestly forecast from the published record;
who provides within a family is decided by capacity.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

LABELS: Final = MappingProxyType(
    {
        "kinship_fostering": "Connected carers",
        "in_house_fostering": "In-house fostering",
        "agency_fostering": "Agency fostering",
        "in_house_residential": "In-house children's homes",
        "external_residential": "External children's homes",
        "supported_accommodation": "Supported accommodation",
        "placed_with_parents": "Placed with parents",
        "placed_for_adoption": "Placed for adoption",
        "other_residential": "Other residential settings",
        "other_placements": "Other placements",
    }
)
PLACEMENT_TYPES: Final[tuple[str, ...]] = tuple(LABELS)

TYPES_OF: Final = MappingProxyType(
    {
        "fostering": ("kinship_fostering", "in_house_fostering", "agency_fostering"),
        "homes": ("in_house_residential", "external_residential"),
        "supported_accommodation": ("supported_accommodation",),
        "placed_with_parents": ("placed_with_parents",),
        "placed_for_adoption": ("placed_for_adoption",),
        "other_residential": ("other_residential",),
        "other_placements": ("other_placements",),
    }
)
FAMILIES: Final[tuple[str, ...]] = tuple(TYPES_OF)
FAMILY_LABELS: Final = MappingProxyType(
    {"fostering": "Fostering", "homes": "Children's homes"}
    | {family: LABELS[family] for family in FAMILIES if family in LABELS}
)
FAMILY_OF: Final = MappingProxyType(
    {kind: family for family, kinds in TYPES_OF.items() for kind in kinds}
)
OWN: Final = MappingProxyType(
    {
        "fostering": ("kinship_fostering", "in_house_fostering"),
        "homes": ("in_house_residential",),
    }
)
"""By family, the types in which children live in the council's own places; none of the others."""
ESTIMATED: Final[tuple[str, ...]] = (*TYPES_OF["fostering"], *TYPES_OF["homes"])
"""Types the published record does not separate: their opening numbers are estimates."""


def position(name: str) -> int:
    """Place of a placement type on the last axis of an array of placement types."""
    return PLACEMENT_TYPES.index(name)


def family_position(name: str) -> int:
    """Place of a family on the last axis of an array of families."""
    return FAMILIES.index(name)


def label(key: str) -> str:
    """The words a page shows for a placement type, a family or one of the totals.

    >>> label("kinship_fostering")
    'Connected carers'
    """
    totals = {
        "total": "All children looked after",
        "programme": "Cost of the programme",
        "not_modelled": "Not modelled",
    }
    return LABELS.get(key) or FAMILY_LABELS.get(key) or totals[key]
