"""profile.csv: who the children are, each figure beside neighbours, region and England.

All of it is published by the Department for Education, which has withheld counts of 1 to 5 and
what would reveal them. Only the sections of `counted`, last in the table where there are returns,
are counts of the council's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence import Evidence
from sufficiency.evidence.comparators import COMPARED, Comparators, comparators
from sufficiency.evidence.england.figures import Figures, by_series, places_of
from sufficiency.evidence.england.store import Record
from sufficiency.results.local.counted import counted_profile

COLUMNS: Final = ("section", "category", "year", "children", *COMPARED, "unit")
YEARS: Final = 5
"""Marches that are shown."""
_STOCK, _IN, _OUT = "looked_after_31_march", "started_in_year", "ceased_in_year"
_OF_STOCK = "percent of children looked after"
_OF_MOVES = "percent of placements that began in the year"
_OF_CHANGES = "percent of placement changes in the year"


@dataclass(frozen=True)
class Section:
    """One way of dividing children.

    Attributes:
        name: Its key in the table.
        table: The table of the record it comes from.
        keys: Values of the table's keys before the category.
        of: What it divides: a measure of children in care, or empty for the sum of its parts.
        unit: Of the shares.
        only: Categories shown with their words; all, under their own names, where it is empty.
    """

    name: str
    table: str
    keys: tuple[str, ...]
    of: str
    unit: str
    only: tuple[tuple[str, str], ...] = ()


def _characteristic(name: str, measure: str, breakdown: str) -> Section:
    unit = {_STOCK: _OF_STOCK, _IN: "percent of starters", _OUT: "percent of leavers"}[measure]
    return Section(name, "characteristics", (measure, breakdown), measure, unit)


_PLACED: Final = (
    ("loc_inside_la", "Inside the area"),
    ("loc_outside_la", "Outside the area"),
)
_FAR: Final = (
    ("dist_le20", "Within 20 miles of home"),
    ("dist_gt20", "Beyond 20 miles"),
    ("dist_unknown", "Distance not known"),
)
_PROVIDERS: Final = (
    ("prov_own", "The council's own"),
    ("prov_private", "Private"),
    ("prov_voluntary", "Voluntary"),
    ("prov_other_la", "Another council"),
    ("prov_other_public", "Other public body"),
    ("prov_parents", "Parents"),
    ("prov_not_reported", "Not reported"),
)
_MOVED: Final = (
    ("With 3 or more placements during the year", "Three or more placements in the year"),
)
_ASYLUM: Final = (
    ("Unaccompanied asylum-seeking children", "Unaccompanied asylum-seeking children"),
)
ETHNICITY: Final = "ethnicity"
ETHNIC: Final = (
    ("1. Total White", "White"),
    ("2. Total Mixed or Multiple ethnic groups", "Mixed or multiple ethnic groups"),
    ("3. Total Asian or Asian British", "Asian or Asian British"),
    (
        "4. Total Black, African, Caribbean or Black British",
        "Black, African, Caribbean or Black British",
    ),
    ("5. Total other ethnic group", "Other ethnic group"),
    ("6. Total refused or information not yet available", "Refused, or not known yet"),
)
"""In the department's files; the record that comes with the product was made without them."""
SECTIONS: Final = (
    _characteristic("age", _STOCK, "Age group"),
    _characteristic("sex", _STOCK, "Sex"),
    _characteristic("legal_status", _STOCK, "Legal status"),
    _characteristic("need", _STOCK, "Category of need"),
    Section(ETHNICITY, "characteristics", (_STOCK, "Ethnicity"), _STOCK, _OF_STOCK, ETHNIC),
    Section("location", "placements", ("location",), _STOCK, _OF_STOCK, _PLACED),
    Section("distance", "placements", ("distance",), _STOCK, _OF_STOCK, _FAR),
    Section("provider", "placements", ("provider",), _STOCK, _OF_STOCK, _PROVIDERS),
    Section("stability", "placement_movement", ("CLA on 31 March",), _STOCK, _OF_STOCK, _MOVED),
    _characteristic("starters_by_age", _IN, "Age"),
    Section(
        "starters_asylum",
        "characteristics",
        (_IN, "Unaccompanied asylum-seeking children"),
        _IN,
        "percent of starters",
        _ASYLUM,
    ),
    _characteristic("leavers_by_age", _OUT, "Age"),
    _characteristic("reasons_for_leaving", _OUT, "Reason episode ceased"),
    Section(
        "new_placements",
        "placement_movement",
        ("Location of new placements during the year",),
        "",
        _OF_MOVES,
    ),
    Section(
        "reasons_for_change",
        "placement_movement",
        ("Reason for placement change during the year",),
        "",
        _OF_CHANGES,
    ),
)
AGES: Final = (
    "Under 1 year",
    "1 to 4 years",
    "5 to 9 years",
    "10 to 15 years",
    "16 years",
    "17 years",
    "16 years and over",
    "18 years and over",
)


def profile_table(evidence: Evidence, record: Record) -> pd.DataFrame:
    """Who the children are: section, category, year, children, shares beside others', unit.

    Sections that returns of the council's own give come last. In the others, `children` is the
    authority's published count; the rest are in `unit`. A figure that was withheld is NaN. A
    section that the record does not hold has no rows, nor has an authority that is not in it.

    Args:
        evidence: Whose authority and neighbours these are.
        record: Of England.
    """
    last = evidence.opening_year
    published = _profile(comparators(evidence, record), record, last).copy()
    counted = counted_profile(evidence, _years(last))
    if counted is None:
        return published
    return pd.concat([published, counted] if len(published) else [counted], ignore_index=True)


def _years(last: int) -> range:
    return range(last - YEARS + 1, last + 1)


@lru_cache(maxsize=8)  # every run of the same council has the same
def _profile(beside: Comparators, record: Record, last: int) -> pd.DataFrame:
    rows = []
    authority = places_of(record).get(beside.authority)
    for year in _years(last) if authority is not None else ():
        care = by_series(record, "children_in_care", year)
        rows += _rate_and_asylum(care, beside, record, year)
        for section in SECTIONS:
            categories, found = _figures(record, section, year)
            if section.of == "":
                under = _sum_of_known(found.number)
            elif (section.of,) in care:
                under = care[section.of,].number
            else:
                continue
            if not categories or not found.listed[authority]:
                continue
            shares = beside.shares(record, found, under, 100.0).T.tolist()
            children = found.number[authority].tolist()
            for category, number, share in zip(categories, children, shares, strict=True):
                rows.append((section.name, category, year, number, *share, section.unit))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    order = {name: rank for rank, name in enumerate(dict.fromkeys(table["section"]))}
    ranked = table["category"].map({age: rank for rank, age in enumerate(AGES)}).fillna(0)
    table = table.assign(order=table["section"].map(order), ranked=ranked)
    table = table.sort_values(["order", "ranked", "category", "year"], kind="stable")
    return table[list(COLUMNS)].reset_index(drop=True)


def _rate_and_asylum(
    care: Mapping[tuple[str, ...], Figures], beside: Comparators, record: Record, year: int
) -> list[tuple[object, ...]]:
    """Rate per 10,000 and unaccompanied children, which are measures of their own."""
    authority = places_of(record)[beside.authority]
    listed = np.any([held.listed for held in care.values()], axis=0)
    if not listed[authority]:
        return []
    rows: list[tuple[object, ...]] = []
    one, stock = np.ones(len(listed)), care[_STOCK,].number
    for section, category, top, under, times, unit in (
        ("rate", "Looked after", "rate_per_10000", one, 1.0, "children for every 10,000"),
        ("asylum", _ASYLUM[0][1], "uasc_31_march", stock, 100.0, _OF_STOCK),
    ):
        if (top,) in care:
            found = Figures(care[top,].number[:, None], listed)
            shares = beside.shares(record, found, under, times)[:, 0].tolist()
            counted = stock if section == "rate" else care[top,].number
            rows.append((section, category, year, float(counted[authority]), *shares, unit))
    return rows


def _sum_of_known(numbers: np.ndarray) -> np.ndarray:
    """Each area's sum of what is known of it; NaN where nothing is."""
    return np.where(np.isnan(numbers).all(axis=1), np.nan, np.nansum(numbers, axis=1))


@lru_cache(maxsize=128)  # every council of a region is set beside the same
def _figures(record: Record, section: Section, year: int) -> tuple[tuple[str, ...], Figures]:
    """Categories of a section and their figures; none where the record has none."""
    held = str(year) in record.years(section.table)
    series = by_series(record, section.table, year) if held else {}
    of = {keys[-1]: held for keys, held in series.items() if keys[:-1] == section.keys}
    areas = len(places_of(record))
    listed = np.any([*(held.listed for held in of.values()), np.zeros(areas, bool)], axis=0)
    words = dict(section.only) or {category: category for category in sorted(of)}
    shown = tuple(category for category in words if category in of)
    numbers = np.empty((areas, len(shown)))
    for place, category in enumerate(shown):
        numbers[:, place] = of[category].number
    return tuple(words[category] for category in shown), Figures(numbers, listed)
