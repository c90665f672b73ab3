"""Children whom levers moved: where they live instead of where they would have been.

A lever that moves children changes where they live, never how long they are in care. Each child
moved keeps their own age and their own chance of leaving; in the family they left, as many fewer
leave. So the number in care is the same, in every month of every draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sufficiency.capacity.effects import Ending, Move
from sufficiency.capacity.shares import share_of
from sufficiency.placements import family_position

_YEARS_2 = 24
GRID = 2.0**34
"""Children are counted in steps so small that sums over families and types have no rounding."""


def to_grid(children: np.ndarray) -> np.ndarray:
    """Numbers of children to the nearest step: far below a millionth of a child."""
    return np.asarray(np.rint(children * GRID) * (1.0 / GRID))


@dataclass(frozen=True)
class Going:
    """What becomes of a family's children in a month if no lever moves them, each (draws,).

    Attributes:
        exits: share who leave care of themselves.
        moves: share who move to another family of themselves.
        led: of those left, the share whom levers lead out of care.
        children: children who are there as the month begins.
        settled: those of them who are still there at its end.
    """

    exits: np.ndarray
    moves: np.ndarray
    led: np.ndarray | float
    children: np.ndarray
    settled: np.ndarray


@dataclass(frozen=True)
class Month:
    """What happened in a month to the children moved from one family to another, each (draws,).

    Attributes:
        moved: children newly moved.
        returned: those who went back since the move did not last.
        moved_on: those who would have moved of themselves by now, and are where they would be.
        left: those who left care, of themselves or led by a lever.
        led: of them, those whom a lever led.
        still: those moved before who are still there.
        children: all who live there for it at the end of the month.
    """

    moved: np.ndarray
    returned: np.ndarray
    moved_on: np.ndarray
    left: np.ndarray
    led: np.ndarray
    still: np.ndarray
    children: np.ndarray


@dataclass
class Elsewhere:
    """Children moved from one family to another by one lever, while they would still be there.

    Attributes:
        ages: those there by months to go to 18, (ages, draws); one row where age plays no part.
        turning_18: of the origin's children, the share who turn 18 in a month, (draws,).
        may_move: of them, the share who are of an age that may be moved, (draws,).
        first_leaves: whether the first row are those who turn 18.
        begun: whether anybody has been moved yet.
    """

    origin: int
    destination: int
    ages: np.ndarray
    turning_18: np.ndarray
    may_move: np.ndarray
    returning: np.ndarray | float
    first_leaves: bool
    children: np.ndarray = field(init=False)
    begun: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.children = np.zeros(self.ages.shape[1])

    @property
    def aged_16(self) -> np.ndarray | None:
        """Those of 16 and 17, the others being of 10 to 15; None where age plays no part."""
        return self.ages[:_YEARS_2].sum(axis=0) if self.first_leaves else None

    def adults(self, children: np.ndarray) -> np.ndarray:
        """Those who turn 18 this month, of so many children of the family; no more than it has."""
        if not self.first_leaves:
            return np.zeros_like(self.children)
        return np.asarray(np.minimum(self.ages[0], self.turning_18 * children))

    def pass_month(self, going: Going, adults: np.ndarray) -> Month:
        """Those moved before grow a month older; some leave care, move on or go back.

        Args:
            going: of the family they left.
            adults: those of them who turn 18.
        """
        before = self.children
        if not self.begun:
            return Month(before, before, before, before, before, before, before)
        beyond = np.zeros_like(before)
        if self.first_leaves:
            beyond = self.ages[0] - adults
            self.ages[:-1] = self.ages[1:]
            self.ages[-1] = 0.0
        young, rest = before - adults - beyond, 1.0 - self.turning_18
        moved_on = np.minimum(going.moves / rest, 1.0) * young
        leaves = np.clip((going.exits - self.turning_18) / rest, 0.0, 1.0)
        left = np.minimum(leaves * young, young - moved_on)
        led = going.led * (young - moved_on - left)
        there = young - moved_on - left - led
        returned = self.returning * there
        still = there - returned
        self.ages *= share_of(still, young)
        self.children = still
        nobody = np.zeros_like(still)
        return Month(nobody, returned, moved_on + beyond, adults + left + led, led, still, still)

    def hold(self, month: Month, share: np.ndarray) -> Month:
        """The same month with only a share of those moved elsewhere; the rest are back."""
        self.ages *= share
        back = (1.0 - share) * self.children
        self.children = self.children - back
        return replace(month, moved_on=month.moved_on + back, children=self.children)

    def take(self, month: Month, rows: np.ndarray) -> Month:
        """The same month with so many more moved, by months to go to 18, (ages, draws)."""
        moved = rows.sum(axis=0)
        self.begun = True
        self.ages += rows
        self.children = self.children + moved
        return replace(month, moved=moved, children=self.children)


def begin(
    moving: Sequence[Move], ending: Ending | None, draws: int
) -> tuple[list[Elsewhere], list[Elsewhere]]:
    """Nobody moved yet: one for each move, and one for each place an ending leads to."""
    counted = [
        Elsewhere(
            family_position(move.origin),
            family_position(move.destination),
            np.zeros_like(move.months_to_18),
            move.months_to_18[0],
            move.months_to_18.sum(axis=0),
            move.returning,
            first_leaves=True,
        )
        for move in moving
    ]
    if ending is None:
        return counted, []
    ended = [
        Elsewhere(
            family_position(ending.origin),
            family_position(family),
            np.zeros((1, draws)),
            np.zeros(draws),
            np.ones(draws),
            0.0,
            first_leaves=False,
        )
        for family in ending.instead
    ]
    return counted, ended


def pass_month(
    moves: tuple[Sequence[Move], Ending | None],
    elsewhere: tuple[list[Elsewhere], list[Elsewhere]],
    going: Mapping[int, Going],
    arrived: np.ndarray,
    month: int,
) -> list[Month]:
    """One month of all who were moved, and those newly moved, in the order of `begin`.

    Args:
        going: of each family that children are moved from.
        arrived: all the children each family would hold at the end of the month if no lever
            moved any, (families, draws).
    """
    moving, ending = moves
    counted, ended = elsewhere
    adults = _adults(elsewhere, going)
    months = [
        there.pass_month(going[there.origin], leaving)
        for there, leaving in zip((*counted, *ended), adults, strict=True)
    ]
    for family in dict.fromkeys(there.origin for there in counted):
        which = [i for i, there in enumerate(counted) if there.origin == family]
        for length in sorted({len(counted[i].ages) for i in which}):
            alike = [i for i in which if len(counted[i].ages) == length]
            _move(moving, counted, months, alike, going[family].settled, month)
        _hold([counted[i] for i in which], months, which, arrived[family])
    if ending is not None:
        _end(ending, elsewhere, months, going, arrived, month)
    return months


def _adults(
    elsewhere: tuple[list[Elsewhere], list[Elsewhere]], going: Mapping[int, Going]
) -> list[np.ndarray]:
    """Those who turn 18 of each group moved: of one family together no more than it has."""
    counted, ended = elsewhere
    found: dict[int, np.ndarray] = {}
    for family in dict.fromkeys(there.origin for there in counted):
        alike = [there for there in counted if there.origin == family and there.begun]
        if not alike:
            continue
        ageless = sum(there.children for there in ended if there.origin == family)
        children = going[family].children - ageless
        each = [there.adults(children) for there in alike]
        wanted = np.sum(each, axis=0)
        # Of those whom no lever has moved yet, none sets how many there may be.
        most = (
            np.max([np.where(there.children > 0, there.turning_18, 0) for there in alike], axis=0)
            * children
        )
        share = np.minimum(np.divide(most, wanted, out=np.ones_like(wanted), where=wanted > 0), 1.0)
        found |= {id(there): of * share for there, of in zip(alike, each, strict=True)}
    return [found.get(id(there), np.zeros_like(there.children)) for there in (*counted, *ended)]


def _move(
    moving: Sequence[Move],
    counted: list[Elsewhere],
    months: list[Month],
    which: Sequence[int],
    settled: np.ndarray,
    month: int,
) -> None:
    """Children of one family whom moves from one age take, no more than are there."""
    asked = [moving[i].share[:, month] * settled for i in which]
    wanted = np.sum(asked, axis=0)
    if not wanted.any():
        return
    first = counted[which[0]]
    left = moving[which[0]].months_to_18 * settled
    for there in counted:
        if there.origin == first.origin:
            rows = min(len(there.ages), len(left))
            left[:rows] -= there.ages[:rows]
    np.maximum(left, 0.0, out=left)
    there_are = left.sum(axis=0)
    left *= share_of(np.minimum(wanted, there_are), there_are)
    for i, count in zip(which, asked, strict=True):
        rows = left if len(which) == 1 else left * share_of(count, wanted)
        months[i] = counted[i].take(months[i], rows)


def _hold(
    counted: Sequence[Elsewhere], months: list[Month], which: Sequence[int], everyone: np.ndarray
) -> None:
    """No more children elsewhere than the family would hold of the ages that may be moved.

    Where few come to a family, those moved, who are younger than those who turn 18 beside them,
    would in the end be more than that.
    """
    elsewhere = np.sum([there.children for there in counted], axis=0)
    share = [np.where(there.children > 0, there.may_move, 0.0) for there in counted]
    most = everyone * np.max(share, axis=0)
    if (elsewhere > most).any():
        share = np.minimum(most / np.maximum(elsewhere, 1e-12), 1.0)
        for i, there in zip(which, counted, strict=True):
            months[i] = there.hold(months[i], share)


def _end(
    ending: Ending,
    elsewhere: tuple[list[Elsewhere], list[Elsewhere]],
    months: list[Month],
    going: Mapping[int, Going],
    arrived: np.ndarray,
    month: int,
) -> None:
    """So many of the family's children live elsewhere that only the share kept is there.

    Children who arrive in the month can be moved from the next, so even an end to all of them
    leaves a month's arrivals. Once it is over nobody is moved, and those elsewhere run out. There
    are never more of them than the family would hold beside those whom other levers moved.
    """
    counted, ended = elsewhere
    family = family_position(ending.origin)
    others = sum((there.children for there in counted if there.origin == family), 0.0)
    room = np.maximum(arrived[family] - others, 0.0)
    here = np.sum([there.children for there in ended], axis=0)
    if (here > room).any():
        share = np.minimum(room / np.maximum(here, 1e-12), 1.0)
        for i, there in enumerate(ended, start=len(counted)):
            months[i] = there.hold(months[i], share)
        here = np.minimum(here, room)
    asked = ending.share[:, month] * room
    most = np.maximum(going[family].settled - others, 0.0)
    newly = np.maximum(np.minimum(asked, most) - here, 0.0)
    for i, (there, part) in enumerate(zip(ended, ending.instead.values(), strict=True)):
        place = len(counted) + i
        months[place] = there.take(months[place], (newly * part[:, month])[None])
