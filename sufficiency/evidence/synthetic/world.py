"""A made-up authority: its children's careers over the years, and what is true of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from sufficiency.errors import InputError, closest, listed
from sufficiency.evidence.ssda903 import spells as sp
from sufficiency.evidence.ssda903.spells import Spells, days, month_ends
from sufficiency.evidence.synthetic import rates
from sufficiency.evidence.synthetic.careers import (
    BEGAN,
    LEFT,
    MOVED,
    STAYED,
    TURNED_18,
    Careers,
    follow,
)
from sufficiency.evidence.synthetic.entries import PATTERNS, Arrivals, arrivals, log_level
from sufficiency.streams import stream

LAST_RETURN: Final = 2026
"""The newest return is to 31 March of this year."""
RUN_IN_YEARS: Final = 18
"""Years simulated before the first return, so that careers are under way when it begins."""
FRAILTY: Final = 4.0
"""Shape of the gamma, with mean one, that multiplies each child's rate of leaving."""


@dataclass(frozen=True)
class World:
    """Spells of made-up children, ordered by child and start.

    Attributes:
        spells: the placements; `first` and `last` bound the returns.
        left: how each spell ended (`careers.STAYED`, CHANGED, LEFT, TURNED_18).
        began: how it began (`careers.BEGAN`, MOVED, SAME_CARER).
        born, uasc: by child.
    """

    spells: Spells
    left: np.ndarray
    began: np.ndarray
    born: np.ndarray
    uasc: np.ndarray


@dataclass(frozen=True)
class Truth:
    """What is true of a made-up authority: stock (months + 1, 10), flows (months, 10)."""

    dates: np.ndarray
    stock: np.ndarray
    entries: np.ndarray
    exits: np.ndarray
    moves: np.ndarray


def make_world(
    children: int = 650,
    years: int = 10,
    seed: int = 1,
    pattern: str = "steady",
    last: int = LAST_RETURN,
) -> World:
    """Simulate an authority.

    Args:
        children: looked after on average, about.
        years: returns wanted, each from April to March; the last ends in `last`.
        seed: the same seed gives the same children.
        pattern: one of `entries.PATTERNS`.
        last: year of the last 31 March.

    Raises:
        InputError: for an unknown pattern, or numbers that make no authority.
    """
    if pattern not in PATTERNS:
        near = closest(pattern, PATTERNS)
        raise InputError(f"'{pattern}' is no pattern of entries; use {listed(PATTERNS)}.{near}")
    if not 1 <= children <= 40_000:
        raise InputError(f"{children} children cannot be made up; ask for 1 to 40,000.")
    if not 1 <= years <= 30:
        raise InputError(f"{years} years of returns cannot be made up; ask for 1 to 30.")
    first, end = days(f"{last - years}-03-31"), days(f"{last}-03-31")
    ends = month_ends(days(f"{last - years - RUN_IN_YEARS}-03-31"), end)
    rng = stream(seed, "synthetic", pattern)
    level = np.zeros(len(ends) - 1)
    level[12 * RUN_IN_YEARS :] = log_level(pattern, 12 * years, rng)
    months = (ends[1:] + 1).astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    season = rates.SEASON[(months - 1) % 12]
    expected = children / _mean_months() * np.exp(level + season)
    came = arrivals(ends + 1, expected, rng)
    return _lived(came, first, end, rng)


@lru_cache
def _mean_months() -> float:
    """Months looked after, over all the periods of a child who comes once."""
    rng = stream(0, "synthetic mean stay")
    came = arrivals(np.array([0, 1]), np.array([30_000.0]), rng)
    world = _lived(came, 0, 20_000, rng)
    stay = np.minimum(world.spells.end, 20_000) - world.spells.start
    return float(stay.sum() / len(world.born) / rates.DAYS_A_MONTH)


def _lived(came: Arrivals, first: int, last: int, rng: np.random.Generator) -> World:
    """Follow all children, and those who come back, to the last day."""
    child = np.arange(len(came.day))
    enter, kind = came.day, came.kind
    parts: list[tuple[Careers, np.ndarray]] = []
    frailty = rng.gamma(FRAILTY, 1 / FRAILTY, len(child))
    while len(child):
        lived = follow(enter, came.born[child], kind, frailty[child], last, rng)
        parts.append((lived, child[lived.person]))
        gone = np.flatnonzero(lived.ended == LEFT)
        gone = gone[lived.kind[gone] != 7]  # adopted children do not come back
        back = lived.end[gone] + 14 + rng.exponential(rates.RETURN_DAYS, len(gone)).astype(int)
        again = parts[-1][1][gone]
        young = back - came.born[again] < 17.0 * 365.25
        keep = young & (back <= last) & (rng.random(len(gone)) < rates.RETURNS)
        child, enter, kind = again[keep], back[keep], lived.kind[gone[keep]]
    return _assembled(parts, came, first, last, rng)


def _assembled(
    parts: list[tuple[Careers, np.ndarray]],
    came: Arrivals,
    first: int,
    last: int,
    rng: np.random.Generator,
) -> World:
    child = np.concatenate([who for _, who in parts])
    start, end, kind, began, ended = (
        np.concatenate([getattr(lived, name) for lived, _ in parts])
        for name in ("start", "end", "kind", "began", "ended")
    )
    order = np.lexsort((start, child))
    child, start, end, kind, began, ended = (
        column[order] for column in (child, start, end, kind, began, ended)
    )
    left = (ended == LEFT) | (ended == TURNED_18)
    reason = np.where(left, _reasons(ended, kind, rng), sp.CONTINUED)
    spells = Spells(
        child=child,
        start=start,
        end=np.where(ended == STAYED, sp.OPEN, end),
        kind=kind,
        moved=began == MOVED,
        entered=began == BEGAN,
        reason=reason,
        born=came.born[child],
        uasc=came.uasc[child],
        area=np.full(len(child), sp.AREA_UNKNOWN),
        need=np.full(len(child), sp.NEED_UNKNOWN),
        family=np.full(len(child), sp.NO_FAMILY),
        first=first,
        last=last,
    )
    return World(spells, ended, began, came.born, came.uasc)


def _reasons(ended: np.ndarray, kind: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Group of reasons: adoption from an adoptive placement, 18 at 18, else at random."""
    other = rng.choice([1, 2, 3, 5], size=len(kind), p=[0.45, 0.15, 0.33, 0.07])
    return np.where(ended == TURNED_18, 4, np.where(kind == 7, 0, other))


def truth(world: World) -> Truth:
    """Count what is true, from the careers alone."""
    spells = world.spells
    dates = month_ends(spells.first, spells.last)
    moved = spells.moved
    return Truth(
        dates=dates,
        stock=_by_day(spells.start, spells.kind, dates) - _by_day(spells.end, spells.kind, dates),
        entries=_flow(spells.start[spells.entered], spells.kind[spells.entered], dates),
        exits=_flow(spells.end[spells.reason >= 0], spells.kind[spells.reason >= 0], dates),
        moves=_flow(spells.start[moved], spells.kind[moved], dates),
    )


def _by_day(when: np.ndarray, kind: np.ndarray, dates: np.ndarray) -> np.ndarray:
    """How many of each type had happened by each date, shape (dates, 10)."""
    return np.stack(
        [np.searchsorted(np.sort(when[kind == k]), dates, side="right") for k in range(10)], axis=1
    )


def _flow(when: np.ndarray, kind: np.ndarray, dates: np.ndarray) -> np.ndarray:
    return np.diff(_by_day(when, kind, dates), axis=0)
