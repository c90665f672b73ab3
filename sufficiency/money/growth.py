"""How prices move: so that spending goes where the record of all councils says it goes.

The total of the council's spending is forecast first, and what is not modelled takes its share of
it (`money/spending`). Prices of all placements move together by one factor in each draw and year,
so that what the baseline buys, with what is not modelled, costs what the total says: prices are
what is left of spending when numbers and mix are taken out. They do not move against each other:
from 2022/23 to 2024/25 England's residential line took 5% more of spending a year, and its children
in expensive placements were 6% more of all children a year. What a council books where is no price.

Prices are drawn once, on the baseline's children, and every scenario is priced by them.
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
GROUPS: Final = ("residential", "fostering", "general")
"""Growth groups of placement types: what a user may give growth for."""
LEAST_MODELLED: Final = 0.2
"""Part of the total that placements take at least, however other services grow in a draw."""

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


def held_volumes(opening: np.ndarray, home_places: np.ndarray, calendar: Calendar) -> Volumes:
    """Volumes if every child and place of the opening stayed: at today's numbers and mix.

    Args:
        opening: children by placement type, (draws, placement types).
        home_places: own home places held, (draws,).
        calendar: the projection's months.
    """
    days = calendar.days.reshape(calendar.years, 12).sum(axis=1)
    return Volumes(opening[:, None] * days[:, None], home_places[:, None] * days)


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


def placement_index(
    spending: SpendingGrowth, volumes: Volumes, scaling: Scaling, prices: DailyPrices
) -> np.ndarray:
    """Price of every placement over the base year's in real terms, (draws, years).

    Args:
        spending: see `SpendingGrowth`.
        volumes: of the baseline.
        scaling: the base year's total and what is not modelled of it.
        prices: of the base year, child (draws, placement types) and place (draws,).
    """
    at_base_prices = DailyPrices(prices.child[:, None], prices.place[:, None]).cost(
        volumes.child_days, volumes.place_days
    )
    rest = rest_path(scaling.not_modelled, spending.of("other"))
    everything = scaling.total * spending.total
    modelled = np.maximum(everything - rest, LEAST_MODELLED * everything)
    return np.asarray(modelled / at_base_prices.sum(-1))


def rest_path(not_modelled: np.ndarray, growth: np.ndarray) -> np.ndarray:
    """GBP by year that no placement explains, (draws, years).

    Growth is in pounds of the mean, so that the mean path is the mean amount times mean growth: a
    workbook made of means then says the same as a run.

    Args:
        not_modelled: of the base year, (draws,).
        growth: over the base year, (draws, years).
    """
    return not_modelled[:, None] + not_modelled.mean() * (growth - 1.0)


def by_type(
    index: np.ndarray, groups: Sequence[str], years: Sequence[str], settings: GrowthSettings
) -> np.ndarray:
    """The index of each placement type, with growth of single years as the settings give it.

    Args:
        index: of all placements, (draws, years).
        groups: the growth group of each placement type, in their order.
        years: financial years of the projection.
        settings: growth by group and year, on average over draws; what sets draws apart stays.

    Returns:
        (draws, years, placement types).

    Raises:
        InputError: when a placement type or the settings name a group that is not one of `GROUPS`.
    """
    _check_groups(groups, "prices.csv: price_growth is '{}'")
    _check_groups(settings.real_growth, "Growth by year is given for '{}'")
    yearly = np.diff(np.log(index), axis=1, prepend=0.0)
    found = np.repeat(index[..., None], len(groups), axis=-1)
    for group, by_year in settings.real_growth.items():
        own = yearly.copy()
        for y, year in enumerate(years):
            if year in by_year:
                own[:, y] += np.log1p(by_year[year]) - own[:, y].mean()
        at = np.array([name == group for name in groups])
        found[..., at] = np.exp(np.cumsum(own, axis=1))[..., None]
    return found


def _at_level(constants: SpendingConstants, level: float | None) -> SpendingConstants:
    if level is None:
        return constants
    return replace(constants, england={max(constants.england): level})


def _check_groups(groups: Collection[str], message: str) -> None:
    for group in groups:
        if group not in GROUPS:
            raise InputError(f"{message.format(group)}; it must be one of {', '.join(GROUPS)}.")
