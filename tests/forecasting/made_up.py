"""Panels of authorities that do not exist, with a spread that is known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sufficiency.forecasting.pooled.series import TYPES

YEARLY = 0.06
"""Standard deviation of a year's change in the log of a made-up total."""

SHARES = np.array([0.62, 0.2, 0.1, 0.04, 0.04])
SHARE_STEPS = np.array([0.0, 0.12, 0.2, 0.3, 0.4])
SHARE_KEPT = 0.8
"""Part of an unusual share that is left after a year."""


def made_up_panel(authorities: int, years: int = 16, seed: int = 0) -> pd.DataFrame:
    """A random walk in the log of the total; shares that wander around the same for all.

    The columns are those of a panel file; England is the sum; the reference rates, groups and
    unaccompanied children have no effect on what comes.
    """
    rng = np.random.default_rng(seed)
    size = rng.uniform(5.0, 7.5, authorities)[:, None]
    steps = rng.normal(0.0, YEARLY, (authorities, years))
    total = np.exp(size + np.cumsum(steps, axis=1))
    wander = rng.normal(size=(authorities, years, 5)) * SHARE_STEPS
    for t in range(1, years):
        wander[:, t] += SHARE_KEPT * wander[:, t - 1]
    part = SHARES * np.exp(wander)
    children = total[..., None] * part / part.sum(axis=-1, keepdims=True)
    year = np.arange(2010, 2010 + years)
    frame = pd.DataFrame(
        {
            "la_code": np.repeat([f"X{i:04d}" for i in range(authorities)], years),
            "year": np.tile(year, authorities),
            "looked_after": total.ravel(),
            "uasc": rng.integers(0, 30, total.size).astype(float),
            "rate_per_10000": rng.uniform(50, 110, total.size),
            "neighbours_rate_per_10000": rng.uniform(60, 90, total.size),
            "group": "Made up",
            "group_authorities": 12.0,
            "group_log_growth_5y": rng.normal(0.0, 0.01, total.size),
            "england_looked_after": np.tile(total.sum(axis=0), authorities),
        }
    )
    for k, name in enumerate(TYPES):
        frame[name] = children[..., k].ravel()
    return frame
