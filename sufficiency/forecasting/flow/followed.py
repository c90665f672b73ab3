"""Every child of every draw followed month by month: the authority's own, and those who come."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sufficiency.evidence.ssda903.monthly import TYPES
from sufficiency.forecasting.flow.arrivals import OLDEST_STAY, Picker
from sufficiency.forecasting.flow.children import Children, children_of, step
from sufficiency.forecasting.flow.fit import AGES, FlowModel
from sufficiency.forecasting.flow.unknown import Unknown


def follow(
    model: FlowModel, unknown: Unknown, rng: np.random.Generator
) -> Iterator[tuple[Children, np.ndarray, Children]]:
    """What becomes of the children, given what is not known of the rates.

    Yields:
        For each month: the children at the month end before it, the change in their number by
        type in the month, (10 x draws,), and who have come by its end.
    """
    pick = Picker(model.arrivals)
    children = opening(model, unknown.draws, rng)
    for month in range(unknown.months):
        after, change = step(children, month, unknown.chances, rng)
        arrived = _come(month, unknown, pick, rng)
        yield children, change, arrived
        children = after.plus(arrived)


def follow_children(
    model: FlowModel, unknown: Unknown, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Children by type at month ends, (draws, months + 1, 10), and who come, (draws, months)."""
    draws, months = unknown.draws, unknown.months
    stock, came = np.empty((draws, months + 1, TYPES)), np.empty((draws, months))
    for month, (children, change, arrived) in enumerate(follow(model, unknown, rng)):
        if month == 0:
            stock[:, 0] = _by_type(children, draws)
        new = _by_type(arrived, draws)
        came[:, month] = new.sum(axis=1)
        stock[:, month + 1] = stock[:, month] + change.reshape(draws, TYPES) + new
    return stock, came


def _by_type(children: Children, draws: int) -> np.ndarray:
    return np.bincount(children.row, minlength=draws * TYPES).reshape(draws, TYPES)


def families(
    expected: np.ndarray, together: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Families who come in a month, and the chance that each is of three and not of one, (draws,).

    They give a count of children whose variance is `together` times its mean: the share of three
    that does so is (d - 1) / (8 - 2d).
    """
    d = np.minimum(together, 2.9)
    three = (d - 1) / (8 - 2 * d)
    return rng.poisson(expected / (1 + 2 * three)), three


def _come(month: int, unknown: Unknown, pick: Picker, rng: np.random.Generator) -> Children:
    """Children who come in a month, some of them three together, as they are at its end."""
    number, three = families(unknown.expected[:, month], unknown.together, rng)
    mix = unknown.division(month)
    draw = np.repeat(np.arange(len(number)), number)
    size = np.where(rng.random(len(draw)) < three[draw], 3, 1)
    # Every draw's running sums in one rising line: the draw's own begin at its number.
    sums = np.cumsum(mix, axis=1) / mix.sum(axis=1, keepdims=True)
    line = (np.arange(len(mix))[:, None] + sums).ravel()
    cell = np.searchsorted(line, draw + rng.random(len(draw))) - draw * mix.shape[1]
    cell = np.repeat(np.minimum(cell, mix.shape[1] - 1), size)
    draw = np.repeat(draw, size)
    left, care, place = pick.like(cell % TYPES * AGES + cell // TYPES, rng)
    return children_of(draw, cell % TYPES, left, care, place, month + 1)


def opening(model: FlowModel, draws: int, rng: np.random.Generator) -> Children:
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
