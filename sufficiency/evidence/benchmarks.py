"""An authority beside its statistical neighbours, its region and England, as published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd

from sufficiency.evidence.comparators import COMPARED, Comparators, comparators
from sufficiency.evidence.england.figures import Figures, by_series, places_of
from sufficiency.evidence.england.store import Record
from sufficiency.evidence.gaps.usual import children_by_groups
from sufficiency.evidence.names import MAINSTREAM_ONLY, TOTAL_LINE, WEEKLY_COST
from sufficiency.evidence.placed import SEPARATE
from sufficiency.evidence.record import Evidence

COLUMNS: Final = ("measure", "year", *COMPARED, "unit")

FIRST_YEAR: Final = 2020
"""From here homes and supported accommodation are counted as they are today."""

Row = tuple[Any, ...]
"""Measure, year, the four that are compared, unit."""
Look = Callable[[Record, int], Figures]
"""Figures of a year by area: of all children, say, or of those outside their area."""


@dataclass(frozen=True)
class Benchmark:
    """A measure to compare by: a figure of each area, or one over another.

    Attributes:
        top: what is counted; a figure as it is where there is no `under`.
        under: what it is a share of; without it several areas together are the plain mean.
        times: 100 for percent.
    """

    measure: str
    unit: str
    top: Look
    under: Look | None = None
    times: float = 1.0


def benchmarks(evidence: Evidence, *, as_published: bool = False) -> pd.DataFrame:
    """The authority and what it is compared with, by measure and year.

    The mix of placements is the evidence's, gaps filled; all else is published, and put together
    as `Comparators.shares` says. `year` is that of the 31 March, or of the one a financial year
    ends on. A figure that is withheld or was not returned is NaN.

    Args:
        evidence: whose authority and neighbours these are; the record of England beside it gives
            the comparators.
        as_published: take the authority's mix from the record too, its own tables aside.

    Returns:
        measure, year, authority, neighbours, region, england, unit; no rows without a record.
    """
    record = evidence.england
    if record is None:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = list(_rows(comparators(evidence, record), record, evidence.opening_year))
    mix = {} if as_published else _shares(evidence)
    for at, (measure, year, _, *others) in enumerate(rows):
        if measure in mix:
            rows[at] = (measure, year, float(mix[measure].get(year, np.nan)), *others)
    return pd.DataFrame(rows, columns=list(COLUMNS))


@lru_cache(maxsize=8)  # every run of the same council has the same
def _rows(beside: Comparators, record: Record, last: int) -> tuple[Row, ...]:
    rows: list[Row] = []
    for benchmark in BENCHMARKS:
        for year in range(FIRST_YEAR, last + 1):
            found = _figures(benchmark, record, year)
            if found is not None:
                compared = beside.shares(record, *found, benchmark.times)[:, 0].tolist()
                rows.append((benchmark.measure, year, *compared, benchmark.unit))
    return tuple(rows)


_SHARE = "share_"


def _shares(evidence: Evidence) -> dict[str, pd.Series]:
    """Percent of the authority's children in each group of placements by year, gaps filled."""
    total = evidence.series("looked_after_31_march")
    return {f"{_SHARE}{name}": 100 * evidence.placed(name) / total for name in SEPARATE}


@lru_cache(maxsize=256)  # every council of a region is set beside the same
def _figures(benchmark: Benchmark, record: Record, year: int) -> tuple[Figures, np.ndarray] | None:
    """What is counted, and what it is a share of; None where the record does not hold the year."""
    try:
        top = benchmark.top(record, year)
        under = None if benchmark.under is None else benchmark.under(record, year)
    except KeyError:  # the publisher has no such figures of that year
        return None
    if under is None:
        return Figures(top.number[:, None], top.listed), top.number * 0 + 1
    return Figures(top.number[:, None], top.listed | under.listed), under.number


def _children(measure: str) -> Look:
    return lambda record, year: by_series(record, "children_in_care", year)[(measure,)]


def _cells(category: str) -> Look:
    def look(record: Record, year: int) -> Figures:
        found = by_series(record, "placements", year)
        return found[next((keys for keys in found if keys[1] == category), ("", category))]

    return look


def _group(name: str) -> Look:
    return lambda record, year: _groups(record)[name, year]


@lru_cache(maxsize=4)
def _groups(record: Record) -> dict[tuple[str, int], Figures]:
    """Children in each group of placements, by group and year."""
    held = set(record.years("placements")) & set(record.years("children_in_care"))
    years = sorted(int(year) for year in held if int(year) >= FIRST_YEAR)
    groups = children_by_groups(record, years).unstack("year").reindex(list(places_of(record)))
    found = {}
    for group in SEPARATE:
        for year in years:
            number = groups[group, year].to_numpy(np.float64)
            found[group, year] = Figures(number, ~np.isnan(number))
    return found


def _filled_mainstream(record: Record, year: int) -> Figures:
    return by_series(record, "carers", year)["filled_places", MAINSTREAM_ONLY]


def _home_places(record: Record, year: int) -> Figures:
    """Places in children's homes that stand in the area, of all sectors, short breaks left out."""
    found = by_series(record, "homes_located", year)
    places = {keys: held for keys, held in found.items() if keys[2] == "places"}
    listed = np.any([held.listed for held in places.values()], axis=0)

    def of(setting: str) -> np.ndarray:
        parts = [np.nan_to_num(held.number) for keys, held in places.items() if keys[0] == setting]
        return np.sum(parts, axis=0) if parts else np.zeros(len(listed))

    homes, breaks = of("children's home"), of("children's home, of which short breaks only")
    return Figures(np.where(listed, homes - breaks, np.nan), listed)


def _weekly(line: str) -> Look:
    return lambda record, year: _spend(record, year, line, WEEKLY_COST)


def _outturn(record: Record, year: int) -> Figures:
    return _spend(record, year, TOTAL_LINE, "total_expenditure")


def _spend(record: Record, year: int, line: str, measure: str) -> Figures:
    return by_series(record, "spend", f"{year - 1}-{year % 100:02d}")[line, measure]


_ALL = _children("looked_after_31_march")
_PERCENT = "percent of children looked after"

BENCHMARKS: Final = (
    Benchmark("rate_per_10000", "children for every 10,000", _children("rate_per_10000")),
    *(Benchmark(f"{_SHARE}{name}", _PERCENT, _group(name), _ALL, 100.0) for name in SEPARATE),
    Benchmark("own_provision", _PERCENT, _cells("prov_own"), _ALL, 100.0),
    Benchmark(
        "in_house_of_fostering",
        "filled mainstream places, percent of children fostered",
        _filled_mainstream,
        _group("foster"),
        100.0,
    ),
    Benchmark("outside_the_area", _PERCENT, _cells("loc_outside_la"), _ALL, 100.0),
    Benchmark("beyond_20_miles", _PERCENT, _cells("dist_gt20"), _ALL, 100.0),
    Benchmark(
        "home_places_in_the_area",
        "places located for every 100 children in homes",
        _home_places,
        _group("homes"),
        100.0,
    ),
    Benchmark(
        "others_children_in_the_area",
        "children of other authorities for every 100 of its own placed inside",
        _cells("other_authorities_children_placed_inside_la"),
        _cells("own_children_placed_inside_la"),
        100.0,
    ),
    Benchmark(
        "started",
        "in the year, for every 100 looked after",
        _children("started_in_year"),
        _ALL,
        100.0,
    ),
    Benchmark(
        "ceased",
        "in the year, for every 100 looked after",
        _children("ceased_in_year"),
        _ALL,
        100.0,
    ),
    Benchmark("weekly_cost_residential", "GBP a child a week", _weekly("Residential care")),
    Benchmark("weekly_cost_fostering", "GBP a child a week", _weekly("Fostering services")),
    Benchmark("spending_a_child", "GBP a year, gross (RO3)", _outturn, _ALL),
)
"""Measures in the order of the table."""
