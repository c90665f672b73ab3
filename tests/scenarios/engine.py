"""A made-up authority on which scenarios are run, and how two runs are compared."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from sufficiency.capacity import Effects, Projection, no_effects
from sufficiency.scenarios import Scenario, effects_of
from tests.scenarios.strategies import scenario_of
from tests.worlds import World, make_world

WORLD = make_world(seed=11, draws=25)
SHOWN = [
    *("placements", "need", "entries", "exits", "moves", "unplaced"),
    *("households", "approved_places", "usable_places", "filled_places", "fillable_places"),
    *("home_places", "home_places_priced", "allowances"),
]


def run(world: World, *levers: dict[str, Any] | Scenario) -> tuple[Effects, Projection]:
    """Levers as a file would write them, or one scenario, run."""
    whole = [scenario for scenario in levers if isinstance(scenario, Scenario)]
    scenario = whole[0] if whole else scenario_of(*levers)  # type: ignore[arg-type]
    effects = effects_of(scenario, world.setting)
    return effects, world.project(effects)


def same(first: Any, second: Any) -> bool:
    if isinstance(first, dict):
        return first.keys() == second.keys() and all(same(first[key], second[key]) for key in first)
    return np.array_equal(np.asarray(first), np.asarray(second))


def identical(first: Projection, second: Projection, leave_out: Collection[str] = ()) -> bool:
    shown = [name for name in SHOWN if name not in leave_out]
    return all(same(getattr(first, name), getattr(second, name)) for name in shown)


def price_factor(projection: Projection) -> np.ndarray:
    """What levers multiply weekly prices by; one where they leave them."""
    change = projection.price_change
    return np.ones(1) if change is None else change


def baseline() -> Projection:
    return WORLD.project(no_effects(WORLD.setting.draws, WORLD.setting.calendar.months))
