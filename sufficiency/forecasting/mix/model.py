"""How many children are in expensive placements: all but fostering, parents and adoption.

The share of children in homes, supported accommodation and other placements has moved with
England's for fifteen years. So the log odds of that share go on with England's drift, an authority
that stands apart from England comes back to it by and by, and two errors are added: the
authority's own, and England's, which all authorities share. `models/mix.md` is the card.

    odds(t) = odds + drift t - (1 - exp(-pace t)) (odds - England's) + own error + England's error

What the pooled model says of the parts is kept: within the expensive group, and within the rest,
its children are scaled, so that the total stands as it was in every draw.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from sufficiency.forecasting.mix.national import national_variance, recent_drift
from sufficiency.forecasting.pooled.series import CATEGORIES, REST
from sufficiency.forecasting.walks import even_normals, walk
from sufficiency.streams import stream

EXPENSIVE: Final[tuple[str, ...]] = ("homes_and_supported", REST)
"""Categories of the expensive group."""

EMBEDDED: Final = Path(__file__).with_name("constants.json")

LEAST: Final = 0.5
"""Children that a count of nought stands for where odds are taken."""

_IN = np.array([name in EXPENSIVE for name in CATEGORIES])


@dataclass(frozen=True)
class MixConstants:
    """Everything that was estimated.

    Attributes:
        pace: rate a year at which the distance from England closes.
        scale, floor, power: variance of the own error t years ahead,
            scale t^power (1 / children in the group + floor).
        lean: log odds that the group gains for a log error of one in the total.
        step: of England's error, see `national.national_variance`.
        england: log odds of the group in England at each 31 March.
        source: words for the card.
    """

    pace: float
    scale: float
    floor: float
    power: float
    lean: float
    step: float
    england: dict[int, float]
    source: str

    @property
    def fitted_to(self) -> int:
        """Last 31 March that was looked at."""
        return max(self.england)

    def own_variance(self, children: float, years: np.ndarray) -> np.ndarray:
        """Variance of the own error by years ahead."""
        return self.scale * years**self.power * (1 / max(children, LEAST) + self.floor)

    def to_json(self) -> str:
        """Readable text, numbers to six digits."""
        held = asdict(self) | {"england": {str(y): round(v, 6) for y, v in self.england.items()}}
        rounded = {k: float(f"{v:.6g}") if isinstance(v, float) else v for k, v in held.items()}
        return json.dumps(rounded, indent=2) + "\n"


@cache
def mix_constants() -> MixConstants:
    """The constants in use."""
    held = json.loads(EMBEDDED.read_text(encoding="utf-8"))
    return MixConstants(**held | {"england": {int(y): v for y, v in held["england"].items()}})


def log_odds(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Log odds of a part of a whole, at least half a child on either side."""
    return np.log(np.maximum(part, LEAST)) - np.log(np.maximum(whole - part, LEAST))


def middle_odds(
    odds: np.ndarray, years: np.ndarray, constants: MixConstants, year: int
) -> np.ndarray:
    """Middle of the log odds so many years after a 31 March, shape (..., times).

    Args:
        odds: of authorities at that 31 March, shape (...).
        years: after it, shape (times,).
        constants: England's odds up to that 31 March are looked at, none later.
        year: of that 31 March.
    """
    known = [constants.england[y] for y in sorted(constants.england) if y <= year]
    drift, nation = recent_drift(np.diff(known)), known[-1]
    closed = 1 - np.exp(-constants.pace * years)
    return odds[..., None] + drift * years - closed * (odds - nation)[..., None]


def with_mix(
    groups: np.ndarray,
    years: np.ndarray,
    constants: MixConstants,
    year: int,
    code: str,
    seed: int,
) -> np.ndarray:
    """Move the expensive group of one authority's paths as England's shares move.

    Args:
        groups: children, shape (draws, times, 5) in the order of `CATEGORIES`; the first time is
            the opening and the same in every draw.
        years: after the opening at each time, 0 first.
        constants: see `MixConstants`.
        year: of the opening 31 March.
        code: of the authority: its own error has its own stream, England's is shared.
        seed: of the random numbers.

    Returns:
        The same shape; the sum over categories is unchanged in every draw and time.
    """
    total, opening = groups.sum(axis=-1), groups[0, 0]
    children = float(opening[_IN].sum())
    if not 0 < children < opening.sum():
        return groups
    odds = log_odds(np.array(children), opening.sum())
    middle = middle_odds(odds, years, constants, year)
    draws = len(groups)
    own = _error(constants.own_variance(children, years), "mix of placements", code, draws, seed)
    shared = _error(national_variance(constants.step, years), "England's mix", "", draws, seed)
    missed = np.log(np.maximum(total, LEAST))
    missed = missed - np.median(missed, axis=0)
    wanted = total / (1 + np.exp(-(middle + own + shared + constants.lean * missed)))
    wanted[:, 0] = children
    return _scaled(groups, total, wanted)


def _error(variance: np.ndarray, name: str, code: str, draws: int, seed: int) -> np.ndarray:
    """A random walk with a variance by time, shape (draws, times)."""
    normals = even_normals(stream(seed, name, code), len(variance), draws)
    return walk(variance, normals).T


def _scaled(groups: np.ndarray, total: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The same parts within the expensive group and without, the group as wanted."""
    inside = groups[..., _IN].sum(axis=-1)
    outside = total - inside
    possible = (inside > 0) & (outside > 0)
    more = np.where(possible, wanted / np.where(possible, inside, 1.0), 1.0)
    less = np.where(possible, (total - wanted) / np.where(possible, outside, 1.0), 1.0)
    return groups * np.where(_IN, more[..., None], less[..., None])
