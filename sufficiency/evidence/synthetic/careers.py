"""Careers of made-up children: placements one after the other until they leave or turn 18.

Rates are constant between cuts of age, of time looked after and of time in the placement, so
that a waiting time is drawn exactly from an exponential up to the next cut. All children are
followed at once; each round takes every child to an event or to its next cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sufficiency.evidence.ssda903.spells import OPEN, birthday
from sufficiency.evidence.synthetic import rates

BEGAN, MOVED, SAME_CARER = 0, 1, 2
STAYED, CHANGED, LEFT, TURNED_18 = 0, 1, 2, 3

_AGE_DAYS: Final = np.array([*(int(a * 365.25) for a in rates.AGE_CUTS[1:]), OPEN])
_CARE_DAYS: Final = np.array([*rates.CARE_CUTS[1:], OPEN])
_PLACE_DAYS: Final = np.array([*rates.PLACE_CUTS[1:], OPEN])


@dataclass(frozen=True)
class Careers:
    """Placements, one entry for each in every array; dates in days.

    `person` counts periods of care given; `began` is one of BEGAN, MOVED, SAME_CARER and `ended`
    one of STAYED (not before `until`), CHANGED, LEFT, TURNED_18.
    """

    person: np.ndarray
    start: np.ndarray
    end: np.ndarray
    kind: np.ndarray
    began: np.ndarray
    ended: np.ndarray


def chosen(shares: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One index for each row of shares, drawn with those shares."""
    steps = np.cumsum(shares, axis=-1)
    return (rng.random(len(shares))[:, None] * steps[:, -1:] > steps[:, :-1]).sum(axis=1)


def follow(
    enter: np.ndarray,
    born: np.ndarray,
    kind: np.ndarray,
    frailty: np.ndarray,
    until: int,
    rng: np.random.Generator,
) -> Careers:
    """Follow periods of care from the first day to the last.

    Args:
        enter: first day looked after, shape (n,).
        born: day of birth, before the day of entry and less than 18 years before it.
        kind: first placement type.
        frailty: what each child's rate of leaving is multiplied by.
        until: day after which nobody is followed; spells then running end at `OPEN`.
        rng: where the chances come from.
    """
    adult = birthday(born, 18)
    who = np.flatnonzero(enter < until)
    now, place, since = enter[who].astype(np.int64), kind[who], enter[who].astype(np.int64)
    began = np.full(len(who), BEGAN)
    kept: list[tuple[np.ndarray, ...]] = []
    while len(who):
        care, stay = now - enter[who], now - since
        old = now - born[who]
        band = np.searchsorted(_AGE_DAYS, old, side="right")
        care_band = np.searchsorted(_CARE_DAYS, care, side="right")
        stay_band = np.searchsorted(_PLACE_DAYS, stay, side="right")
        leave = rates.LEAVE[care_band] * rates.LEAVE_AGE[band] * rates.LEAVE_TYPE[place]
        leave = leave * frailty[who] / rates.DAYS_A_MONTH
        move = rates.MOVE[stay_band] * rates.MOVE_TYPE[place] / rates.DAYS_A_MONTH
        wait = 1 + np.floor(rng.exponential(1.0, len(who)) / (leave + move)).astype(np.int64)
        cut = np.minimum.reduce(
            [
                _AGE_DAYS[band] - old,
                _CARE_DAYS[care_band] - care,
                _PLACE_DAYS[stay_band] - stay,
            ]
        )
        then = now + np.minimum(wait, cut)
        event = np.where(wait <= cut, CHANGED, STAYED)
        event = np.where(
            (event == CHANGED) & (rng.random(len(who)) * (leave + move) < leave), LEFT, event
        )
        event = np.where(then >= adult[who], TURNED_18, event)
        then = np.minimum(then, adult[who])
        over = then > until
        event, then = np.where(over, STAYED, event), np.where(over, OPEN, then)
        ends = over | (event != STAYED)
        kept.append((who[ends], since[ends], then[ends], place[ends], began[ends], event[ends]))
        onward = rates.NEXT_TYPE[band]
        new = np.where(event == CHANGED, chosen(onward, rng), place)
        same = rng.random(len(who)) < rates.SAME_CARER
        began = np.where(event == CHANGED, np.where(same, SAME_CARER, MOVED), began)
        since = np.where(event == CHANGED, then, since)
        going = ~over & (event != LEFT) & (event != TURNED_18)
        who, now, place = who[going], then[going], new[going]
        since, began = since[going], began[going]
    columns = [np.concatenate(part) for part in zip(*kept, strict=True)]
    order = np.lexsort((columns[1], columns[0]))
    return Careers(*(column[order] for column in columns))
