"""Who can be placed where: carers, homes, the queue for places, and where places are."""

from sufficiency.capacity.area import AreaShares, area_shares, children_by_area
from sufficiency.capacity.by_age import need_by_age
from sufficiency.capacity.carer_flows import HouseholdFlows, household_flows
from sufficiency.capacity.effects import (
    AgencyLimit,
    Allowance,
    BackInCare,
    Effects,
    Ending,
    Move,
    no_effects,
)
from sufficiency.capacity.movements import Movements
from sufficiency.capacity.parameters import CapacityParameters, draw_capacity, draw_range
from sufficiency.capacity.projection import Projection, project

__all__ = [
    "AgencyLimit",
    "Allowance",
    "AreaShares",
    "BackInCare",
    "CapacityParameters",
    "Effects",
    "Ending",
    "HouseholdFlows",
    "Move",
    "Movements",
    "Projection",
    "area_shares",
    "children_by_area",
    "draw_capacity",
    "draw_range",
    "household_flows",
    "need_by_age",
    "no_effects",
    "project",
]
