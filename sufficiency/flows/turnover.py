"""What turnover is: how often children leave care, and how often they change placement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Turnover:
    """Monthly rates by family, (draws, families).

    Attributes:
        exit_rate: share of a family's children who leave care in a month.
        move_rate: share of those left who change placement in a month, for good reasons or bad;
            short stays apart, since they do not free a settled place.
    """

    exit_rate: np.ndarray
    move_rate: np.ndarray
