"""Levers turned into changes of flows, carers, homes and prices.

Percentages of several levers combine as 1 - prod(1 - p) and counts add. Levers are put in a fixed
order first, so that the order in a file changes nothing, not even a last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sufficiency.capacity import Effects, no_effects
from sufficiency.scenarios import effects_children as children
from sufficiency.scenarios import effects_places as places
from sufficiency.scenarios.common import AnyLever
from sufficiency.scenarios.levers import OpenHome, Range, RecruitCarers, Scenario
from sufficiency.scenarios.setting import Setting, by_month, strength, total

__all__ = ["Setting", "effects_of", "strength"]


def effects_of(scenario: Scenario, setting: Setting) -> Effects:
    """All the effects of a scenario's levers, ready for `capacity.project` and for money."""
    levers = sorted(scenario.levers, key=lambda lever: lever.model_dump_json())
    leaving, allowances = children.leaving(levers, setting)
    approvals, for_homes = places.approvals(levers, setting)
    connected, connected_moving = places.connected(levers, setting)
    return replace(
        no_effects(setting.draws, setting.calendar.months),
        **places.homes(levers, setting),
        entering=children.entering(levers, setting),
        added=children.added(levers, setting),
        leaving=leaving,
        moving=children.moving(levers, setting),
        staying=places.staying(levers, setting),
        approvals=approvals,
        approvals_for_homes=for_homes,
        old_enough_to_leave_homes=setting.aged[10],
        connected=connected,
        connected_moving=connected_moving,
        agency=places.agency(levers, setting),
        prices=places.prices(levers, setting),
        outside=places.outside(levers, setting),
        programme=_programme(levers, setting),
        allowances=allowances,
    )


def _programme(levers: Sequence[AnyLever], setting: Setting) -> np.ndarray:
    """GBP a month spent on the levers themselves, at base-year prices, (draws, months)."""
    calendar = setting.calendar
    parts: list[np.ndarray] = []
    month = np.arange(calendar.months)
    for lever in levers:
        first = calendar.month_of(lever.starts)
        last = calendar.months if lever.until is None else calendar.month_of(lever.until)
        running = (month >= max(first, calendar.counted)) & (month <= last)
        parts += _spent(lever.cost.a_year, lever, "a_year", setting, running / 12.0)
        parts += _spent(
            lever.cost.one_off, lever, "one_off", setting, 1.0 * (running & (month == first))
        )
        if isinstance(lever, RecruitCarers) and lever.cost.one_off_per_household.high > 0:
            key = "one_off_per_household"
            each = _cost(lever.cost.one_off_per_household, lever, key, setting)
            parts.append(each[:, None] * places.recruited(lever, setting))
        if isinstance(lever, OpenHome) and lever.fixed_cost_a_week_per_place is not None:
            weekly = lever.fixed_cost_a_week_per_place * lever.places
            paid = weekly * calendar.days / 7.0 * strength(calendar, lever)
            parts.append(by_month(np.ones(setting.draws), paid))
    return total(parts, setting)


def _spent(
    amount: Range, lever: AnyLever, key: str, setting: Setting, months: np.ndarray
) -> list[np.ndarray]:
    """What a cost comes to, (draws, months), or nothing where none is given."""
    return [by_month(_cost(amount, lever, key, setting), months)] if amount.high > 0 else []


def _cost(amount: Range, lever: AnyLever, key: str, setting: Setting) -> np.ndarray:
    """A cost in each draw, never below nil, (draws,)."""
    return np.maximum(amount.mean + amount.sd * setting.normal(lever, f"cost.{key}"), 0.0)
