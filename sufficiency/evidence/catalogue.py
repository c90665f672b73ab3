"""Which files evidence is made of, and where each may come from."""

from __future__ import annotations

from pathlib import Path
from typing import Final

EMBEDDED: Final = Path(__file__).parent / "tables"
"""National tables, national starting values, and the headers of tables of context."""

OVERLAYS: Final = Path(__file__).parent / "overlays"
"""A folder for each authority of which more is known than England's record says, by its code."""

ENGLAND_RECORD: Final = Path(__file__).parent / "england" / "record"
"""The record of every English authority that comes with the package."""

DEFAULT_AUTHORITY: Final = "Tameside"
"""The authority of a run that names none."""

FROM_RECORD: Final = (
    "authority",
    "children_in_care",
    "placements",
    "characteristics",
    "spend",
    "carers",
    "population",
    "neighbours",
)
"""An authority's own tables that the record of England gives."""

LISTS: Final = ("provision", "uplifts")
"""What only a council can list; no authority need bring it."""

CONTEXT: Final = ("council_papers", "events", *LISTS)
"""Known of an authority from its own papers: empty where it has no overlay."""

STARTING_VALUES: Final = ("prices", "assumptions")
"""An authority's own, for which England's figures stand in until it writes its own."""

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
"""An authority's own. One that is not in the record of England brings all of them: no other
authority's figures stand in."""

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

MAY_BE_EMPTY: Final = (*CONTEXT, "characteristics")
"""Context: an authority without it gives the header alone."""

TABLES: Final = (*OWN, *LISTS, *COMMON)


def file_of(table: str) -> str:
    """Name of the file of a table."""
    return f"{table}.csv"
