"""provision.csv: what there is in the area and of the council's own, beside others' areas."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd

from sufficiency.evidence import Evidence
from sufficiency.evidence.comparators import COMPARED, Comparators
from sufficiency.evidence.england.figures import Figures, by_series, places_of
from sufficiency.evidence.england.store import Record
from sufficiency.evidence.names import MAINSTREAM_ONLY
from sufficiency.results.facts import BASELINE
from sufficiency.results.lookup import is_known, march, one

COLUMNS: Final = (
    *("section", "setting", "sector", "measure", "year", "number", "low", "high"),
    *(f"{name}_per_100" for name in COMPARED),
    "basis",
)
SECTORS: Final = ("all", "local authority", "private", "voluntary", "health")
_HOMES: Final = "children's home"
_SETTINGS: Final = (_HOMES, "supported accommodation", "secure")
_CARE: Final = "looked_after_31_march"
OWN_LIST: Final = "the council's list"
IN_HOMES: Final = ("our_children", "other_children", "vacancies")
"""What tells how many children live in the homes of the list: for the council alone."""
Row = tuple[Any, ...]


def provision_table(
    evidence: Evidence,
    published: tuple[Row, ...],
    carers: pd.DataFrame,
    beds: tuple[float, float, float],
) -> pd.DataFrame:
    """What there is: section, setting, sector, measure, year, number, per 100 children, basis.

    Sections: `located` (registered settings that stand in the area, whoever uses them; Ofsted),
    `fostering` (the council's own mainstream places; Ofsted), `own` (the council's own homes
    and households at the opening, estimated, with the 80% range in `low` and `high`) and `listed`
    (the homes on the council's own list, where it gives one: `provision.csv` of its evidence).
    `..._per_100` are for every 100 children that the authority looks after, beside others. A
    figure that is not published is NaN.

    Args:
        evidence: Whose these are.
        published: Rows of what is published.
        carers: The run's table of carers.
        beds: P10, P50 and P90 of own home places at the opening.
    """
    rows = [*published, *_own(evidence, carers, beds)]
    rows += _listed(evidence)
    return pd.DataFrame(rows, columns=list(COLUMNS))


@lru_cache(maxsize=8)  # every run of the same council has the same
def published_provision(beside: Comparators, record: Record, last: int) -> tuple[Row, ...]:
    """Rows of what stands in the area, and of the council's own foster places, as published."""
    return (*_located(beside, record, last), *_fostering(beside, record, last))


def _located(beside: Comparators, record: Record, last: int) -> Iterator[Row]:
    """Settings and places that stand in the area, by sector and year."""
    if beside.authority not in beside.everyone:
        return
    authority = places_of(record)[beside.authority]
    for setting in _SETTINGS:
        for measure in ("settings", "places"):
            for year in _years(record, "homes_located", last):
                sectors = _by_sector(record, (setting, measure, year), beside.everyone)
                if sectors is None:
                    continue
                names, found = sectors
                care = by_series(record, "children_in_care", year)[_CARE,].number
                per = beside.shares(record, found, care, 100.0).T.tolist()
                for sector in (name for name in SECTORS if name in names):
                    at = names.index(sector)
                    number = float(found.number[authority, at])
                    row = ("located", setting, sector, measure, year, number)
                    yield (*row, np.nan, np.nan, *per[at], "published")


@lru_cache(maxsize=128)  # every council of a region is set beside the same
def _by_sector(
    record: Record, of: tuple[str, str, int], codes: tuple[str, ...]
) -> tuple[tuple[str, ...], Figures] | None:
    """Settings or places by area and sector, and of all sectors; NaN where one was withheld.

    An area that Ofsted lists none of a sector in has none: every setting is published. None where
    the record has no such settings in the year.

    Args:
        record: of England.
        of: setting, measure and year.
        codes: of every authority.
    """
    setting, measure, year = of
    found = {
        sector: held
        for (its, sector, counts), held in by_series(record, "homes_located", year).items()
        if (its, counts) == (setting, measure)
    }
    if not found:
        return None
    listed = np.zeros(len(places_of(record)), dtype=bool)
    listed[[places_of(record)[code] for code in codes]] = True
    names = sorted(found)
    sectors = np.stack(
        [np.where(held.listed, held.number, 0.0) for held in map(found.get, names) if held], axis=1
    )
    numbers = np.concatenate([sectors.sum(axis=1, keepdims=True), sectors], axis=1)
    return ("all", *names), Figures(np.where(listed[:, None], numbers, np.nan), listed)


def _fostering(beside: Comparators, record: Record, last: int) -> Iterator[Row]:
    """The council's own mainstream places, approved and filled."""
    authority = places_of(record).get(beside.authority)
    for measure in ("approved_places", "filled_places"):
        for year in _years(record, "carers", last):
            places = by_series(record, "carers", year).get((measure, MAINSTREAM_ONLY))
            if places is None:
                continue
            care = by_series(record, "children_in_care", year)[_CARE,].number
            number = np.nan if authority is None else float(places.number[authority])
            found = Figures(places.number[:, None], places.listed)
            per = beside.shares(record, found, care, 100.0)[:, 0].tolist()
            row = ("fostering", "mainstream", "local authority", measure, year, number)
            yield (*row, np.nan, np.nan, *per, "published")


def _own(
    evidence: Evidence, carers: pd.DataFrame, beds: tuple[float, float, float]
) -> Iterator[Row]:
    """Households and home places of the council's own at the opening, as the run estimates them."""
    year = evidence.opening_year
    none = (np.nan,) * len(COMPARED)
    for kind in ("mainstream", "connected"):
        row = one(carers, scenario=BASELINE, kind=kind, date=march(year))
        if is_known(row, "households_p50"):
            low, middle, high = (row[f"households_{point}"] for point in ("p10", "p50", "p90"))
            name = ("own", kind, "local authority", "households", year)
            yield (*name, middle, low, high, *none, "estimate")
    low, middle, high = beds
    name = ("own", _HOMES, "local authority", "places", year)
    yield (*name, middle, low, high, *none, "estimate")


def _listed(evidence: Evidence) -> Iterator[Row]:
    """What the council's own list says: homes, beds, who is in them, vacancies, grades."""
    homes, year = evidence.provision, evidence.opening_year
    kinds = homes["setting"] + homes["category"].where(
        homes["category"] == "", ": " + homes["category"]
    )
    for kind, rows in homes.groupby(kinds, sort=True):
        numbers = {"homes": float(len(rows))}
        numbers |= {name: float(rows[name].sum()) for name in ("beds", *IN_HOMES)}
        for column in ("registration", "ofsted_grade"):
            given = rows.loc[rows[column] != "", column]
            numbers |= {
                f"homes, {word}": float((given == word).sum()) for word in sorted(set(given))
            }
        for measure, number in numbers.items():
            name = ("listed", str(kind), OWN_LIST, measure, year, number)
            yield (*name, *(np.nan,) * (2 + len(COMPARED)), OWN_LIST)


def _years(record: Record, table: str, last: int) -> list[int]:
    return [int(year) for year in record.years(table) if int(year) <= last]
