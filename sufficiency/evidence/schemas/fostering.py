"""Fostering households and places: the authority's and England's."""

from __future__ import annotations

from sufficiency.evidence.names import ALL_FOSTERING, CARER_MEASURES, MAINSTREAM_ONLY
from sufficiency.evidence.schemas.columns import count, number, one_of, schema, source, text, year

SCHEMAS = {
    "carers": schema(
        {
            "area": text(),
            "year_to_31_march": year(),
            "measure": one_of(CARER_MEASURES),
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
