"""The two halves of the authorities: constants of one are tried on the other.

The first is the 72 authorities that the total's shipped constants were fitted on, the second all
others. No authority is forecast with a number that its own figures helped to estimate.
"""

from __future__ import annotations

from importlib.resources import files

import numpy as np


def in_first_half(codes: tuple[str, ...]) -> np.ndarray:
    """Whether each authority is of the first half, shape (A,)."""
    text = (files("sufficiency.trial") / "first_half.txt").read_text(encoding="utf-8")
    first = set(text.split())
    return np.array([code in first for code in codes])
