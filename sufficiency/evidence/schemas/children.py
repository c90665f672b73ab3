"""Children looked after: how many, where placed, and who they are."""

from __future__ import annotations

from sufficiency.evidence.names import CATEGORIES, FLOW_MEASURES, MEASURES
from sufficiency.evidence.schemas.columns import (
    area_code,
    count,
    flag,
    one_of,
    schema,
    source,
    text,
    year,
)

_BREAKDOWNS = (
    "Age",
    "Age group",
    "Sex",
    "Gender",
    "Legal status",
    "Category of need",
    "Ethnicity",
    "Reason episode ceased",
    "Taken into care",
    "Unaccompanied asylum-seeking children",
)

SCHEMAS = {
    "children_in_care": schema(
        {
            "area_code": area_code(),
            "area": text(),
            "year": year(),
            "measure": one_of(MEASURES),
            "value": count(blank=True),
            "source": source(),
        },
        key=["area_code", "year", "measure"],
    ),
    "placements": schema(
        {
            "area_code": area_code(),
            "area": text(),
            "year": year(),
            "dimension": one_of(CATEGORIES),
            "category": one_of(name for names in CATEGORIES.values() for name in names),
            "children_31_march": count(blank=True),
            "flag": flag(),
            "source": source(),
        },
        key=["area_code", "year", "dimension", "category"],
    ),
    "characteristics": schema(
        {
            "year": year(),
            "measure": one_of(FLOW_MEASURES),
            "breakdown": one_of(_BREAKDOWNS),
            "category": text(),
            "children": count(blank=True),
            "source": source(),
        },
        key=["year", "measure", "breakdown", "category"],
    ),
}
