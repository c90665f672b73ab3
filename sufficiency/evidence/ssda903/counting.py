"""Counting placements by month: where children end and counts begin."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sufficiency.evidence.ssda903.codes import REASON_NAMES
from sufficiency.evidence.ssda903.marches import count_marches, tally
from sufficiency.evidence.ssda903.monthly import (
    AGES,
    CARE_CUTS,
    LEFT,
    PLACE_CUTS,
    STAY_MONTHS,
    TYPES,
    Group,
    MonthlyEvidence,
    Steps,
)
from sufficiency.evidence.ssda903.panel import Panel, age_band, care_start, month_panel
from sufficiency.evidence.ssda903.spells import AREAS, NO_BIRTHDAY, Spells, birthday, month_ends


def count_months(spells: Spells) -> MonthlyEvidence:
    """Count spells by month."""
    dates = month_ends(spells.first, spells.last)
    panel = month_panel(spells)
    kind = spells.kind[panel.spell]
    ends, flows = len(dates), len(dates) - 1
    arrived = ~panel.follows & (panel.month > 0)
    now = panel.month == flows
    leave = spells.reason >= 0
    adult = birthday(spells.born, 18)
    at_18 = leave & (spells.born != NO_BIRTHDAY) & (spells.end >= adult)
    changed = np.append(False, (spells.child[1:] == spells.child[:-1])[: len(spells.child)])
    changed = changed & (care_start(spells) < spells.start)
    before = np.append(0, spells.kind[:-1])[: len(spells.kind)]
    other = changed & ~spells.moved & ~spells.entered & (before != spells.kind)
    moved = spells.moved & changed

    def flow(day: np.ndarray, keep: np.ndarray, *axes: tuple[int, np.ndarray]) -> np.ndarray:
        keep = keep & (day > dates[0]) & (day <= dates[-1])
        month = np.searchsorted(dates, day[keep]) - 1
        sizes = tuple(size for size, _ in axes)
        return tally((flows, *sizes), month, *(values[keep] for _, values in axes))

    return MonthlyEvidence(
        dates=pd.DatetimeIndex(dates.astype("datetime64[D]")).as_unit("s"),
        stock=tally((ends, TYPES, AGES), panel.month, kind, panel.age),
        uasc=tally(
            (ends, TYPES),
            *(values[spells.uasc[panel.spell]] for values in (panel.month, kind)),
        ),
        area=tally((ends, TYPES, len(AREAS)), panel.month, kind, spells.area[panel.spell]),
        entries=flow(
            spells.start,
            spells.entered,
            (TYPES, spells.kind),
            (AGES, age_band(spells.born, spells.start)),
        ),
        exits=flow(spells.end, leave, (TYPES, spells.kind), (len(REASON_NAMES), spells.reason)),
        aged_out=flow(spells.end, at_18, (TYPES, spells.kind)),
        moves=flow(spells.start, moved, (TYPES, before), (TYPES, spells.kind)),
        changes=flow(spells.start, other, (TYPES, before), (TYPES, spells.kind)),
        stays=_stays(spells),
        arrivals=tally(
            (flows, TYPES, AGES), panel.month[arrived] - 1, kind[arrived], panel.age[arrived]
        ),
        arrival_group=_group(panel, kind, arrived),
        now=_group(panel, kind, now),
        steps=_steps(panel, kind, flows),
        at_marches=count_marches(spells, panel),
    )


def _group(panel: Panel, kind: np.ndarray, keep: np.ndarray) -> Group:
    months = [(days[keep] * 12) // 365 for days in (panel.care_days, panel.place_days)]
    table = np.stack([kind[keep], panel.months_left[keep], *months], axis=1)
    unique, children = np.unique(table, axis=0, return_counts=True)
    return Group(unique[:, 0], unique[:, 1], unique[:, 2], unique[:, 3], children)


def _steps(panel: Panel, kind: np.ndarray, flows: int) -> Steps:
    keep = (panel.month < flows) & (panel.months_left != 0)
    then = np.where(panel.continues, np.append(kind[1:], LEFT)[: len(kind)], LEFT)
    shape = (flows, TYPES, AGES, len(CARE_CUTS) + 1, len(PLACE_CUTS) + 1, TYPES + 1)
    care = np.searchsorted(CARE_CUTS, panel.care_days, side="right")
    place = np.searchsorted(PLACE_CUTS, panel.place_days, side="right")
    columns = (panel.month, kind, panel.age, care, place, then)
    if not keep.any():
        empty = np.zeros(0, dtype=np.int64)
        return Steps(*(empty for _ in range(7)))
    index = np.ravel_multi_index(tuple(column[keep] for column in columns), shape)
    unique, children = np.unique(index, return_counts=True)
    month, kinds, age, cared, placed, after = np.unravel_index(unique, shape)
    return Steps(month, kinds, age, cared, placed, after, children)


def _stays(spells: Spells) -> np.ndarray:
    """Months looked after of the periods that began within the record."""
    begun = care_start(spells)
    first = np.flatnonzero(spells.start == begun)
    last = np.append(first[1:], len(begun)) - 1 if len(first) else first
    ended = (spells.reason[last] >= 0) & (spells.end[last] <= spells.last)
    until = np.minimum(spells.end[last], spells.last + 1)
    months = np.minimum((until - spells.start[first]) * 12 // 365, STAY_MONTHS)
    keep = spells.entered[first] & (spells.start[first] > spells.first)
    keep = keep & (spells.start[first] <= spells.last)
    age = age_band(spells.born[first], spells.start[first])
    return tally((AGES, STAY_MONTHS + 1, 2), age[keep], months[keep], ended[keep].astype(np.int64))
