"""Children of many draws counted in cells: the work is the same however many they are.

Children of one cell (type and bands of age and times) have one chance of leaving and one of moving.
Whole numbers come and leave, move and turn 18, by type: binomial and multinomial at the chances of
the cells. Within a type the cells hold what is expected of each, and so fractions: chance among the
cells of a type is left out, which matters where children are few (`paths.MOST_FOLLOWED`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy import sparse

from sufficiency.evidence.ssda903.monthly import TYPES
from sufficiency.forecasting.flow.children import CELL_SHAPE, CELLS
from sufficiency.forecasting.flow.fit import AGES
from sufficiency.forecasting.flow.followed import families
from sufficiency.forecasting.flow.passing import Passing
from sufficiency.forecasting.flow.unknown import Unknown

NOBODY: Final = 1e-9


def follow_cells(
    passing: Passing, unknown: Unknown, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Children by type at month ends, (draws, months + 1, 10), and who come, (draws, months)."""
    draws, months = unknown.draws, unknown.months
    inside = np.repeat(passing.opening[:, None], draws, axis=1).astype(np.float32)
    stock, came = np.empty((draws, months + 1, TYPES), np.int64), np.empty((draws, months))
    stock[:, 0] = np.rint(_by_type(inside))
    chances = _Chances.of(unknown)
    for month in range(months):
        inside, adult = _turn_18(inside, stock[:, month], passing.adult[month], rng)
        here = stock[:, month] - adult
        inside, here = _leave_and_move(inside, here, passing.onward[month], chances, month, rng)
        new = _come(unknown, month, rng)
        times = passing.came[..., None] * new[:, :, None, None].astype(np.float32)
        inside += times.reshape(CELLS, draws)
        came[:, month] = new.sum(axis=(0, 1))
        stock[:, month + 1] = here + new.sum(axis=1).T
    return stock.astype(float), came


@dataclass(frozen=True)
class _Chances:
    """The chances of a block, draws last, so that a cell's are beside each other.

    Attributes:
        leave: (10, 5, 7, 1, draws). move: (10, 5, 1, 6, draws).
        towards: (10, 5, 10, draws). pull: (months, 10, draws). ease: (months, draws).
    """

    leave: np.ndarray = field(repr=False)
    move: np.ndarray = field(repr=False)
    towards: np.ndarray = field(repr=False)
    pull: np.ndarray = field(repr=False)
    ease: np.ndarray = field(repr=False)

    @classmethod
    def of(cls, unknown: Unknown) -> _Chances:
        given = unknown.chances
        leave, move, towards, pull, ease = (
            np.ascontiguousarray(np.moveaxis(one, 0, -1))
            for one in (given.leave, given.move, given.towards, given.pull, given.ease)
        )
        return cls(leave[:, :, :, None], move[:, :, None], towards, pull, ease)


def _by_type(cells: np.ndarray) -> np.ndarray:
    """Children of each type, (draws, 10), of cells by draw, (n, draws)."""
    return cells.reshape(TYPES, -1, cells.shape[-1]).sum(axis=1).T.astype(float)


def _held_to(cells: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Cells scaled so that those of each type add up to a count, (draws, 10)."""
    scale = (count / np.maximum(_by_type(cells), NOBODY)).T.astype(np.float32)
    return (cells.reshape(TYPES, -1, len(count)) * scale[:, None]).reshape(cells.shape)


def _turn_18(
    inside: np.ndarray, number: np.ndarray, share: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Those left in the cells, and how many of each type turn 18 in the month, (draws, 10).

    Birthdays are known, so there is no chance in their number but the rounding to a whole one.
    """
    under = inside * (1 - share.astype(np.float32))[:, None]
    due = number - _by_type(under)
    adult = np.clip(np.floor(due + rng.random(due.shape)), 0, number).astype(np.int64)
    return _held_to(under, number - adult), adult


def _leave_and_move(
    inside: np.ndarray,
    number: np.ndarray,
    onward: sparse.csr_array,
    chances: _Chances,
    month: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """A month on in the cells, and the number of each type, (draws, 10).

    Args:
        inside: children by cell and draw. number: the same by draw and type, whole.
        onward: see `Passing`.
    """
    draws = len(number)
    cells = inside.reshape(*CELL_SHAPE, draws)
    leave = np.minimum(chances.leave * chances.ease[month], 1)
    leaving = (cells * leave).reshape(inside.shape)
    moving = (cells * np.minimum(chances.move, 1 - leave)).reshape(inside.shape)
    due, away = _by_type(leaving), _by_type(moving)
    left = rng.binomial(number, _share(due, number))
    moved = rng.binomial(number - left, _share(away, number - due))
    stay = number - left - moved
    staying = onward @ _held_to(inside - leaving - moving, stay)
    onto, placed = _placed(onward @ moving, moved, chances, month, rng)
    staying.reshape(*CELL_SHAPE, draws)[:, :, :, 0] += placed
    return staying, stay + onto


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.clip(part / np.maximum(whole, NOBODY), 0.0, 1.0)


def _placed(
    moving: np.ndarray,
    moved: np.ndarray,
    chances: _Chances,
    month: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Where those who move are placed.

    Args:
        moving: expected to move, by cell at the month's end and draw.
        moved: how many of each type do, (draws, 10).

    Returns:
        How many are new in each type, (draws, 10), and the same as expected by age and time in
        care, (10, 5, 7, draws).
    """
    moving = moving.reshape(*CELL_SHAPE, len(moved)).sum(axis=3)
    share = chances.towards * chances.pull[month]
    share /= share.sum(axis=2, keepdims=True)
    due = np.einsum("kad,kajd->dkj", moving.sum(axis=2), share).astype(float) + NOBODY
    to = rng.multinomial(moved, due / due.sum(axis=2, keepdims=True))
    share *= np.moveaxis(to / due, 0, -1).astype(np.float32)[:, None]
    return to.sum(axis=1), np.einsum("kacd,kajd->jacd", moving, share)


def _come(unknown: Unknown, month: int, rng: np.random.Generator) -> np.ndarray:
    """Children who come in a month, alone or three together, by type and age, (10, 5, draws)."""
    number, three = families(unknown.expected[:, month], unknown.together, rng)
    division = unknown.division(month)
    division = division / division.sum(axis=1, keepdims=True)
    together = rng.binomial(number, three)
    came = rng.multinomial(number - together, division)
    came = came + 3 * rng.multinomial(together, division)
    return came.reshape(-1, AGES, TYPES).T
