"""What stands around the figures: population, the council's papers and dated events."""

from __future__ import annotations

from sufficiency.evidence.schemas.columns import (
    count,
    day,
    number,
    one_of,
    schema,
    source,
    text,
    year,
)

SCHEMAS = {
    "population": schema(
        {
            "area": text(),
            "mid_year": year(),
            "age_group": one_of(["0", "1-4", "5-9", "10-15", "16-17", "0-17"]),
            "population": count(),
            "kind": one_of(["estimate", "projection"]),
            "source": source(),
        },
        key=["area", "mid_year", "age_group", "kind"],
    ),
    "council_papers": schema(
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
    "events": schema(
        {
            "date": day(),
            "event": text(),
            "what_it_may_change": text(),
            "source": source(),
        },
        key=["date", "event"],
    ),
}
