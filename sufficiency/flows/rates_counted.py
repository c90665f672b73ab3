"""How fast children leave care and change placement, counted in the authority's own returns."""

from __future__ import annotations

from typing import Final

import numpy as np

from sufficiency.evidence.ssda903 import MonthlyEvidence
from sufficiency.flows.turnover import Turnover
from sufficiency.placements import FAMILIES, TYPES_OF, position
from sufficiency.streams import stream

YEARS: Final = 3
"""Latest years that rates are counted over: practice changes."""
POOLED: Final = 24.0
"""Child-months' worth of the rate of all families together that a family's own count is joined
with: two children for a year, so that a family in which little happened is not given a zero."""


def counted_turnover(monthly: MonthlyEvidence, settled: float, draws: int, seed: int) -> Turnover:
    """Exit and move rates by family over the latest years of the returns.

    Each is a number of events over child-months, known as well as its count: gamma with the count
    for its shape. A move is an episode begun with a change of placement and carer; of the moves,
    the share `settled` is taken to free a settled place.

    Args:
        monthly: as counted from returns.
        settled: share of moves that are from placements of eight weeks or longer.
        draws: number of draws.
        seed: of the random numbers.
    """
    months = slice(-12 * YEARS, None)
    stock = (monthly.by_type[:-1] + monthly.by_type[1:])[months].sum(axis=0) / 2.0
    exits = monthly.exits[months].sum(axis=(0, 2))
    moves = settled * monthly.moves[months].sum(axis=(0, 2))
    noise = stream(seed, "turnover counted")
    return Turnover(
        exit_rate=1.0 - np.exp(-_drawn(exits, stock, draws, noise)),
        move_rate=1.0 - np.exp(-_drawn(moves, stock, draws, noise)),
    )


def _drawn(
    events: np.ndarray, child_months: np.ndarray, draws: int, noise: np.random.Generator
) -> np.ndarray:
    """Monthly rates by family, (draws, families), from events and child-months by type."""
    usual = events.sum() / max(float(child_months.sum()), 1.0)
    shape, rate = np.empty(len(FAMILIES)), np.empty(len(FAMILIES))
    for f, family in enumerate(FAMILIES):
        kinds = [position(kind) for kind in TYPES_OF[family]]
        shape[f] = events[kinds].sum() + POOLED * usual
        rate[f] = child_months[kinds].sum() + POOLED
    return noise.standard_gamma(np.maximum(shape, 1e-9), (draws, len(FAMILIES))) / rate
