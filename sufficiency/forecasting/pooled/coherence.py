"""Make the groups agree with the total, in their middles and in every draw.

The total's forecast stands, since it is the best founded. Fostering, more than half of the
children and the steadiest group, is divided from the total first; the remainder is then divided
among the other categories. Shapes: (..., K) with the K categories of `series.CATEGORIES`, the
first of which is fostering.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

STEPS = 50
"""Newton steps allowed; five or six are enough."""

LARGEST = 4.0
"""Largest variance of a share's log error that is believed."""

TINY = 1e-300


@dataclass(frozen=True)
class Division:
    """How a total is divided, before and with errors; arrays of shape (..., K).

    The first column is fostering's odds against everything else, the others are shares of what
    is not fostered.

    Attributes:
        shares: expected, of the total; they add to one.
        variance: of the independent log errors of the odds and of the other shares.
        lean: log change of the odds and of the other shares for a log error of the total of one.
        level: log of how far a category's middle lies below its mean, 0 for fostering's odds: a
            spread that is even in logs raises the mean, and the expected shares are to stand.
    """

    shares: np.ndarray
    variance: np.ndarray
    lean: np.ndarray
    level: np.ndarray


def reconcile(total: np.ndarray, children: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Move the categories so that they add up to the total.

    What is missing or too much is shared in proportion to the variance of each category's count
    (its children squared times the variance of its log), as least squares would; done on the
    log scale, so that nothing turns negative: x_k' = x_k exp(lambda x_k v_k), with lambda such
    that the sum is the total.

    Args:
        total: children, shape (...).
        children: by category, shape (..., K), NaN where not known.
        variance: of the log of each category's own error, shape (..., K).

    Returns:
        Children by category, shape (..., K), 0 where not known.
    """
    known = np.isfinite(children)
    before = np.where(known, children, 0.0)
    weight = before * np.where(known, variance, 0.0)
    weight = weight / np.maximum(weight.max(axis=-1, keepdims=True), TINY)
    step: np.ndarray = np.zeros(total.shape)
    for _ in range(STEPS):
        moved = before * np.exp(step[..., None] * weight)
        short = total - moved.sum(axis=-1)
        if np.all(np.abs(short) < 1e-10 * np.maximum(total, 1.0)):
            break
        slope = (moved * weight).sum(axis=-1)
        step = step + np.clip(short / np.maximum(slope, 1e-12), -1.0, 1.0)
    moved = before * np.exp(step[..., None] * weight)
    return moved * (total / np.maximum(moved.sum(axis=-1), TINY))[..., None]


def share_variances(shares: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Variances of independent errors that give each share the spread it should have.

    Shares are w_k exp(e_k) over their sum, so to first order the log of share k misses by
    e_k - sum_j w_j e_j, whose variance is (1 - w_k)^2 s_k + sum over the others of w_j^2 s_j.
    That is set equal to what is wanted and solved for s; a negative s is put at zero and the
    rest solved again.

    Args:
        shares: adding to one, shape (..., K); zero takes no part.
        wanted: variance of the log of each share, shape (..., K).

    Returns:
        s, shape (..., K), from zero to `LARGEST`.
    """
    size = shares.shape[-1]
    diagonal = np.eye(size, dtype=bool)
    matrix = np.where(diagonal, (1 - shares)[..., None] ** 2, (shares**2)[..., None, :])
    free = shares > 0
    solved: np.ndarray = np.zeros(shares.shape)
    for _ in range(size):
        both = free[..., None] & free[..., None, :]
        system = np.where(both, matrix, 0.0) + np.where(diagonal & ~free[..., None], 1.0, 0.0)
        # A share that is all there is leaves nothing to divide: the ridge keeps the system
        # solvable.
        right = np.where(free, wanted, 0.0)[..., None]
        solved = np.linalg.solve(system + 1e-9 * diagonal, right)[..., 0]
        below = solved < 0
        if not below.any():
            break
        free = free & ~below
    return np.clip(solved, 0.0, LARGEST)


def division(
    shares: np.ndarray, variance: np.ndarray, total: np.ndarray, elasticity: np.ndarray
) -> Division:
    """Errors that give each category its own spread once the total's error is added.

    Args:
        shares: expected, adding to one, shape (..., K).
        variance: of the log of each category, shape (..., K); not looked at where a share is
            zero.
        total: variance of the log of the total, shape (...).
        elasticity: percent each category is missed by when the total is missed by one, (K,).
    """
    first = shares[..., 0]
    others = 1.0 - first
    mixed = (first > 0) & (others > 1e-9)
    apart = np.where(mixed, others, 1.0)
    want = np.where(mixed, variance[..., 0], 0.0) - elasticity[0] ** 2 * total
    odds = np.where(mixed, np.clip(want / apart**2, 0.0, LARGEST), 0.0)
    odds_lean = np.where(mixed, (elasticity[0] - 1.0) / apart, 0.0)
    # What is not fostered moves by 1 - first . odds_lean for one of the total, and by the
    # error of the odds.
    moves = 1.0 - first * odds_lean
    within = shares[..., 1:] / np.maximum(shares[..., 1:].sum(axis=-1, keepdims=True), TINY)
    lean = elasticity[1:] - moves[..., None]
    lean = np.where(within > 0, lean - (within * lean).sum(axis=-1, keepdims=True), 0.0)
    explained = (moves[..., None] + lean) ** 2 * total[..., None]
    explained = explained + (first**2 * odds)[..., None]
    wanted = np.where(within > 0, variance[..., 1:], 0.0) - explained
    errors = share_variances(within, wanted)
    return Division(
        shares,
        np.concatenate([odds[..., None], errors], axis=-1),
        np.concatenate([odds_lean[..., None], lean], axis=-1),
        np.where(np.arange(shares.shape[-1]) > 0, -np.nan_to_num(variance) / 2, 0.0),
    )


def divide(
    total: np.ndarray, parts: Division, total_error: np.ndarray, error: np.ndarray
) -> np.ndarray:
    """Divide a total: the parts add up to it in every draw and none is negative.

    Args:
        total: children with the error in it, shape (...).
        parts: arrays that broadcast to (..., K).
        total_error: log error of the total, shape (...).
        error: log errors with the variances of `parts`, shape (..., K).

    Returns:
        Children by category, shape (..., K).
    """
    shares = np.broadcast_to(parts.shares, error.shape)
    moved = np.exp(parts.level + parts.lean * total_error[..., None] + error)
    first = shares[..., 0] * moved[..., 0]
    fostered = total * first / (first + 1.0 - shares[..., 0])
    other = shares[..., 1:] * moved[..., 1:]
    left = (total - fostered)[..., None]
    other = left * other / np.maximum(other.sum(axis=-1, keepdims=True), TINY)
    return np.concatenate([fostered[..., None], other], axis=-1)
