"""Which files evidence is made of, and which of them an authority must bring itself."""

from __future__ import annotations

from pathlib import Path
from typing import Final

EMBEDDED: Final = Path(__file__).parent / "tables"
"""The tables that come with the package."""

OWN: Final = (
    "authority",
    "children_in_care",
    "placements",
    "characteristics",
    "spend",
    "carers",
    "population",
    "council_papers",
    "neighbours",
    "events",
    "prices",
    "assumptions",
)
"""An authority's own: each must be in its folder. No other authority's figures stand in."""

COMMON: Final = (
    "carers_england",
    "unit_costs",
    "money_assumptions",
    "price_indices",
    "groups",
    "authority_means",
    "provider_england",
    "durations_england",
    "changes_england",
)
"""National or common to all authorities: the package's own are used unless the folder has them."""

MAY_BE_EMPTY: Final = ("council_papers", "events", "characteristics")
"""Context: an authority without it gives the header alone."""

TABLES: Final = (*OWN, *COMMON)


def file_of(table: str) -> str:
    """Name of the file of a table."""
    return f"{table}.csv"
