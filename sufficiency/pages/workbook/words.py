"""Words that more than one sheet says: sources, dates, and what an estimate is."""

from __future__ import annotations

from typing import Final

from sufficiency.pages.alt_text import day
from sufficiency.pages.facts import RunFacts
from sufficiency.pages.lookup import year_to
from sufficiency.placements import ESTIMATED, label

LICENCE: Final = (
    "Published figures are Crown copyright, used under the Open Government Licence v3.0."
)
CHILDREN_SOURCE: Final = (
    "Source: Department for Education, Children looked after in England, to the opening count; "
    "after it, the forecast of this run."
)
FOSTERING_SOURCE: Final = "Source: Ofsted, Fostering in England"
MONEY_SOURCE: Final = (
    "Source: weekly prices of the sheet Inputs, scaled to the revenue outturn (RO3); HM Treasury, "
    "GDP deflator; the children of the sheet Placements."
)


def evidence_to(facts: RunFacts) -> str:
    """When the evidence ends and how many futures were simulated from it."""
    return (
        f"Date: evidence to {day(facts.opening_year)}; {facts.draws:,} simulated futures, seed "
        f"{facts.seed}, sufficiency {facts.version}."
    )


def shown(kind: str) -> str:
    """A placement type as a sheet names it, estimates marked."""
    return f"{label(kind)} (estimate)" if kind in ESTIMATED else label(kind)


def basis_of(kind: str) -> str:
    """What the opening number of a placement type rests on."""
    return "estimated share of a published count" if kind in ESTIMATED else "published"


def real_prices(facts: RunFacts) -> str:
    """The price base of real figures."""
    return f"real, {year_to(facts.opening_year)} prices (GDP deflator)"
