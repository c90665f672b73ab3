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
QUEUES = slice(FOSTERING, HOMES + 1)
"""The two families with a queue: they are the first two."""
STANDS = {
    kind: (place, family_position(family))
    for family, first in (("fostering", 0), ("homes", 1))
    for place, kind in enumerate(TYPES_OF[family], start=first)
}
"""Where a placement type stands: its place in a queue, and which. Before a home of the council's
own, in the queue for homes, come the foster places that are set aside."""


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
    supply = None if effects.agency is None else effects.agency.before
    led = {kind: count.T for kind, count in need.led_from.items() if kind in STANDS}
    left = np.moveaxis(need.stay, 0, -1)[:, QUEUES].copy()
    for kind, count in led.items():
        left[:, STANDS[kind][1]] += count
    settled = (1.0 - parameters.turnover.move_rate).T[QUEUES].copy()
    staying = share_of(left[:, FOSTERING], path[:-1, FOSTERING])
    connected = placed[:, KINSHIP].copy()
    within = _within(placed[counted])
    suited = _suited(parameters)
    limits, leaving = np.full((2, 2, draws), np.inf), np.zeros((3, 2, draws))
    set_aside = np.minimum(places.set_aside.T, need.old_enough.T)
    kept = _kept(effects, parameters)
    away = Away.of(need, FOSTERING)
    lived = share_of(within[:-1, FOSTERING], within[-1, FOSTERING])
    for month in range(counted, months):
        first = _connected(need, effects, kept, month)
        for kind, count in led.items():
            leaving[STANDS[kind]] = count[month]
        limits[1, FOSTERING] = places.fostering[:, month + 1]
        limits[0, HOMES] = set_aside[month + 1]
        limits[1, HOMES] = places.homes[:, month + 1]
        moved = None if away is None else (away.before[month], away.would_be[month])
        within = to_grid(
            settle(
                remaining(within, left[month], lived, first.unrelated, moved),
                leaving if led else None,
                settled,
                path[month + 1, QUEUES],
                limits,
                suited,
                first,
            )
        )
        after = placed[month + 1]
        lives = within[1:] - within[:-1]
        connected[month + 1] = after[KINSHIP] = within[0, FOSTERING]
        after[IN_HOUSE] = lives[0, FOSTERING] + within[0, HOMES]
        after[AGENCY] = lives[1, FOSTERING]
        after[OWN_HOME], after[EXTERNAL] = lives[:, HOMES]
        if effects.agency is not None and unplaced is not None and supply is not None:
            stay = staying[month] * settled[FOSTERING]
            supply = _agency_supply(effects.agency, month, supply, stay)
            empty = places.fostering[:, month + 1] - lives[0, FOSTERING]
            found = _instead(effects.agency, np.maximum(after[AGENCY] - supply, 0.0), empty)
            for kind, children in found.items():
                after[AGENCY] -= children
                after[position(kind)] += children
            unplaced[month + 1] = sum(found[kind] for kind in found if kind not in FOUND)
    there = staying * connected[:-1]
    if "kinship_fostering" in led:
        there = np.maximum(there - led["kinship_fostering"], 0.0)
    stays = settled[FOSTERING] + (0.0 if kept is None else kept)
    return Placed(
        placements=np.moveaxis(placed, -1, 0),
        unplaced=None if unplaced is None else unplaced.T,
        connected_stayed=np.minimum(there * stays, connected[1:]).T,
    )


def _within(placed: np.ndarray) -> np.ndarray:
    """Children in the first kinds of place of each queue, (kinds, queues, draws)."""
    nobody = np.zeros_like(placed[0])
    fostered = placed[KINSHIP], placed[IN_HOUSE], placed[AGENCY]
    housed = nobody, placed[OWN_HOME], placed[EXTERNAL]
    return np.stack([fostered, housed], axis=1).cumsum(axis=0)


def _suited(parameters: CapacityParameters) -> np.ndarray:
    """Share of seekers suited to the first kinds of place of each queue but the last."""
    fostering = parameters.suited_to_connected, parameters.suited_to_own
    homes = parameters.suited_to_fostering, parameters.suited_to_own_home
    return np.stack([fostering, homes], axis=1)


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


def _connected(need: Need, effects: Effects, kept: np.ndarray | None, month: int) -> Connected:
    """What levers do for connected carers in a month: children kept, found, and none of theirs."""
    unrelated = None
    strangers = need.strangers
    if strangers is not None and strangers.here[:, month : month + 2].any():
        unrelated = Unrelated(
            strangers.here[:, month], strangers.stay[:, month], strangers.here[:, month + 1]
        )
    found = None if effects.connected is None else effects.connected[:, month]
    return Connected(None if kept is None else kept[month], found, unrelated)


def _kept(effects: Effects, parameters: CapacityParameters) -> np.ndarray | None:
    """Of children with connected carers, the share who stay although they would have moved.

    (months, draws); None where levers leave them as they are.
    """
    if effects.connected_moving is None:
        return None
    return np.asarray(
        parameters.turnover.move_rate[:, FOSTERING] * (1.0 - effects.connected_moving.T)
    )
