"""Who lives where: the queues of fostering and of homes, run month by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sufficiency.capacity.effects import AgencyLimit, Effects
from sufficiency.capacity.elsewhere import to_grid
from sufficiency.capacity.need import Need
from sufficiency.capacity.parameters import CapacityParameters
from sufficiency.capacity.places import Places
from sufficiency.capacity.queue import Connected, settle
from sufficiency.capacity.remaining import Away, Unrelated, remaining
from sufficiency.capacity.shares import share_of
from sufficiency.flows import BaselineFlows
from sufficiency.placements import (
    FAMILY_OF,
    PLACEMENT_TYPES,
    TYPES_OF,
    family_position,
    position,
)

FOSTERING, HOMES = family_position("fostering"), family_position("homes")
KINSHIP, IN_HOUSE, AGENCY = (position(kind) for kind in TYPES_OF["fostering"])
OWN, FOUND = "in_house_fostering", ("in_house_fostering", "kinship_fostering")
"""Foster homes near home that are found for those whom no agency has one for."""
OWN_HOME, EXTERNAL = (position(kind) for kind in TYPES_OF["homes"])


@dataclass(frozen=True)
class Placed:
    """Who lives where.

    Attributes:
        placements: children by placement type, (draws, months + 1, placement types).
        unplaced: children who need a foster home and, because agency supply is limited, are in
            none near home, (draws, months + 1); they are in `placements` where they live instead.
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
    settled = 1.0 - parameters.turnover.move_rate
    unlimited, nobody = np.full(draws, np.inf), np.zeros(draws)
    fostered = list(np.cumsum(placed[counted, : AGENCY + 1], axis=0))
    own_home = placed[counted, OWN_HOME]
    housed = [nobody, own_home, own_home + placed[counted, EXTERNAL]]
    led_from = {kind: count.T for kind, count in need.led_from.items()}
    left = np.moveaxis(need.stay, 0, -1).copy()
    for kind, count in led_from.items():
        left[:, family_position(FAMILY_OF[kind])] += count
    supply = None if effects.agency is None else effects.agency.before
    connected = placed[: counted + 1, KINSHIP]
    stayed[:counted] = _counted_stayed(connected, left[:counted, FOSTERING], path, settled)
    away = Away.of(need, FOSTERING)
    lived = [share_of(within, fostered[-1]) for within in fostered[:-1]]
    for month in range(counted, months):
        led = {kind: count[month] for kind, count in led_from.items()}
        first = _connected(need, effects, parameters, month)
        before = fostered[0]
        suited = [parameters.suited_to_connected, parameters.suited_to_own]
        fostered = settle(
            remaining(
                fostered,
                left[month, FOSTERING],
                lived,
                first.unrelated,
                None if away is None else (away.before[month], away.would_be[month]),
            ),
            [led.get(kind, nobody) for kind in TYPES_OF["fostering"]],
            settled[:, FOSTERING],
            path[month + 1, FOSTERING],
            [unlimited, places.fostering[:, month + 1]],
            suited,
            first,
        )
        fostered = [to_grid(children) for children in fostered]
        there = share_of(left[month, FOSTERING], path[month, FOSTERING]) * before
        there = np.maximum(there - led.get("kinship_fostering", nobody), 0.0)
        stay = settled[:, FOSTERING] + (0.0 if first.kept is None else first.kept)
        stayed[month] = np.minimum(there * stay, fostered[0])
        suited = [parameters.suited_to_fostering, parameters.suited_to_own_home]
        housed = settle(
            remaining(housed, left[month, HOMES], ()),
            [nobody, *(led.get(kind, nobody) for kind in TYPES_OF["homes"])],
            settled[:, HOMES],
            path[month + 1, HOMES],
            [
                np.minimum(places.set_aside[:, month + 1], need.old_enough[:, month + 1]),
                places.homes[:, month + 1],
            ],
            suited,
        )
        housed = [to_grid(children) for children in housed]
        after = placed[month + 1]
        after[KINSHIP] = fostered[0]
        after[IN_HOUSE] = fostered[1] - fostered[0] + housed[0]
        after[AGENCY] = fostered[2] - fostered[1]
        after[OWN_HOME] = housed[1] - housed[0]
        after[EXTERNAL] = housed[2] - housed[1]
        if effects.agency is not None and unplaced is not None and supply is not None:
            staying = share_of(left[month, FOSTERING], path[month, FOSTERING])
            supply = _agency_supply(effects.agency, month, supply, staying * settled[:, FOSTERING])
            empty = places.fostering[:, month + 1] - (fostered[1] - fostered[0])
            found = _instead(effects.agency, np.maximum(after[AGENCY] - supply, 0.0), empty)
            for kind, children in found.items():
                after[AGENCY] -= children
                after[position(kind)] += children
            unplaced[month + 1] = sum(found[kind] for kind in found if kind not in FOUND)
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


def _instead(limit: AgencyLimit, without: np.ndarray, empty: np.ndarray) -> dict[str, np.ndarray]:
    """Where children live who find no agency home, by placement type, each (draws,).

    Args:
        without: children who find none.
        empty: own mainstream places that can be filled and are not.
    """
    own = np.minimum(limit.instead.get(OWN, 0.0) * without, np.maximum(empty, 0.0))
    others = {kind: share for kind, share in limit.instead.items() if kind != OWN}
    whole = np.sum(list(others.values()), axis=0) if others else np.zeros_like(without)
    found = {OWN: to_grid(own)}
    for kind, share in others.items():
        found[kind] = to_grid((without - found[OWN]) * share_of(share + 0.0 * whole, whole))
    return found


def _connected(
    need: Need, effects: Effects, parameters: CapacityParameters, month: int
) -> Connected:
    """What levers do for connected carers in a month: children kept, found, and none of theirs."""
    kept = unrelated = None
    if effects.connected_moving is not None:
        moving = parameters.turnover.move_rate[:, FOSTERING]
        kept = moving * (1.0 - effects.connected_moving[:, month])
    strangers = need.strangers
    if strangers is not None and strangers.here[:, month : month + 2].any():
        unrelated = Unrelated(
            strangers.here[:, month], strangers.stay[:, month], strangers.here[:, month + 1]
        )
    found = None if effects.connected is None else effects.connected[:, month]
    return Connected(kept, found, unrelated)


def _counted_stayed(
    connected: np.ndarray, left: np.ndarray, path: np.ndarray, settled: np.ndarray
) -> np.ndarray:
    """Children with connected carers who stayed, in months that are counted."""
    here = path[: len(left), FOSTERING]
    return np.minimum(connected[:-1] * share_of(left, here) * settled[:, FOSTERING], connected[1:])
