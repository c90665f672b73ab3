"""The files of an authority that does not exist, small enough to read."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sufficiency.evidence.catalogue import EMBEDDED
from sufficiency.evidence.names import (
    HOMES_FROM_2020,
    MAINSTREAM_ONLY,
    RO3_LINES,
    SUPPORTED_FROM_2020,
)
from sufficiency.evidence.schemas import SCHEMAS

NAME, CODE = "Weirshire", "E10000901"
NEIGHBOURS = {"E10000902": "Alderford", "E10000903": "Brackenby"}
YEARS = range(2012, 2026)
SOURCE = "a made-up return"

PLACED = {
    "foster": 0.62,
    HOMES_FROM_2020: 0.13,
    SUPPORTED_FROM_2020: 0.08,
    "placed_with_parents": 0.06,
    "placed_for_adoption": 0.03,
    "other_residential": 0.02,
    "residential_school": 0.0,
}
"""Share of children looked after by placement type; the rest is "other"."""


def write_folder(folder: Path) -> Path:
    """Write the authority's own twelve files and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in own_tables().items():
        table.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8")
    return folder


def looked_after(code: str, year: int) -> int:
    """Children looked after at 31 March."""
    return {CODE: 400, "E10000902": 500, "E10000903": 300}[code] + 7 * (year - 2012)


def own_tables() -> dict[str, pd.DataFrame]:
    """The authority's own tables by name, without child-level figures of anyone."""
    embedded = {
        name: pd.read_csv(EMBEDDED / f"{name}.csv", encoding="utf-8")
        for name in ("prices", "assumptions")
    }
    return {
        "authority": _frame([(CODE, NAME, "County")], "area_code,area,group"),
        "neighbours": _frame(
            [(rank, *item) for rank, item in enumerate(NEIGHBOURS.items(), start=1)],
            "rank,area_code,area",
        ),
        "children_in_care": _children(),
        "placements": _placements(),
        "spend": _spend(),
        "carers": _frame(
            [
                (NAME, year, measure, value, MAINSTREAM_ONLY)
                for year in range(2022, 2026)
                for measure, value in (("approved_places", 150), ("filled_places", 105))
            ],
            "area,year_to_31_march,measure,value,basis",
        ),
        "population": _frame(
            [(NAME, year, "0-17", 60_000 + year, "estimate") for year in YEARS]
            + [(NAME, year, "0-17", 60_000, "projection") for year in range(2022, 2040)],
            "area,mid_year,age_group,population,kind",
        ),
        "prices": embedded["prices"].assign(source=SOURCE),
        "assumptions": embedded["assumptions"].assign(source=SOURCE),
        **{name: _header(name) for name in ("events", "council_papers", "characteristics")},
    }


def _header(name: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(SCHEMAS[name].columns))


def _frame(rows: list[tuple[object, ...]], columns: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split(",")).assign(source=SOURCE)


def _children() -> pd.DataFrame:
    rows: list[tuple[object, ...]] = []
    for code, area in {CODE: NAME, **NEIGHBOURS}.items():
        for year in YEARS:
            stock = looked_after(code, year)
            for measure, value in (
                ("looked_after_31_march", stock),
                ("started_in_year", stock // 3),
                ("ceased_in_year", stock // 3 - 7),
                ("uasc_31_march", stock // 40),
                ("rate_per_10000", stock // 6),
            ):
                rows.append((code, area, year, measure, value))
    rows += [
        ("E92000001", "England", year, "looked_after_31_march", 67_000 + 1_200 * (year - 2012))
        for year in YEARS
    ]
    return _frame(rows, "area_code,area,year,measure,value")


def _placements() -> pd.DataFrame:
    rows: list[tuple[object, ...]] = []
    for code, area in {CODE: NAME, **NEIGHBOURS}.items():
        for year in range(2020, 2026):
            stock = looked_after(code, year)
            types = {name: round(share * stock) for name, share in PLACED.items()}
            types["other"] = stock - sum(types.values())
            own = round(0.4 * stock)
            inside = round(0.55 * stock)
            providers = {"prov_own": own, "prov_private": stock - own}
            places = {"loc_inside_la": inside, "loc_outside_la": stock - inside}
            for dimension, cells in (
                ("placement_type", types),
                ("provider", providers),
                ("location", places),
            ):
                rows += [(code, area, year, dimension, *cell, "") for cell in cells.items()]
    return _frame(rows, "area_code,area,year,dimension,category,children_31_march,flag")


def _spend() -> pd.DataFrame:
    rows: list[tuple[object, ...]] = []
    for year in range(2015, 2025):
        financial_year = f"{year}-{(year + 1) % 100:02d}"
        for area in (NAME, "England", *NEIGHBOURS.values()):
            for line, weekly in (("Residential care", 3000), ("Fostering services", 500)):
                cost = weekly * 1.08 ** (year - 2015)
                rows.append((area, financial_year, line, "gbp_per_child_per_week", round(cost)))
    for line, pounds in zip(RO3_LINES, (28e6, 11e6, 9e6, 1e6, 49e6), strict=True):
        rows.append((NAME, "2024-25", line, "total_expenditure", pounds))
        rows.append((NAME, "2023-24", line, "total_expenditure", round(0.9 * pounds)))
    rows.append((NAME, "2024-25", RO3_LINES[0], "income", 1_200_000))
    frame = _frame(rows, "area,financial_year,line,measure,value")
    weekly_cost = frame["measure"] == "gbp_per_child_per_week"
    return frame.assign(unit=weekly_cost.map({True: "GBP per child per week", False: "GBP"}))
