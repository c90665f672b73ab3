"""A part over a whole that may be nil."""

from __future__ import annotations

import numpy as np


def share_of(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Part over whole, nil where the whole is nil."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
