"""What a goal measures, in every draw of a result; and how far councils have ever gone."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from sufficiency.capacity import Projection, area_shares, children_by_area
from sufficiency.capacity.area import AREAS
from sufficiency.engine import Forecast, Result
from sufficiency.evidence import precedent
from sufficiency.placements import family_position, position
from sufficiency.scenarios.questions.goal import (
    GAPS,
    IN_HOUSE,
    LOOKED_AFTER,
    OUT_OF_AREA,
    Goal,
)

Ends = tuple[float, float, float]
"""P10, P50 and P90."""
_FEW: Final = 0.05
"""A change that fewer than one in twenty made is said to be so."""
_OWN: Final = ("kinship_fostering", "in_house_fostering", "in_house_residential")
_NOT_CONNECTED: Final = ("in_house_fostering", "agency_fostering")
_COMPARED: Final = {
    LOOKED_AFTER: "children looked after",
    "homes": "children who need a home",
    "mainstream_places": "mainstream fostering places",
}


def ends_of(values: np.ndarray) -> Ends:
    """P10, P50 and P90 of draws; the last may be infinite where some never get there."""
    method: Literal["linear", "nearest"] = "linear" if np.isfinite(values).all() else "nearest"
    low, middle, high = np.quantile(values, [0.1, 0.5, 0.9], method=method)
    return float(low), float(middle), float(high)


def measured(result: Result, goal: Goal, forecast: Forecast) -> np.ndarray:
    """The goal's measure in each draw of a result, (draws,)."""
    at = goal.position(forecast.calendar)
    if goal.of_payback:
        return _payback_years(result, forecast)
    if goal.of_money:
        return result.costs.total("real" if goal.price_basis == "real" else "nominal")[:, at]
    (first, *_) = goal.measure
    projection = result.projection
    if first in GAPS:
        family = GAPS[first]
        need = projection.need[:, at, family_position(family)]
        return np.maximum(need - projection.fillable_places[family][:, at], 0.0)
    children = projection.placements[:, at]
    if first == IN_HOUSE:
        own, agency = (children[:, position(kind)] for kind in _NOT_CONNECTED)
        both = own + agency
        return 100.0 * np.divide(own, both, out=np.ones_like(own), where=both > 0)
    if first == LOOKED_AFTER:
        number = children.sum(axis=-1)
    elif first == OUT_OF_AREA:
        number = _outside(result, forecast)[:, at]
    else:
        number = children[:, [position(kind) for kind in goal.measure]].sum(axis=-1)
    if goal.percent_of is None:
        return number
    whole = (
        children.sum(axis=-1)
        if goal.percent_of == LOOKED_AFTER
        else projection.need[:, at, family_position(goal.percent_of)]
    )
    return np.asarray(100.0 * number / np.maximum(whole, 1e-9))


def empty_places(result: Result, month: int) -> np.ndarray:
    """The council's own places that could be filled at a month end and stand empty, (draws,)."""
    projection = result.projection
    children = projection.placements[:, month]
    own = children[:, [position(k) for k in _OWN]].sum(-1)
    can_be_filled = sum(places[:, month] for places in projection.fillable_places.values())
    return np.maximum(can_be_filled - own, 0.0)


def beyond_any_council(result: Result, forecast: Forecast, month: int) -> tuple[str, ...]:
    """Where a result goes further by a date than councils have gone, from the record of all."""
    base, there = forecast.baseline.projection, result.projection
    years = max(1, round(month / 12))
    said = []
    for series, words in _COMPARED.items():
        before, after = (_number(series, p, month) for p in (base, there))
        opening = _number(series, base, 0)
        found = precedent(series, years)
        if found is None or opening <= 0 or abs(after - before) < 0.01 * before:
            continue
        change = (after / opening) ** (found.years / years)
        as_far = found.as_far(change)
        if as_far < _FEW * len(found.changes):
            said.append(
                f"{words[0].upper()}{words[1:]} would go from {opening:,.0f} to {after:,.0f} in "
                f"{years} years, at a pace of {abs(change - 1):.0%} {_way(change)} in "
                f"{found.years}. Of {len(found.changes):,} such spells in the record of "
                f"{found.councils} councils {as_far or 'none'} went as far."
            )
    return tuple(said)


def _way(change: float) -> str:
    return "more" if change > 1 else "fewer"


def _number(series: str, projection: Projection, month: int) -> float:
    """Middle of a series at a month end."""
    if series == LOOKED_AFTER:
        values = projection.total[:, month]
    elif series == "homes":
        values = projection.need[:, month, family_position("homes")]
    else:
        values = projection.approved_places["mainstream"][:, month]
    return float(np.median(values))


def _outside(result: Result, forecast: Forecast) -> np.ndarray:
    """Children placed outside the boundary, (draws, months + 1)."""
    shares = area_shares(forecast.evidence, forecast.parameters.opening.mean(axis=0))
    p = result.projection
    by_area = children_by_area(p.placements, shares, p.effects.outside)
    return by_area[..., AREAS.index("out_of_area")]


def _payback_years(result: Result, forecast: Forecast) -> np.ndarray:
    """Years from the first spending until what is saved is more; infinite where it never is."""
    saved = (forecast.baseline.costs.total("real") - result.costs.total("real")).cumsum(axis=1)
    spent = result.costs.programme.mean(axis=0) > 0
    first = int(np.argmax(spent)) if spent.any() else 0
    back = saved[:, first:] >= 0
    # Paid back for good: from the year after which it is never below nil again.
    for_good = np.flip(np.logical_and.accumulate(np.flip(back, axis=1), axis=1), axis=1)
    return np.where(for_good.any(axis=1), np.argmax(for_good, axis=1) + 1.0, np.inf)
