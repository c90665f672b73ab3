"""Children by group of placement, from published cells some of which are withheld."""

from __future__ import annotations

import pandas as pd

from sufficiency.evidence.names import (
    BREAK_YEAR,
    CATEGORIES,
    GROUPS,
    HOMES_FROM_2020,
    HOMES_TO_2019,
    INDEPENDENT_TO_2019,
    SUPPORTED_FROM_2020,
)

SEPARATE = tuple(name for name in GROUPS if name != "homes_and_supported")
"""Groups that add to all children, each child once."""


def placed_by_group(placements: pd.DataFrame, looked_after: pd.Series) -> pd.DataFrame:
    """Children at 31 March in each group, by area code and year; NaN where not known.

    A group is known when each of its cells is published; a withheld cell and one without a row
    are unknown, never zero. Where exactly one group of a year is unknown, and the others and the
    total come from the same count, it is the total less the others. That they do is read off the
    children inside and outside the authority's boundary, which then add to the total: from 2014
    to 2019 some totals were revised after the tables by placement had been published, and
    nothing can be recovered from those.

    The series of homes and of supported accommodation start in 2020, when semi-independent
    accommodation moved from the one to the other; together they are comparable over all years.

    Args:
        placements: the table of that name.
        looked_after: children looked after by (area_code, year).

    Returns:
        One row for each area code and year in `placements`, one column for each of `GROUPS`.
    """
    cells, listed = _wide(placements, "placement_type")
    before = cells.index.get_level_values("year") < BREAK_YEAR
    # A release has the one set of groups or the other, and "other", "missing" or both.
    cells.loc[before, [HOMES_FROM_2020, SUPPORTED_FROM_2020]] = 0.0
    cells.loc[~before, [HOMES_TO_2019, INDEPENDENT_TO_2019]] = 0.0
    cells.loc[~listed["missing"] & listed["other"], "missing"] = 0.0
    cells.loc[~listed["other"] & listed["missing"], "other"] = 0.0
    groups = pd.DataFrame(
        {name: cells[list(GROUPS[name])].sum(axis=1, skipna=False) for name in GROUPS}
    )

    # Before 2020 homes and supported accommodation can only be known together.
    parts = groups[list(SEPARATE)].copy()
    parts.loc[before, "homes"] = groups.loc[before, "homes_and_supported"]
    parts.loc[before, "supported"] = 0.0
    total = looked_after.reindex(groups.index)
    inside_and_outside, _ = _wide(placements, "location")
    one_count = inside_and_outside.sum(axis=1, skipna=False).reindex(groups.index)
    left = total - parts.sum(axis=1)
    recoverable = (parts.isna().sum(axis=1) == 1) & (one_count == total) & (left >= 0)
    filled = parts.apply(lambda part: part.fillna(left.where(recoverable)))

    known = filled.copy()
    known["homes_and_supported"] = filled["homes"] + filled["supported"]
    known.loc[before, ["homes", "supported"]] = float("nan")
    return known[list(GROUPS)]


def _wide(placements: pd.DataFrame, dimension: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cells of one dimension by (area_code, year), and whether each has a row.

    A cell is NaN where it was withheld and where it has no row.
    """
    rows = placements[placements["dimension"] == dimension]
    keys = ["area_code", "year", "category"]
    columns = list(CATEGORIES[dimension])
    cells = rows.set_index(keys)["children_31_march"].unstack().reindex(columns=columns)
    listed = rows.assign(row=True).set_index(keys)["row"].unstack().reindex(columns=columns)
    return cells, listed.notna()


def looked_after(children: pd.DataFrame) -> pd.Series:
    """Children looked after at 31 March by (area_code, year), from children_in_care."""
    rows = children[children["measure"] == "looked_after_31_march"]
    return rows.set_index(["area_code", "year"])["value"]
