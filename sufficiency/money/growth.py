"""How prices move: so that spending goes where the record of all councils says it goes.

The total of the council's spending is forecast first, and split into lines (`money/spending`). A
line's price index is what its spending does over what its children and places do: prices are what
is left of spending when volumes are taken out, mix within the line and the recording of spend with
them. They are drawn once, on the baseline's children, and every scenario is priced by them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from sufficiency.errors import InputError
from sufficiency.money.outturn import SCALED_LINES, BaseYear, Scaling, line_outturn
from sufficiency.money.priced import DailyPrices
from sufficiency.money.spending.lines import LINES, LinesOpening, line_constants, line_shares
from sufficiency.money.spending.model import (
    SpendingConstants,
    SpendingOpening,
    fading,
    growth_level,
    spending_constants,
    spending_paths,
)
from sufficiency.months import Calendar
from sufficiency.placements import PLACEMENT_TYPES, TYPES_OF

if TYPE_CHECKING:
    from sufficiency.evidence import Evidence

NATION: Final = "England"
LINE_OF: Final = MappingProxyType(
    {"residential": "Residential care", "fostering": "Fostering services"}
)
"""Growth groups with a published weekly cost, and what spend.csv calls its line."""
GENERAL: Final = "general"
GROUPS: Final[Mapping[str, str]] = MappingProxyType(
    {"residential": "residential", "fostering": "fostering", GENERAL: "other"}
)
"""Growth group of a placement type -> the line of spending it moves with."""

_FOSTERED = [kind in TYPES_OF["fostering"] for kind in PLACEMENT_TYPES]
_EXPENSIVE = [
    kind not in (*TYPES_OF["fostering"], "placed_with_parents", "placed_for_adoption")
    for kind in PLACEMENT_TYPES
]


@dataclass(frozen=True)
class GrowthSettings:
    """What growth is to be in place of what the record says.

    Attributes:
        level: log real growth a year that England's spending goes on from; None is the record's.
        inflation: general inflation by financial year ("2027/28": 0.02) where it is not to be the
            deflator's.
        real_growth: growth of prices above it by growth group and financial year, where it is not
            to be the estimate's; what sets draws apart stays.
    """

    level: float | None = None
    inflation: Mapping[str, float] = field(default_factory=dict)
    real_growth: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Volumes:
    """What the baseline buys in each April-March year.

    Attributes:
        child_days: children times days, (draws, years, placement types).
        place_days: own home places held times days, (draws, years).
    """

    child_days: np.ndarray
    place_days: np.ndarray


def held_volumes(base: BaseYear, calendar: Calendar) -> Volumes:
    """Volumes if every child and place of the opening stayed: at today's numbers and mix."""
    days = calendar.days.reshape(calendar.years, 12).sum(axis=1)
    return Volumes(base.opening[:, None] * days[:, None], base.home_places[:, None] * days)


@dataclass(frozen=True, eq=False)
class SpendingGrowth:
    """Where spending on all children looked after is heading, in real terms.

    Attributes:
        opening: where the council stands beside all others.
        level: log growth a year that England goes on from.
        total: spending over the base year's, (draws, years).
        lines: of each line over its base year's, (draws, years, lines), in the order of `LINES`.
    """

    opening: SpendingOpening
    level: float
    total: np.ndarray
    lines: np.ndarray

    def of(self, line: str) -> np.ndarray:
        """Spending of a line over its base year's, (draws, years)."""
        return np.asarray(self.lines[..., LINES.index(line)])


def draw_spending(
    evidence: Evidence,
    base: BaseYear,
    volumes: Volumes,
    scaling: Scaling,
    seed: int,
    settings: GrowthSettings,
) -> SpendingGrowth:
    """Draw the path of the total and of its lines.

    Args:
        evidence: the outturn by line, and the rate of children looked after.
        base: children at both ends of the base year.
        volumes: of the baseline; futures with more children cost more.
        scaling: the base year's total.
        seed: of the random numbers; England's part is shared by all councils of a seed.
        settings: see `GrowthSettings`.
    """
    constants = _at_level(spending_constants(), settings.level)
    code, year = evidence.authority.code, evidence.opening_year - 1
    opening = spending_opening(evidence, base, scaling.total, constants)
    expensive, fostered = (volumes.child_days[..., at].sum(-1) for at in (_EXPENSIVE, _FOSTERED))
    path = np.exp(spending_paths(opening, expensive, fostered, constants, code, seed))
    amounts = np.array([line_outturn(evidence, name) for name in SCALED_LINES.values()])
    shares = np.append(amounts, max(scaling.total - amounts.sum(), 0.0)) / scaling.total
    draws, years = path.shape
    left = fading(years, draws, constants, seed)
    split = line_shares(LinesOpening(code, year, shares), expensive, left, line_constants(), seed)
    lines = path[..., None] * split / np.maximum(shares, 1e-6)
    level = growth_level(np.array([constants.england[y] for y in sorted(constants.england)]))[-1]
    return SpendingGrowth(opening, float(level), path, lines)


def spending_opening(
    evidence: Evidence, base: BaseYear, total: float, constants: SpendingConstants
) -> SpendingOpening:
    """Where the council stands beside the median authority at the end of the base year."""
    opening, before = base.opening.mean(axis=0), base.before.mean(axis=0)
    children = float((opening.sum() + before.sum()) / 2)

    def now(at: list[bool]) -> float:
        end, start = opening[at].sum(), before[at].sum()
        return float(np.log(end / ((end + start) / 2))) if end + start > 0 and end > 0 else 0.0

    rate = float(evidence.series("rate_per_10000").get(evidence.opening_year, np.nan))
    found = {
        "expensive_now": now(_EXPENSIVE),
        "fostered_now": now(_FOSTERED),
        "level": float(np.log(total / children)),
        "rate": float(np.log(rate)) if rate > 0 else constants.usual["rate"],
    }
    beside = {name: value - constants.usual[name] for name, value in found.items()}
    return SpendingOpening(evidence.opening_year - 1, beside, children)


def price_indices(
    spending: SpendingGrowth,
    volumes: Volumes,
    scaling: Scaling,
    prices: DailyPrices,
    groups: Sequence[str],
) -> np.ndarray:
    """Price over base-year price in real terms, by year, (draws, years, placement types).

    What a growth group's line is heading for, over what its children and places would cost at
    base-year prices; types outside the two lines of placements move as spending on other services
    does for each child looked after.

    Args:
        spending: see `SpendingGrowth`.
        volumes: of the baseline.
        scaling: volumes of the base year.
        prices: of the base year, child (draws, placement types) and place (draws,).
        groups: the growth group of each placement type, in their order.

    Raises:
        InputError: when a placement type names a growth group that is not one of `GROUPS`.
    """
    _check_groups(groups, "prices.csv: price_growth is '{}'")
    before = prices.cost(scaling.child_days, scaling.place_days)
    after = DailyPrices(prices.child[:, None], prices.place[:, None]).cost(
        volumes.child_days, volumes.place_days
    )
    days = volumes.child_days.sum(-1) / scaling.child_days.sum(-1)[:, None]
    index = np.empty_like(after)
    for group, line in GROUPS.items():
        at = [name == group for name in groups]
        if group == GENERAL:
            bought = days
        else:
            bought = _ratio(after[..., at].sum(-1), before[:, at].sum(-1)[:, None])
        index[..., at] = (spending.of(line) / bought)[..., None]
    return index


def with_given(
    index: np.ndarray, groups: Sequence[str], years: Sequence[str], settings: GrowthSettings
) -> np.ndarray:
    """Price indices with growth of single years as the settings give it, on average over draws.

    Raises:
        InputError: when the settings name a growth group that is not one of `GROUPS`.
    """
    _check_groups(settings.real_growth, "Growth by year is given for '{}'")
    yearly = np.diff(np.log(index), axis=1, prepend=0.0)
    for group, by_year in settings.real_growth.items():
        at = [name == group for name in groups]
        for y, year in enumerate(years):
            if year in by_year:
                of_year = yearly[:, y, at]
                yearly[:, y, at] = of_year - of_year.mean(axis=0) + np.log1p(by_year[year])
    return np.exp(np.cumsum(yearly, axis=1)) if settings.real_growth else index


def _at_level(constants: SpendingConstants, level: float | None) -> SpendingConstants:
    if level is None:
        return constants
    return replace(constants, england={max(constants.england): level})


def _ratio(after: np.ndarray, before: np.ndarray) -> np.ndarray:
    """One over the other; 1 where nothing was bought before or is after."""
    both = (before > 0) & (after > 0)
    return np.where(both, after / np.where(before > 0, before, 1.0), 1.0)


def _check_groups(groups: Collection[str], message: str) -> None:
    for group in groups:
        if group not in GROUPS:
            raise InputError(f"{message.format(group)}; it must be one of {', '.join(GROUPS)}.")
