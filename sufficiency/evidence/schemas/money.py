"""Spending, prices and the assumptions that a run rests on."""

from __future__ import annotations

from sufficiency.evidence.names import PRICE_BASES, QUALITIES, SPEND_LINES, SPEND_MEASURES
from sufficiency.evidence.schemas.columns import (
    Column,
    Schema,
    amount,
    day,
    financial_year,
    known,
    number,
    one_of,
    schema,
    share,
    source,
    text,
    yes_no,
)
from sufficiency.placements import PLACEMENT_TYPES


def _assumptions() -> Schema:
    """Keys with a value, its 80% range, unit, source and quality."""
    return schema(
        {
            "key": text(),
            "value": number(),
            "low": number(),
            "high": number(),
            "unit": text(),
            "source": source(),
            "quality": one_of(QUALITIES),
        },
        key=["key"],
    )


SCHEMAS = {
    "spend": schema(
        {
            "area": text(),
            "financial_year": financial_year(),
            "line": one_of(SPEND_LINES),
            "measure": one_of(SPEND_MEASURES),
            "value": number(),
            "unit": one_of(["GBP", "GBP per child per week"]),
            "source": source(),
        },
        key=["area", "financial_year", "line", "measure"],
    ),
    "prices": schema(
        {
            "placement_type": one_of(PLACEMENT_TYPES),
            "weekly_price": amount(),
            "low": amount(),
            "high": amount(),
            "weekly_fixed_cost_per_place": amount(blank=True),
            "basis": text(),
            "outturn_line": text(),
            "price_growth": text(),
            "uasc_share": share(),
            "source": source(),
            "quality": one_of(QUALITIES),
            "known": known(),
        },
        key=["placement_type"],
    ),
    "uplifts": schema(
        {
            "placement_type": one_of(PLACEMENT_TYPES),
            "from": day(),
            "percent": Column(
                "number", least=-25, most=50, allowed="write percent, from -25 to 50, as in 6"
            ),
            "price_basis": one_of(PRICE_BASES),
            "source": source(),
        },
        key=["placement_type", "from"],
    ),
    "assumptions": _assumptions(),
    "money_assumptions": _assumptions(),
    "price_indices": schema(
        {
            "financial_year": financial_year(),
            "gdp_deflator_2024_25_is_100": amount(),
            "cpi": amount(blank=True),
            "cpih": amount(blank=True),
            "is_forecast": yes_no(),
            "source": source(),
        },
        key=["financial_year"],
    ),
    "unit_costs": schema(
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
        key=["measure", "placement_type", "period", "source", "value"],
    ),
}
