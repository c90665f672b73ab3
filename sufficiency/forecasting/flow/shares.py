"""Shares that drift: how arrivals, or moves, divide over placement types.

What was seen counts for half after a half-life: with a short one the shares follow a change of
practice quickly and are known badly, with a long one slowly and well. Several half-lives are tried
on the record, each month foretold from the months before it, and each is as likely as it foretold
well (power discounting of a Dirichlet: West and Harrison 1997, Bayesian Forecasting and Dynamic
Models, chapter 6). Ahead, shares go on changing as fast as the half-life supposes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.special import gammaln

HALF_LIVES: Final = (12.0, 24.0, 48.0, 96.0)
"""In months."""
LIKELY: Final = (0.1, 0.2, 0.3, 0.4)
"""How likely each is thought before looking: practice is expected to hold."""


@dataclass(frozen=True)
class Shares:
    """Shares as known at the last month.

    Attributes:
        weight: of each half-life, (H,), adding to one.
        counts: what was seen, discounted, and the prior's part, (H, ..., K).
        pace: standard deviation of a month's change in the log of a share, (H, K).
    """

    weight: np.ndarray = field(repr=False)
    counts: np.ndarray = field(repr=False)
    pace: np.ndarray = field(repr=False)

    def draw(
        self, draws: int, months: int, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """Shares at the last month and the factors on them in each month ahead.

        Returns:
            (draws, ..., K), up to a factor; (draws, months, K).
        """
        which = rng.choice(len(self.weight), draws, p=self.weight)
        now = rng.standard_gamma(self.counts[which])
        steps = rng.standard_normal((draws, months, self.pace.shape[1])) * self.pace[which, None]
        return now, np.exp(np.cumsum(steps, axis=1))


def fit_shares(
    seen: np.ndarray, prior: np.ndarray, rows: tuple[int, ...], dispersion: float
) -> Shares:
    """Weigh half-lives by how well each would have foretold the months.

    Args:
        seen: counts by month, (T, ..., K).
        prior: counts that the prior is worth, (..., K), above zero.
        rows: axes of a month's counts, from zero, to add up before a month is foretold: what
            is asked is how the rest divides over the last axis.
        dispersion: variance over mean of a count: brothers and sisters are not so many
            witnesses.
    """
    months = len(seen)
    start = prior.sum(axis=rows)
    scores, counts, pace = [], [], []
    for half_life in HALF_LIVES:
        keep = 0.5 ** (1 / half_life)
        held = np.zeros_like(start)
        score = 0.0
        for month in range(months):
            score += _log_chance(seen[month].sum(axis=rows), start + held)
            held = keep * held + seen[month].sum(axis=rows)
        weight = keep ** (months - 1 - np.arange(months))
        now = prior + np.tensordot(weight, seen, axes=1)
        scores.append(score / dispersion)
        counts.append(now)
        by_share = now.reshape(-1, now.shape[-1]).sum(axis=0)
        pace.append(np.sqrt((1 / keep - 1) * dispersion / np.maximum(by_share, 1.0)))
    likely = np.array(scores) + np.log(LIKELY)
    weight = np.exp(likely - likely.max())
    return Shares(weight / weight.sum(), np.stack(counts), np.stack(pace))


def _log_chance(counts: np.ndarray, held: np.ndarray) -> float:
    """Log chance that counts divide over the last axis so, but for what all half-lives share."""
    total, many = held.sum(axis=-1), counts.sum(axis=-1)
    apart = (gammaln(held + counts) - gammaln(held)).sum(axis=-1)
    return float((gammaln(total) - gammaln(total + many) + apart).sum())
