"""Who lives where: the queues of fostering and of homes, run month by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sufficiency.capacity.effects import AgencyLimit, Effects
from sufficiency.capacity.need import Need
from sufficiency.capacity.parameters import CapacityParameters
from sufficiency.capacity.places import Places
from sufficiency.capacity.queue import settle
from sufficiency.flows import BaselineFlows
from sufficiency.placements import (
    FAMILIES,
    FAMILY_OF,
    PLACEMENT_TYPES,
    TYPES_OF,
    family_position,
    position,
)

FOSTERING, HOMES = family_position("fostering"), family_position("homes")
KINSHIP, IN_HOUSE, AGENCY = (position(kind) for kind in TYPES_OF["fostering"])
OWN_HOME, EXTERNAL = (position(kind) for kind in TYPES_OF["homes"])


@dataclass(frozen=True)
class Placed:
    """Who lives where.

    Attributes:
        placements: children by placement type, (draws, months + 1, placement types).
        unplaced: children who need a foster home, find none because agency supply is limited, and
            live in an external home instead, (draws, months + 1); they are in `placements` there.
        connected_stayed: children with connected carers who were there at the last month end and
            stayed, (draws, months).
    """

    placements: np.ndarray
    unplaced: np.ndarray | None
    connected_stayed: np.ndarray


def place(
    need: Need,
    flows: BaselineFlows,
    parameters: CapacityParameters,
    effects: Effects,
    places: Places,
) -> Placed:
    """Children by placement type: fostering and homes by their queues, others as they are.

    Month ends that are counted are as they were counted; the queues run from the last of them.
    """
    draws, months = flows.entries.shape[:2]
    placed = np.empty((months + 1, len(PLACEMENT_TYPES), draws))
    path = np.moveaxis(need.path, 0, -1)
    for family, kinds in enumerate(TYPES_OF.values()):
        if len(kinds) == 1:
            placed[:, position(kinds[0])] = path[:, family]
    counted = parameters.known.shape[1] - 1
    placed[: counted + 1] = np.moveaxis(parameters.known, 0, -1)
    unplaced = None if effects.agency is None else np.zeros((months + 1, draws))
    stayed = np.empty((months, draws))
    leaves = np.moveaxis(flows.exit_share + flows.move_out_share, 0, -1)
    settled = 1.0 - parameters.turnover.move_rate
    unlimited, nobody = np.full(draws, np.inf), np.zeros(draws)
    fostered = list(np.cumsum(placed[counted, : AGENCY + 1], axis=0))
    own_home = placed[counted, OWN_HOME]
    housed = [nobody, own_home, own_home + placed[counted, EXTERNAL]]
    stays = {
        family: np.broadcast_to(
            settled[:, family] * (1.0 - _moved_share(need, effects, leaves, family)),
            (months, draws),
        )
        for family in (FOSTERING, HOMES)
    }
    supply = None if effects.agency is None else effects.agency.before
    settling = (1.0 - leaves[:, FOSTERING]) * stays[FOSTERING]
    connected = placed[: counted + 1, KINSHIP]
    stayed[:counted] = np.minimum(connected[:-1] * settling[:counted], connected[1:])
    for month in range(counted, months):
        led = {kind: count[:, month] for kind, count in need.led_out.items()}
        stay = stays[FOSTERING][month]
        kept = _kept(effects, stay / settled[:, FOSTERING], parameters, month)
        before = fostered[0]
        fostered = settle(
            fostered,
            [led.get(kind, nobody) for kind in TYPES_OF["fostering"]],
            leaves[month, FOSTERING],
            stay,
            path[month + 1, FOSTERING],
            [unlimited, places.fostering[:, month + 1]],
            [parameters.suited_to_connected, parameters.suited_to_own],
            kept,
            None if effects.connected is None else effects.connected[:, month],
        )
        remaining = np.maximum(
            (1.0 - leaves[month, FOSTERING]) * before - led.get("kinship_fostering", nobody), 0.0
        )
        stayed[month] = np.minimum(remaining * (stay if kept is None else stay + kept), fostered[0])
        housed = settle(
            housed,
            [nobody, *(led.get(kind, nobody) for kind in TYPES_OF["homes"])],
            leaves[month, HOMES],
            stays[HOMES][month],
            path[month + 1, HOMES],
            [
                np.minimum(places.set_aside[:, month + 1], need.old_enough[:, month + 1]),
                places.homes[:, month + 1],
            ],
            [parameters.suited_to_fostering, parameters.suited_to_own_home],
        )
        after = placed[month + 1]
        after[KINSHIP] = fostered[0]
        after[IN_HOUSE] = fostered[1] - fostered[0] + housed[0]
        after[AGENCY] = fostered[2] - fostered[1]
        after[OWN_HOME] = housed[1] - housed[0]
        after[EXTERNAL] = housed[2] - housed[1]
        if effects.agency is not None and unplaced is not None and supply is not None:
            staying = (1.0 - leaves[month, FOSTERING]) * settled[:, FOSTERING]
            supply = _agency_supply(effects.agency, month, supply, staying)
            unplaced[month + 1] = np.maximum(after[AGENCY] - supply, 0.0)
            after[AGENCY] -= unplaced[month + 1]
            after[EXTERNAL] += unplaced[month + 1]
    return Placed(
        placements=np.moveaxis(placed, -1, 0),
        unplaced=None if unplaced is None else unplaced.T,
        connected_stayed=stayed.T,
    )


def _agency_supply(
    limit: AgencyLimit, month: int, before: np.ndarray, stay: np.ndarray
) -> np.ndarray:
    """Agency homes on offer at the end of a month: no fewer than the children who stay in them.

    The market shrinks by not taking new children. Nobody is moved because it does.
    """
    if month < limit.first:
        return np.full_like(before, np.inf)
    held = limit.before if month == limit.first else before
    return np.maximum(limit.places[:, month], stay * held)


def _kept(
    effects: Effects, not_moved_on: np.ndarray, parameters: CapacityParameters, month: int
) -> np.ndarray | None:
    """Share of the children with connected carers who stay and would have changed placement."""
    if effects.connected_moving is None:
        return None
    moving = parameters.turnover.move_rate[:, FOSTERING]
    return not_moved_on * moving * (1.0 - effects.connected_moving[:, month])


def _moved_share(
    need: Need, effects: Effects, leaves: np.ndarray, family: int
) -> np.ndarray | float:
    """Share of a family's settled children whom levers move to another, (months, draws)."""
    counts = [
        count.T
        for move, count in zip(effects.moving, need.moved, strict=True)
        if move.origin == FAMILIES[family]
    ]
    if not counts:
        return 0.0
    led = sum(
        count.T for kind, count in need.led_out.items() if FAMILY_OF[kind] == FAMILIES[family]
    )
    left = (1.0 - leaves[:, family]) * need.path[:, :-1, family].T - led
    moved = np.sum(counts, axis=0)
    return np.divide(moved, left, out=np.zeros_like(moved), where=left > 0)
