"""Futures of the flow model: every child of every draw, month by month.

Each draw has its own rates (what is not known of them) and its own chances (what cannot be
known).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np

from sufficiency.evidence.ssda903.monthly import TYPES
from sufficiency.forecasting.flow.arrivals import OLDEST_STAY, Picker
from sufficiency.forecasting.flow.children import Chances, Children, children_of, step
from sufficiency.forecasting.flow.fit import AGES, FlowModel
from sufficiency.streams import stream

BLOCK_CHILDREN: Final = 60_000
"""Children simulated together, over all draws of a block: few enough for the processor's cache. The
blocks depend on the authority alone, so that the futures are the same on any number of workers."""


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
    season = model.season[(model.month + 1 + np.arange(months)) % 12]
    balanced = model.imbalance * (rng.random(draws) < model.luck)[:, None]
    expected = model.usual_entries * season * np.exp(level - balanced)
    chances = _chances(model, balanced, months, rng)
    mix, pull = model.mix.draw(draws, months, rng)
    pick = Picker(model.arrivals)

    children = _opening(model, draws, rng)
    stock = np.empty((draws, months + 1, TYPES))
    came = np.empty((draws, months))
    number = np.bincount(children.row, minlength=draws * TYPES)
    stock[:, 0] = number.reshape(draws, TYPES)
    for month in range(months):
        children, change = step(children, month, chances, rng)
        division = (mix * pull[:, month, None]).reshape(draws, -1)
        arrived = _come(month, expected[:, month], together, division, pick, rng)
        children = children.plus(arrived)
        new = np.bincount(arrived.row, minlength=draws * TYPES)
        number = number + change + new
        came[:, month] = new.reshape(draws, TYPES).sum(axis=1)
        stock[:, month + 1] = number.reshape(draws, TYPES)
    return stock, came


def _chances(
    model: FlowModel, balanced: np.ndarray, months: int, rng: np.random.Generator
) -> Chances:
    """Rates of leaving and moving, drawn as far as they are not known.

    Args:
        balanced: what is added to the log of leaving, where coming and leaving are taken to be in
            balance, (draws, 1).
    """
    draws = len(balanced)
    ease, bunched = model.leaving.draw(draws, months, rng)
    bunching = (bunched[:, None] - 1) / max(model.exits_a_month, 0.5)
    ease = np.exp(ease + balanced) * _gamma_about_one(bunching, (draws, months), rng)
    leave = _held_to_total(model, model.leave.draw(draws, rng))
    move = model.move.draw(draws, rng)
    return Chances.of(leave, move, *model.towards.draw(draws, months, rng), ease)


def _gamma_about_one(
    variance: np.ndarray, shape: tuple[int, int], rng: np.random.Generator
) -> np.ndarray:
    """Factors with mean one and a variance, one where the variance is zero."""
    safe = np.broadcast_to(np.maximum(variance, 1e-9), shape)
    return np.where(variance > 1e-9, rng.standard_gamma(1 / safe) * safe, 1.0)


def _held_to_total(model: FlowModel, leave: np.ndarray) -> np.ndarray:
    """Rates of leaving scaled to the departures seen: their level is drawn apart."""
    axes = tuple(range(1, leave.ndim))
    seen = (model.leave.middle * model.at_risk).sum()
    drawn = (leave * model.at_risk).sum(axis=axes, keepdims=True)
    return leave * np.where(drawn > 0, seen / np.maximum(drawn, 1e-9), 1.0)


def _come(
    month: int,
    expected: np.ndarray,
    together: np.ndarray,
    mix: np.ndarray,
    pick: Picker,
    rng: np.random.Generator,
) -> Children:
    """Children who come in a month, some of them three together, as they are at its end.

    Families of one and of three give a count whose variance is `together` times its mean: the
    share of three that does so is (d - 1) / (8 - 2d).
    """
    d = np.minimum(together, 2.9)
    three = (d - 1) / (8 - 2 * d)
    families = rng.poisson(expected / (1 + 2 * three))
    draw = np.repeat(np.arange(len(expected)), families)
    size = np.where(rng.random(len(draw)) < three[draw], 3, 1)
    # Every draw's running sums in one rising line: the draw's own begin at its number.
    sums = np.cumsum(mix, axis=1) / mix.sum(axis=1, keepdims=True)
    line = (np.arange(len(mix))[:, None] + sums).ravel()
    cell = np.searchsorted(line, draw + rng.random(len(draw))) - draw * mix.shape[1]
    cell = np.repeat(np.minimum(cell, mix.shape[1] - 1), size)
    draw = np.repeat(draw, size)
    left, care, place = pick.like(cell % TYPES * AGES + cell // TYPES, rng)
    return children_of(draw, cell % TYPES, left, care, place, month + 1)


def _opening(model: FlowModel, draws: int, rng: np.random.Generator) -> Children:
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
    return children_of(
        np.repeat(np.arange(draws), len(left)),
        np.tile(kind, draws),
        every,
        np.tile(np.minimum(now.care_months[number], OLDEST_STAY), draws),
        np.tile(np.minimum(now.place_months[number], OLDEST_STAY), draws),
        0,
    )
