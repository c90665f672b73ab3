"""Levers turned into changes of flows, carers, homes and prices.

Percentages of several levers combine as 1 - prod(1 - p) and counts add. Levers are put in a fixed
order first, so that the order in a file changes nothing, not even a last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sufficiency.capacity import Allowance, Effects, no_effects
from sufficiency.flows import BaselineFlows
from sufficiency.months import Calendar
from sufficiency.placements import FAMILY_OF, PLACEMENT_TYPES, family_position, position
from sufficiency.scenarios.levers import (
    AnyLever,
    ChangePrice,
    IncreaseExits,
    OpenHome,
    Range,
    RecruitCarers,
    ReduceEntries,
    RetainCarers,
    Scenario,
    StepDown,
)
from sufficiency.streams import stream

_MOST = 0.9
"""The largest share of a family's children that levers can lead out or move on in one month."""


@dataclass(frozen=True)
class Setting:
    """What levers act on: the baseline's need by family and its flows, on shared draws.

    Attributes:
        need: baseline children by family, (draws, months + 1, families).
    """

    calendar: Calendar
    need: np.ndarray
    flows: BaselineFlows
    seed: int

    @property
    def draws(self) -> int:
        return len(self.need)

    def settled(self, family: str) -> np.ndarray:
        """Baseline children of a family who stay in it for the month, (draws, months)."""
        f = family_position(family)
        going = self.flows.exit_share[..., f] + self.flows.move_out_share[..., f]
        return self.need[:, :-1, f] * (1.0 - going)

    def normal(self, lever: AnyLever, key: str) -> np.ndarray:
        """Standard normal numbers that every range of this kind of lever shares, (draws,)."""
        return stream(self.seed, "lever", f"{lever.lever}.{key}").standard_normal(self.draws)


def effects_of(scenario: Scenario, setting: Setting) -> Effects:
    """All the effects of a scenario's levers, ready for `capacity.project` and for money."""
    levers = sorted(scenario.levers, key=lambda lever: lever.model_dump_json())
    effects = no_effects(setting.draws, setting.calendar.months)
    effects = replace(effects, programme=_programme(levers, setting))
    effects = _with_entries(effects, levers, setting)
    effects = _with_exits(effects, levers, setting)
    effects = _with_step_down(effects, levers, setting)
    effects = _with_carers(effects, levers, setting)
    effects = _with_homes(effects, levers, setting)
    return _with_prices(effects, levers, setting)


def strength(calendar: Calendar, lever: AnyLever, delay: int = 0, runs_on: int = 0) -> np.ndarray:
    """How much of a lever acts in each month, from nil to one, (months,).

    Args:
        delay: months from the lever's start to its first effect.
        runs_on: months that the effect goes on after `until`.
    """
    month = np.arange(calendar.months)
    begins = calendar.month_of(lever.starts) + delay
    built_up = np.clip((month - begins + 1) / (lever.ramp_months + 1), 0.0, 1.0)
    if lever.until is None:
        return built_up
    return np.where(month <= calendar.month_of(lever.until) + runs_on, built_up, 0.0)


def _with_entries(effects: Effects, levers: Sequence[AnyLever], setting: Setting) -> Effects:
    entering = effects.entering.copy()
    for lever in levers:
        if isinstance(lever, ReduceEntries):
            share = lever.drawn("percent", setting.normal(lever, "percent")) / 100.0
            acts = strength(setting.calendar, lever, delay=lever.months_to_effect)
            factor = 1.0 - share[:, None] * acts
            for family in lever.families:
                entering[:, :, family_position(family)] *= factor
    return replace(effects, entering=entering)


def _with_exits(effects: Effects, levers: Sequence[AnyLever], setting: Setting) -> Effects:
    """Extra children who leave care, as shares of the baseline's settled children by type."""
    leading = [lever for lever in levers if isinstance(lever, IncreaseExits)]
    if not leading:
        return effects
    shape = (setting.draws, setting.calendar.months, len(PLACEMENT_TYPES))
    counts = []
    for lever in leading:
        key = "additional_children_a_year"
        a_month = lever.drawn(key, setting.normal(lever, key)) / 12.0
        count = np.zeros(shape)
        for kind, share in lever.from_placement.items():
            count[:, :, position(kind)] = (
                share * a_month[:, None] * strength(setting.calendar, lever)
            )
        counts.append(count)
    total = np.sum(counts, axis=0)
    settled = np.stack([setting.settled(FAMILY_OF[kind]) for kind in PLACEMENT_TYPES], axis=-1)
    leaving = np.divide(total, settled, out=np.zeros(shape), where=settled > 0)
    of_family = np.stack(
        [
            leaving[..., [FAMILY_OF[k] == FAMILY_OF[kind] for k in PLACEMENT_TYPES]].sum(-1)
            for kind in PLACEMENT_TYPES
        ],
        axis=-1,
    )
    leaving = leaving * np.minimum(1.0, _MOST / np.maximum(of_family, _MOST))
    allowances = tuple(
        Allowance(
            weekly=lever.continuing_allowance_a_week,
            months=round(12 * lever.allowance_years),
            share=lever.share_with_allowance
            * np.divide(count, total, out=np.zeros(shape), where=total > 0),
        )
        for lever, count in zip(leading, counts, strict=True)
        if lever.continuing_allowance_a_week > 0 and lever.allowance_years > 0
    )
    return replace(effects, leaving=leaving, allowances=allowances)


def _with_step_down(effects: Effects, levers: Sequence[AnyLever], setting: Setting) -> Effects:
    count = np.zeros((setting.draws, setting.calendar.months))
    for lever in levers:
        if isinstance(lever, StepDown):
            a_year = lever.drawn("children_a_year", setting.normal(lever, "children_a_year"))
            count = count + a_year[:, None] / 12.0 * strength(setting.calendar, lever)
    settled = setting.settled("homes")
    share = np.divide(count, settled, out=np.zeros_like(count), where=settled > 0)
    return replace(effects, stepping_down=np.minimum(share, _MOST))


def _with_carers(effects: Effects, levers: Sequence[AnyLever], setting: Setting) -> Effects:
    staying = effects.staying.copy()
    approvals, for_homes = effects.approvals.copy(), effects.approvals_for_homes.copy()
    for lever in levers:
        if isinstance(lever, RetainCarers):
            key = "fewer_leaving_percent"
            cut = lever.drawn(key, setting.normal(lever, key)) / 100.0
            staying *= 1.0 - cut[:, None] * strength(setting.calendar, lever)
        elif isinstance(lever, RecruitCarers):
            a_month = _recruited(lever, setting)
            approvals += lever.displaces.get("agency_fostering", 0.0) * a_month
            for_homes += lever.displaces.get("external_residential", 0.0) * a_month
    return replace(effects, staying=staying, approvals=approvals, approvals_for_homes=for_homes)


def _recruited(lever: RecruitCarers, setting: Setting) -> np.ndarray:
    """Expected extra households a month that can take a first child, (draws, months)."""
    key = "additional_households_a_year"
    a_year = lever.drawn(key, setting.normal(lever, key))
    lag = lever.months_to_first_placement
    return a_year[:, None] / 12.0 * strength(setting.calendar, lever, delay=lag, runs_on=lag)


def _with_homes(effects: Effects, levers: Sequence[AnyLever], setting: Setting) -> Effects:
    held, usable = effects.home_places.copy(), effects.home_places_usable.copy()
    priced = effects.home_places_priced.copy()
    for lever in levers:
        if isinstance(lever, OpenHome):
            places = lever.places * strength(setting.calendar, lever)
            held += places
            usable += lever.occupancy * places
            if lever.fixed_cost_a_week_per_place is None:
                priced += places
    return replace(effects, home_places=held, home_places_usable=usable, home_places_priced=priced)


def _with_prices(effects: Effects, levers: Sequence[AnyLever], setting: Setting) -> Effects:
    price = effects.price.copy()
    for lever in levers:
        if isinstance(lever, ChangePrice):
            change = lever.drawn("percent", setting.normal(lever, "percent")) / 100.0
            price[:, :, position(lever.placement_type)] *= 1.0 + change[:, None] * strength(
                setting.calendar, lever
            )
    return replace(effects, price=price)


def _programme(levers: Sequence[AnyLever], setting: Setting) -> np.ndarray:
    """GBP a month spent on the levers themselves, at base-year prices, (draws, months)."""
    calendar = setting.calendar
    spent = np.zeros((setting.draws, calendar.months))
    month = np.arange(calendar.months)
    for lever in levers:
        first = calendar.month_of(lever.starts)
        last = calendar.months if lever.until is None else calendar.month_of(lever.until)
        running = (month >= first) & (month <= last)
        spent += _cost(lever.cost.a_year, lever, "a_year", setting) / 12.0 * running
        spent += _cost(lever.cost.one_off, lever, "one_off", setting) * (month == first)
        if isinstance(lever, RecruitCarers):
            each = _cost(lever.cost.one_off_per_household, lever, "one_off_per_household", setting)
            spent += each * _recruited(lever, setting)
        if isinstance(lever, OpenHome) and lever.fixed_cost_a_week_per_place is not None:
            weekly = lever.fixed_cost_a_week_per_place * lever.places
            spent += weekly * calendar.days / 7.0 * strength(calendar, lever)
    return spent


def _cost(amount: Range, lever: AnyLever, key: str, setting: Setting) -> np.ndarray:
    """A cost in each draw, never below nil, (draws, 1)."""
    drawn = amount.mean + amount.sd * setting.normal(lever, f"cost.{key}")
    return np.maximum(drawn, 0.0)[:, None]
