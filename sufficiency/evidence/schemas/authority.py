"""Which authority it is and the authorities it is compared with."""

from __future__ import annotations

from sufficiency.evidence.schemas.columns import (
    area_code,
    count,
    number,
    schema,
    source,
    text,
    year,
)

SCHEMAS = {
    "authority": schema(
        {"area_code": area_code(), "area": text(), "group": text(), "source": source()},
        key=["area_code"],
    ),
    "neighbours": schema(
        {"rank": count(), "area_code": area_code(), "area": text(), "source": source()},
        key=["area_code"],
    ),
    "groups": schema(
        {
            "group": text(),
            "year": year(),
            "authorities": count(),
            "mean_log_growth_5y": number(),
            "source": source(),
        },
        key=["group", "year"],
    ),
    "authority_means": schema(
        {
            "year": year(),
            "authorities": count(),
            "mean_log_change": number(),
            "mean_uasc_change_over_looked_after": number(),
            "mean_log_rate_less_neighbours": number(),
            "mean_log_growth_5y": number(),
            "source": source(),
        },
        key=["year"],
    ),
}
