"""Which numbers of children to withhold so that no small one is shown or can be worked out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from sufficiency.months import financial_year
from sufficiency.placements import TYPES_OF
from sufficiency.results.publish.narrowing import OwnCounts, is_narrowed

SMALL: Final = 6
"""Numbers above 0 and below this are withheld (DfE: 1 to 5)."""
_HIDDEN_TOGETHER: Final = 2 * SMALL
"""Children that blank figures must hold between them, so that none is nearly known."""
_ROOM: Final = 2
"""Blank types beyond the sums of children that hold them: one for their total cost, which is shown
and with the price list is one more sum, and one that keeps them unknown."""
Row = tuple[Hashable, str]
"""A date or a financial year, and a type, family or area."""
Pounds = Mapping[str, Mapping[str, float]]
"""What each type costs in a year, by scenario."""


def small(values: pd.DataFrame | pd.Series) -> np.ndarray:
    """Which values are above 0 and below 6, as a boolean array of the same shape."""
    numbers = values.to_numpy(float)
    return (numbers > 0) & (numbers < SMALL)


def hidden(
    placements: pd.DataFrame,
    costs: pd.DataFrame,
    unpublished: set[Row],
    own: OwnCounts | None = None,
) -> tuple[set[Row], set[Row]]:
    """Dates and placement types withheld, and dates and whole families withheld.

    From the first date with something to withhold to the last, what is blank once stays so: a
    month shown between two that are not would tell both. What counts of the council's own need
    withheld is withheld in every month of the run: a line of zeros that stops would tell the month
    a child came, and the forecast of a few months on is close to the count it starts from.

    Args:
        placements: The table of placements by scenario.
        costs: The table of costs by scenario.
        unpublished: Dates and families whose number the publisher withheld, whatever its size.
        own: What is counted and nobody has published; None where all of it is public.
    """
    types = placements[placements["placement_type"] != "total"]
    at = _small_at(types)
    for date, family in unpublished:
        at.setdefault(date, set()).update(TYPES_OF[family])
    kinds, families = set[str](), set[str]()
    if own is not None:
        kinds, families = _of_own(types, costs, unpublished, own)
        if kinds:
            at = {date: at.get(date, set()) for date in types["date"].unique()}
    if not at:
        return set(), set()
    within = types[types["date"].between(min(at), max(at))]
    numbers = numbers_by_date(within, "placement_type")
    money = _yearly_costs(costs)
    by_type: set[Row] = set()
    by_family: set[Row] = set()
    for date in sorted(numbers, key=str):
        few = frozenset(at.get(date, ()))
        kinds |= few
        families |= {family for day, family in unpublished if day == date}
        kinds, families = _content(few, kinds, families, numbers[date], _paid(money, date))
        by_type |= {(date, kind) for kind in kinds}
        by_family |= {(date, family) for family in families}
    return by_type, by_family


def _small_at(types: pd.DataFrame) -> dict[Any, set[str]]:
    """By date, the types with a small mean or median in any scenario."""
    centre = types[small(types[["mean", "p50"]]).any(axis=1)]
    at: dict[Any, set[str]] = {}
    for date, kind in zip(centre["date"], centre["placement_type"], strict=True):
        at.setdefault(date, set()).add(kind)
    return at


def _of_own(
    types: pd.DataFrame, costs: pd.DataFrame, unpublished: set[Row], own: OwnCounts
) -> tuple[set[str], set[str]]:
    """Types and whole families that counts of the council's own need withheld, in any month.

    Where sums, prices and costs that are shown would still narrow a small count, more families
    are withheld, smallest first, until it may be anything from 1 to 5.
    """
    counted = types[types["date"] <= own.last]
    at, numbers = _small_at(counted), numbers_by_date(counted, "placement_type")
    kinds = set[str]().union(*at.values())
    families = {family for _, family in unpublished}
    kinds = kinds.union(*(TYPES_OF[family] for family in families))
    if not kinds:
        return kinds, families
    money = _yearly_costs(costs)
    for date in sorted(numbers, key=str):
        few = frozenset(at.get(date, ()))
        kinds, families = _content(few, kinds, families, numbers[date], _paid(money, date))
        children = next(iter(numbers[date].values()))  # what is counted is alike in every scenario
        sizes = {f: sum(children[kind] for kind in members) for f, members in TYPES_OF.items()}
        for family in sorted(sizes, key=lambda family: (sizes[family], family)):
            if not any(is_narrowed(kind, kinds, families, children, own) for kind in few):
                break
            families.add(family)
            kinds |= set(TYPES_OF[family])
    return kinds, families


def _paid(money: Mapping[str, Pounds], date: Hashable) -> Pounds:
    """What each type costs in the first year with a cost that rests on the stock of a date."""
    return next(money[year] for year in sorted(years_of(date)) if year in money)


def _content(
    few: frozenset[str],
    kinds: set[str],
    families: set[str],
    numbers: Mapping[str, Mapping[str, float]],
    paid: Pounds,
) -> tuple[set[str], set[str]]:
    """Types and families to blank at one date, until every scenario is content."""
    size = 0
    while size < (size := len(kinds) + len(families)):
        for scenario, children in numbers.items():
            kinds, families = _protected(few, kinds, families, children, paid[scenario])
    return kinds, families


def _protected(
    few: frozenset[str],
    blank: set[str],
    gone: set[str],
    children: Mapping[str, float],
    pounds: Mapping[str, float],
) -> tuple[set[str], set[str]]:
    """Types and whole families to blank at one date, as one scenario has it.

    Args:
        few: The types with a small number of children, in this scenario or another.
        blank: The types that are blank already.
        gone: The families that are blank already.
        children: Children of each type.
        pounds: What each type costs in the year.
    """
    blank, gone = set(blank), set(gone)
    for family, members in TYPES_OF.items():
        if blank & set(members):
            sizes = {kind: children[kind] for kind in members}
            blank |= enough(blank & set(members), sizes)
            if not is_enough(blank & set(members), sizes):
                gone.add(family)
    sizes = {family: sum(children[k] for k in members) for family, members in TYPES_OF.items()}
    gone = enough(gone, sizes) if gone else gone
    blank = blank.union(*(TYPES_OF[family] for family in gone))
    for family in sorted(sizes, key=lambda family: (sizes[family], family)):
        known = _room(blank, gone, children) < _ROOM or _dear(few, blank, children, pounds)
        if known and sizes[family] > 0:
            gone.add(family)
            blank |= set(TYPES_OF[family])
    return blank, gone


def _dear(
    few: frozenset[str],
    blank: set[str],
    children: Mapping[str, float],
    pounds: Mapping[str, float],
) -> bool:
    """Whether a small type costs so much beside the others that their total cost tells it.

    It does when the others cost less between them than six children of that type would.
    """
    whole = sum(pounds[kind] for kind in blank)
    return any(
        whole - pounds[kind] < SMALL * pounds[kind] / children[kind]
        for kind in few
        if children[kind] > 0
    )


def _yearly_costs(costs: pd.DataFrame) -> Mapping[str, Pounds]:
    """Mean real cost by financial year, scenario and type."""
    real = costs[costs["price_basis"] == "real"]
    wide = real.pivot(index=["financial_year", "scenario"], columns="placement_type", values="mean")
    found: dict[str, dict[str, Mapping[str, float]]] = {}
    for (year, scenario), row in zip(wide.index, wide.to_dict("records"), strict=True):
        found.setdefault(year, {})[scenario] = {str(kind): float(x) for kind, x in row.items()}
    return found


def years_of(month_end: Hashable) -> set[str]:
    """The April-March years whose cost rests on a stock: two for that of 31 March."""
    days = (pd.Timestamp(str(month_end)), pd.Timestamp(str(month_end)) + pd.Timedelta(days=1))
    return {financial_year(day.year if day.month > 3 else day.year - 1) for day in days}


def _room(blank: set[str], gone: set[str], children: Mapping[str, float]) -> int:
    """How many blank types could be set freely, given the sums of them that are shown.

    Each family that is shown, and the total, settles one of the types it holds. A blank zero is
    no unknown: a reader may guess it.
    """
    sums = [blank & set(members) for family, members in TYPES_OF.items() if family not in gone]
    sums.append({kind for family in gone for kind in TYPES_OF[family]})
    unknown = [sum(children[kind] > 0 for kind in kinds) for kinds in sums]
    return sum(max(number - 1, 0) for number in unknown)


def numbers_by_date(frame: pd.DataFrame, name: str) -> dict[Hashable, dict[str, dict[str, float]]]:
    """Mean children of each type or area, by date and scenario."""
    means = frame.pivot(index=["date", "scenario"], columns=name, values="mean")
    numbers: dict[Hashable, dict[str, dict[str, float]]] = {}
    for (date, scenario), row in zip(means.index, means.to_dict("records"), strict=True):
        numbers.setdefault(date, {})[scenario] = {str(word): float(n) for word, n in row.items()}
    return numbers


def is_enough(blank: set[str], sizes: Mapping[str, float]) -> bool:
    """Whether what is blank together hides each part: a blank zero hides nothing."""
    held = [sizes[name] for name in blank if sizes[name] > 0]
    return len(held) >= 2 and sum(held) >= _HIDDEN_TOGETHER


def enough(blank: set[str], sizes: Mapping[str, float]) -> set[str]:
    """Add the next smallest until what is blank is enough, or nothing is left to add."""
    chosen = set(blank)
    for name in sorted(sizes, key=lambda name: (sizes[name], name)):
        if not is_enough(chosen, sizes) and sizes[name] > 0:
            chosen.add(name)
    return chosen
