"""Monthly paths between and beyond the yearly forecasts."""

from __future__ import annotations

import numpy as np

from sufficiency.forecasting.pooled.annual import Outlook
from sufficiency.forecasting.pooled.coherence import Division, divide
from sufficiency.forecasting.walks import even_normals, walk
from sufficiency.streams import stream


def between_years(opening: np.ndarray, yearly: np.ndarray, months: int) -> np.ndarray:
    """Straight lines from the opening through the yearly values.

    Args:
        opening: shape (...).
        yearly: at the end of each year, shape (H, ...); H at least months / 12.
        months: number of months.

    Returns:
        Shape (months + 1, ...), the opening first.
    """
    knots = np.concatenate([opening[None], yearly])
    at = np.arange(months + 1) / 12
    low = np.minimum(at.astype(int), len(knots) - 2)
    part = (at - low).reshape(-1, *[1] * (knots.ndim - 1))
    return knots[low] * (1 - part) + knots[low + 1] * part


def monthly_paths(view: Outlook, row: int, months: int, draws: int, seed: int) -> np.ndarray:
    """Draw the categories of one authority month by month.

    The log of the total's middle, the expected children by category and every variance run in
    straight lines between the 31 Marches; errors are random walks with independent monthly
    steps, so that the spread at each 31 March is the yearly forecast's.

    Returns:
        Children, shape (draws, months + 1, 5); the first month is the opening, to rounding.
    """
    parts, opening = view.parts, view.opening[row]
    now, code = opening.sum(), view.codes[row]
    zero = np.zeros(len(opening))
    log_total = between_years(np.log(np.array(now)), np.log(view.total[row]), months)
    total_variance = between_years(np.array(0.0), view.total_variance[row], months)
    missed = walk(total_variance, _normals(seed, "total", code, (months + 1, draws)))
    total = np.exp(log_total[:, None] + missed)
    expected = between_years(opening, parts.shares[row] * view.total[row][:, None], months)
    here = Division(
        (expected / expected.sum(axis=-1, keepdims=True))[:, None],
        between_years(zero, parts.variance[row], months)[:, None],
        between_years(parts.lean[row][0], parts.lean[row], months)[:, None],
        between_years(zero, parts.level[row], months)[:, None],
    )
    error = walk(here.variance[:, 0], _normals(seed, "types", code, (months + 1, 5, draws)))
    return np.moveaxis(divide(total, here, missed, np.moveaxis(error, 1, -1)), 1, 0)


def _normals(seed: int, what: str, code: str, shape: tuple[int, ...]) -> np.ndarray:
    return even_normals(stream(seed, f"monthly forecast of {what}", code), *shape)
