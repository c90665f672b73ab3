"""Fostering households and places: the authority's and England's."""

from __future__ import annotations

from sufficiency.evidence.names import ALL_FOSTERING, MAINSTREAM_ONLY
from sufficiency.evidence.schemas.columns import count, number, one_of, schema, source, text, year

_MEASURES = (
    "approved_places",
    "filled_places",
    "vacant_places",
    "places_not_available",
    "approved_households",
    "approved_carers",
    "households_family_and_friends",
    "households_permanent",
    "households_short_breaks",
    "households_approved_in_year",
    "family_friends_households_approved_in_year",
    "households_deregistered_in_year",
    "deregistrations_by_carer",
    "deregistrations_by_service",
    "initial_enquiries",
    "applications_received",
    "applications_approved",
    "children_in_foster_placements_31_march",
)

SCHEMAS = {
    "carers": schema(
        {
            "area": text(),
            "year_to_31_march": year(),
            "measure": one_of(_MEASURES),
            "value": count(),
            "basis": one_of([ALL_FOSTERING, MAINSTREAM_ONLY]),
            "source": source(),
        },
        key=["area", "year_to_31_march", "measure", "basis"],
    ),
    "carers_england": schema(
        {
            "measure": text(),
            "placement_type": text(),
            "value": number(),
            "unit": text(),
            "period": text(),
            "source": source(),
            "source_address": text(blank=True),
            "note": text(blank=True),
        },
        key=["measure", "placement_type", "period", "source"],
    ),
}
