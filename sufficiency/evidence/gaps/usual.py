"""What is usual among the authorities of England in a year: the ground of every estimate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from sufficiency.evidence.england.areas import current
from sufficiency.evidence.england.store import Record
from sufficiency.evidence.names import (
    ENGLAND_CODE,
    FOSTERING_LINE,
    MAINSTREAM_ONLY,
    OTHER_LINE,
    RESIDENTIAL_LINE,
    RO3_LINES,
    TOTAL_LINE,
)
from sufficiency.evidence.placed import SEPARATE, placed_by_group

LEAST = 0.1
"""A line of spending below this share of the median authority's, a child, is no return of it."""

LEAST_TOGETHER = 1 / 3
"""Fostering and residential together below this share of the median are booked under other lines:
at that a week in a children's home would cost what a foster carer does."""

PRICED = (RESIDENTIAL_LINE, FOSTERING_LINE)


@dataclass(frozen=True)
class UsualChildren:
    """Of one 31 March.

    Attributes:
        withheld: children in a withheld cell, the mean over those withheld: England less the
            published ones over their number; by group of placement, provider and "uasc".
        voluntary: median share of children in voluntary provision.
        inside: England's share of children placed inside their authority.
        filled: filled mainstream places over foster placements, all authorities with both.
        occupancy: filled over approved mainstream places, likewise.
    """

    withheld: dict[str, float]
    voluntary: float
    inside: float
    filled: float
    occupancy: float


@dataclass(frozen=True)
class UsualSpending:
    """Of one financial year, over the authorities whose lines are returns.

    Attributes:
        rates: GBP by line: fostering a fostered child, residential a child in homes, supported
            accommodation and other settings, other a child.
        income: income of the residential line over its expenditure.
    """

    rates: dict[str, float]
    income: float


@lru_cache(maxsize=16)
def usual_children(record: Record, year: int) -> UsualChildren:
    """What is usual at 31 March of the year, or of the latest year the record holds before it."""
    year = min(year, int(record.years("placements")[-1]))
    today = set(current(record)["area_code"])
    of = _children(record, year, "looked_after_31_march")
    wide = _wide(record.numbers("placements", year).droplevel("dimension"), "category")
    groups = children_by_group(record, year)
    providers = wide[[name for name in wide if str(name).startswith("prov_")]]
    uasc = _children(record, year, "uasc_31_march").rename("uasc")
    columns = pd.concat([groups, providers, uasc], axis=1)
    ours = columns[columns.index.isin(today)]
    left = (columns.loc[ENGLAND_CODE] - ours.sum()).to_dict()
    hidden = ours.isna().sum().to_dict()
    both = pd.concat([_carers(record, year), groups["foster"]], axis=1).dropna()
    both = both[both.index.isin(today)]
    fostered, filled, approved = (
        float(np.nansum(both[name].to_numpy(np.float64)))
        for name in ("foster", "filled_places", "approved_places")
    )
    shares = (wide["prov_voluntary"] / of).reindex(sorted(today)).to_numpy(np.float64)
    places = wide.loc[[ENGLAND_CODE], ["loc_inside_la", "loc_outside_la"]].to_numpy(float)[0]
    return UsualChildren(
        withheld={str(name): max(left[name] / max(hidden[name], 1), 1.0) for name in columns},
        voluntary=float(np.nanmedian(shares)),
        inside=float(places[0] / places.sum()),
        filled=filled / fostered,
        occupancy=filled / approved,
    )


@lru_cache(maxsize=16)
def least_a_child(record: Record, ends: int) -> dict[str, float]:
    """GBP a child by line, below which it is no return: a tenth of the median authority's.

    Of the financial year that ends with that 31 March, or the latest before.
    """
    lines, of = outturn_lines(record, ends)
    least = LEAST * lines.div(of, axis=0).median()
    return {str(line): float(value) for line, value in least.items()}


@lru_cache(maxsize=16)
def least_together(record: Record, ends: int) -> float:
    """GBP a child of fostering and residential together, below which they are no returns."""
    lines, of = outturn_lines(record, ends)
    return LEAST_TOGETHER * float(lines[list(PRICED)].sum(axis=1).div(of).median())


@lru_cache(maxsize=16)
def usual_spending(record: Record, ends: int) -> UsualSpending:
    """What is usual in the financial year that ends with that 31 March, or the latest before."""
    lines, of = outturn_lines(record, ends)
    least = pd.Series(least_a_child(record, ends))
    priced = [*PRICED, TOTAL_LINE]
    a_child = lines.div(of, axis=0)
    sound = (a_child[priced] >= least[priced]).all(axis=1)
    sound &= a_child[list(PRICED)].sum(axis=1) >= least_together(record, ends)
    groups = children_by_group(record, _held(record, ends))
    foster = groups["foster"].reindex(lines.index)
    elsewhere = groups[["placed_with_parents", "placed_for_adoption"]].reindex(lines.index)
    rest = of - foster - elsewhere.sum(axis=1)
    spent, income = lines[sound], _income(record, ends).reindex(lines.index)
    return UsualSpending(
        rates={
            RESIDENTIAL_LINE: float(spent[RESIDENTIAL_LINE].sum() / rest[sound].sum()),
            FOSTERING_LINE: float(spent[FOSTERING_LINE].sum() / foster[sound].sum()),
            OTHER_LINE: float(spent[OTHER_LINE].sum() / of[sound].sum()),
        },
        income=float(income[sound].sum() / spent[RESIDENTIAL_LINE].sum()),
    )


@lru_cache(maxsize=16)
def outturn_lines(record: Record, ends: int) -> tuple[pd.DataFrame, pd.Series]:
    """Expenditure of every authority of today by line, and its children looked after at the end.

    Of the financial year that ends with that 31 March, or the latest before.
    """
    spent = _outturn(record, ends).xs("total_expenditure", level="measure")
    lines = _wide(spent, "line")[list(RO3_LINES)].reindex(current(record)["area_code"])
    of = _children(record, _held(record, ends), "looked_after_31_march")
    return lines, of.reindex(lines.index)


def _income(record: Record, ends: int) -> pd.Series:
    return _outturn(record, ends).xs((RESIDENTIAL_LINE, "income"), level=("line", "measure"))


def _outturn(record: Record, ends: int) -> pd.Series:
    ends = _held(record, ends)
    return record.numbers("spend", f"{ends - 1}-{ends % 100:02d}")


def _children(record: Record, year: int, measure: str) -> pd.Series:
    return record.numbers("children_in_care", year).xs(measure, level="measure")


def children_by_group(record: Record, year: int) -> pd.DataFrame:
    """Children by area and group of placement; unknown where a cell is withheld."""
    return children_by_groups(record, (year,)).droplevel("year")


def children_by_groups(record: Record, years: Iterable[int]) -> pd.DataFrame:
    """Children by area, year and group of placement; unknown where a cell is withheld."""
    cells, totals = [], {}
    for year in years:
        figures = record.numbers("placements", year).rename("children_31_march")
        cells.append(figures.reset_index().assign(year=year))
        totals[year] = _children(record, year, "looked_after_31_march")
    by_year = pd.concat(totals, names=["year"]).swaplevel()
    return placed_by_group(pd.concat(cells, ignore_index=True), by_year)[list(SEPARATE)]


@lru_cache(maxsize=16)
def change_a_child(record: Record, ends: int) -> float:
    """Spending a child over that of the year before: the median authority that returned both.

    Of the financial year that ends with that 31 March, or the latest before.
    """
    last = _held(record, ends)
    before, after = (_total_a_child(record, year) for year in (last - 1, last))
    return float((after / before).median())


def _total_a_child(record: Record, ends: int) -> pd.Series:
    """All spending a child by authority, where its total is a return."""
    lines, of = outturn_lines(record, ends)
    a_child = lines[TOTAL_LINE] / of
    return a_child.where(a_child >= least_a_child(record, ends)[TOTAL_LINE])


@lru_cache(maxsize=16)
def _held(record: Record, ends: int) -> int:
    """The year itself, or the one that the last financial year with an outturn ends with."""
    for name in reversed(record.years("spend")):
        held = int(name[:4]) + 1
        if held <= ends and outturn_is_held(record, held):
            return held
    raise KeyError(f"the record holds no outturn of {ends} or before")


def outturn_is_held(record: Record, ends: int) -> bool:
    """Whether the record has outturn lines of the financial year that ends with that 31 March."""
    name = f"{ends - 1}-{ends % 100:02d}"
    if name not in record.years("spend"):
        return False
    return TOTAL_LINE in record.numbers("spend", name).index.get_level_values("line")


def _carers(record: Record, year: int) -> pd.DataFrame:
    """Approved and filled mainstream places by authority, of the year or the latest held."""
    latest = min(year, int(record.years("carers")[-1]))
    rows = record.numbers("carers", latest).xs(MAINSTREAM_ONLY, level="basis")
    return _wide(rows, "measure")


def _wide(figures: pd.Series, key: str) -> pd.DataFrame:
    """A row an area, a column for each value of the key."""
    return (
        figures.rename("value").reset_index().pivot(index="area_code", columns=key, values="value")
    )
