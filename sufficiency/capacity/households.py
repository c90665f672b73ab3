"""Fostering households as a stock: approved, leaving, whole, and never more with fewer approved.

Arrivals and departures are inverse distribution functions of uniform draws that every scenario
shares. For a fixed uniform, a higher rate can only add arrivals, and one more household can only
add none or one departure, so in no draw do more approvals end in fewer households.
"""

from __future__ import annotations

import numpy as np


def inverse_poisson(uniform: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """Smallest k with P(Poisson(rate) <= k) >= uniform, elementwise; whole numbers.

    Agrees with scipy.stats.poisson.ppf (a test compares them) and is fast for the small monthly
    rates used here.

    >>> inverse_poisson(np.array([0.3, 0.99]), np.array([0.5, 0.5])).tolist()
    [0, 3]
    """
    mass = np.exp(-rate)
    reached = mass.copy()
    count = np.zeros_like(reached * uniform, dtype=np.int32)
    more = uniform > reached
    step = 0
    while more.any():
        step += 1
        mass = mass * rate / step
        reached = reached + mass
        count = count + more
        more = more & (uniform > reached) & (mass > 1e-18)
    return count


def inverse_binomial(uniform: np.ndarray, trials: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Smallest k with P(Binomial(trials, chance) <= k) >= uniform, elementwise; whole numbers.

    Agrees with scipy.stats.binom.ppf. `chance` must be below one.

    >>> inverse_binomial(np.array([0.5]), np.array([80]), np.array([0.012])).tolist()
    [1]
    """
    stay = 1.0 - chance
    odds, mass = chance / stay, stay**trials
    reached, left = mass.copy(), trials.astype(np.float64)
    count = np.zeros_like(uniform, dtype=np.int32)
    more = (uniform > reached) & (trials > 0)
    step = 0
    while more.any():
        step += 1
        mass = mass * odds
        mass *= left
        mass /= step
        reached += mass
        count += more
        left -= 1.0
        more &= (uniform > reached) & (left > 0.0) & (mass > 1e-18)
    return count


def household_path(
    opening: np.ndarray,
    leaving: np.ndarray,
    approved: np.ndarray,
    uniform: np.ndarray,
) -> np.ndarray:
    """Households at each month end, (draws, months + 1), whole numbers.

    Args:
        opening: households at the start, (draws,).
        leaving: chance that a household leaves in the month, (draws, months).
        approved: households approved in the month, (draws, months), whole numbers; a household
            approved in a month can leave from the next.
        uniform: shared uniform draws for the departures, (draws, months).
    """
    months = leaving.shape[1]
    path = np.empty((months + 1, len(opening)), dtype=np.int32)
    path[0] = opening
    for month in range(months):
        now = path[month]
        left = inverse_binomial(uniform[:, month], now, leaving[:, month])
        path[month + 1] = now - left + approved[:, month]
    return path.T
