"""England's figures by family of placement: provider, boundary, and placements that ended."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from sufficiency.evidence.record import Evidence

GROUPS_OF: Final = MappingProxyType(
    {
        "fostering": ("foster",),
        "homes": ("homes",),
        "supported_accommodation": ("supported",),
        "placed_with_parents": ("placed_with_parents",),
        "placed_for_adoption": ("placed_for_adoption",),
        "other_residential": ("other_residential", "residential_school"),
        "other_placements": ("other",),
    }
)
"""Published groups of placement that make up each family."""


def children_in_england(
    evidence: Evidence, family: str, provider: str = "all", boundary: str | None = None
) -> float:
    """Children in England at 31 March of the latest national table, in a family of placement.

    Args:
        provider: "all", or a provider such as "prov_own".
        boundary: "inside" or "outside" the council's boundary; None is both.
    """
    table = evidence.provider_england
    chosen = (
        table["placement_group"].isin(GROUPS_OF[family])
        & (table["provider"] == provider)
        & table["boundary"].isin(["inside", "outside", "all"] if boundary is None else [boundary])
    )
    return float(table.loc[chosen, "children_31_march"].sum())


def placements_ended_in_england(evidence: Evidence, family: str) -> float:
    """Placements that ended in the year, by leaving care or by moving."""
    table = evidence.durations_england
    chosen = table["placement_group"].isin(GROUPS_OF[family]) & (table["measure"] == "ended")
    return float(table.loc[chosen, "value"].sum())


def placement_changes_in_england(
    evidence: Evidence, family: str, *, status_only: bool = False
) -> float:
    """Changes of placement in the year; `status_only`, those where the child did not move."""
    table = evidence.changes_england
    chosen = (
        table["placement_group"].isin(GROUPS_OF[family])
        & (table["duration"] == "all")
        & (table["reason"] == ("status_only" if status_only else "all"))
    )
    return float(table.loc[chosen, "changes"].sum())
