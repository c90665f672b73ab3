"""The record's figures written out as its publishers put them out, for trying an update on."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

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


NEWER = {"cla_group": "characteristic", "characteristic": "breakdown", "number": "children_count"}
"""Columns that the release of November 2025 gave other names."""


def write_release(
    record: Record, year: int, folder: Path, said: int | None = None, *, newer: bool = True
) -> None:
    """The department's files of a release that ends in `year`, said to be of `said`.

    Args:
        newer: with the columns that files have had since November 2025.
    """
    grouped = NEWER if newer else {}
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
        write(record, rows, columns, folder / name, said, grouped)
    moved = record.table("placement_movement", None, [year]).rename(
        columns={"measure": "cla_group"}
    )
    moved = moved.assign(number=_cells(moved))
    stable = moved["cla_group"].str.contains("CLA|same carer|continuously")
    columns = ["cla_group", "placement_stability", "number"]
    rows = moved[stable].rename(columns={"category": "placement_stability"})
    stability = {"number": "children_count"} if newer else {}
    write(record, rows, columns, folder / "la_cla_placement_stability.csv", said, stability)
    rows = moved[~stable].rename(columns={"category": "characteristic"})
    columns = ["cla_group", "characteristic", "number"]
    write(record, rows, columns, folder / "la_cla_during_year_new_placements.csv", said, grouped)
    _write_care_leavers(record, year, folder, said, newer)


AFTER_CARE = {
    "care_leavers_19_to_21": ("suitability", "number", "19 to 21 years", "Total"),
    "in_suitable_accommodation": (
        *("suitability", "number", "19 to 21 years"),
        "Accommodation considered suitable",
    ),
    "in_suitable_accommodation_percent": (
        *("suitability", "percentage", "19 to 21 years"),
        "Accommodation considered suitable",
    ),
    "in_education_employment_training": (
        *("activity", "number", "19 to 21 years"),
        "Total in education, employment or training",
    ),
    "staying_put_percent": (
        *("stayput", "percentage", "Aged 19 to 20"),
        "Total living with former foster carers in the current year",
    ),
}
"""The file, column, age and words that a measure of care leavers has."""
_BREAKDOWN = {
    "suitability": "accommodation_suitability",
    "activity": "activity",
    "stayput": "stay_put",
}


def _write_care_leavers(
    record: Record, year: int, folder: Path, said: int | None, newer: bool
) -> None:
    found = record.table("after_care", None, [year])
    found = found[found["measure"].isin(list(AFTER_CARE))]
    where = found["measure"].map(AFTER_CARE)
    found = found.assign(
        file=where.str[0], column=where.str[1], age=where.str[2], cell=_cells(found)
    )
    found["words"] = where.str[3]
    for name, rows in found.groupby("file"):
        keys = ["area_code", "year", "age", "words"]
        wide = rows.pivot(index=keys, columns="column", values="cell").fillna("1").reset_index()
        wide = wide.reindex(columns=[*keys, "number", "percentage"], fill_value="1")
        wide = wide.rename(columns={"words": _BREAKDOWN[str(name)]})
        columns = ["age", _BREAKDOWN[str(name)], "number", "percentage"]
        since = ["care_leaver_age", "breakdown", "care_leaver_count", "care_leaver_percent"]
        names = dict(zip(columns, since, strict=True)) if newer else {}
        write(record, wide, columns, folder / f"la_care_leavers_{name}.csv", said, names)


def write_section_251(record: Record, year: str, path: Path) -> None:
    """The lines of the section 251 outturn that the record keeps."""
    spend = record.table("spend", None, [year])
    lines = spend[spend["measure"] == "gross_expenditure"].reset_index(drop=True)
    numbered = {
        "Total Children Looked After": "3.1.11 Total Children Looked After",
        "Leaving care support services": "3.1.9 Leaving care support services",
        "Total Safeguarding": "3.3.4 Total Safeguarding Children and Young Peoples Services",
    }
    lines = lines.assign(
        category_of_expenditure="Children looked after",
        description_of_expenditure=lines["line"].map(numbered),
        total_expenditure=_cells(lines),
        year=year.replace("-", ""),
    )
    columns = ["category_of_expenditure", "description_of_expenditure", "total_expenditure"]
    write(record, lines, columns, path)


def write_providers(record: Record, year: int, path: Path) -> None:
    """Ofsted's list: a row a setting, the first of each kind with all of its places."""
    located = record.table("homes_located", None, [year])
    breaks = located["setting"].str.contains("short breaks only")
    whole = _providers(record, located[~breaks])
    of_breaks = _providers(record, located[breaks].assign(setting="children's home"))
    # Homes for short breaks are among the homes: one row each in place of one that is none.
    kinds = [_TYPE, "Local authority", "Sector"]
    for row in of_breaks.to_dict("records"):
        same = whole[(whole[kinds] == [row[kind] for kind in kinds]).all(axis=1)]
        plain = same.index[(same[_SHORT] == "") & (same["Registration status"] == "Active")]
        whole.loc[plain[-1], _SHORT] = "Short breaks only"
        first, places = same.index[0], float(row["Places"] or 0)
        if plain[-1] != first and places:
            whole.loc[first, "Places"] = str(float(whole.loc[first, "Places"]) - places)
            whole.loc[plain[-1], "Places"] = str(places)
    with path.open("w", newline="", encoding="utf-8") as file:
        file.write(f"Children's social care in England - Provider level as at 31 March {year}\n")
        whole.to_csv(file, index=False)


_TYPE, _SHORT = "Provision type", "Short-break-only children's home"


def _providers(record: Record, located: pd.DataFrame) -> pd.DataFrame:
    words = {
        "residential special school registered as a home": (
            "Residential special school (registered as a children's home)"
        ),
        "secure": "Secure children's home",
    }
    by = ["area", "setting", "sector"]
    flags = located[located["measure"] == "settings"].set_index(by)["flag"]
    numbers = located.pivot(index=by, columns="measure", values="value")
    rows = []
    for (area, setting, sector), row in numbers.iterrows():
        idle = int(flags[area, setting, sector].partition("_")[0] or 0)
        count = int(row["settings"])
        for at in range(count):
            rows.append(
                {
                    "URN": str(len(rows)),
                    _TYPE: words.get(setting, setting.capitalize()),
                    "Registration status": "Suspended" if at >= count - idle else "Active",
                    "Government Office Region": "North West",
                    "Local authority": area,
                    "Sector": sector.title(),
                    "Places": "" if pd.isna(row["places"]) else str(row["places"] * (at == 0)),
                    _SHORT: "",
                }
            )
    return pd.DataFrame(rows)


def write(
    record: Record,
    rows: pd.DataFrame,
    columns: list[str],
    path: Path,
    said: int | None = None,
    names: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Rows of a table of the record with the department's columns of place and time.

    Args:
        names: what the file calls its columns, where that is something else.
    """
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
    table = table[[*GEOGRAPHY, *columns]].rename(columns=dict(names))
    table.to_csv(path, index=False, encoding="utf-8-sig")


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
    symbols = rows["flag"].map(_SYMBOL).fillna(rows["flag"].str.removeprefix("mark:"))
    return value.where(value != "", symbols)


def areas_only(path: Path, codes: Iterable[str]) -> None:
    """Cut a file of the department down to some authorities, regions and England."""
    rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    kept = rows["new_la_code"].isin(["", *codes])
    rows[kept].to_csv(path, index=False, encoding="utf-8-sig")
