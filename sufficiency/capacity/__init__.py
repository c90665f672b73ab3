"""Who can be placed where: carers, homes, the queue for places, and where places are."""

from sufficiency.capacity.area import area_shares, children_by_area
from sufficiency.capacity.effects import Allowance, Effects, no_effects
from sufficiency.capacity.parameters import CapacityParameters, draw_capacity, draw_range
from sufficiency.capacity.projection import Projection, project

__all__ = [
    "Allowance",
    "CapacityParameters",
    "Effects",
    "Projection",
    "area_shares",
    "children_by_area",
    "draw_capacity",
    "draw_range",
    "no_effects",
    "project",
]
