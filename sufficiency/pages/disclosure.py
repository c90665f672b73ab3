"""Published mode: small numbers of children withheld, and whatever would give them away.

Works on the tables, before any page is made, so every page, chart and file follows. The rule
is that of the published statistics, 1 to 5 children withheld, applied to forecasts as well,
which are modelled children and not counted ones, because the count they start from is real.

What is blanked, by date and alike in every scenario (a type that a scenario leaves alone has
the same number in each, so one shown anywhere would be shown everywhere):

1. a placement type with a small mean or median, with all its statistics;
2. more types of the same family, smallest first, until two are blank with at least twelve
   children between them: the family's need is shown, and its 31 March count is published;
3. a family in which that cannot be reached, whole, and then more families, smallest first, to
   the same measure: the total is shown;
4. the need, supply and gap of a blank family; supply and gap of a family with a blank type;
   foster carers and their places where the children in them are blank;
5. the cost of a type in a financial year in which it is blank in any month;
6. any other number of children, households or places that is itself small, such as the lower
   end of a range.

A reader with prices and the cost of the remaining types can still estimate what two blank
types hold between them, and a month's figure from its neighbours in time: as in any published
series.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.months import financial_year
from sufficiency.pages.contract import CONTRACT
from sufficiency.placements import FAMILY_OF, TYPES_OF

SMALL: Final = 6
"""Numbers above 0 and below this are withheld (DfE: 1 to 5)."""
_HIDDEN_TOGETHER: Final = 2 * SMALL
"""Children that blank figures must hold between them, so that none is nearly known."""
Row = tuple[Hashable, str]
"""A date or a financial year, and a type, family or area."""
_CARED_BY: Final = {"kinship_fostering": "connected", "in_house_fostering": "mainstream"}
"""Whose places the children of a type fill."""
MARK: Final = "c"
"""What a page shows in place of a withheld figure, as the DfE's tables do."""
NOTE: Final = (
    f"{MARK}: withheld, because it is between 1 and {SMALL - 1} or would reveal a number that "
    "is. Forecasts are modelled, but they start from counts of real children."
)


def small(values: pd.DataFrame | pd.Series) -> np.ndarray:
    """Which values are above 0 and below 6, as a boolean array of the same shape."""
    numbers = values.to_numpy(float)
    return (numbers > 0) & (numbers < SMALL)


class PublishedTables(dict[str, pd.DataFrame]):
    """The tables of a run with small numbers, and what would reveal them, blank.

    Attributes:
        withheld: Number of figures withheld from each table that lost any.
    """

    withheld: Mapping[str, int]


def is_published(tables: Mapping[str, pd.DataFrame]) -> bool:
    """Whether small numbers have been withheld, so that a page must say so."""
    return isinstance(tables, PublishedTables)


def for_publication(tables: Mapping[str, pd.DataFrame]) -> PublishedTables:
    """New tables with small numbers, and figures that would reveal them, blank.

    Args:
        tables: The tables of a run, by name, as the engine hands them over.
    """
    by_type, families = hidden(tables["placements"])
    parts: set[Row] = {(date, FAMILY_OF[kind]) for date, kind in by_type}
    years: set[Row] = {(year, kind) for date, kind in by_type for year in _years(date)}
    carers: set[Row] = {(date, _CARED_BY[kind]) for date, kind in by_type if kind in _CARED_BY}
    supply = CONTRACT["gap"].blank
    new = PublishedTables(tables)
    for name in ("forecast", "placements"):
        new[name] = _blanked(tables[name], ["date", "placement_type"], by_type)
    new["area"] = _area(tables["area"])
    new["carers"] = _blanked(tables["carers"], ["date", "kind"], carers)
    new["gap"] = _blanked(tables["gap"], ["date", "family"], families)
    new["gap"] = _blanked(new["gap"], ["date", "family"], parts | _small_gaps(tables), supply)
    new["costs"] = _blanked(tables["costs"], ["financial_year", "placement_type"], years)
    for name in ("forecast", "placements", "area", "carers", "gap", "flows"):
        columns = [c for c in CONTRACT[name].values if c != "residual"]
        kept = new[name][columns].mask(small(new[name][columns]))
        new[name] = new[name].assign(**{column: kept[column] for column in columns})
    new["assumptions"] = _assumptions(tables["assumptions"], every=bool(by_type))
    blanks = {name: _blanks(new[name]) - _blanks(tables[name]) for name in new}
    new.withheld = {name: number for name, number in blanks.items() if number}
    return new


def _blanks(frame: pd.DataFrame) -> int:
    return int(frame.isna().to_numpy().sum())


def hidden(placements: pd.DataFrame) -> tuple[set[Row], set[Row]]:
    """Dates and placement types withheld, and dates and whole families withheld.

    Args:
        placements: The table of placements by scenario.
    """
    types = placements[placements["placement_type"] != "total"]
    centre = types[small(types[["mean", "p50"]]).any(axis=1)]
    numbers = _numbers(types, "placement_type")
    by_type: set[Row] = set()
    by_family: set[Row] = set()
    for date, rows in centre.groupby("date"):
        kinds, families = set(rows["placement_type"]), set[str]()
        size = 0
        while size < (size := len(kinds) + len(families)):  # until every scenario is content
            for children in numbers[date]:
                kinds, families = _protected(kinds, families, children)
        by_type |= {(date, kind) for kind in kinds}
        by_family |= {(date, family) for family in families}
    return by_type, by_family


def _protected(
    blank: set[str], gone: set[str], children: Mapping[str, float]
) -> tuple[set[str], set[str]]:
    """Types and whole families to blank at one date, as one scenario has it.

    Args:
        blank: The types that are blank already.
        gone: The families that are blank already.
        children: Children of each type.
    """
    blank, gone = set(blank), set(gone)
    for family, members in TYPES_OF.items():
        if blank & set(members):
            sizes = {kind: children[kind] for kind in members}
            blank |= _enough(blank & set(members), sizes)
            if not _is_enough(blank & set(members), sizes):
                gone.add(family)
    sizes = {family: sum(children[k] for k in members) for family, members in TYPES_OF.items()}
    gone = _enough(gone, sizes) if gone else gone
    return blank.union(*(TYPES_OF[family] for family in gone)), gone


def _numbers(frame: pd.DataFrame, name: str) -> dict[Hashable, list[dict[str, float]]]:
    """By date, the children of each type or area: one dictionary for each scenario."""
    means = frame.pivot(index=["date", "scenario"], columns=name, values="mean")
    numbers: dict[Hashable, list[dict[str, float]]] = {}
    dates = means.index.get_level_values("date")
    for date, row in zip(dates, means.to_dict("records"), strict=True):
        numbers.setdefault(date, []).append({str(word): float(n) for word, n in row.items()})
    return numbers


def _is_enough(blank: set[str], sizes: Mapping[str, float]) -> bool:
    """Whether what is blank together hides each part: a blank zero hides nothing."""
    held = [sizes[name] for name in blank if sizes[name] > 0]
    return len(held) >= 2 and sum(held) >= _HIDDEN_TOGETHER


def _enough(blank: set[str], sizes: Mapping[str, float]) -> set[str]:
    """Add the next smallest until what is blank is enough, or nothing is left to add."""
    chosen = set(blank)
    for name in sorted(sizes, key=lambda name: (sizes[name], name)):
        if not _is_enough(chosen, sizes) and sizes[name] > 0:
            chosen.add(name)
    return chosen


def _area(frame: pd.DataFrame) -> pd.DataFrame:
    """Blank small areas and the next smallest: the three add up to the total."""
    centre = frame[small(frame[["mean", "p50"]]).any(axis=1)]
    numbers = _numbers(frame, "area")
    rows: set[Row] = set()
    for date, few in centre.groupby("date"):
        areas = set(few["area"])
        for children in numbers[date]:
            areas = _enough(areas, children)
        rows |= {(date, area) for area in areas}
    return _blanked(frame, ["date", "area"], rows)


def _small_gaps(tables: Mapping[str, pd.DataFrame]) -> set[Row]:
    """Dates and families whose gap or supply is small: need less either gives the other."""
    gap = tables["gap"]
    rows = gap[small(gap[["usable_supply_p50", "gap_p50"]]).any(axis=1)]
    return set(zip(rows["date"], rows["family"], strict=True))


def _assumptions(frame: pd.DataFrame, every: bool) -> pd.DataFrame:
    """Blank assumed numbers of children: the small ones, or every one when any type is blank."""
    numbers = frame[["value", "low", "high"]].astype(float)
    children = frame["unit"].str.split(",").str[0].eq("children").to_numpy(bool)
    hit = children & (every | small(numbers).any(axis=1))
    return frame.assign(**{str(column): numbers[column].mask(hit) for column in numbers})


def _years(month_end: Hashable) -> set[str]:
    """The April-March years whose cost rests on a stock: two for that of 31 March."""
    days = (pd.Timestamp(str(month_end)), pd.Timestamp(str(month_end)) + pd.Timedelta(days=1))
    return {financial_year(day.year if day.month > 3 else day.year - 1) for day in days}


def _blanked(
    frame: pd.DataFrame,
    keys: list[str],
    rows: set[Row],
    columns: Iterable[str] | None = None,
) -> pd.DataFrame:
    """A copy with some value columns blank in the rows whose keys are listed."""
    numbers = list(columns or (str(c) for c in frame.select_dtypes("number")))
    hit = pd.MultiIndex.from_frame(frame[keys]).isin(list(rows))
    return frame.assign(**{column: frame[column].astype(float).mask(hit) for column in numbers})
