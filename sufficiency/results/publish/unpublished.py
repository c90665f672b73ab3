"""What the publisher of the record withheld, which published mode must not give back.

The Department withholds a count of 1 to 5 and, so that it cannot be had by subtraction, larger ones
beside it. `Evidence.placed` recovers such a count where the others and the total leave one value:
the forecast needs it, and a page that is published does not show it, whatever its size.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd

from sufficiency.evidence import Evidence
from sufficiency.evidence.names import GROUP_OF_FAMILY, GROUPS
from sufficiency.placements import FAMILIES
from sufficiency.results.lookup import march
from sufficiency.results.publish.withholding import Row

_EITHER: Final = "other_placements"
"""The group that has one category in some releases, another in others, or both."""


def families_not_published(evidence: Evidence, years: range) -> pd.DataFrame:
    """By year and family, whether the publisher withheld a cell of it or has no row."""
    table = evidence.placements
    ours = table["area_code"] == evidence.authority.code
    rows = table[ours & (table["dimension"] == "placement_type")]
    cells = rows.pivot(index="year", columns="category", values="children_31_march")
    listed = rows.assign(row=True).pivot(index="year", columns="category", values="row").notna()
    missing = {}
    for family in FAMILIES:
        group = GROUP_OF_FAMILY.get(family, family)
        names = list(GROUPS[group])
        known = cells.reindex(index=years, columns=names).notna()
        there = listed.reindex(index=years, columns=names, fill_value=False)
        if group == _EITHER:
            missing[family] = (there & ~known).any(axis=1) | ~known.any(axis=1)
        else:
            missing[family] = ~known.all(axis=1)
    return pd.DataFrame(missing)


def withheld_families(evidence: Evidence, dates: Iterable[pd.Timestamp]) -> set[Row]:
    """Dates and families of the first forecast year whose opening count was not published.

    The opening is the count itself, and a forecast of the months after it is close to it: the
    count stays withheld until the next 31 March.
    """
    year = evidence.opening_year
    missing = families_not_published(evidence, range(year, year + 1))
    families = [family for family in FAMILIES if missing.at[year, family]]
    first = [date for date in dates if march(year) <= date < march(year + 1)]
    return {(date, family) for date in first for family in families}
