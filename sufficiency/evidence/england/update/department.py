"""Files of the department's release on children looked after, as rows of the record."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import pandas as pd

from sufficiency.errors import InputError, listed
from sufficiency.evidence.england.update.cells import plain
from sufficiency.evidence.england.update.layouts import (
    GEOGRAPHY,
    Context,
    Found,
    Layout,
    Reader,
    Sheet,
)
from sufficiency.evidence.england.update.rows import GROUPED, SINCE_2025, long, of_areas
from sufficiency.evidence.names import HOMES_FROM_2020, SUPPORTED_FROM_2020

_HEADLINE: Final = MappingProxyType(
    {
        "Children looked after on 31 March each year": "looked_after_31_march",
        "Children starting to be looked after each year": "started_in_year",
        "Children ceasing to be looked after each year": "ceased_in_year",
    }
)

_PARENTS = "parents or other person with parental responsibility"

_PLACEMENTS: Final = MappingProxyType(
    {
        "placement": {
            "foster placements": "foster",
            "secure homes and childrens homes": HOMES_FROM_2020,
            "independent and semi independent living arrangements supported accommodation": (
                SUPPORTED_FROM_2020
            ),
            f"placed with {_PARENTS}": "placed_with_parents",
            "placed for adoption": "placed_for_adoption",
            "other residential settings": "other_residential",
            "residential schools": "residential_school",
            "other placements": "other",
        },
        "place providers": {
            "own provision by the la": "prov_own",
            "other la provision": "prov_other_la",
            "other public provision e g by a pct etc": "prov_other_public",
            "private provision": "prov_private",
            "voluntary third sector provision": "prov_voluntary",
            _PARENTS: "prov_parents",
            "placement provider not reported": "prov_not_reported",
        },
        "locality of placement": {
            "placed inside the local authority boundary": "loc_inside_la",
            "placed outside the local authority boundary": "loc_outside_la",
        },
        "distance between home and placement": {
            "placed 20 miles or less from home": "dist_le20",
            "placed more than 20 miles from home": "dist_gt20",
            "distance not known or not recorded": "dist_unknown",
        },
        "distance between home and placement and locality of placement": {
            "placed outside the la boundary more than 20 miles from home": "outside_la_gt20",
        },
        "la of placement": {
            "own la children placed internally within the local authority boundary": (
                "own_children_placed_inside_la"
            ),
            "other la children externally placed within the local authority boundary": (
                "other_authorities_children_placed_inside_la"
            ),
        },
    }
)
"""Words of the main file by its group and characteristic, both as `plain` gives them."""

_DIMENSION: Final = MappingProxyType(
    {
        "placement": "placement_type",
        "place providers": "provider",
        "locality of placement": "location",
        "distance between home and placement": "distance",
        "distance between home and placement and locality of placement": "distance_location",
        "la of placement": "placed_in_area",
    }
)

_UASC = "Unaccompanied asylum-seeking children"
_BREAKDOWNS: Final = MappingProxyType(
    {
        "Age on starting": "Age",
        "Age on ceasing": "Age",
        "Gender": "Sex",
        "Sex": "Sex",
        "Age": "Age",
        "Age group": "Age group",
        "Category of need": "Category of need",
        "Ethnicity": "Ethnicity",
        "Legal status": "Legal status",
        "Reason episode ceased": "Reason episode ceased",
        "Taken into care": "Taken into care",
        _UASC: _UASC,
    }
)
_ETHNICITY = "Ethnicity"
_AT_31_MARCH = ("Age group", "Category of need", _ETHNICITY, "Legal status", "Sex")
_ETHNIC_GROUPS: Final = r"\d\. Total "
"""How the words of six ethnic groups begin; the parts of each are left out."""
_SAME: Final = MappingProxyType({"Special guardianship orders": "Special guardianship order"})
_WHOLE = ("total", "total children", "children")


def _headline(sheet: Sheet, context: Context) -> Found:
    rows = of_areas(sheet, context)
    rows["measure"] = rows["population_type"].map(_HEADLINE)
    rows = rows[rows["measure"].notna()]
    counts = long(rows, "children_count", ["measure"])
    stock = rows[rows["measure"] == "looked_after_31_march"].assign(measure="rate_per_10000")
    return {"children_in_care": pd.concat([counts, long(stock, "rate_per_10000", ["measure"])])}


def _main(sheet: Sheet, context: Context) -> Found:
    rows = of_areas(sheet, context)
    group, words = rows["cla_group"].map(plain), rows["characteristic"].map(plain)
    rows = rows.assign(group=group, words=words)
    placed = rows[group.isin(list(_PLACEMENTS))].copy()
    placed["dimension"] = placed["group"].map(_DIMENSION)
    pairs = zip(placed["group"], placed["words"], strict=True)
    placed["category"] = [_PLACEMENTS[group].get(words, "") for group, words in pairs]
    _refuse_unknown(sheet.file, placed)
    placed = placed[placed["category"] != ""]
    asylum = rows[rows["characteristic"] == _UASC].assign(measure="uasc_31_march")
    return {
        "placements": long(placed, "number", ["dimension", "category"]),
        "children_in_care": long(asylum, "number", ["measure"]),
        "characteristics": _characteristics(rows, "looked_after_31_march", context, _AT_31_MARCH),
    }


_PART_USED = ("distance between home and placement and locality of placement",)


def _refuse_unknown(file: str, placed: pd.DataFrame) -> None:
    """Every word of a group of placements is known, and every known word of it is there.

    Raises:
        InputError: naming the words: a category taken for another would be a wrong count.
    """
    for group, rows in placed.groupby("group"):
        if group in _PART_USED:
            continue
        there = dict(zip(rows["words"], rows["category"], strict=True))
        strange = sorted(word for word, name in there.items() if not name and word not in _WHOLE)
        absent = sorted(set(_PLACEMENTS[str(group)]) - set(there))
        if strange and absent:
            raise InputError(
                f"{file}: {listed(strange)} under '{group}' are words that are not known, and "
                f"{listed(absent)} are not there: the publisher has changed its words. Write the "
                "known ones in their place if they mean the same."
            )
        if absent:
            raise InputError(f"{file}: {listed(absent)} are not among '{group}'.")
        if strange:
            raise InputError(
                f"{file}: {listed(strange)} under '{group}' are not known; known are "
                f"{listed(_PLACEMENTS[str(group)])}."
            )


def _flows(measure: str) -> Reader:
    def read(sheet: Sheet, context: Context) -> Found:
        rows = of_areas(sheet, context)
        kept = tuple(name for name in _BREAKDOWNS if name != _ETHNICITY)
        return {"characteristics": _characteristics(rows, measure, context, kept)}

    return read


def _characteristics(
    rows: pd.DataFrame, measure: str, context: Context, breakdowns: tuple[str, ...]
) -> pd.DataFrame:
    """Breakdowns that the record keeps, under the names that it has for them in each year."""
    names = {given: name for given, name in _BREAKDOWNS.items() if name in breakdowns}
    kept = rows[rows["cla_group"].isin(list(names))].copy()
    kept = kept[~kept["characteristic"].map(plain).isin(_WHOLE)]
    part = (kept["cla_group"] == _ETHNICITY) & ~kept["characteristic"].str.match(_ETHNIC_GROUPS)
    kept = kept[~part]
    kept["breakdown"] = kept["cla_group"].map(names)
    kept["category"] = kept["characteristic"].replace(dict(_SAME))
    held = context.record.years("characteristics")
    for year in sorted(set(kept["time_period"]) & set(held)):
        there = context.record.numbers("characteristics", year).index.to_frame(index=False)
        if ((there["measure"] == measure) & (there["breakdown"] == "Gender")).any():
            at = (kept["time_period"] == year) & (kept["breakdown"] == "Sex")
            kept.loc[at, "breakdown"] = "Gender"
    kept["measure"] = measure
    return long(kept, "number", ["measure", "breakdown", "category"])


def _population(sheet: Sheet, context: Context) -> Found:
    rows = of_areas(sheet, context)
    rows = rows[rows["age_group"] == "Children aged 0 to 17 years"]
    rows = rows.assign(age_group="0-17", kind="estimate")
    found = long(rows, "population_estimate", ["age_group", "kind"], "mid_year")
    known = found[found["value"].notna()]  # an area of another year has no population, not a gap
    return {"population": known.assign(source="ONS mid-year population estimates")}


DEPARTMENT: Final = (
    Layout(
        "children looked after: numbers and rates (cla_number_and_rate_per_10k_children)",
        (*GEOGRAPHY, "population_type", "children_count", "rate_per_10000"),
        _headline,
    ),
    Layout(
        "children who started to be looked after, by authority",
        GROUPED,
        _flows("started_in_year"),
        tells={"cla_group": ("Taken into care",)},
        also=SINCE_2025,
    ),
    Layout(
        "children who ceased to be looked after, by authority",
        GROUPED,
        _flows("ceased_in_year"),
        tells={"cla_group": ("Reason episode ceased",)},
        also=SINCE_2025,
    ),
    Layout(
        "children looked after on 31 March by characteristics, by authority",
        GROUPED,
        _main,
        tells={"cla_group": ("Place providers", "Locality of placement")},
        also=SINCE_2025,
    ),
    Layout(
        "mid-year population estimates of children",
        (*GEOGRAPHY, "age_group", "population_estimate"),
        _population,
        behind=1,
    ),
)
"""Files of children and population; national files alone have nothing for the record."""
