"""Rates by type, age and time, pooled where counts are small, with what is not known of them.

Events in a cell are Poisson about children at risk x exp(effects). Each type has its own effects of
age and of time, drawn about effects that all types share; the priors of the shared effects are wide
and those of a type's own departures narrow, so that a type with few children leans on the rest.
The posterior is taken as normal about its mode (Gelman and Hill 2007, Data Analysis Using
Regression and Multilevel/Hierarchical Models, chapters 12 and 13).

Small matrices, one a type, in place of one large one: the arithmetic stays on one core, however
many there are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

CONSTANT: Final = 10.0
"""Prior standard deviation of the common level, in logs: as good as none."""
SHARED: Final = 1.0
"""Prior standard deviation of the shared effect of one age or time."""
OWN_LEVEL: Final = 1.0
"""Of a type's own level about the common one."""
OWN: Final = 0.3
"""Of a type's own effect of an age or time about the shared one."""
NEWTON_STEPS: Final = 50
HIGHEST: Final = 0.95
"""No monthly chance is let above this."""


@dataclass(frozen=True)
class Rates:
    """Monthly chances by cell; K types, n cells of a type, q effects of a type.

    Attributes:
        shape: types, then the values of the other factors.
        design: (n, q), zeros and ones.
        mode: effects of each type, (K, q).
        shared_root: (q, q), and own_root: (K, q, q): roots of covariances, of the shared effects
            and of a type's own given the shared.
        pull: (K, q, q): how a departure of the shared effects moves a type's own.
    """

    shape: tuple[int, ...]
    design: np.ndarray = field(repr=False)
    mode: np.ndarray = field(repr=False)
    shared_root: np.ndarray = field(repr=False)
    own_root: np.ndarray = field(repr=False)
    pull: np.ndarray = field(repr=False)

    @property
    def middle(self) -> np.ndarray:
        return _chances(self.mode[None], self.design).reshape(self.shape)

    def draw(self, draws: int, rng: np.random.Generator) -> np.ndarray:
        """Chances by cell, (draws, *shape)."""
        kinds, effects = self.mode.shape
        shared = np.einsum("dp,qp->dq", rng.standard_normal((draws, effects)), self.shared_root)
        own = rng.standard_normal((draws, kinds, effects))
        own = np.einsum("dkp,kqp->dkq", own, self.own_root)
        own -= np.einsum("kqp,dp->dkq", self.pull, shared)
        chances = _chances(self.mode + shared[:, None] + own, self.design)
        return chances.reshape(draws, *self.shape)


def _chances(effects: np.ndarray, design: np.ndarray) -> np.ndarray:
    return np.minimum(np.exp(np.einsum("dkq,nq->dkn", effects, design)), HIGHEST)


def design_of(shape: tuple[int, ...]) -> np.ndarray:
    """A constant and one effect for each value of each factor: (cells, effects)."""
    places = np.indices(shape).reshape(len(shape), -1).T
    columns = [np.ones((len(places), 1))]
    for axis, size in enumerate(shape):
        columns.append((places[:, axis, None] == np.arange(size)).astype(float))
    return np.concatenate(columns, axis=1)


def fit_rates(events: np.ndarray, at_risk: np.ndarray, worth: float = 1.0) -> Rates:
    """Fit monthly chances.

    Args:
        events, at_risk: by type (first axis) and the other factors; may be weighted, so need not
            be whole.
        worth: events that a weighted event is worth as a witness: the sum of the weights over
            that of their squares, since many small weights know more than their sum says.
    """
    shape = events.shape
    design = design_of(shape[1:])
    kinds, effects = shape[0], design.shape[1]
    seen, risk = events.reshape(kinds, -1), at_risk.reshape(kinds, -1)
    wide = np.array([CONSTANT, *[SHARED] * (effects - 1)]) ** -2.0
    narrow = np.array([OWN_LEVEL, *[OWN] * (effects - 1)]) ** -2.0
    centre = np.zeros(effects)
    centre[0] = np.log((seen.sum() + 0.5) / (risk.sum() + 25.0))
    shared, own = centre.copy(), np.zeros((kinds, effects))
    for _ in range(NEWTON_STEPS):
        information, apart = _information(seen, risk, shared + own, design)
        curved = information + np.diag(narrow)
        own_slope = apart - narrow * own
        shared_slope = apart.sum(axis=0) - wide * (shared - centre)
        pull = np.linalg.solve(curved, information)
        left = _left_over(information, pull, wide)
        eased = np.linalg.solve(curved, own_slope[..., None])[..., 0]
        right = shared_slope - np.einsum("kpq,kq->p", information, eased)
        step = np.linalg.solve(left, right)
        own_step = eased - np.einsum("kpq,q->kp", pull, step)
        shared = shared + np.clip(step, -1.0, 1.0)
        own = own + np.clip(own_step, -1.0, 1.0)
        if max(np.abs(step).max(), np.abs(own_step).max()) < 1e-8:
            break
    information = worth * _information(seen, risk, shared + own, design)[0]
    curved = information + np.diag(narrow)
    pull = np.linalg.solve(curved, information)
    left = _left_over(information, pull, wide)
    return Rates(shape, design, shared + own, _root(left), _root(curved), pull)


def _information(
    seen: np.ndarray, risk: np.ndarray, effects: np.ndarray, design: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Curvature (K, q, q) and slope (K, q) of the log likelihood of each type's effects."""
    mean = risk * np.exp(np.clip(np.einsum("kq,nq->kn", effects, design), -20, 3))
    curvature = np.einsum("kn,np,nq->kpq", mean, design, design, optimize=False)
    return curvature, np.einsum("kn,nq->kq", seen - mean, design)


def _left_over(information: np.ndarray, pull: np.ndarray, wide: np.ndarray) -> np.ndarray:
    """Precision of the shared effects once each type's own have been taken out."""
    explained = np.einsum("kpq,kqr->pr", information, pull)
    left = information.sum(axis=0) + np.diag(wide) - explained
    return (left + left.T) / 2


def _root(precision: np.ndarray) -> np.ndarray:
    """R such that R @ R.T is the inverse of each precision."""
    lower = np.linalg.cholesky(precision)
    return np.swapaxes(np.linalg.inv(lower), -1, -2)
