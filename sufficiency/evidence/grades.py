"""What the record of England allows for each authority: the list that `authorities` shows."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError, closest, listed
from sufficiency.evidence.england.areas import began_late, current
from sufficiency.evidence.england.store import Record
from sufficiency.evidence.gaps.usual import (
    PRICED,
    children_by_group,
    least_a_child,
    least_together,
    outturn_is_held,
    outturn_lines,
)
from sufficiency.evidence.names import (
    MAINSTREAM_ONLY,
    RO3_LINES,
    SECTION_251_TOTAL,
    TOTAL_LINE,
)

FULL: Final = "full"
WITH_ESTIMATES: Final = "with estimates"
CHILDREN_ONLY: Final = "children only"
NOT_POSSIBLE: Final = "not possible"
GRADES: Final = (FULL, WITH_ESTIMATES, CHILDREN_ONLY, NOT_POSSIBLE)
"""From best to least: every figure of the opening year and the one before is published; some are
estimated; no spending is returned, so that children are forecast and not costed; no forecast can
start."""

COLUMNS: Final = ("name", "code", "region", "grade", "reason")


def grades(record: Record) -> pd.DataFrame:
    """Every authority of today with its grade: name, code, region, grade, reason.

    Grades are of the opening year, the latest that the record holds, and the year before it.
    """
    areas = current(record)
    year = opening_year(record)
    stock = record.numbers("children_in_care", year).xs("looked_after_31_march", level="measure")
    known = stock.reindex(areas["area_code"]).notna()
    money = spending_known(record, year)
    gaps = _gaps(record, year)
    rows = []
    for row in areas.to_dict("records"):
        code = row["area_code"]
        what = [str(name) for name in gaps if gaps.at[code, name]]
        if not known[code]:
            grade, reason = NOT_POSSIBLE, _WITHHELD.format(year=year)
        elif not money[code]:
            years = f"{_financial_year(year - 1)} or {_financial_year(year)}"
            grade, reason = CHILDREN_ONLY, f"no return of spending in {years}"
        elif what:
            grade, reason = WITH_ESTIMATES, f"estimated: {listed(what)}"
        else:
            grade, reason = FULL, ""
        rows.append((row["area"], code, row["region"], grade, reason))
    return pd.DataFrame(rows, columns=list(COLUMNS))


_WITHHELD = "the number of children looked after on 31 March {year} is withheld"


def in_region(table: pd.DataFrame, region: str) -> pd.DataFrame:
    """The rows of a region; "London" is both of its halves.

    Raises:
        InputError: when there is no such region.
    """
    regions = sorted({*table["region"], "London"})
    wanted = {name for name in regions if name.casefold() == region.strip().casefold()}
    if not wanted:
        raise InputError(
            f"There is no region '{region}'; known are {listed(regions)}.{closest(region, regions)}"
        )
    if "London" in wanted:
        wanted = {"Inner London", "Outer London"}
    return table[table["region"].isin(wanted)].reset_index(drop=True)


def refuse_impossible(record: Record, code: str, name: str) -> None:
    """Refuse an authority that no forecast can start from.

    Raises:
        InputError: with the reason.
    """
    year = opening_year(record)
    stock = record.numbers("children_in_care", year).xs("looked_after_31_march", level="measure")
    if pd.isna(stock.get(code)):
        raise InputError(
            f"{name} cannot be forecast: {_WITHHELD.format(year=year)}, as it is where a council "
            "looks after very few. Its own counts would do: write them into the tables that "
            f"`sufficiency evidence` gives for another authority, and run with --evidence."
        )


def opening_year(record: Record) -> int:
    """The latest 31 March of the record."""
    return int(record.years("children_in_care")[-1])


def spending_known(record: Record, year: int) -> pd.Series:
    """By code, whether a total that is a return is there for the year or the one before it."""
    return _total_returned(record, year) | _total_returned(record, year - 1)


def _total_returned(record: Record, year: int) -> pd.Series:
    """By code, whether the outturn or section 251 has a total that is a return."""
    lines, of = outturn_lines(record, year)  # of the latest year held, for what is usual
    least = least_a_child(record, year)[TOTAL_LINE]
    known = pd.Series(False, index=lines.index)
    if outturn_is_held(record, year):
        known |= lines[TOTAL_LINE] / of >= least
    if _financial_year(year) in record.years("spend"):
        spend = record.numbers("spend", _financial_year(year)).unstack(["line", "measure"])
        gross = spend.get((SECTION_251_TOTAL, "gross_expenditure"))
        known |= False if gross is None else gross.reindex(lines.index) / of >= least
    return known


def _gaps(record: Record, year: int) -> pd.DataFrame:
    """By code, which kinds of figures are estimated in the opening year or the one before."""
    codes = current(record)["area_code"].tolist()
    kinds = pd.concat([_gaps_of(record, year), _gaps_of(record, year - 1)]).groupby(level=0).any()
    return kinds.reindex(codes).assign(**{"the years before it began": began_late(record)})


def _gaps_of(record: Record, year: int) -> pd.DataFrame:
    codes = current(record)["area_code"].tolist()
    cells = record.numbers("placements", year).droplevel("dimension")
    children = record.numbers("children_in_care", year)
    uasc = children.xs("uasc_31_march", level="measure").reindex(codes)
    approved, filled = (
        _mainstream(record, year, measure).reindex(codes)
        for measure in ("approved_places", "filled_places")
    )
    own = cells.xs("prov_own", level="category").reindex(codes)
    inside, outside = (
        cells.xs(name, level="category").reindex(codes)
        for name in ("loc_inside_la", "loc_outside_la")
    )
    lines, of = outturn_lines(record, year)
    least = least_a_child(record, year)
    returned = lines[list(RO3_LINES)].notna().all(axis=1) & outturn_is_held(record, year)
    for line in (*PRICED, TOTAL_LINE):
        returned &= lines[line] / of >= least[line]
    returned &= lines[list(PRICED)].sum(axis=1) / of >= least_together(record, year)
    groups = children_by_group(record, year).reindex(codes)
    return pd.DataFrame(
        {
            "withheld counts of children": groups.isna().any(axis=1) | uasc.isna(),
            "children inside its boundary": inside.isna() | outside.isna(),
            "own provision": ~(own > 0) | (own < filled),
            "mainstream places": approved.isna() | filled.isna(),
            "lines of spending": ~returned,
        }
    )


def _mainstream(record: Record, year: int, measure: str) -> pd.Series:
    """Places by code; none in a year whose fostering release the record does not hold."""
    if str(year) not in record.years("carers"):
        return pd.Series(dtype=np.float64)
    places = record.numbers("carers", year).xs(MAINSTREAM_ONLY, level="basis")
    return places.xs(measure, level="measure")


def _financial_year(ends: int) -> str:
    return f"{ends - 1}-{ends % 100:02d}"
