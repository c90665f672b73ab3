"""Draws of the total and its groups 1, 2 and 3 years ahead, from each authority's origin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from sufficiency.forecasting.pooled.by_type import categories, type_growth
from sufficiency.forecasting.pooled.coherence import Division, divide, division, reconcile
from sufficiency.forecasting.pooled.constants import Constants
from sufficiency.forecasting.pooled.growth import total_growth
from sufficiency.forecasting.pooled.panel import AnnualPanel
from sufficiency.forecasting.pooled.series import CATEGORIES, TOTAL, TYPES
from sufficiency.forecasting.walks import even_normals, walk
from sufficiency.streams import stream

LEAST = 0.5
"""Children that a count of zero stands for where a log is taken."""

GIVES_WAY = 0.05
"""Least part of its variance by which a category gives way to the total."""


@dataclass(frozen=True)
class Outlook:
    """What the model says from each authority's origin, before anything is drawn.

    Shapes: A authorities, H horizons, K = 5 categories (`CATEGORIES`). The total, its variance
    and the division are of no use for an authority whose file holds no total (`whole` is false):
    its groups then stand alone.

    Attributes:
        codes: of the authorities.
        origins: year each forecast starts from, (A,).
        opening: children by category at the origin, (A, K), NaN where not known.
        whole: whether there is a total, (A,).
        total: middle of the total, (A, H).
        total_variance: of its log, (A, H).
        alone: middle of each category before it was made to agree with the total, (A, H, K).
        type_variance: of the log of each, (A, H, K).
        parts: how the total is divided, arrays (A, H, K).
        agreed: middle of each category as it agrees with the total, (A, H, K); what `alone` says
            where there is no total.
    """

    codes: tuple[str, ...]
    origins: np.ndarray
    opening: np.ndarray
    whole: np.ndarray
    total: np.ndarray
    total_variance: np.ndarray
    alone: np.ndarray
    type_variance: np.ndarray
    parts: Division
    agreed: np.ndarray

    def rows(self, keep: Sequence[int]) -> Outlook:
        """The same for only some of the authorities."""
        index = np.asarray(keep, dtype=int)
        parts = Division(*(getattr(self.parts, f.name)[index] for f in fields(Division)))
        held = {
            f.name: getattr(self, f.name)[index]
            for f in fields(Outlook)
            if f.name not in ("codes", "parts")
        }
        return Outlook(codes=tuple(self.codes[i] for i in index), parts=parts, **held)


def outlook(panel: AnnualPanel, constants: Constants) -> Outlook:
    """Forecast every authority of a panel from its own latest year."""
    origins = panel.origins()
    at = (np.arange(len(panel.codes)), np.searchsorted(panel.years, origins))
    growth = total_growth(panel, constants)
    by_type = type_growth(panel, growth, constants)
    opening = categories(panel).children[at]
    now = panel[TOTAL][at]
    whole = np.isfinite(now)
    total = now[:, None] * np.exp(growth.mean[at])
    total_variance = growth.variance[at]
    logs = np.stack([made.mean[at] for made in by_type], axis=-1)
    alone = np.maximum(opening, LEAST)[:, None, :] * np.exp(logs)
    variance = np.stack([made.variance[at] for made in by_type], axis=-1)
    elasticity = np.array([constants.series[name].elasticity for name in CATEGORIES])
    safe = np.where(whole[:, None], total_variance, 0.0)
    expected = np.where(whole[:, None], total * np.exp(safe / 2), np.nansum(alone, axis=-1))
    # What the total's error does not explain is a category's own, and by that it gives way.
    own = np.maximum(variance - elasticity**2 * safe[..., None], GIVES_WAY * variance)
    means = reconcile(expected, alone * np.exp(variance / 2), own)
    some = np.where(expected > 0, expected, np.nan)
    parts = division(means / some[..., None], variance, safe, elasticity)
    agreed = np.where(whole[:, None, None], means * np.exp(-variance / 2), alone)
    return Outlook(
        panel.codes, origins, opening, whole, total, total_variance, alone, variance, parts, agreed
    )


def annual_draws(view: Outlook, draws: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw the total and the categories of every authority.

    Errors are random walks over the years, so that a draw that is high next year tends to stay
    high. Each authority has its own streams: others in the file do not move its numbers.

    Returns:
        The total, (A, H, draws), NaN where there is none, and the categories, (A, H, K, draws),
        NaN where not known; they add up to the total in every draw.
    """
    many, horizons, size = view.alone.shape
    total = np.full((many, horizons, draws), np.nan)
    types = np.full((many, horizons, size, draws), np.nan)
    for i, code in enumerate(view.codes):
        z = even_normals(stream(seed, "forecast of types", code), horizons, size, draws)
        if not view.whole[i]:
            types[i] = view.alone[i][..., None] * np.exp(walk(view.type_variance[i], z))
            continue
        y = even_normals(stream(seed, "forecast of total", code), horizons, draws)
        missed = walk(view.total_variance[i], y)
        total[i] = view.total[i][:, None] * np.exp(missed)
        parts = view.parts
        error = np.moveaxis(walk(parts.variance[i], z), 1, -1)
        here = Division(
            *(x[i][:, None] for x in (parts.shares, parts.variance, parts.lean, parts.level))
        )
        split = np.moveaxis(divide(total[i], here, missed, error), -1, 1)
        types[i] = np.where(np.isfinite(view.opening[i])[None, :, None], split, np.nan)
    return total, types


def pooled_draws(
    panel: AnnualPanel,
    constants: Constants,
    years: int,
    draws: int,
    seed: int,
    rows: Sequence[int] | None = None,
) -> dict[str, np.ndarray]:
    """Draw the series of every authority from the panel's last year.

    Args:
        panel: figures up to the year that is forecast from.
        constants: of the model.
        years: how many years ahead.
        draws: number of draws.
        seed: of the random numbers.
        rows: authorities to draw, all unless given; all of the panel is looked at.

    Returns:
        Each of `series.SERIES` -> children, (A, years, draws), the total the sum of its parts in
        every draw; NaN where a series cannot be forecast or has no figure in the last year.
    """
    view = outlook(panel, constants.reaching(years))
    view = view if rows is None else view.rows(rows)
    total, types = annual_draws(view, draws, seed)
    here = (view.origins == panel.years[-1])[:, None, None]
    made = {TOTAL: total} | {name: types[:, :, k] for k, name in enumerate(TYPES)}
    return {name: np.where(here, value, np.nan) for name, value in made.items()}
