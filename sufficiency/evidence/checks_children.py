"""Checks of children in care and their placements: years, areas and sums."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from sufficiency.errors import closest, listed, quoted
from sufficiency.evidence.faults import Faults
from sufficiency.evidence.names import (
    BREAK_YEAR,
    CATEGORIES,
    ENGLAND,
    ENGLAND_CODE,
    FLOW_MEASURES,
    GROUPS,
    HOMES_FROM_2020,
    HOMES_TO_2019,
    INDEPENDENT_TO_2019,
    SUPPORTED_FROM_2020,
    WITHIN_FOSTER,
)
from sufficiency.evidence.placed import SEPARATE, looked_after

_LOOKED_BACK = 5
"""Years of others' placements that are shown beside the authority's; nothing rests on earlier."""
_ALLOWED_EXCESS = 0.02
"""Published parts may exceed a total that was revised later: by 1.3% in Wakefield in 2019."""

CHILDREN = "children_in_care.csv"
PLACEMENTS = "placements.csv"


def check_children(children: pd.DataFrame, code: str, name: str, faults: Faults) -> int | None:
    """Every year of the authority and of England.

    Returns:
        The year of the authority's latest count of children looked after; None where there is
        none.
    """
    _one_name_a_code(children, CHILDREN, faults)
    known = children["value"].notna()
    own = children[(children["area_code"] == code) & known]
    stock = own.loc[own["measure"] == FLOW_MEASURES[0], "year"]
    if stock.empty:
        areas = sorted({*children["area"]})
        faults.add(
            CHILDREN,
            f"has no '{FLOW_MEASURES[0]}' of {name} ({code}); its areas are "
            f"{listed(areas) if areas else 'none'}.{closest(name, areas)}",
        )
        return None
    latest = int(stock.max())
    for measure in FLOW_MEASURES:
        _no_gap(own.loc[own["measure"] == measure, "year"], measure, name, latest, faults)
    nation = children[(children["area_code"] == ENGLAND_CODE) & known]
    _no_gap(
        nation.loc[nation["measure"] == FLOW_MEASURES[0], "year"],
        FLOW_MEASURES[0],
        ENGLAND,
        latest,
        faults,
    )
    return latest


def _no_gap(years: pd.Series, measure: str, name: str, latest: int, faults: Faults) -> None:
    """Every year from the first to the latest is there."""
    have = set(years)
    if not have:
        faults.add(CHILDREN, f"has no '{measure}' of {name}.")
        return
    absent = [str(year) for year in range(min(have), latest + 1) if year not in have]
    if absent:
        faults.add(
            CHILDREN,
            f"'{measure}' of {name} has no figure for {listed(absent)}; every year from "
            f"{min(have)} to {latest} is needed.",
        )


def _one_name_a_code(rows: pd.DataFrame, file: str, faults: Faults) -> None:
    """A code has one name and a name has one code."""
    for one, other in (("area_code", "area"), ("area", "area_code")):
        pairs = rows.drop_duplicates([one, other])
        for row, key, found in _rows(pairs[pairs.duplicated(one)], [one, other]):
            first = pairs.loc[pairs[one] == key, other].iloc[0]
            faults.add(
                file,
                f"found {quoted(found)} with {quoted(key)}; earlier rows have {quoted(first)}.",
                row,
                other,
            )


def check_neighbours(
    tables: dict[str, pd.DataFrame],
    neighbours: list[str],
    year: int,
    faults: Faults,
    remarks: list[str],
) -> None:
    """Neighbours are known; one without figures of the latest year is remarked on."""
    children, placements = tables["children_in_care"], tables["placements"]
    children = children[children["value"].notna()]
    figures = dict(iter(children.groupby("area_code")))
    years = {str(code): set(rows) for code, rows in placements.groupby("area_code")["year"]}
    for neighbour in neighbours:
        rows, cells = figures.get(neighbour), years.get(neighbour)
        for file, held in ((CHILDREN, rows), (PLACEMENTS, cells)):
            if held is None:
                faults.add(
                    file,
                    f"has no rows of the neighbour {neighbour}; each area of neighbours.csv is "
                    "needed.",
                )
        if rows is None or cells is None:
            continue
        measures = set(rows.loc[rows["year"] == year, "measure"])
        absent = [name for name in (FLOW_MEASURES[0], "rate_per_10000") if name not in measures]
        if absent or year not in cells:
            remarks.append(
                f"The neighbour {rows['area'].iloc[0]} has no "
                f"{listed(absent) if absent else 'placements'} in {year}; it is left out there."
            )


def check_placements(
    tables: dict[str, pd.DataFrame], code: str, year: int, faults: Faults, remarks: list[str]
) -> None:
    """Categories, withheld cells and sums, as they were read."""
    placements = tables["placements"]
    _check_cells(placements, faults)
    _check_sums(placements, looked_after(tables["children_in_care"]), (code, year), faults, remarks)


def check_opening_placements(
    placements: pd.DataFrame, placed: pd.DataFrame, opening: tuple[str, str, int], faults: Faults
) -> None:
    """The figures of the opening year and the one before that a projection and its prices need."""
    code, name, year = opening
    ours = placements[placements["area_code"] == code]
    have = set(ours.loc[ours["dimension"] == _TYPES, "year"])
    absent = [str(y) for y in (year - 1, year) if y not in have]
    if absent:
        faults.add(
            PLACEMENTS,
            f"has no placement types of {name} for {listed(absent)}; the year of the latest count "
            "and the one before are needed.",
        )
        return
    for group in SEPARATE:
        if placed[group].notna()[(code, year)]:
            continue
        faults.add(
            PLACEMENTS,
            f"the children of {name} in '{group}' at 31 March {year} are absent and the other "
            f"figures do not give them; write the authority's own counts for "
            f"{listed(_categories(group))}.",
        )
    for dimension, category in _NEEDED:
        found = ours[
            (ours["year"] == year)
            & (ours["dimension"] == dimension)
            & (ours["category"] == category)
        ]
        if found["children_31_march"].isna().all():
            faults.add(
                PLACEMENTS,
                f"has no '{category}' ({dimension}) of {name} for {year}; it is needed.",
            )


_TYPES = "placement_type"
_NEEDED = (
    ("provider", "prov_own"),
    ("location", "loc_inside_la"),
    ("location", "loc_outside_la"),
)
"""Figures of the opening year that the split by provider and the area of placement rest on."""


def _categories(group: str) -> list[str]:
    """Categories of a group that are published from 2020."""
    return [c for c in GROUPS[group] if c not in (HOMES_TO_2019, INDEPENDENT_TO_2019, "missing")]


def _check_cells(placements: pd.DataFrame, faults: Faults) -> None:
    """A cell has a number or says that it was withheld, in a category of its dimension and year."""
    values, withheld = placements["children_31_march"], placements["flag"] == "suppressed"
    for row in placements.index[values.isna() & ~withheld]:
        faults.add(
            PLACEMENTS,
            "is blank; write the number, or 'suppressed' in the column 'flag' where it was "
            "withheld (never 0 for withheld).",
            int(row),
            "children_31_march",
        )
    for row in placements.index[values.notna() & withheld]:
        faults.add(
            PLACEMENTS,
            f"found {values[row]:.0f} in a row flagged 'suppressed'; empty one of the two.",
            int(row),
            "children_31_march",
        )
    dimension_of = {name: kind for kind, names in CATEGORIES.items() for name in names}
    right = placements["category"].map(dimension_of)
    wrong = placements.assign(right=right)[right != placements["dimension"]]
    for row, category, dimension, belongs in _rows(wrong, ["category", "dimension", "right"]):
        faults.add(
            PLACEMENTS,
            f"found {quoted(dimension)}; {quoted(category, 80)} belongs to {quoted(belongs)}.",
            row,
            "dimension",
        )
    from_2020 = placements["category"].isin([HOMES_FROM_2020, SUPPORTED_FROM_2020])
    to_2019 = placements["category"].isin([HOMES_TO_2019, INDEPENDENT_TO_2019])
    before = placements["year"] < BREAK_YEAR
    wrong = placements[(from_2020 & before) | (to_2019 & ~before)]
    for row, category, year in _rows(wrong, ["category", "year"]):
        faults.add(
            PLACEMENTS,
            f"found {quoted(category, 80)} in {year}; the groups changed between 2019 and "
            f"{BREAK_YEAR}.",
            row,
            "category",
        )


def _rows(table: pd.DataFrame, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """Spreadsheet row and the named cells of each row."""
    return table[columns].itertuples(name=None)


def _check_sums(
    placements: pd.DataFrame,
    totals: pd.Series,
    opening: tuple[str, int],
    faults: Faults,
    remarks: list[str],
) -> None:
    """No dimension holds more children than are looked after.

    In a comparator's last years, or more than two years before the opening, that is a remark:
    nothing that is forecast or priced starts from it.
    """
    parts = placements[
        placements["dimension"].isin([_TYPES, "provider", "location", "distance"])
        & ~placements["category"].isin(WITHIN_FOSTER)
    ]
    keys = ["dimension", "area_code", "year"]
    sums = parts.groupby(keys)["children_31_march"].sum().rename("found").reset_index()
    index = pd.MultiIndex.from_frame(sums[["area_code", "year"]])
    total = pd.Series(totals.reindex(index).to_numpy(), index=sums.index)
    is_opening = (sums["area_code"] == opening[0]) & (sums["year"] == opening[1])
    allowed = total.where(is_opening, total * (1 + _ALLOWED_EXCESS))
    over = sums.assign(total=total)[sums["found"] > allowed]
    name_of = placements.drop_duplicates("area_code").set_index("area_code")["area"]
    for dimension, code, year, found, limit in over.itertuples(index=False):
        who = code if code == opening[0] else name_of[code]
        what = (
            f"the '{dimension}' rows of {who} for {year} add to {found:.0f}, more than the "
            f"{limit:.0f} children looked after in children_in_care.csv."
        )
        if code == opening[0] and year >= opening[1] - 2:
            faults.add(PLACEMENTS, what)
        elif code == opening[0] or year >= opening[1] - _LOOKED_BACK:
            remarks.append(f"placements.csv: {what}")
