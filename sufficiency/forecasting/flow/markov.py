"""Expected children under constant chances: the plainest flow model.

stock' = stock @ stay + arrivals. A cohort with a daily chance of leaving of 0.1 and nobody
arriving decays as 0.9 to the power of t; with five arriving a day it approaches 5 / 0.1 = 50.
"""

from __future__ import annotations

import numpy as np


def expected_stock(opening: np.ndarray, arrivals: np.ndarray, stay: np.ndarray) -> np.ndarray:
    """Expected children of each kind, step by step.

    Args:
        opening: children now, (K,).
        arrivals: who come in each step and are there at its end, (T, K).
        stay: chance of being in each kind (column) a step later, from each kind (row); what a
            row lacks of one is the chance of leaving, (K, K).

    Returns:
        (T + 1, K), the opening first.
    """
    stock = [np.asarray(opening, dtype=float)]
    for came in arrivals:
        stock.append(stock[-1] @ stay + came)
    return np.stack(stock)
