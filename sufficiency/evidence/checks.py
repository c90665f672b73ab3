"""Checks that need more than one row or more than one file."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from sufficiency.errors import closest, listed, quoted
from sufficiency.evidence.checks_children import (
    check_children,
    check_neighbours,
    check_opening_placements,
    check_placements,
)
from sufficiency.evidence.checks_money import (
    check_assumptions,
    check_money_assumptions,
    check_price_indices,
    check_prices,
    check_spend,
    check_uplifts,
)
from sufficiency.evidence.checks_provision import check_provision
from sufficiency.evidence.faults import Faults
from sufficiency.evidence.names import ENGLAND, ENGLAND_CODE, MAINSTREAM_ONLY


def check_record(
    tables: dict[str, pd.DataFrame],
    assumption_keys: Iterable[str],
    faults: Faults,
    remarks: list[str],
) -> int:
    """Check that the tables hold together, as they were read.

    Args:
        tables: typed tables by name, indexed by spreadsheet row.
        assumption_keys: assumptions that must be there.
        faults: where faults are noted.
        remarks: where sentences about comparators and years long past are noted.

    Returns:
        The opening year: that of the latest 31 March with a count of children looked after.

    Raises:
        InputError: with every fault found.
    """
    check_authority(tables, faults)
    faults.raise_any()
    own = tables["authority"].iloc[0]
    code, name = str(own["area_code"]), str(own["area"])
    neighbours = tables["neighbours"]["area_code"].tolist()

    check_areas(tables, name, faults)
    faults.raise_any()
    year = check_children(tables["children_in_care"], code, name, faults)
    faults.raise_any()
    assert year is not None  # said as a fault otherwise
    check_placements(tables, code, year, faults, remarks)
    check_neighbours(tables, neighbours, year, faults, remarks)
    check_comparisons(tables, year, faults)
    check_carers(tables["carers"], name, faults)
    check_provision(tables["provision"], faults)
    check_price_indices(tables["price_indices"], faults)
    check_prices(tables["prices"], faults)
    check_uplifts(tables["uplifts"], year, faults)
    check_assumptions(tables["assumptions"], assumption_keys, faults)
    check_money_assumptions(tables["money_assumptions"], faults)
    faults.raise_any()
    return year


def check_needs(
    tables: dict[str, pd.DataFrame],
    placed: pd.DataFrame,
    opening: tuple[str, str, int],
    faults: Faults,
) -> None:
    """Check that the tables, gaps filled, hold what a projection needs of the opening year.

    Args:
        tables: tables by name.
        placed: children by (area_code, year) and group.
        opening: code and name of the authority and its opening year.
        faults: where faults are noted.

    Raises:
        InputError: with everything that is missing.
    """
    _, name, year = opening
    check_opening_placements(tables["placements"], placed, opening, faults)
    check_opening_carers(tables["carers"], name, year, faults)
    check_spend(tables["spend"], name, year, faults)
    faults.raise_any()


def check_authority(tables: dict[str, pd.DataFrame], faults: Faults) -> None:
    """One authority, in a group that is known, with neighbours in rank order."""
    authority, neighbours = tables["authority"], tables["neighbours"]
    if len(authority) != 1:
        faults.add(
            "authority.csv", f"has {len(authority)} rows of figures; write one, the authority's."
        )
        return
    own = authority.iloc[0]
    groups = tables["groups"]["group"].unique().tolist()
    if own["group"] not in groups:
        faults.add(
            "authority.csv",
            f"found {quoted(own['group'])}; allowed are the groups of groups.csv: "
            f"{listed(groups)}.{closest(own['group'], groups)}",
            int(authority.index[0]),
            "group",
        )
    expected = list(range(1, len(neighbours) + 1))
    if sorted(neighbours["rank"]) != expected:
        faults.add(
            "neighbours.csv",
            f"the ranks are {listed(sorted(neighbours['rank']))}; number them 1 to "
            f"{len(neighbours)}, each once.",
            column="rank",
        )
    for row in neighbours.index[neighbours["area_code"] == own["area_code"]]:
        faults.add(
            "neighbours.csv",
            f"found {quoted(own['area_code'])}; the authority is not its own neighbour.",
            int(row),
            "area_code",
        )


def check_comparisons(tables: dict[str, pd.DataFrame], year: int, faults: Faults) -> None:
    """The authority's group and the means over authorities reach the opening year."""
    group = tables["authority"]["group"].iloc[0]
    groups, means = tables["groups"], tables["authority_means"]
    if not ((groups["group"] == group) & (groups["year"] == year)).any():
        faults.add(
            "groups.csv",
            f"has no row of '{group}' for {year}, the year of the latest count of children.",
        )
    if not (means["year"] == year).any():
        faults.add(
            "authority_means.csv",
            f"has no row for {year}, the year of the latest count of children.",
        )


def check_opening_carers(carers: pd.DataFrame, name: str, year: int, faults: Faults) -> None:
    """Mainstream fostering places of the opening year."""
    own = carers[(carers["area"] == name) & (carers["basis"] == MAINSTREAM_ONLY)]
    for measure in ("approved_places", "filled_places"):
        found = own[(own["measure"] == measure) & (own["year_to_31_march"] == year)]
        if found.empty:
            faults.add(
                "carers.csv",
                f"has no '{measure}' of {name} for {year} with the basis '{MAINSTREAM_ONLY}'; "
                f"the year of the latest count of children is needed.",
            )


def check_carers(carers: pd.DataFrame, name: str, faults: Faults) -> None:
    """Filled mainstream places are within approved ones."""
    own = carers[(carers["area"] == name) & (carers["basis"] == MAINSTREAM_ONLY)]
    wide = own.pivot(index="year_to_31_march", columns="measure", values="value")
    both = wide.reindex(columns=["filled_places", "approved_places"])
    for when, filled, approved in both.itertuples(name=None):
        if filled > approved:
            faults.add(
                "carers.csv",
                f"{name} has {filled:.0f} filled places in {when} and {approved:.0f} approved "
                f"ones; filled places are among the approved.",
            )


def check_areas(tables: dict[str, pd.DataFrame], name: str, faults: Faults) -> None:
    """Areas are called by the same names and codes in every file."""
    children = tables["children_in_care"]
    first = children.drop_duplicates("area_code")
    name_of = dict(zip(first["area_code"].tolist(), first["area"].tolist(), strict=True))
    # The authority and its neighbours have sentences of their own when they are absent.
    known_codes = {
        *name_of,
        *tables["authority"]["area_code"],
        *tables["neighbours"]["area_code"],
    }
    for table in ("authority", "neighbours", "placements"):
        rows = tables[table].drop_duplicates(["area_code", "area"])
        for row, code, area in rows[["area_code", "area"]].itertuples(name=None):
            if name_of.get(code, area) != area:
                faults.add(
                    f"{table}.csv",
                    f"found {quoted(area)}; {listed([code])} is {quoted(name_of[code])} in "
                    "children_in_care.csv.",
                    row,
                    "area",
                )
            elif table == "placements" and code not in known_codes:
                there = [key for key, found in name_of.items() if found == area]
                hint = f" {quoted(area)} is {listed(there[:1])} there." if there else ""
                faults.add(
                    "placements.csv",
                    f"found {quoted(code)} ({listed([area])}); allowed are areas of "
                    f"children_in_care.csv, which holds their totals.{hint}",
                    row,
                    "area_code",
                )
    known = {*name_of.values(), name, ENGLAND, *REGIONS}
    for table in ("carers", "spend", "population"):
        rows = tables[table].drop_duplicates("area")
        for row, area in rows[["area"]].itertuples(name=None):
            if area not in known:
                faults.add(
                    f"{table}.csv",
                    f"found {quoted(area)}; allowed are areas of children_in_care.csv, England and "
                    f"its regions.{closest(area, sorted(known))}",
                    row,
                    "area",
                )
    population = tables["population"]
    if not (population["area"] == name).any():
        faults.add("population.csv", f"has no rows for {name}.")
    if name_of.get(ENGLAND_CODE, ENGLAND) != ENGLAND:
        faults.add(
            "children_in_care.csv", f"{ENGLAND_CODE} is '{name_of[ENGLAND_CODE]}'; write {ENGLAND}."
        )


REGIONS = (
    "North East",
    "North West",
    "Yorkshire and The Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "London",
    "Inner London",
    "Outer London",
    "South East",
    "South West",
)
"""English regions, as the published tables write them."""
