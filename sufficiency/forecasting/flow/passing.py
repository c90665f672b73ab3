"""How children in cells grow older: what share of a cell passes into which, month by month.

A cell holds children of one band of age, of time in care and of time in the placement. Who of them
passes a band's end in a month depends on when each came and was born. That is known of today's
children and learnt of those who come by following all of them through a few futures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy import sparse

from sufficiency.forecasting.flow.children import CELL_SHAPE, CELLS, Children
from sufficiency.forecasting.flow.fit import FlowModel
from sufficiency.forecasting.flow.followed import follow
from sufficiency.forecasting.flow.unknown import draw_unknown

FOLLOWED: Final = 120_000
"""Children followed, over all the futures that shares are learnt from."""
OF_ONE_TYPE: Final = CELLS // CELL_SHAPE[0]
FEW: Final = 1e-3
"""Children that what is seen over all months, and of all types, counts for beside those of a month:
it speaks only where nobody of a cell was seen."""


@dataclass(frozen=True)
class Passing:
    """How children pass from cell to cell as time passes, n cells, in the order of `CELL_SHAPE`.

    Attributes:
        opening: children at the last month end, (n,).
        adult: share of each cell that turns 18 in each month, (months, n).
        onward: of those who do not, and stay where they are: share that is in each cell (row) at
            the month's end, by cell (column) at its beginning; a matrix for each month.
        came: of those who come, the share in each band of times by type and age, (10, 5, 7, 6).
    """

    opening: np.ndarray = field(repr=False)
    adult: np.ndarray = field(repr=False)
    onward: tuple[sparse.csr_array, ...] = field(repr=False)
    came: np.ndarray = field(repr=False)


def passing_of(model: FlowModel, months: int, rng: np.random.Generator) -> Passing:
    """Learn the shares from a few futures in which every child is followed."""
    draws = max(1, FOLLOWED // max(1, int(model.now.children.sum())))
    unknown = draw_unknown(model, months, draws, rng)
    opening, came, seen = np.zeros(CELLS), np.zeros(CELLS), []
    for month, (children, _, arrived) in enumerate(follow(model, unknown, rng)):
        here = children.without(CELL_SHAPE[0] * draws)
        if month == 0:
            opening = np.bincount(here.cell(0), minlength=CELLS) / draws
        seen.append(_passed(here, month))
        came += np.bincount(arrived.cell(month + 1), minlength=CELLS)
    usual = _usual(sum(seen[1:], seen[0]))
    shares = [_shares(one + FEW * usual) for one in seen]
    adult = np.stack([one[[CELLS]].toarray()[0] for one in shares])
    onward = tuple(
        sparse.csr_array(one[:CELLS] @ _diagonal(1 / np.maximum(1 - gone, FEW)), dtype=np.float32)
        for one, gone in zip(shares, adult, strict=True)
    )
    return Passing(opening, adult, onward, _newcomers(came.reshape(CELL_SHAPE)))


def _passed(children: Children, month: int) -> sparse.csr_array:
    """Children by cell at a month end (column) and a month on (row); the last row turned 18."""
    adult = children.turns == month
    then = np.where(adult, CELLS, children.cell(month + 1))
    counted = sparse.coo_array(
        (np.ones(len(then)), (then, children.cell(month))), shape=(CELLS + 1, CELLS)
    )
    return counted.tocsr()


def _usual(every: sparse.csr_array) -> sparse.csr_array:
    """Shares over all months; where nobody of a cell was seen, those of its ages and times.

    Children of ages and times that nobody had stay as they are.
    """
    by_type = every.tocoo()
    row = np.where(by_type.row == CELLS, OF_ONE_TYPE, by_type.row % OF_ONE_TYPE)
    pooled = sparse.coo_array(
        (by_type.data, (row, by_type.col % OF_ONE_TYPE)), shape=(OF_ONE_TYPE + 1, OF_ONE_TYPE)
    ).tocsr()
    pooled = _shares(pooled + FEW * sparse.eye_array(OF_ONE_TYPE + 1, OF_ONE_TYPE))
    types = CELL_SHAPE[0]
    within = sparse.kron(sparse.eye_array(types), pooled[:OF_ONE_TYPE])
    gone = sparse.kron(np.ones((1, types)), pooled[[OF_ONE_TYPE]])
    return _shares(every + FEW * sparse.vstack([within, gone]).tocsr())


def _shares(counted: sparse.csr_array) -> sparse.csr_array:
    return (counted @ _diagonal(1 / counted.sum(axis=0))).tocsr()


def _diagonal(factor: np.ndarray) -> sparse.dia_array:
    return sparse.diags_array(factor)


def _newcomers(came: np.ndarray) -> np.ndarray:
    """Shares by times; where nobody of a type came those of the age, and newly come else."""
    known = came + FEW * came.sum(axis=0)
    known[:, :, 0, 0] += FEW**2
    shares = known / known.sum(axis=(2, 3), keepdims=True)
    return shares.astype(np.float32)
