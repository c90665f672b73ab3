"""Rates by type, age and time, pooled where counts are small, with what is not known of them.

Events in a cell are Poisson about children at risk x exp(sum of effects). Effects of single
factors are given wide normal priors and those of pairs narrow ones, so that a cell with few
children leans on its row and column; the posterior is taken as normal about its mode (Gelman and
Hill 2007, Data Analysis Using Regression and Multilevel/Hierarchical Models, chapter 12).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

MAIN: Final = 1.0
"""Prior standard deviation of the effect of one value of a factor, in logs."""
PAIR: Final = 0.3
"""The same for a pair of values."""
NEWTON_STEPS: Final = 50
HIGHEST: Final = 0.95
"""No monthly chance is let above this."""


@dataclass(frozen=True)
class Rates:
    """Monthly chances by cell: the middle and what is not known of the effects.

    Attributes:
        shape: values of each factor; cells are in C order.
        design: (cells, effects).
        mode: (effects,). root: such that root @ root.T is the covariance of the effects.
    """

    shape: tuple[int, ...]
    design: np.ndarray = field(repr=False)
    mode: np.ndarray = field(repr=False)
    root: np.ndarray = field(repr=False)

    @property
    def middle(self) -> np.ndarray:
        return np.minimum(np.exp(self.design @ self.mode), HIGHEST).reshape(self.shape)

    def draw(self, draws: int, rng: np.random.Generator) -> np.ndarray:
        """Chances by cell, (draws, *shape)."""
        effects = self.mode + rng.standard_normal((draws, len(self.mode))) @ self.root.T
        chances = np.minimum(np.exp(effects @ self.design.T), HIGHEST)
        return chances.reshape(draws, *self.shape)


def design_of(shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Effects of each cell and their prior standard deviations.

    A constant, one effect for each value of each factor, one for each pair of a value of the
    first factor with a value of another. Returns (cells, effects) of noughts and ones, (effects,).
    """
    places = np.indices(shape).reshape(len(shape), -1).T
    columns = [np.ones((len(places), 1))]
    spread = [np.array([10.0])]
    for axis, size in enumerate(shape):
        columns.append((places[:, axis, None] == np.arange(size)).astype(float))
        spread.append(np.full(size, MAIN))
    for axis, size in enumerate(shape[1:], 1):
        both = places[:, 0] * size + places[:, axis]
        columns.append((both[:, None] == np.arange(shape[0] * size)).astype(float))
        spread.append(np.full(shape[0] * size, PAIR))
    return np.concatenate(columns, axis=1), np.concatenate(spread)


def fit_rates(events: np.ndarray, at_risk: np.ndarray, dispersion: float = 1.0) -> Rates:
    """Fit monthly chances.

    Args:
        events, at_risk: by cell, of one shape; may be weighted, so need not be whole.
        dispersion: variance of events over their mean, which widens what is not known.
    """
    shape = events.shape
    design, spread = design_of(shape)
    seen, risk = events.ravel() / dispersion, at_risk.ravel() / dispersion
    precision = np.diag(spread**-2.0)
    mode = np.zeros(design.shape[1])
    mode[0] = np.log((seen.sum() + 0.5) / (risk.sum() + 25.0))
    centre = mode.copy()
    for _ in range(NEWTON_STEPS):
        mean = risk * np.exp(np.clip(design @ mode, -20, 3))
        slope = design.T @ (seen - mean) - precision @ (mode - centre)
        step = np.linalg.solve((design.T * mean) @ design + precision, slope)
        mode = mode + np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-8:
            break
    mean = risk * np.exp(np.clip(design @ mode, -20, 3))
    curvature = (design.T * mean) @ design + precision
    lower = np.linalg.cholesky(curvature)
    root = np.linalg.solve(lower.T, np.eye(len(mode)))
    return Rates(shape, design, mode, root)
