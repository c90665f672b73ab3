"""What joins weeks and prices, so that means of both give the mean of the cost.

A mean cost is not mean weeks times mean price: futures with more children may also be those with
dearer prices. For each line and year there is therefore a factor, the mean of the product over the
product of the means, near 1. Mean cost is linear in a price that moves alike in every draw, so the
factors hold at other prices. Where prices are known, each is the same in every draw, and the
factors are those of weeks and growth alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sufficiency.money import Prices, YearCosts
from sufficiency.money.priced import DAYS_A_WEEK, OWN_HOME, DailyPrices, in_weeks
from sufficiency.money.prices import base_year_prices, price_index, real_prices


@dataclass(frozen=True)
class Joining:
    """Factors of one way of drawing prices.

    Attributes:
        base, line: of the base year's weeks, and of those that its outturn line pays for, (lines,).
        factors: by scenario, (years, lines).
        cross: baseline, of a year's weeks at the growth of the year before, (years, lines).
        carried: baseline, of the year before's cost times the growth of all children, likewise.
    """

    base: np.ndarray
    line: np.ndarray
    factors: Mapping[str, np.ndarray]
    cross: np.ndarray
    carried: np.ndarray


def joining(
    costs: Mapping[str, YearCosts], baseline: YearCosts, prices: Prices, *, held: bool = False
) -> Joining:
    """The factors of a run.

    Args:
        costs: by scenario.
        baseline: that of the baseline.
        prices: as drawn.
        held: whether prices are taken to be the same in every draw.
    """
    scaling = prices.scaling
    drawn = base_year_prices(prices)
    a_day = _a_pound_a_week(drawn) if held else drawn
    weekly = np.append(a_day.child.mean(0), a_day.place.mean()) * DAYS_A_WEEK
    growth = with_places(prices.real_growth.mean(0))
    base = a_day.cost_by_line(scaling.child_days, scaling.place_days)
    on_line = a_day.cost_by_line(scaling.line_days, scaling.place_days)
    cross, carried = _of_the_bridge(baseline, prices, a_day, weekly)
    return Joining(
        base=over(base.mean(0), _mean_by_line(scaling.child_days, scaling.place_days) * weekly),
        line=over(on_line.mean(0), _mean_by_line(scaling.line_days, scaling.place_days) * weekly),
        factors={
            name: over(
                (_by_line(cost, prices) * _ratio(a_day, drawn)[:, None]).mean(0),
                mean_weeks(cost) * weekly * growth,
            )
            for name, cost in costs.items()
        },
        cross=cross,
        carried=carried,
    )


def saved_by_line(
    baseline: YearCosts, ours: YearCosts, prices: Prices
) -> tuple[np.ndarray, np.ndarray]:
    """What a scenario saves by priced line, mean GBP real, (years, lines) each.

    As prices were drawn; and where every base-year price is GBP 1 a week in every draw.
    """
    saved = _by_line(baseline, prices) - _by_line(ours, prices)
    drawn = base_year_prices(prices)
    a_pound = _ratio(_a_pound_a_week(drawn), drawn)
    return saved.mean(0), (saved * a_pound[:, None]).mean(0)


def mean_weeks(costs: YearCosts) -> np.ndarray:
    """Mean weeks by line, (years, lines)."""
    return _mean_by_line(costs.child_days, costs.place_days)


def over(a: np.ndarray, b: np.ndarray, otherwise: float = 1.0) -> np.ndarray:
    """`a` over `b`; `otherwise` where there is nothing to divide by."""
    return np.divide(a, b, out=np.full_like(a, otherwise), where=np.abs(b) > 1e-9)


def with_places(by_type: np.ndarray) -> np.ndarray:
    """Places held go with own homes: their column added last."""
    return np.concatenate([by_type, by_type[..., [OWN_HOME]]], axis=-1)


def _mean_by_line(child_days: np.ndarray, place_days: np.ndarray) -> np.ndarray:
    """Mean weeks with the places held last, (..., lines)."""
    return in_weeks(np.concatenate([child_days.mean(0), place_days.mean(0)[..., None]], axis=-1))


def _a_pound_a_week(drawn: DailyPrices) -> DailyPrices:
    one = 1.0 / DAYS_A_WEEK
    return DailyPrices(np.full_like(drawn.child, one), np.full_like(drawn.place, one))


def _ratio(a: DailyPrices, b: DailyPrices) -> np.ndarray:
    """One price over another by line, (draws, lines); 1 where the second is nil."""
    return over(
        np.concatenate([a.child, a.place[:, None]], axis=1),
        np.concatenate([b.child, b.place[:, None]], axis=1),
    )


def _by_line(costs: YearCosts, prices: Prices) -> np.ndarray:
    """GBP real by line in every draw, (draws, years, lines): own homes in two parts."""
    of_children = costs.child_days[..., OWN_HOME] * real_prices(prices).child[..., OWN_HOME]
    cost = with_places(costs.real)
    cost[..., OWN_HOME] = of_children
    cost[..., -1] -= of_children
    return cost


def _of_the_bridge(
    baseline: YearCosts, prices: Prices, a_day: DailyPrices, weekly: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """`cross` and `carried` of `Joining`."""
    scaling = prices.scaling
    days = np.concatenate([scaling.child_days[:, None], baseline.child_days], axis=1)
    places = np.concatenate([scaling.place_days[:, None], baseline.place_days], axis=1)
    index = price_index(prices)
    old = a_day.by_year(index[:, :-1])
    mean_index = with_places(index.mean(0))[:-1]
    own = _mean_by_line(days, places)
    grown = days[:, 1:].sum(-1) / days[:, :-1].sum(-1)
    at_old = old.cost_by_line(days[:, 1:], places[:, 1:])
    carried = old.cost_by_line(days[:, :-1], places[:, :-1]) * grown[..., None]
    return (
        over(at_old.mean(0), own[1:] * weekly * mean_index),
        over(carried.mean(0), own[:-1] * weekly * mean_index),
    )
