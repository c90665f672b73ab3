"""A small made-up authority for the engine's tests: forecast, flows and capacity on few draws."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sufficiency.capacity import CapacityParameters, Effects, Projection, no_effects, project
from sufficiency.capacity.parameters import UNIFORMS
from sufficiency.flows import Ages, BaselineFlows, Turnover, baseline_flows, months_first
from sufficiency.months import Calendar
from sufficiency.placements import FAMILIES, TYPES_OF, position
from sufficiency.scenarios import Setting

OPENING = np.array([364.0, 99.0, 46.0, 71.0, 18.0, 11.0, 43.0])


@dataclass(frozen=True)
class World:
    """Everything a scenario is run on."""

    setting: Setting
    parameters: CapacityParameters

    @property
    def flows(self) -> BaselineFlows:
        return self.setting.flows

    def project(self, effects: Effects) -> Projection:
        return project(
            self.setting.calendar.dates,
            self.setting.need[:, 0],
            self.flows,
            self.parameters,
            effects,
        )


def make_world(seed: int = 1, draws: int = 40, years: int = 3, counted: int = 0) -> World:
    """A world with random paths, rates and carers; the same for the same seed.

    Args:
        counted: months since the opening in which children are counted, alike in every draw.
    """
    rng = np.random.default_rng(seed)
    calendar = Calendar(2025, years, counted)
    steps = rng.normal(-0.002, 0.02, (draws, calendar.months, len(FAMILIES)))
    factor = np.exp(np.concatenate([np.zeros((draws, 1, 7)), steps.cumsum(axis=1)], axis=1))
    need = OPENING * factor
    need[:, 1 : counted + 1] = need[:1, 1 : counted + 1]
    turnover = Turnover(
        exit_rate=rng.uniform(0.005, 0.08, (draws, 7)),
        move_rate=rng.uniform(0.01, 0.06, (draws, 7)),
    )
    flows = baseline_flows(need, turnover.exit_rate)
    connected = rng.uniform(70, 110, draws)
    in_house = rng.uniform(100, 130, draws)
    own_homes = rng.uniform(4, 20, draws)
    opening = np.column_stack(
        [
            connected,
            in_house,
            364 - connected - in_house,
            own_homes,
            99 - own_homes,
            *np.tile(OPENING[2:, None], draws),
        ]
    )
    households = rng.integers(60, 90, draws)
    per_household, usable = rng.uniform(1.9, 2.3, draws), rng.uniform(0.85, 0.95, draws)
    ceiling = np.minimum(in_house * 1.03 / (households * per_household * usable), 1.0)
    opening[:, 1] = np.minimum(in_house, households * per_household * usable * ceiling)
    opening[:, 2] = 364 - opening[:, 0] - opening[:, 1]
    to_connected = opening[:, 0] / 364
    home_ceiling = rng.uniform(0.7, 1.0, draws)
    known = opening[:, None]
    home_places = own_homes / home_ceiling
    if counted:
        known = _counted(need[0, : counted + 1], opening[0], draws)
        most = known[0].max(axis=0)
        households = np.maximum(households, np.ceil(most[1] / (per_household * usable))).astype(int)
        places = households * per_household * usable
        ceiling = np.minimum(known[:, -1, 1] * 1.03 / places, 1.0)
        home_places = np.maximum(known[:, -1, 3] / home_ceiling, most[3])
    months = calendar.months
    parameters = CapacityParameters(
        known=known,
        turnover=turnover,
        households=households,
        leaving=rng.uniform(0.005, 0.02, (draws, months)),
        approvals=rng.uniform(0.2, 0.9, (draws, months)),
        places_per_household=per_household,
        usable_share=usable,
        ceiling=ceiling,
        connected_children_per_household=np.full(draws, 1.2),
        home_places=home_places,
        home_ceiling=home_ceiling,
        suited_to_connected=to_connected,
        suited_to_own=to_connected + (1 - to_connected) * rng.uniform(0.3, 0.9, draws),
        suited_to_fostering=np.full(draws, 0.3),
        suited_to_own_home=np.full(draws, 0.7),
        uniforms={name: rng.random((draws, calendar.months)) for name in UNIFORMS},
    )
    ages = _ages(draws)
    setting = Setting(calendar, months_first(need), flows, seed, ages=Ages(ages, ages))
    world = World(setting, parameters)
    agency = world.project(no_effects(draws, calendar.months)).placements[
        :, :, position("agency_fostering")
    ]
    leaving = parameters.mainstream[:, :-1] * parameters.leaving_by_month
    return replace(world, setting=replace(setting, agency=agency, leaving=leaving))


def _ages(draws: int) -> np.ndarray:
    """Shares of each family's children aged 0-4, 5-9, 10-15 and 16-17, alike in every draw."""
    shares = np.tile([0.2, 0.19, 0.39, 0.22], (len(FAMILIES), 1))
    shares[FAMILIES.index("homes")] = [0.02, 0.1, 0.58, 0.3]
    return np.tile(shares, (draws, 1, 1))


def _counted(need: np.ndarray, opening: np.ndarray, draws: int) -> np.ndarray:
    """Counts by type from counts by family, (draws, months + 1, types): types share as they did."""
    columns = []
    for f, kinds in enumerate(TYPES_OF.values()):
        share = opening[[position(kind) for kind in kinds]]
        columns.append(need[:, f, None] * share / share.sum())
    return np.repeat(np.concatenate(columns, axis=1)[None], draws, axis=0)
