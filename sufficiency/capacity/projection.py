"""Carry the forecast through capacity: who lives where, month by month, in every draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sufficiency.capacity.effects import Allowance, Effects
from sufficiency.capacity.households import household_path, inverse_poisson
from sufficiency.capacity.parameters import CapacityParameters
from sufficiency.capacity.queue import settle
from sufficiency.flows import BaselineFlows
from sufficiency.placements import FAMILIES, PLACEMENT_TYPES, TYPES_OF, family_position, position

FOSTERING, HOMES = family_position("fostering"), family_position("homes")
KINSHIP, IN_HOUSE, AGENCY = (position(kind) for kind in TYPES_OF["fostering"])
OWN_HOME, EXTERNAL = (position(kind) for kind in TYPES_OF["homes"])
_OF_FAMILY = {
    family: slice(position(kinds[0]), position(kinds[-1]) + 1) for family, kinds in TYPES_OF.items()
}


@dataclass(frozen=True)
class Projection:
    """One scenario, in every draw.

    Stocks have months + 1 month ends, the first of them the opening count; flows have months.

    Attributes:
        placements: children by placement type, (draws, months + 1, placement types).
        need: children by family of need, (draws, months + 1, families). A child who needs a home
            and lives in a set-aside fostering place counts as need for homes.
        households, approved_places, usable_places, filled_places: by kind of carer
            ("mainstream", "connected"), each (draws, months + 1).
        fillable_places: own places that can be filled for the need of a family, "fostering"
            (connected carers' and mainstream places) and "homes" (own beds, and mainstream
            places set aside for children who would otherwise live in a home), each
            (draws, months + 1).
        home_places: own home beds held, filled or not, (draws, months + 1).
        entries, exits, moves: children by family, (draws, months, families); moves are net and
            add to nil over families.
        allowances: GBP a month paid for children who left by a lever, (draws, months).
    """

    dates: pd.DatetimeIndex
    placements: np.ndarray
    need: np.ndarray
    households: dict[str, np.ndarray]
    approved_places: dict[str, np.ndarray]
    usable_places: dict[str, np.ndarray]
    filled_places: dict[str, np.ndarray]
    fillable_places: dict[str, np.ndarray]
    home_places: np.ndarray
    entries: np.ndarray
    exits: np.ndarray
    moves: np.ndarray
    allowances: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """All children looked after, (draws, months + 1)."""
        return self.placements.sum(-1)


def project(
    dates: pd.DatetimeIndex,
    opening: np.ndarray,
    flows: BaselineFlows,
    parameters: CapacityParameters,
    effects: Effects,
) -> Projection:
    """Children by placement type under a scenario's effects.

    Need moves first (entries, exits, moves between families, step-down), so that capacity never
    changes how many children are in care. Carers and homes then set the places, and the queue
    says who fills them. The formulation is written out in docs/method.md.

    Args:
        dates: the months + 1 month ends.
        opening: children by family at the opening, (draws, families).
    """
    need, entries, exits, moves, led_out = _need(opening, flows, effects)
    mainstream, for_homes = _households(parameters, effects)
    per_household = parameters.places_per_household * parameters.usable_share * parameters.ceiling
    places = mainstream * per_household[:, None]
    places_for_homes = for_homes * per_household[:, None]
    home_places = parameters.home_places[:, None] + _with_opening(effects.home_places)
    usable_home = (parameters.home_places * parameters.home_ceiling)[:, None] + _with_opening(
        effects.home_places_usable
    )
    placements = _place(
        need, flows, parameters, effects, led_out, places, places_for_homes, usable_home
    )
    connected = placements[:, :, KINSHIP]
    households = mainstream + for_homes
    approved = households * parameters.places_per_household[:, None]
    return Projection(
        dates=dates,
        placements=placements,
        need=need,
        households={
            "mainstream": households.astype(np.float64),
            "connected": connected / parameters.connected_children_per_household[:, None],
        },
        approved_places={"mainstream": approved, "connected": connected},
        usable_places={
            "mainstream": approved * parameters.usable_share[:, None],
            "connected": connected,
        },
        filled_places={"mainstream": placements[:, :, IN_HOUSE], "connected": connected},
        fillable_places={
            "fostering": connected + places,
            "homes": usable_home + places_for_homes,
        },
        home_places=home_places,
        entries=entries,
        exits=exits,
        moves=moves,
        allowances=_allowance_costs(led_out, effects.allowances, dates),
    )


def _need(
    opening: np.ndarray, flows: BaselineFlows, effects: Effects
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Need by family, entries, exits, net moves, and children led out of care by a lever."""
    draws, months, families = flows.entries.shape
    entries = flows.entries * effects.entering
    extra = np.stack([effects.leaving[..., _OF_FAMILY[f]].sum(-1) for f in FAMILIES], axis=-1)
    extra = np.minimum(extra, 1.0)
    need = np.empty((draws, months + 1, families))
    exits, moves = np.empty_like(entries), np.empty_like(entries)
    led_out = np.zeros((draws, months, len(PLACEMENT_TYPES)))
    need[:, 0] = opening
    for month in range(months):
        stock = need[:, month]
        of_themselves = flows.exit_share[:, month] * stock
        moving = flows.move_out_share[:, month] * stock
        remaining = stock - of_themselves - moving
        led = extra[:, month] * remaining
        stepping = effects.stepping_down[:, month] * (remaining - led)[:, HOMES]
        move = moving.sum(-1, keepdims=True) * flows.arrival_share[:, month] - moving
        move[:, HOMES] -= stepping
        move[:, FOSTERING] += stepping
        exits[:, month], moves[:, month] = of_themselves + led, move
        need[:, month + 1] = np.maximum(stock - exits[:, month] + entries[:, month] + move, 0.0)
        for family, index in enumerate(_OF_FAMILY.values()):
            led_out[:, month, index] = effects.leaving[:, month, index] * remaining[:, family, None]
    return need, entries, exits, moves, led_out


def _households(parameters: CapacityParameters, effects: Effects) -> tuple[np.ndarray, np.ndarray]:
    """Mainstream households for fostering need, and those set aside for children in homes."""
    uniforms = parameters.uniforms
    leaving = parameters.leaving[:, None] * effects.staying
    approved = inverse_poisson(
        uniforms["approve"], np.broadcast_to(parameters.approvals[:, None], leaving.shape)
    )
    recruited = inverse_poisson(uniforms["recruit"], effects.approvals)
    for_homes = inverse_poisson(uniforms["recruit_for_homes"], effects.approvals_for_homes)
    mainstream = household_path(
        parameters.households, leaving, approved + recruited, uniforms["leave"]
    )
    none = np.zeros_like(parameters.households)
    return mainstream, household_path(none, leaving, for_homes, uniforms["leave_for_homes"])


def _place(
    need: np.ndarray,
    flows: BaselineFlows,
    parameters: CapacityParameters,
    effects: Effects,
    led_out: np.ndarray,
    places: np.ndarray,
    places_for_homes: np.ndarray,
    usable_home: np.ndarray,
) -> np.ndarray:
    """Children by placement type: fostering and homes by their queues, others as they are."""
    draws, months = flows.entries.shape[:2]
    placements = np.empty((draws, months + 1, len(PLACEMENT_TYPES)))
    for family, index in zip(range(len(FAMILIES)), _OF_FAMILY.values(), strict=True):
        if index.stop - index.start == 1:
            placements[:, :, index.start] = need[:, :, family]
    placements[:, 0] = parameters.opening
    unlimited = np.full(draws, np.inf)
    leaves = flows.exit_share + flows.move_out_share
    settled = 1.0 - parameters.turnover.move_rate
    fostered = [parameters.opening[:, KINSHIP : i + 1].sum(1) for i in (KINSHIP, IN_HOUSE, AGENCY)]
    nobody = np.zeros(draws)
    housed = [
        nobody,
        parameters.opening[:, OWN_HOME],
        parameters.opening[:, OWN_HOME : EXTERNAL + 1].sum(1),
    ]
    for month in range(months):
        led = led_out[:, month]
        fostered = settle(
            fostered,
            [led[:, KINSHIP], led[:, IN_HOUSE], led[:, AGENCY]],
            leaves[:, month, FOSTERING],
            settled[:, FOSTERING],
            need[:, month + 1, FOSTERING],
            [unlimited, places[:, month + 1]],
            [parameters.suited_to_connected, parameters.suited_to_own],
        )
        housed = settle(
            housed,
            [nobody, led[:, OWN_HOME], led[:, EXTERNAL]],
            leaves[:, month, HOMES],
            settled[:, HOMES] * (1.0 - effects.stepping_down[:, month]),
            need[:, month + 1, HOMES],
            [places_for_homes[:, month + 1], usable_home[:, month + 1]],
            [parameters.suited_to_fostering, parameters.suited_to_own_home],
        )
        after = placements[:, month + 1]
        after[:, KINSHIP] = fostered[0]
        after[:, IN_HOUSE] = fostered[1] - fostered[0] + housed[0]
        after[:, AGENCY] = fostered[2] - fostered[1]
        after[:, OWN_HOME] = housed[1] - housed[0]
        after[:, EXTERNAL] = housed[2] - housed[1]
    return placements


def _with_opening(flow: np.ndarray) -> np.ndarray:
    """A level by month (draws, months) at the months + 1 month ends, nil at the opening."""
    return np.concatenate([np.zeros((len(flow), 1)), flow], axis=1)


def _allowance_costs(
    led_out: np.ndarray, allowances: tuple[Allowance, ...], dates: pd.DatetimeIndex
) -> np.ndarray:
    """GBP a month for children who left by a lever, at base-year prices, (draws, months).

    Each child is paid for from the month after they left, for the allowance's months.
    """
    days = dates[1:].day.to_numpy()
    cost = np.zeros(led_out.shape[:2])
    for allowance in allowances:
        started = (led_out * allowance.share).sum(-1).cumsum(axis=1)
        ended = np.zeros_like(started)
        if allowance.months < started.shape[1]:
            ended[:, allowance.months :] = started[:, : started.shape[1] - allowance.months]
        paid = np.zeros_like(started)
        paid[:, 1:] = (started - ended)[:, :-1]
        cost = cost + paid * allowance.weekly * days / 7.0
    return cost
