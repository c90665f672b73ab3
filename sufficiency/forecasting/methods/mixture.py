"""The mixture of several methods in equal parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np

ENSEMBLE: Final = "ensemble"


def in_turn(
    models: Sequence[str], members: Sequence[str], draw: Callable[[str], np.ndarray]
) -> Iterator[tuple[str, np.ndarray]]:
    """Draw each model; the mixture needs all of its members, and comes last.

    Args:
        models: names asked for.
        members: those that the mixture is made of.
        draw: draws one of them.

    Returns:
        Name and draws, of members that were not asked for too.
    """
    made: dict[str, np.ndarray] = {}
    for name in needed(models, members):
        made[name] = (
            equal_parts([made[member] for member in members]) if name == ENSEMBLE else draw(name)
        )
        yield name, made[name]


def needed(models: Sequence[str], members: Sequence[str]) -> tuple[str, ...]:
    """Models to draw for those asked for."""
    return (*members, ENSEMBLE) if ENSEMBLE in models else tuple(models)


def equal_parts(members: Sequence[np.ndarray]) -> np.ndarray:
    """Mix draws of several methods, as many of each: draw i is taken from method i modulo k.

    Each draw stays one method's path. Weights are equal because eight overlapping years cannot
    tell them apart: fitted weights chase the noise (Claeskens et al. 2016, International Journal
    of Forecasting 32).

    Args:
        members: each (..., horizons, draws); a method that is NaN for a series is left out of it.
    """
    stack = np.stack(members)
    flat = stack.reshape(len(stack), -1, *stack.shape[-2:])
    mixed = np.full(flat.shape[1:], np.nan)
    turn = np.arange(stack.shape[-1])
    for row in range(flat.shape[1]):
        there = flat[np.isfinite(flat[:, row]).all(axis=(1, 2)), row]
        if len(there):
            mixed[row] = np.moveaxis(there, 0, -1)[:, turn, turn % len(there)]
    return mixed.reshape(stack.shape[1:])
