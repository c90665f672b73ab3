"""A second scorer, written from the definitions alone and sharing no code with the product.

Slow and plain on purpose: sums and integrals over one forecast at a time.
"""

from __future__ import annotations

import math
from itertools import pairwise


def crps(draws: list[float], came: float) -> float:
    """Integral over x of (share of draws at or below x less 1 if x >= came)^2, exactly.

    Between two neighbouring points of the draws and the outcome the integrand is constant.
    """
    points = sorted([*draws, came])
    total, below = 0.0, 0
    ordered = sorted(draws)
    for left, right in pairwise(points):
        while below < len(ordered) and ordered[below] <= left:
            below += 1
        share = below / len(draws)
        total += (share - (1.0 if left >= came else 0.0)) ** 2 * (right - left)
    return total


def crps_of_no_change(history: list[float], horizon: int, came: float) -> float:
    """Normal about the last value, with the root mean square yearly change times root h.

    s (z (2 Phi(z) - 1) + 2 phi(z) - 1 / root pi), Gneiting and Raftery (2007), equation 21.
    """
    squares = [(after - before) ** 2 for before, after in pairwise(history)]
    spread = math.sqrt(sum(squares) / len(squares)) * math.sqrt(horizon)
    if spread == 0:
        return abs(came - history[-1])
    z = (came - history[-1]) / spread
    below = 0.5 * math.erfc(-z / math.sqrt(2))
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return spread * (z * (2 * below - 1) + 2 * density - 1 / math.sqrt(math.pi))


def quantile(draws: list[float], chance: float) -> float:
    """Straight lines between the ordered draws, the first at 0 and the last at 1."""
    ordered = sorted(draws)
    place = chance * (len(ordered) - 1)
    low = min(math.floor(place), len(ordered) - 2)
    return ordered[low] + (place - low) * (ordered[low + 1] - ordered[low])


def held(draws: list[float], came: float, level: float) -> bool:
    """Whether the middle share of the draws holds the outcome."""
    edge = (1 - level) / 2
    return quantile(draws, edge) <= came <= quantile(draws, 1 - edge)


def scaled_error(history: list[float], draws: list[float], came: float) -> float:
    """Absolute error of the median over the mean absolute yearly change before the origin."""
    changes = [abs(after - before) for before, after in pairwise(history)]
    return abs(came - quantile(draws, 0.5)) / (sum(changes) / len(changes))


def score(forecasts: list[dict]) -> dict[str, float]:
    """Scores of a list of forecasts: history, whole, draws, horizon, came.

    Each CRPS is divided by the mean level of the whole series; the relative CRPS is a sum over
    a sum; the bias is the mean log of what came over the median.
    """
    mine = base = 0.0
    for one in forecasts:
        level = sum(one["whole"]) / len(one["whole"])
        mine += crps(one["draws"], one["came"]) / level
        base += crps_of_no_change(one["history"], one["horizon"], one["came"]) / level
    number = len(forecasts)
    covers = {
        f"cover_{level}": 100
        * sum(held(one["draws"], one["came"], level / 100) for one in forecasts)
        / number
        for level in (50, 80, 95)
    }
    return {
        "mase": sum(scaled_error(f["history"], f["draws"], f["came"]) for f in forecasts) / number,
        "crps": mine / number,
        "relative_crps": mine / base,
        "bias": sum(
            math.log(max(f["came"], 0.5) / max(quantile(f["draws"], 0.5), 0.5)) for f in forecasts
        )
        / number,
        "n": number,
        **covers,
    }
