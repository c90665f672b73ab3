"""Futures of the flow model, month by month.

Each draw has its own rates (what is not known of them) and its own chances (what cannot be
known). An authority's children are followed one by one; of more than any one authority has, as in
a region's returns, they are counted in cells.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np

from sufficiency.forecasting.flow.cells import follow_cells
from sufficiency.forecasting.flow.fit import FlowModel
from sufficiency.forecasting.flow.followed import follow_children
from sufficiency.forecasting.flow.passing import passing_of
from sufficiency.forecasting.flow.unknown import draw_unknown
from sufficiency.streams import stream

MOST_FOLLOWED: Final = 3_000
"""Children at the last month end who are followed one by one. No English authority has so many:
the largest has about 2,300."""
BLOCK_CHILDREN: Final = 60_000
"""Children simulated together, over all draws of a block: few enough for the processor's cache. The
blocks depend on the authority alone, so that the futures are the same on any number of workers."""
BLOCK_OF_CELLS: Final = 100
"""Draws counted together in cells."""


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
    children = int(model.now.children.sum())
    in_cells = children > MOST_FOLLOWED
    passing = passing_of(model, months, stream(seed, "flow model", "passing")) if in_cells else None
    size = BLOCK_OF_CELLS if in_cells else int(np.clip(BLOCK_CHILDREN // max(1, children), 10, 250))
    blocks = [min(size, draws - first) for first in range(0, draws, size)]

    def one(block: int) -> tuple[np.ndarray, np.ndarray]:
        rng = stream(seed, "flow model", str(block))
        unknown = draw_unknown(model, months, blocks[block], rng)
        if passing is None:
            return follow_children(model, unknown, rng)
        return follow_cells(passing, unknown, rng)

    with ThreadPoolExecutor(max_workers=workers) as pool:
        stock, came = zip(*pool.map(one, range(len(blocks))), strict=True)
    return np.concatenate(stock), np.concatenate(came)
