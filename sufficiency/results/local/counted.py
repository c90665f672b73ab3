"""The sections of profile.csv that the council's own returns give, which nobody has published.

Each divides the children looked after on a 31 March. There is nothing to set beside: no neighbour's
returns are at hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence import Evidence
from sufficiency.evidence.comparators import COMPARED
from sufficiency.placements import LABELS, PLACEMENT_TYPES

UNIT: Final = "percent of children looked after, counted in the council's own returns"
TIME, PLACEMENTS, DISABILITY = "time_in_care", "placements_in_year", "disability"
SIBLINGS, AGE_BY_TYPE = "siblings", "age_by_placement"
COUNTED: Final = (TIME, PLACEMENTS, DISABILITY, SIBLINGS, AGE_BY_TYPE)
TIMES: Final = (
    "Under 6 months",
    "6 months to 1 year",
    "1 to 2 years",
    "2 to 5 years",
    "5 years and over",
    "Not known, having come into care before the returns begin",
)
MOVES: Final = (
    "One placement in the year",
    "Two placements",
    "Three or more placements",
    "Not known, as the returns do not hold the year",
)
NEEDS: Final = (
    "Child's disability or illness is the main need (N2)",
    "Another main need",
    "Main need not known",
)
GROUPS: Final = (
    "No brother or sister looked after",
    "One of two brothers and sisters looked after",
    "One of three",
    "One of four or more",
    "Family not given",
)
NOT_KNOWN: Final = (TIMES[-1], MOVES[-1], NEEDS[-1], GROUPS[-1])
AGES: Final = (
    "under 1",
    "1 to 4",
    "5 to 9",
    "10 to 15",
    "16 and 17",
    "age not known",
)
"""Bands of `ssda903.AGE_BANDS`, in words."""


def counted_profile(evidence: Evidence, years: range) -> pd.DataFrame | None:
    """Children of each 31 March as the returns count them; None without returns.

    Args:
        evidence: With the council's returns, or without.
        years: Marches that are shown, of those the returns hold.

    Returns:
        Rows as in profile.csv: `authority` is a share of all children looked after, the others'
        are NaN. A category in which there is no child in any of the years has no row, nor has a
        section of which nothing is known.
    """
    if evidence.returns is None:
        return None
    places = evidence.returns.monthly.marches
    held = [year for year in years if year in places]
    rows = []
    for section, category, children in _counts(evidence, held):
        if children.any():
            rows += [
                (section, category, year, float(number))
                for year, number in zip(held, children, strict=True)
            ]
    table = pd.DataFrame(rows, columns=["section", "category", "year", "children"])
    by_type = evidence.returns.monthly.by_type
    everyone = table["year"].map({year: by_type[places[year]].sum() for year in held})
    others = dict.fromkeys(COMPARED[1:], np.nan)
    share = 100.0 * table["children"] / everyone
    return table.assign(**{COMPARED[0]: share}, **others, unit=UNIT)


def _counts(evidence: Evidence, held: list[int]) -> Iterator[tuple[str, str, np.ndarray]]:
    """Section, category and children of each year."""
    assert evidence.returns is not None, "asked where there are returns"
    monthly = evidence.returns.monthly
    marches = monthly.at_marches
    at = np.searchsorted(marches.years, held)
    for section, categories, table in (
        (TIME, TIMES, marches.time),
        (PLACEMENTS, MOVES, marches.placements),
        (DISABILITY, NEEDS, marches.need),
        (SIBLINGS, GROUPS, marches.siblings),
    ):
        if table[at, :-1].any():  # the last is what is not known
            for category, children in zip(categories, table[at].T, strict=True):
                yield section, category, children
    stock = monthly.stock[[monthly.marches[year] for year in held]]
    for kind, name in enumerate(PLACEMENT_TYPES):
        for age, words in enumerate(AGES):
            yield AGE_BY_TYPE, f"{LABELS[name]}: {words}", stock[:, kind, age]
