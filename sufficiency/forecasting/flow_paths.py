"""Futures of the flow model: every child of every draw, month by month.

Each draw has its own rates (what is not known of them) and its own chances (what cannot be
known). Children are numbers in flat arrays, all draws together, without any order or identity.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sufficiency.evidence.ssda903.monthly import CARE_CUTS, PLACE_CUTS, TYPES
from sufficiency.forecasting.flow_arrivals import (
    BAND_OF_LEFT,
    BANDS,
    MOST_MONTHS,
    OLDEST_STAY,
    Picker,
)
from sufficiency.forecasting.flow_fit import AGES, CARE_BANDS, PLACE_BANDS, FlowModel
from sufficiency.streams import stream

BLOCK_CHILDREN: Final = 60_000
"""Children simulated together, over all draws of a block: few enough for the processor's cache. The
blocks depend on the authority alone, so that the futures are the same on any number of workers."""
_ONE: Final = np.int32(1)


def _bands(cuts: tuple[int, ...]) -> np.ndarray:
    """Band of a time in whole months, (MOST_MONTHS,)."""
    days = np.arange(MOST_MONTHS) * 365 / 12
    return np.searchsorted(cuts, days + 1, side="right").astype(np.int32)


_CARE_BAND: Final = _bands(CARE_CUTS)
_PLACE_BAND: Final = _bands(PLACE_CUTS)


@dataclass(frozen=True)
class _Children:
    """Children of a block of draws at a month end, one entry for each in every array.

    `row`: 60 times the draw (places of a draw in a table of types and ages); `kind`: 6 times the
    type; `left`: month ends before the 18th birthday; `care`, `place`: months in care and in the
    placement. Multiples are kept, not made each month: this is the innermost loop.
    """

    row: np.ndarray = field(repr=False)
    kind: np.ndarray = field(repr=False)
    left: np.ndarray = field(repr=False)
    care: np.ndarray = field(repr=False)
    place: np.ndarray = field(repr=False)

    def plus(self, more: _Children) -> _Children:
        names = ("row", "kind", "left", "care", "place")
        return _Children(*(np.concatenate([getattr(self, n), getattr(more, n)]) for n in names))


@dataclass(frozen=True)
class _Chances:
    """Chances of a block of draws, flat.

    Leaving and moving by (draw, type, age, time), where a sixth age is that of those who turn 18
    before the next month end and leave for certain; the highest chance of moving by time in the
    placement; types moved to as running sums by (draw, type, age).
    """

    leave: np.ndarray = field(repr=False)
    move: np.ndarray = field(repr=False)
    most: np.ndarray = field(repr=False)
    towards: np.ndarray = field(repr=False)


def simulate(model: FlowModel, months: int, draws: int, seed: int, workers: int = 2) -> np.ndarray:
    """Children looked after at month ends by type, (draws, months + 1, 10), whole numbers.

    Args:
        model: as fitted.
        months: ahead.
        draws: futures.
        seed: the same seed gives the same futures, on any number of workers.
        workers: threads.
    """
    return simulate_with_arrivals(model, months, draws, seed, workers)[0]


def simulate_with_arrivals(
    model: FlowModel, months: int, draws: int, seed: int, workers: int = 2
) -> tuple[np.ndarray, np.ndarray]:
    """The futures of `simulate`, and the children who come in each month, (draws, months)."""
    size = int(np.clip(BLOCK_CHILDREN // max(1, model.now.children.sum()), 10, 250))
    blocks = [min(size, draws - first) for first in range(0, draws, size)]

    def one(block: int) -> tuple[np.ndarray, np.ndarray]:
        rng = stream(seed, "flow model", str(block))
        return _block(model, months, blocks[block], rng)

    with ThreadPoolExecutor(max_workers=workers) as pool:
        stock, came = zip(*pool.map(one, range(len(blocks))), strict=True)
    return np.concatenate(stock), np.concatenate(came)


def _block(
    model: FlowModel, months: int, draws: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Children by type at month ends, and those who come, of some of the draws."""
    level, together = model.entries.draw(draws, months, rng)
    ease, bunched = model.leaving.draw(draws, months, rng)
    season = model.season[(model.month + 1 + np.arange(months)) % 12]
    expected = model.usual_entries * season * np.exp(level)
    bunching = (bunched[:, None] - 1) / max(model.exits_a_month, 0.5)
    ease = np.exp(ease) * _gamma_about_one(bunching, (draws, months), rng)
    ease = np.maximum(ease, 1e-6)  # above nought, so that a certain chance stays certain
    leave = _with_turning(_held_to_total(model, model.leave.draw(draws, rng)), np.inf)
    move = _with_turning(model.move.draw(draws, rng), 0.0)
    most = move.max(axis=(0, 1, 2))[_PLACE_BAND]
    towards = np.cumsum(rng.standard_gamma(model.towards, (draws, *model.towards.shape)), axis=3)
    towards = _with_turning(towards / towards[..., -1:], 1.0).reshape(-1, TYPES)
    chances = _Chances(leave.reshape(draws, -1), move.ravel(), most, towards)
    mix = rng.standard_gamma(model.mix, (draws, *model.mix.shape)).reshape(draws, -1)
    mix = np.cumsum(mix, axis=1) / mix.sum(axis=1, keepdims=True)
    pick = Picker(model.arrivals)

    children = _opening(model, draws, rng)
    stock = np.empty((draws, months + 1, TYPES))
    stock[:, 0] = _count(children, draws)
    came = np.empty((draws, months))
    for month in range(months):
        children = _step(children, chances, ease[:, month, None].astype("f4"), rng)
        arrived = _come(expected[:, month], together, mix, pick, rng)
        came[:, month] = np.bincount(arrived.row // (TYPES * BANDS), minlength=draws)
        children = children.plus(arrived)
        stock[:, month + 1] = _count(children, draws)
    return stock, came


def _gamma_about_one(
    variance: np.ndarray, shape: tuple[int, int], rng: np.random.Generator
) -> np.ndarray:
    """Factors with mean one and a variance, one where the variance is nought."""
    safe = np.broadcast_to(np.maximum(variance, 1e-9), shape)
    return np.where(variance > 1e-9, rng.standard_gamma(1 / safe) * safe, 1.0)


def _held_to_total(model: FlowModel, leave: np.ndarray) -> np.ndarray:
    """Rates of leaving scaled to the departures seen: their level is drawn apart."""
    axes = tuple(range(1, leave.ndim))
    seen = (model.leave.middle * model.at_risk).sum()
    drawn = (leave * model.at_risk).sum(axis=axes, keepdims=True)
    return leave * np.where(drawn > 0, seen / np.maximum(drawn, 1e-9), 1.0)


def _with_turning(chances: np.ndarray, certain: float) -> np.ndarray:
    """Chances by (draw, type, age, ...) with one more age, as small floats."""
    last = np.full((*chances.shape[:2], 1, *chances.shape[3:]), certain)
    return np.concatenate([chances, last], axis=2, dtype=np.float32)


def _step(
    children: _Children, chances: _Chances, ease: np.ndarray, rng: np.random.Generator
) -> _Children:
    """A month on: some leave, some are in another type, all are a month older.

    Args:
        children: at a month end.
        chances: of leaving and moving.
        ease: factor on leaving this month, (draws, 1).
        rng: where the chances come from.
    """
    # `take` looks up 32-bit places three times as fast as square brackets do.
    state = children.row + children.kind
    state += BAND_OF_LEFT.take(children.left)
    over = rng.random(len(state), dtype=np.float32)
    at = state * CARE_BANDS
    at += _CARE_BAND.take(children.care)
    over -= (chances.leave * ease).take(at)
    stay = np.flatnonzero(over >= 0)
    kind, place, over = children.kind.take(stay), children.place.take(stay), over.take(stay)
    maybe = np.flatnonzero(over < chances.most.take(place))
    there = state.take(stay.take(maybe))
    move = chances.move.take(there * PLACE_BANDS + _PLACE_BAND.take(place.take(maybe)))
    moved = over.take(maybe) < move
    change = maybe[moved]
    steps = chances.towards[there[moved]]
    place += _ONE
    kind[change] = BANDS * (rng.random(len(change))[:, None] > steps).sum(axis=1)
    place[change] = 0
    care, left = children.care.take(stay), children.left.take(stay)
    care += _ONE
    left -= _ONE
    return _Children(children.row.take(stay), kind, left, care, place)


def _come(
    expected: np.ndarray,
    together: np.ndarray,
    mix: np.ndarray,
    pick: Picker,
    rng: np.random.Generator,
) -> _Children:
    """Children who come in a month, some of them three together.

    Families of one and of three give a count whose variance is `together` times its mean: the
    share of three that does so is (d - 1) / (8 - 2d).
    """
    d = np.minimum(together, 2.9)
    three = (d - 1) / (8 - 2 * d)
    families = rng.poisson(expected / (1 + 2 * three))
    draw = np.repeat(np.arange(len(expected)), families)
    size = np.where(rng.random(len(draw)) < three[draw], 3, 1)
    cell = (rng.random(len(draw))[:, None] > mix[draw]).sum(axis=1)
    cell = np.repeat(np.minimum(cell, mix.shape[1] - 1), size)
    draw = np.repeat(draw, size)
    left, care, place = pick.like(cell, rng)
    return _children(draw, cell // AGES, left, care, place)


def _children(*columns: np.ndarray) -> _Children:
    """Children from draw, type, months left, months in care and in the placement."""
    draw, kind, left, care, place = (column.astype(np.int32) for column in columns)
    return _Children(draw * (TYPES * BANDS), kind * BANDS, left, care, place)


def _opening(model: FlowModel, draws: int, rng: np.random.Generator) -> _Children:
    """Today's children in every draw; those of unknown age are given one of their type's."""
    now = model.now
    number = np.repeat(np.arange(len(now.children)), now.children)
    kind, left = now.kind[number], now.months_left[number]
    every = np.tile(left, draws)
    known = np.flatnonzero(left >= 0)
    unknown = np.flatnonzero(every < 0)
    if len(unknown):
        same = {k: known[kind[known] == k] for k in np.unique(kind).tolist()}
        who = unknown % len(left)
        for k, pool in same.items():
            asked = unknown[kind[who] == k]
            source = pool if len(pool) else known
            every[asked] = left[rng.choice(source, len(asked))] if len(source) else 96
    return _children(
        np.repeat(np.arange(draws), len(left)),
        np.tile(kind, draws),
        every,
        np.tile(np.minimum(now.care_months[number], OLDEST_STAY), draws),
        np.tile(np.minimum(now.place_months[number], OLDEST_STAY), draws),
    )


def _count(children: _Children, draws: int) -> np.ndarray:
    """Children by draw and type: `row` and `kind` are multiples of 60 and of 6."""
    index = (children.row + children.kind) // BANDS
    return np.bincount(index, minlength=draws * TYPES).reshape(draws, TYPES)
