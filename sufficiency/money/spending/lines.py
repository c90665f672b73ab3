"""The total of spending split into lines: they move against each other, since much is allocation.

What a council books as residential care one year it may book elsewhere the next, so lines are
forecast as shares of the total. An authority's shares come back to England's by and by, England's
go on shifting as they have and less by and by (as its growth does), residential care takes a
larger share in futures with more children in expensive placements, and the rest is chance.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from sufficiency.forecasting.mix.national import recent_drift
from sufficiency.forecasting.pooled.coherence import share_variances
from sufficiency.ranges import HALF_80
from sufficiency.streams import stream

EMBEDDED: Final = Path(__file__).with_name("lines.json")

LINES: Final[tuple[str, ...]] = ("residential", "fostering", "other")
"""Residential care, fostering services, and all the rest of the total together."""

LARGEST_PACE: Final = 0.6


@dataclass(frozen=True)
class LineConstants:
    """Everything that was estimated.

    Attributes:
        pace: rate a year at which a share's distance from England's closes.
        lean: log of residential care's share for a log of the children in expensive placements.
        spread: variance a year of the log of each share, in the order of `LINES`.
        england: England's shares by financial year (its first year), in the order of `LINES`.
        source: words for the card.
    """

    pace: float
    lean: float
    spread: tuple[float, ...]
    england: Mapping[int, tuple[float, ...]]
    source: str

    def to_json(self) -> str:
        """Readable text, numbers to six digits."""
        held = asdict(self)
        held["england"] = {
            str(year): [round(share, 6) for share in shares]
            for year, shares in self.england.items()
        }
        held["spread"] = [round(variance, 6) for variance in self.spread]
        held |= {"pace": round(self.pace, 6), "lean": round(self.lean, 6)}
        return json.dumps(held, indent=2) + "\n"


@cache
def line_constants() -> LineConstants:
    """The constants in use."""
    held = json.loads(EMBEDDED.read_text(encoding="utf-8"))
    held["england"] = {int(year): tuple(shares) for year, shares in held["england"].items()}
    return LineConstants(**held | {"spread": tuple(held["spread"])})


@dataclass(frozen=True)
class LinesOpening:
    """An authority's shares of its total in a financial year, in the order of `LINES`."""

    code: str
    year: int
    shares: np.ndarray


def line_shares(
    opening: LinesOpening,
    expensive: np.ndarray,
    left: np.ndarray,
    constants: LineConstants,
    seed: int,
) -> np.ndarray:
    """Shares of the total by year, adding to one in every draw, (draws, years, lines).

    Args:
        opening: where the authority's shares stand.
        expensive: children in expensive placements by year, (draws, years); only how far a draw is
            from the mean of draws counts.
        left: what is left of today's growth in each year ahead, (draws, years), as
            `model.fading` gives it.
        constants: England's shares up to the opening are looked at, none later.
        seed: of the random numbers.
    """
    draws, years = expensive.shape
    ahead = np.arange(1.0, years + 1)
    nation = np.log([constants.england[y] for y in sorted(constants.england) if y <= opening.year])
    drift = np.array([recent_drift(np.diff(nation[:, line])) for line in range(len(LINES))])
    start = np.log(np.maximum(opening.shares, 1e-6))
    closed = (1 - np.exp(-constants.pace * ahead))[:, None]
    middle = start - closed * (start - nation[-1])
    shifted = np.cumsum(left, axis=1)[..., None] * drift
    logs = np.log(np.maximum(expensive, 0.5))
    leaning = np.zeros((draws, years, len(LINES)))
    leaning[..., 0] = constants.lean * (logs - logs.mean(axis=0))
    step = np.sqrt(share_variances(opening.shares, np.array(constants.spread)))
    jolts = stream(seed, "lines of spending", opening.code).standard_normal(leaning.shape)
    weight = np.exp(middle + shifted + leaning + np.cumsum(step * jolts, axis=1))
    return np.asarray(weight / weight.sum(axis=-1, keepdims=True))


def refit_lines(
    shares: np.ndarray,
    expensive: np.ndarray,
    england: Mapping[int, tuple[float, ...]],
    source: str,
) -> LineConstants:
    """Estimate every constant; nothing beyond the arrays is looked at.

    Args:
        shares: of the total, (A, Y, lines), NaN where a return is none.
        expensive: children in expensive placements, mean over each year, (A, Y).
        england: shares of each of those years.
        source: words for the card.
    """
    nation = np.log([england[year] for year in sorted(england)][-shares.shape[1] :])
    logs, children = np.log(shares), np.log(expensive)
    rows = []
    for h in range(1, shares.shape[1]):
        change = logs[:, h:] - logs[:, :-h] - (nation[h:] - nation[:-h])
        grown = children[:, h:] - children[:, :-h]
        grown = grown - np.nanmedian(grown, axis=0)
        known = np.isfinite(change).all(axis=-1) & np.isfinite(grown)
        distance = (logs[:, :-h] - nation[:-h])[known]
        ahead = np.full((int(known.sum()), 1), float(h))
        rows.append(np.hstack([ahead, grown[known][:, None], change[known], distance]))
    table = np.concatenate(rows)
    horizon, grown = table[:, :1], table[:, 1]
    change, distance = table[:, 2 : 2 + len(LINES)], table[:, 2 + len(LINES) :]

    def missed(pace: float) -> np.ndarray:
        return np.asarray(change + (1 - np.exp(-pace * horizon)) * distance)

    # Only an estimate takes it, and it takes a while to wake.
    from scipy.optimize import minimize_scalar

    def loss(pace: float) -> float:
        return float(np.abs(missed(pace) / np.sqrt(horizon)).sum())

    pace = float(minimize_scalar(loss, bounds=(0, LARGEST_PACE), method="bounded").x)
    left = missed(pace)
    lean = float((left[:, 0] * grown / horizon[:, 0]).sum() / (grown**2 / horizon[:, 0]).sum())
    left[:, 0] -= lean * grown
    away = np.quantile(np.abs(left) / np.sqrt(horizon), 0.8, axis=0) / HALF_80
    return LineConstants(pace, lean, tuple((away**2).tolist()), dict(england), source)
