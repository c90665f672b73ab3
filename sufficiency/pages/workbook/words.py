"""Words that more than one sheet says: sources, dates, and what an estimate is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from sufficiency.pages.words import date_of, day
from sufficiency.placements import label
from sufficiency.results.cell_functions import total
from sufficiency.results.cells import Cell, Given
from sufficiency.results.facts import RunFacts
from sufficiency.results.finance import Finance
from sufficiency.results.lookup import year_to
from sufficiency.results.run import Run

LICENCE: Final = (
    "Published figures are Crown copyright, used under the Open Government Licence v3.0."
)
FOSTERING_SOURCE: Final = "Source: Ofsted, Fostering in England"
MONEY_SOURCE: Final = (
    "Source: weekly prices of the sheet Inputs, scaled to the revenue outturn (RO3); HM Treasury, "
    "GDP deflator; the children of the sheet Placements."
)


def sum_of(parts: Sequence[Cell], value: float) -> Cell:
    """A live sum, or its value where the sum is another figure.

    It is where a part is withheld, and where parts were rounded: the total of a published run was
    rounded once, and is not the sum of its rounded parts.
    """
    return one_of(total(parts), value)


def one_of(worked_out: Cell, value: float) -> Cell:
    """A cell that is worked out where it is worth the figure that pages have, or that figure."""
    close = math.isclose(worked_out.value, value, rel_tol=1e-9, abs_tol=0.01)
    return worked_out if close else Given(value)


def known(*cells: Cell) -> bool:
    """Whether none of some figures is withheld."""
    return all(cell.value == cell.value for cell in cells)


def finance_of(run: Run) -> Finance:
    """What finance asks of a run, on the sheets that only a run with it has."""
    assert run.finance is not None, "a run of tables alone has no finance sheets"
    return run.finance


def evidence_to(facts: RunFacts) -> str:
    """When the evidence ends and how many futures were simulated from it."""
    returns = "" if facts.counted_to is None else f", returns to {date_of(facts.counted_to)}"
    return (
        f"Date: evidence to {day(facts.opening_year)}{returns}; {facts.drawn}, "
        f"sufficiency {facts.version}."
    )


def children_source(facts: RunFacts) -> str:
    """Where numbers of children come from, before and after they are forecast."""
    known = "Department for Education, Children looked after in England, to the opening count"
    if facts.counted_to is not None:
        known = f"the council's own SSDA903 returns to {date_of(facts.counted_to)}"
    return f"Source: {known}; after it, the forecast of this run."


def shown(kind: str, facts: RunFacts) -> str:
    """A placement type as a sheet names it, estimates marked."""
    return f"{label(kind)} (estimate)" if kind in facts.estimated else label(kind)


def basis_of(kind: str, facts: RunFacts) -> str:
    """What the opening number of a placement type, or of all of them, rests on."""
    if facts.counted_to is not None:
        return "counted in returns"
    return "estimated share of a published count" if kind in facts.estimated else "published"


def real_prices(facts: RunFacts) -> str:
    """The price base of real figures."""
    return f"real, {year_to(facts.opening_year)} prices (GDP deflator)"
