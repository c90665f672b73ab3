"""Names of the annual series that the forecasts are made of."""

from __future__ import annotations

from typing import Final

TOTAL: Final = "looked_after"
TYPES: Final[tuple[str, ...]] = (
    "foster",
    "homes_and_supported",
    "placed_with_parents",
    "placed_for_adoption",
)
"""Groups of placements that are published for every authority and comparable over the years.
`homes_and_supported` is K1, K2, H5 (to 2023), K3, P2 and P3 together: the split between them
breaks in 2020, their sum does not."""

REST: Final = "rest"
"""The total less the four groups: other residential settings, schools, other placements."""

CATEGORIES: Final[tuple[str, ...]] = (*TYPES, REST)
"""What a total is divided into: last axis of an array of categories."""

SERIES: Final[tuple[str, ...]] = (TOTAL, *TYPES)
"""Series that a panel file may hold and that are forecast."""

REFERENCES: Final[tuple[str, ...]] = (
    "uasc",
    "rate_per_10000",
    "neighbours_rate_per_10000",
    "group_authorities",
    "group_log_growth_5y",
    "england_looked_after",
)
"""Figures that the forecast of the total leans on where a panel file holds them."""
