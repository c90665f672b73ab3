"""Who needs what: children by family of need, month by month, before anyone is placed.

Carers and homes appear nowhere in this file: they never change how many children are in care.
Nor do levers that move children: see `elsewhere`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np

from sufficiency.capacity.arrived import Arrived
from sufficiency.capacity.care_flows import (
    Shares,
    by_family,
    coming_back,
    families_back,
    first_led,
    led_this_month,
)
from sufficiency.capacity.effects import Effects, no_effects
from sufficiency.capacity.elsewhere import Elsewhere, Going, Month, begin, pass_month, to_grid
from sufficiency.capacity.strangers import Arrivals, Strangers
from sufficiency.flows import BaselineFlows
from sufficiency.placements import FAMILY_OF, family_position

_FOSTERING, _HOMES = family_position("fostering"), family_position("homes")


@dataclass(frozen=True)
class Moved:
    """Children whom one lever moved from a family to another, each (draws, months).

    Attributes:
        moved: newly moved in the month: gross.
        returned: those who went back, since the move did not last.
        moved_on: those who would have moved of themselves by now, and are where they would be.
        left: those who left care.
        children: those who live elsewhere for it at the end of the month: net.
        aged_16: of them, those of 16 and 17, the others being of 10 to 15; None where they are of
            every age.
    """

    origin: int
    destination: int
    moved: np.ndarray
    returned: np.ndarray
    moved_on: np.ndarray
    left: np.ndarray
    children: np.ndarray
    aged_16: np.ndarray | None


@dataclass(frozen=True)
class Need:
    """Children by family of need, and what levers did to them.

    Attributes:
        path: children at each month end, (draws, months + 1, families).
        stay: those who are in the same family a month later, (draws, months, families).
        led_out: by placement type, children whom levers led out of care, (draws, months).
        led_from: the same without those whom a lever had moved to another family before.
        back: by family, children who left by a lever and came back, (draws, months).
        added: by family, children of 16 and 17 whom a lever added to care and who are in it at the
            end of the month; below nil where it keeps some from it, (draws, months).
        grown_up: of them, those who left in the month beyond those who leave at the family's rate;
            below nil, who would have and so are kept from care no more.
        moved: what became of those moved, for each move and each part of an ending.
        strangers: in foster care by a lever; None where there are none.
        old_enough: children who need a home, are old enough to leave it for a foster family and
            have not been moved out of homes by a lever, (draws, months + 1).
    """

    path: np.ndarray
    stay: np.ndarray
    led_out: Mapping[str, np.ndarray]
    led_from: Mapping[str, np.ndarray]
    back: Mapping[str, np.ndarray]
    added: Mapping[str, np.ndarray]
    grown_up: Mapping[str, np.ndarray]
    moved: tuple[Moved, ...]
    strangers: Strangers | None
    old_enough: np.ndarray


def need_under(opening: np.ndarray, flows: BaselineFlows, effects: Effects) -> Need:
    """Children by family of need under a scenario's effects; the baseline's where nobody moves.

    Levers on carers and homes leave need alone, so the baseline's is worked out once for them all.

    Args:
        opening: children by family at the opening, (draws, families).
    """
    if not effects.move_nobody:
        return need_path(opening, flows, effects)
    if flows not in _OF_BASELINES:
        draws, months = flows.entries.shape[:2]
        _OF_BASELINES[flows] = need_path(opening, flows, no_effects(draws, months))
    need = _OF_BASELINES[flows]
    if effects.approvals_for_homes is None:
        return need
    old_enough = effects.old_enough_to_leave_homes * need.path[..., _HOMES].T
    old_enough[0] = np.inf
    return replace(need, old_enough=old_enough.T)


_OF_BASELINES: Final[WeakKeyDictionary[BaselineFlows, Need]] = WeakKeyDictionary()
"""Need where nobody moves, for as long as somebody holds the flows."""


def need_path(opening: np.ndarray, flows: BaselineFlows, effects: Effects) -> Need:
    """Children by family of need under a scenario's effects, month by month.

    Each month children leave care or move to another family at the baseline's shares; levers lead
    more out of care and change who enters. That gives the children of each family if nobody were
    moved; those whom levers moved are then where they live instead.

    Args:
        opening: children by family at the opening, (draws, families).
    """
    draws, months, families = flows.entries.shape
    shares = Shares.of(flows)
    path = np.empty((months + 1, families, draws))
    path[0] = unmoved = opening.T
    stays = np.empty((months, families, draws))
    old_enough = np.full((months + 1, draws), np.inf)
    led_out = {kind: np.zeros((months, draws)) for kind in effects.leaving}
    led_from = {kind: np.zeros((months, draws)) for kind in effects.leaving}
    back = {family: np.zeros((months, draws)) for family in families_back(effects)}
    counted, ended = begin(effects.moving, effects.ending, draws)
    elsewhere = [*counted, *ended]
    since = first_led(effects)
    story: list[list[Month]] = []
    aged_16: list[list[np.ndarray | None]] = []
    to_fostering = any(there.destination == _FOSTERING for there in elsewhere)
    arrived = Arrived(effects, draws, months)
    arrivals = Arrivals(effects, unmoved, months, to_fostering)
    for month in range(months):
        exits, moves = shares.exits[month], shares.moves[month]
        after = (1.0 - exits - moves) * unmoved
        arrived.leave(month, shares, after)
        by_kind = led_this_month(after, effects.leaving, month)
        for kind, count in by_kind.items():
            led_out[kind][month] = count
        led = by_family(by_kind)
        arrived.come(month, shares, after, led)
        going = {
            there.origin: _going(there.origin, (exits, moves, unmoved, after), led)
            for there in elsewhere
        }
        settled = after
        for place, count in led.items():
            settled[place] -= count
        stays[month] = settled
        came_back = np.zeros_like(settled)
        for name, counts in back.items():
            counts[month] = coming_back(effects.back, led_out, name, since, month)
            came_back[family_position(name)] += counts[month]
        arrived.missing_no_more(month, came_back)
        unmoved = shares.at_end(month, unmoved, settled, effects, came_back)
        told = pass_month((effects.moving, effects.ending), (counted, ended), going, unmoved, month)
        path[month + 1] = unmoved
        for there, now in zip(elsewhere, told, strict=True):
            path[month + 1, there.origin] -= to_grid(there.children)
            path[month + 1, there.destination] += to_grid(there.children)
            stays[month, there.origin] -= now.still + now.returned + now.moved
            stays[month, there.destination] += now.still
        for kind, count in led_out.items():
            led_from[kind][month] = count[month] * _not_moved(FAMILY_OF[kind], led, elsewhere, told)
        np.maximum(stays[month], 0.0, out=stays[month])
        story.append(told)
        aged_16.append([there.aged_16 for there in elsewhere])
        arrivals.enter(month, shares, settled, unmoved, came_back)
        arrivals.move(month, elsewhere, told)
        if effects.approvals_for_homes is not None:
            gone = sum((e.children for e in elsewhere if e.origin == _HOMES), np.zeros(draws))
            came = sum((e.children for e in elsewhere if e.destination == _HOMES), np.zeros(draws))
            share = effects.old_enough_to_leave_homes
            here = path[month + 1, _HOMES] + gone - came
            old_enough[month + 1] = np.maximum(share * here - gone, 0.0)
    return Need(
        path=np.moveaxis(path, -1, 0),
        stay=np.moveaxis(stays, -1, 0),
        led_out={kind: count.T for kind, count in led_out.items()},
        led_from={kind: count.T for kind, count in led_from.items()},
        back={family: count.T for family, count in back.items()},
        added={family: count.T for family, count in arrived.here.items()},
        grown_up={family: count.T for family, count in arrived.left.items()},
        moved=tuple(_moved(there, i, story, aged_16) for i, there in enumerate(elsewhere)),
        strangers=arrivals.strangers(path[:, _FOSTERING]),
        old_enough=old_enough.T,
    )


def _going(
    family: int,
    month: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    led: Mapping[int, np.ndarray],
) -> Going:
    """What becomes of a family's children this month if no lever moves them.

    Args:
        month: by family, shares who leave and who move, children before, and those left.
    """
    exits, moves, before, after = (part[family] for part in month)
    count = led.get(family, np.zeros_like(after))
    share = np.divide(count, after, out=np.zeros_like(count), where=after > 0)
    return Going(exits, moves, share, before, after - count)


def _not_moved(
    family: str,
    led: Mapping[int, np.ndarray],
    elsewhere: Sequence[Elsewhere],
    told: Sequence[Month],
) -> np.ndarray | float:
    """Of a family's children whom levers lead out of care, the share who were not moved before."""
    f = family_position(family)
    moved = [now.led for there, now in zip(elsewhere, told, strict=True) if there.origin == f]
    if not moved or f not in led:
        return 1.0
    away = np.sum(moved, axis=0)
    share = np.divide(away, led[f], out=np.zeros_like(away), where=led[f] > 0)
    return np.asarray(1.0 - np.minimum(share, 1.0))


def _moved(
    there: Elsewhere,
    number: int,
    story: Sequence[Sequence[Month]],
    aged_16: Sequence[Sequence[np.ndarray | None]],
) -> Moved:
    names = ("moved", "returned", "moved_on", "left", "children")
    return Moved(
        there.origin,
        there.destination,
        aged_16=np.array([now[number] for now in aged_16]).T if there.first_leaves else None,
        **{name: np.array([getattr(told[number], name) for told in story]).T for name in names},
    )
