"""An authority's own tables of evidence, made from the record of England."""

from __future__ import annotations

import pandas as pd

from sufficiency.evidence.england.areas import Area, group_in_region, neighbours_of
from sufficiency.evidence.england.store import Record
from sufficiency.evidence.names import (
    CARER_MEASURES,
    CATEGORIES,
    ENGLAND_CODE,
    PRICED_LINES,
    SPEND_LINES,
    WEEKLY_COST,
)

NO_FIGURE = "not_applicable"
"""The publisher's mark for a year in which there was nothing to count."""

_LONDON = {"Inner London": "London", "Outer London": "London"}


def own_tables(record: Record, area: Area) -> dict[str, pd.DataFrame]:
    """What the record holds of an authority and of those it is compared with, table by table.

    Compared with: its statistical neighbours, the authorities of its group in its region, its
    region (costs) and England. Withheld figures stay withheld. Predecessors of a young authority
    are among the areas, under their own codes.

    Returns:
        Tables as docs/evidence.md describes them: authority, neighbours, children_in_care,
        placements, characteristics, carers, spend and population.
    """
    neighbours = neighbours_of(record, area.code)
    near = sorted({area.code, *neighbours["area_code"], *group_in_region(record, area)})
    return {
        "authority": pd.DataFrame(
            {
                "area_code": [area.code],
                "area": [area.name],
                "group": [area.group],
                "source": ["ONS code; group of like authorities as in groups.csv"],
            }
        ),
        "neighbours": neighbours,
        "children_in_care": _children(record, near),
        "placements": _placements(record, near),
        "characteristics": _characteristics(record, area.code),
        "carers": _carers(record, group_in_region(record, area)),
        "spend": _spend(record, area, near),
        "population": _population(record, area.code),
    }


def _children(record: Record, codes: list[str]) -> pd.DataFrame:
    rows = record.table("children_in_care", [*codes, ENGLAND_CODE])
    rows = rows[rows["flag"] != NO_FIGURE]
    return _only(rows, ["area_code", "area", "year", "measure", "value", "source"])


def _placements(record: Record, codes: list[str]) -> pd.DataFrame:
    rows = record.table("placements", codes, series=lambda _, keys: keys[0] in CATEGORIES)
    rows = rows[rows["flag"] != NO_FIGURE]
    rows = rows.rename(columns={"value": "children_31_march"}).astype(
        {"children_31_march": "float64"}
    )
    rows["flag"] = rows["flag"].where(rows["children_31_march"].notna(), "suppressed")
    columns = ["area_code", "area", "year", "dimension", "category", "children_31_march"]
    return _only(rows, [*columns, "flag", "source"])


def _characteristics(record: Record, code: str) -> pd.DataFrame:
    rows = record.table("characteristics", [code]).rename(columns={"value": "children"})
    columns = ["year", "measure", "breakdown", "category", "children", "source"]
    return _only(rows[rows["children"].notna()], columns)


def _carers(record: Record, codes: list[str]) -> pd.DataFrame:
    rows = record.table("carers", codes, series=lambda _, keys: keys[0] in CARER_MEASURES)
    rows = rows[rows["value"].notna()].rename(columns={"year": "year_to_31_march"})
    rows["value"] = rows["value"].astype("int64")
    return _only(rows, ["area", "year_to_31_march", "measure", "value", "basis", "source"])


def _spend(record: Record, area: Area, near: list[str]) -> pd.DataFrame:
    """All lines of the authority, and the priced weekly costs of the others and of the region."""
    nations = [area.region_code, ENGLAND_CODE]
    if area.region in _LONDON:
        nations.append(_code_named(record, _LONDON[area.region]))

    def wanted(code: str, keys: tuple[str, ...]) -> bool:
        line, measure = keys
        weekly = line in PRICED_LINES and measure == WEEKLY_COST
        return line in SPEND_LINES and (code == area.code or weekly)

    rows = record.table("spend", [*near, *nations], series=wanted)
    rows = rows[rows["value"].notna()].astype({"value": "float64"})
    return _only(rows, ["area", "financial_year", "line", "measure", "value", "unit", "source"])


def _population(record: Record, code: str) -> pd.DataFrame:
    rows = record.table("population", [code]).rename(columns={"value": "population"})
    rows = rows[rows["population"].notna()]
    rows["population"] = rows["population"].astype("int64")
    rows["source"] += rows["flag"].map(lambda flag: f"; {flag}" if flag else "")
    return _only(rows, ["area", "mid_year", "age_group", "population", "kind", "source"])


def _code_named(record: Record, name: str) -> str:
    areas = record.areas
    return str(
        areas.loc[(areas["area"] == name) & (areas["group"] == "region"), "area_code"].iloc[0]
    )


def _only(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return rows[columns].reset_index(drop=True)
