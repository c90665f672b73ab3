"""The flow model's futures with their total moved halfway to drift: a candidate, not in use.

Averaging a total with drift was found to help on authorities of another making. On those of this
project it does not (models/flow.md), so it stands beside the flow model in the backtest alone,
where a council can see whether it would have been better for its own children.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sufficiency.evidence.ssda903 import MonthlyEvidence
from sufficiency.forecasting.flow.naive import drift, with_total

SHARE: Final = 0.5


def half_drift(paths: np.ndarray, monthly: MonthlyEvidence) -> np.ndarray:
    """Move the total of every draw by half of what drift is above the middle, types with it.

    Args:
        paths: children by type in the months ahead, (draws, months, 10).
        monthly: the counts that they were forecast from.

    Returns:
        The same shape, of any fraction; the types of a draw keep their shares of its total.
    """
    history = with_total(monthly.by_type.astype(float))
    ahead = drift(history, paths.shape[1])[0][:, 0]
    total = paths.sum(axis=2)
    moved = np.maximum(total + SHARE * (ahead - np.median(total, axis=0)), 0.0)
    return paths * (moved / np.maximum(total, 1.0))[..., None]
