"""Levers on carers, homes, the market and where places are: what each does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sufficiency.capacity import AgencyLimit
from sufficiency.scenarios.common import AnyLever
from sufficiency.scenarios.levers_places import (
    BringCloser,
    ChangePrice,
    LimitAgency,
    OpenHome,
    RecruitCarers,
    RetainCarers,
    SupportConnected,
)
from sufficiency.scenarios.setting import Setting, by_month, strength, total


def staying(levers: Sequence[AnyLever], setting: Setting) -> np.ndarray | None:
    """Factor on the rate at which mainstream households leave."""
    factors = [
        1.0 - setting.acting(lever, "fewer_leaving_percent") / 100.0
        for lever in levers
        if isinstance(lever, RetainCarers)
    ]
    return np.prod(factors, axis=0) if factors else None


def approvals(
    levers: Sequence[AnyLever], setting: Setting
) -> tuple[np.ndarray | None, np.ndarray | None]:
    """Extra households a month for fostering need, and those set aside for children in homes."""
    for_fostering: list[np.ndarray] = []
    for_homes: list[np.ndarray] = []
    for lever in levers:
        if isinstance(lever, RecruitCarers):
            a_month = recruited(lever, setting)
            for kind, parts in (
                ("agency_fostering", for_fostering),
                ("external_residential", for_homes),
            ):
                if lever.displaces.get(kind, 0.0) > 0:
                    parts.append(lever.displaces[kind] * a_month)
    return _sum(for_fostering), _sum(for_homes)


def recruited(lever: RecruitCarers, setting: Setting) -> np.ndarray:
    """Expected extra households a month that can take a first child, (draws, months)."""
    lag = lever.months_to_first_placement
    return setting.acting(lever, "additional_households_a_year", delay=lag, runs_on=lag) / 12.0


def connected(
    levers: Sequence[AnyLever], setting: Setting
) -> tuple[np.ndarray | None, np.ndarray | None]:
    """Children a month found a connected carer, and the factor on their rate of moving."""
    chosen = [lever for lever in levers if isinstance(lever, SupportConnected)]
    if not chosen:
        return None, None
    found = [setting.acting(lever, "additional_children_a_year") / 12.0 for lever in chosen]
    factors = [1.0 - setting.acting(lever, "fewer_moves_percent") / 100.0 for lever in chosen]
    return _sum(found), np.prod(factors, axis=0)


def agency(levers: Sequence[AnyLever], setting: Setting) -> AgencyLimit | None:
    """The limit on agency homes: the baseline's use as the first lever starts, then shrinking.

    Yearly falls of several levers combine as 1 - prod(1 - p); of several ceilings the lowest
    holds, while its lever runs. After `until` the homes on offer stop shrinking.
    """
    chosen = [lever for lever in levers if isinstance(lever, LimitAgency)]
    if not chosen or setting.agency is None:
        return None
    calendar = setting.calendar
    months = calendar.months
    starts = [calendar.month_of(lever.starts) + lever.months_to_effect for lever in chosen]
    first = max(min(starts), calendar.counted)
    if first >= months:
        return None
    before = setting.agency[:, first]
    places = np.repeat(before[None, :], months, axis=0).T
    acts = [strength(calendar, lever) for lever in chosen]
    for lever, acting in zip(chosen, acts, strict=True):
        kept = 1.0 - setting.drawn(lever, "shrinks_percent_a_year") / 100.0
        places = places * (kept ** (acting.cumsum() / 12.0)[:, None]).T
    for lever, acting in zip(chosen, acts, strict=True):
        if lever.most_places is not None:
            places = np.where(acting > 0, np.minimum(places, lever.most_places), places)
    return AgencyLimit(first, before, places)


def homes(levers: Sequence[AnyLever], setting: Setting) -> dict[str, np.ndarray]:
    """Own home places added, by the attribute of `Effects`: held, usable, at the usual cost."""
    opened = [lever for lever in levers if isinstance(lever, OpenHome)]
    held = [
        lever.places * by_month(np.ones(setting.draws), strength(setting.calendar, lever))
        for lever in opened
    ]
    both = list(zip(opened, held, strict=True))
    priced = [places for lever, places in both if lever.fixed_cost_a_week_per_place is None]
    return {
        "home_places": total(held, setting),
        "home_places_usable": total([lever.occupancy * n for lever, n in both], setting),
        "home_places_priced": total(priced, setting),
    }


def prices(levers: Sequence[AnyLever], setting: Setting) -> dict[str, np.ndarray]:
    """By placement type, the factor on the weekly price."""
    factors: dict[str, np.ndarray] = {}
    for lever in levers:
        if isinstance(lever, ChangePrice):
            factor = 1.0 + setting.acting(lever, "percent") / 100.0
            kind = lever.placement_type
            factors[kind] = factors[kind] * factor if kind in factors else factor
    return factors


def outside(levers: Sequence[AnyLever], setting: Setting) -> dict[str, np.ndarray]:
    """By placement type, the factor on the share of children outside the boundary."""
    factors: dict[str, np.ndarray] = {}
    for lever in levers:
        if isinstance(lever, BringCloser):
            factor = 1.0 - setting.acting(lever, "percent") / 100.0
            for kind in lever.placement_types:
                factors[kind] = factors[kind] * factor if kind in factors else factor
    return factors


def _sum(parts: Sequence[np.ndarray]) -> np.ndarray | None:
    """The parts added up in their order; None where there are none."""
    return sum(parts[1:], parts[0]) if parts else None
