"""The record's figures written out as its publishers put them out, for trying an update on."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from sufficiency.evidence.england.store import Record
from sufficiency.evidence.names import HOMES_FROM_2020, SUPPORTED_FROM_2020

GEOGRAPHY = [
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "old_la_code",
    "la_name",
    "new_la_code",
]
_SYMBOL = {"suppressed": "c", "not_applicable": "z", "not_available": "x"}
_POPULATION_TYPE = {
    "looked_after_31_march": "Children looked after on 31 March each year",
    "started_in_year": "Children starting to be looked after each year",
    "ceased_in_year": "Children ceasing to be looked after each year",
}
_PARENTS = "arents or other person with parental responsibility"
PLACEMENT_WORDS = {
    "foster": ("Placement", "Foster placements"),
    HOMES_FROM_2020: ("Placement", "Secure homes and children's homes"),
    SUPPORTED_FROM_2020: (
        "Placement",
        "Independent and semi-independent living arrangements/supported accommodation",
    ),
    "placed_with_parents": ("Placement", f"Placed with p{_PARENTS}"),
    "placed_for_adoption": ("Placement", "Placed for adoption"),
    "other_residential": ("Placement", "Other residential settings"),
    "residential_school": ("Placement", "Residential schools"),
    "other": ("Placement", "Other placements"),
    "prov_own": ("Place providers", "Own provision (by the LA)"),
    "prov_other_la": ("Place providers", "Other LA provision"),
    "prov_other_public": ("Place providers", "Other public provision (e.g. by a PCT etc)"),
    "prov_private": ("Place providers", "Private provision"),
    "prov_voluntary": ("Place providers", "Voluntary/third sector provision"),
    "prov_parents": ("Place providers", f"P{_PARENTS}"),
    "prov_not_reported": ("Place providers", "Placement provider not reported"),
    "loc_inside_la": ("Locality of placement", "Placed inside the local authority boundary"),
    "loc_outside_la": ("Locality of placement", "Placed outside the local authority boundary"),
    "dist_le20": ("Distance between home and placement", "Placed 20 miles or less from home"),
    "dist_gt20": ("Distance between home and placement", "Placed more than 20 miles from home"),
    "dist_unknown": ("Distance between home and placement", "Distance not known or not recorded"),
    "outside_la_gt20": (
        "Distance between home and placement and locality of placement",
        "4. Placed outside the LA boundary more than 20 miles from home",
    ),
    "own_children_placed_inside_la": (
        "LA of placement",
        "1. Own LA children placed internally within the local authority boundary",
    ),
    "other_authorities_children_placed_inside_la": (
        "LA of placement",
        "2. Other LA children externally placed within the local authority boundary",
    ),
}


def write_release(record: Record, year: int, folder: Path, said: int | None = None) -> None:
    """The department's files of a release that ends in `year`, said to be of `said`."""
    children = record.table("children_in_care", None, [year])
    headline = children[children["measure"].isin(list(_POPULATION_TYPE))].copy()
    rates = children[children["measure"] == "rate_per_10000"].set_index("area_code")
    stock = headline["measure"] == "looked_after_31_march"
    headline["population_type"] = headline["measure"].map(_POPULATION_TYPE)
    headline["population_estimate"] = "x"
    headline["children_count"] = _cells(headline)
    headline["rate_per_10000"] = headline["area_code"].map(_cells(rates)).where(stock, "1")
    columns = ["population_type", "population_estimate", "children_count", "rate_per_10000"]
    write(record, headline, columns, folder / "cla_number_and_rate_per_10k_children.csv", said)
    placed = record.table("placements", None, [year])
    words = placed["category"].map(PLACEMENT_WORDS)
    placed["cla_group"], placed["characteristic"] = words.str[0], words.str[1]
    asylum = children[children["measure"] == "uasc_31_march"].assign(
        cla_group="Unaccompanied asylum-seeking children",
        characteristic="Unaccompanied asylum-seeking children",
    )
    kinds = record.table("characteristics", None, [year])
    kinds = kinds.rename(columns={"breakdown": "cla_group", "category": "characteristic"})
    at_31_march = kinds[kinds["measure"] == "looked_after_31_march"]
    main = pd.concat([placed, asylum, at_31_march])
    for name, rows in {
        "la_cla_on_31_march_by_characteristics.csv": main,
        "la_children_who_started_to_be_looked_after_during_the_year.csv": (
            kinds[kinds["measure"] == "started_in_year"]
        ),
        "la_children_who_ceased_during_the_year.csv": (
            kinds[kinds["measure"] == "ceased_in_year"].replace(
                {"cla_group": {"Age": "Age on ceasing", "Sex": "Gender"}}
            )
        ),
    }.items():
        rows = rows.assign(number=_cells(rows), percentage="1")
        columns = ["cla_group", "characteristic", "number", "percentage"]
        write(record, rows, columns, folder / name, said)
    moved = record.table("placement_movement", None, [year]).rename(
        columns={"measure": "cla_group"}
    )
    moved = moved.assign(number=_cells(moved))
    stable = moved["cla_group"].str.contains("CLA|same carer|continuously")
    columns = ["cla_group", "placement_stability", "number"]
    rows = moved[stable].rename(columns={"category": "placement_stability"})
    write(record, rows, columns, folder / "la_cla_placement_stability.csv", said)
    rows = moved[~stable].rename(columns={"category": "characteristic"})
    columns = ["cla_group", "characteristic", "number"]
    write(record, rows, columns, folder / "la_cla_during_year_new_placements.csv", said)


def write(
    record: Record, rows: pd.DataFrame, columns: list[str], path: Path, said: int | None = None
) -> None:
    """Rows of a table of the record with the department's columns of place and time."""
    areas = record.areas.set_index("area_code")
    place = areas.loc[rows["area_code"]].reset_index()
    local, region = place["dfe_code"] != "", place["group"] == "region"
    table = rows.reset_index(drop=True)
    table["time_period"] = str(said) if said else table["year"].astype(str)
    table["time_identifier"] = "Reporting year"
    table["geographic_level"] = "National"
    table.loc[region, "geographic_level"] = "Regional"
    table.loc[local, "geographic_level"] = "Local authority"
    table["country_code"], table["country_name"] = "E92000001", "England"
    table["region_code"] = place["region_code"].where(local, place["area_code"].where(region, ""))
    table["region_name"] = place["region"].where(local, place["area"].where(region, ""))
    table["old_la_code"] = place["dfe_code"]
    table["la_name"] = place["area"].where(local, "")
    table["new_la_code"] = place["area_code"].where(local, "")
    table[[*GEOGRAPHY, *columns]].to_csv(path, index=False, encoding="utf-8-sig")


def write_outturn(record: Record, year: str, path: Path, said: str) -> None:
    """RO3 as a CSV of its sheet, in thousands, with the rows above and below."""
    spend = record.table("spend", None, [year])
    lines = spend[spend["line"].str.startswith("RO3 CLA")]
    certified = spend[spend["measure"] == "certified"].set_index("area_code")["value"]
    head, parts = (
        "Children's social care - Children Looked After",
        {
            "total_expenditure": "Total Expenditure (C3 = C1 + C2)",
            "income": "Total Income (C6 = C4 + C5)",
            "net_current_expenditure": "Net Current Expenditure (C7 = C3 - C6)",
        },
    )
    words = {
        "RO3 CLA total": head,
        "RO3 CLA residential care": f"{head} of which residential care",
        "RO3 CLA fostering services": f"{head} of which fostering services",
        "RO3 CLA asylum seekers": (f"{head} of which asylum seeking children who are looked after"),
        "RO3 CLA other": f"{head} of which other",
    }
    lines["column"] = lines["line"].map(words) + " - " + lines["measure"].map(parts)
    lines["cell"] = (
        (lines["value"] / 1000)
        .map("{:.5f}".format)
        .where(
            lines["value"].notna(),
            lines["flag"].replace("missing_return", "[x]").str.removeprefix("mark:"),
        )
    )
    wide = lines.pivot(index="area_code", columns="column", values="cell")
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow([f"Worksheet 2: Revenue Outturn (RO) {said}: RO3. Data in £ thousand."])
        out.writerow(["E-code", "ONS Code", "Local authority", "Notes", "Certification", *wide])
        for code, row in wide.iterrows():
            yes = "Y" if certified[code] else "N"
            out.writerow(["E", code, record.names[str(code)], "", yes, *row])
        out.writerow(
            ["E5100", "E12000007", "Greater London Authority", "", "Y", *["0"] * wide.shape[1]]
        )


def _cells(rows: pd.DataFrame) -> pd.Series:
    value = rows["value"].map(lambda found: "" if pd.isna(found) else f"{found:.0f}")
    return value.where(value != "", rows["flag"].map(_SYMBOL).fillna(""))


def areas_only(path: Path, codes: Iterable[str]) -> None:
    """Cut a file of the department down to some authorities, regions and England."""
    rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    kept = rows["new_la_code"].isin(["", *codes])
    rows[kept].to_csv(path, index=False, encoding="utf-8-sig")
