"""Children by group of placement, from published cells some of which are withheld."""

from __future__ import annotations

import pandas as pd

from sufficiency.evidence.names import BREAK_YEAR, GROUPS, WITHIN_FOSTER

_SEPARATE = tuple(name for name in GROUPS if name != "homes_and_supported")


def placed_by_group(placements: pd.DataFrame, looked_after: pd.Series) -> pd.DataFrame:
    """Children at 31 March in each group, by area code and year; NaN where not known.

    A group is known when each of its cells is published. Where exactly one group of a year is
    not, and the others and the total come from the same count, it is the total less the others.
    The published places inside and outside the authority's boundary add to the total when they
    do come from the same count; from 2014 to 2019 some totals were revised after the tables by
    placement had been published, and nothing can be recovered there.

    The series of homes and of supported accommodation start in 2020, when semi-independent
    accommodation moved from the one to the other; together they are comparable over all years.

    Args:
        placements: the table of that name.
        looked_after: children looked after by (area_code, year).

    Returns:
        One row for each area code and year in `placements`, one column for each of `GROUPS`.
    """
    cells = _wide(placements, "placement_type").drop(columns=list(WITHIN_FOSTER), errors="ignore")
    groups = pd.DataFrame({name: _sum_known(cells, list(GROUPS[name])) for name in GROUPS})
    before = groups.index.get_level_values("year") < BREAK_YEAR
    groups.loc[before, ["homes", "supported"]] = float("nan")

    # Before 2020 homes and supported accommodation can only be known together.
    parts = groups[list(_SEPARATE)].copy()
    parts.loc[before, "homes"] = groups.loc[before, "homes_and_supported"]
    parts.loc[before, "supported"] = 0.0
    total = looked_after.reindex(groups.index)
    one_count = _wide(placements, "location").sum(axis=1, min_count=2).reindex(groups.index)
    left = total - parts.sum(axis=1)
    recoverable = (parts.isna().sum(axis=1) == 1) & (one_count == total) & (left >= 0)
    filled = parts.apply(lambda part: part.fillna(left.where(recoverable)))

    known = filled.copy()
    known["homes_and_supported"] = filled["homes"] + filled["supported"]
    known.loc[before, ["homes", "supported"]] = float("nan")
    return known[list(GROUPS)]


def _wide(placements: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """Cells of one dimension by (area_code, year); withheld is NaN, not published absent.

    A category that a year's release did not have (a column of the wide table that the year
    lacks) counts as 0, so that only withheld cells are unknown.
    """
    rows = placements[placements["dimension"] == dimension]
    keys = ["area_code", "year", "category"]
    values = rows.set_index(keys)["children_31_march"].unstack()
    asked = rows.assign(row=True).set_index(keys)["row"].unstack()
    return values.where(asked.notna(), 0.0)


def _sum_known(cells: pd.DataFrame, names: list[str]) -> pd.Series:
    """Sum of the named columns, NaN where one of them is."""
    return cells.reindex(columns=names, fill_value=0.0).sum(axis=1, skipna=False)


def looked_after(children: pd.DataFrame) -> pd.Series:
    """Children looked after at 31 March by (area_code, year), from children_in_care."""
    rows = children[children["measure"] == "looked_after_31_march"]
    return rows.set_index(["area_code", "year"])["value"]
