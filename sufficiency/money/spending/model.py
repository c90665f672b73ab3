"""How spending on all children looked after moves, in real terms: the total first.

Spending of an authority goes on as England's has been growing, and slower by and by; how fast that
fades the record cannot tell, so each draw has its own half-life, weighed by how well it would have
forecast England. Around England's path an authority is moved by what is already in the door (more
children in expensive placements on 31 March than over the year), by how much it spends on a child
and how many of its children it looks after (both come back to the usual), and by an error of its
own. In futures with more children in expensive placements or fostered it spends more, by a quarter
to a half of the difference: what the record shows. `models/spending.md` is the card.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from sufficiency.forecasting.mix.national import national_variance
from sufficiency.ranges import HALF_80
from sufficiency.streams import stream

EMBEDDED: Final = Path(__file__).with_name("constants.json")

HALF_LIVES: Final = (1.0, 2.0, 4.0, 7.0, 12.0, np.inf)
"""Years in which growth above the long run may halve; the last is never."""

LONG_RUN: Final = 0.02
"""Log growth above inflation in the long run, an assumption: about what real pay and public
spending grew by before 2008. With half-lives as long as the record asks for it hardly matters."""

LEVEL: Final = 0.5
"""Weight of England's newest growth in the level that goes on, the rest on the level before."""

INFLATION_DOUBT: Final = 0.012
"""Standard deviation of inflation's error for each year ahead, in logs. An assumption: a flat two
percent a year missed the deflator by 0.02 a year from 2016/17 to 2024/25, and the Treasury's
forecast knows more than that."""

AS_ENGLAND: Final = 0.09
"""Spread of the log, a year, of the method that spending is measured against: as England grew."""

LEAST_SIZE: Final = 0.2
"""Least part of the spread of an authority of 450 children that the largest keep."""

FEATURES: Final = ("expensive_now", "fostered_now", "level", "rate")
"""What moves an authority around England."""

GROWING: Final = ("level", "rate")
"""Features whose effect is in proportion to the years ahead; the others' is there at once."""


@dataclass(frozen=True)
class SpendingConstants:
    """Everything that was estimated.

    Attributes:
        opening: feature -> effect on the log of spending.
        children: "expensive" and "fostered" -> elasticity of spending.
        scale, added, size: variance of the own error h years ahead,
            scale (h + added) (1 + size ln(children / 450))^2.
        step: of England's error, see `national.national_variance`.
        weights: of `HALF_LIVES`, adding to one.
        england: real log growth of England's spending by financial year (its first year).
        usual: feature -> the median authority's, in the last of those years.
        source: words for the card.
    """

    opening: Mapping[str, float]
    children: Mapping[str, float]
    scale: float
    added: float
    size: float
    step: float
    weights: tuple[float, ...]
    england: Mapping[int, float]
    usual: Mapping[str, float]
    source: str

    def own_variance(self, children: float, years: np.ndarray) -> np.ndarray:
        """Variance of the own error by years ahead, given the children's path."""
        width = max(1 + self.size * np.log(max(children, 1.0) / 450), LEAST_SIZE)
        return self.scale * (years + self.added) * width**2

    def to_json(self) -> str:
        """Readable text, numbers to six digits."""
        return json.dumps(_rounded(asdict(self)), indent=2) + "\n"


@dataclass(frozen=True)
class SpendingOpening:
    """Where an authority stands at the end of the financial year that the path starts from.

    Attributes:
        year: first calendar year of that financial year.
        features: `FEATURES` less the median authority's; one that is not known is nought.
        children: looked after, mean of both ends of the year.
    """

    year: int
    features: Mapping[str, float]
    children: float


@cache
def spending_constants() -> SpendingConstants:
    """The constants in use."""
    held: dict[str, Any] = json.loads(EMBEDDED.read_text(encoding="utf-8"))
    held["england"] = {int(year): value for year, value in held["england"].items()}
    return SpendingConstants(**held | {"weights": tuple(held["weights"])})


def growth_level(growth: np.ndarray) -> np.ndarray:
    """The level of growth that goes on after each year: half the newest, half what it was."""
    level = np.array(growth, dtype=float)
    for t in range(1, len(level)):
        level[t] = level[t - 1] + LEVEL * (growth[t] - level[t - 1])
    return level


def as_england(year: int) -> float:
    """England's log real growth a year over the two financial years that end with this one.

    Args:
        year: first calendar year of the last financial year looked at.
    """
    growth = spending_constants().england
    known = [growth[y] for y in sorted(growth) if y <= year]
    return float(np.mean(known[-2:]))


def fading(years: int, draws: int, constants: SpendingConstants, seed: int) -> np.ndarray:
    """What is left of today's growth in each year ahead, one half-life a draw, (draws, years)."""
    weights = np.array(constants.weights)
    picked = stream(seed, "England's spending", "half-life").choice(
        len(HALF_LIVES), size=draws, p=weights / weights.sum()
    )
    return kept(np.array(HALF_LIVES)[picked, None], np.arange(1, years + 1))


def kept(half_life: np.ndarray | float, ahead: np.ndarray) -> np.ndarray:
    """Part of growth above the long run that is left so many years ahead."""
    return np.asarray(0.5 ** (ahead / half_life))


def national_paths(
    year: int, years: int, draws: int, constants: SpendingConstants, seed: int
) -> np.ndarray:
    """England's log real growth since a financial year, with its error, (draws, years).

    England's growth up to that year is looked at, none later. The random numbers are shared by all
    authorities of a seed.
    """
    known = np.array([constants.england[y] for y in sorted(constants.england) if y <= year])
    level = growth_level(known)[-1]
    yearly = LONG_RUN + fading(years, draws, constants, seed) * (level - LONG_RUN)
    added = np.diff(national_variance(constants.step, np.arange(1.0, years + 1)), prepend=0.0)
    jolts = stream(seed, "England's spending", "error").standard_normal((draws, years))
    return np.cumsum(yearly + np.sqrt(added) * jolts, axis=1)


def spending_paths(
    opening: SpendingOpening,
    expensive: np.ndarray,
    fostered: np.ndarray,
    constants: SpendingConstants,
    code: str,
    seed: int,
) -> np.ndarray:
    """Log of real spending over the opening year's, (draws, years).

    Args:
        opening: where the authority stands.
        expensive: children in expensive placements, mean over each financial year, (draws, years);
            only how far a draw is from the mean of draws counts.
        fostered: the same of children fostered.
        constants: see `SpendingConstants`.
        code: of the authority: its own error has its own stream, England's is shared.
        seed: of the random numbers.
    """
    draws, years = expensive.shape
    ahead = np.arange(1, years + 1)
    middle = sum(
        effect * opening.features.get(name, 0.0) * (ahead if name in GROWING else 1)
        for name, effect in constants.opening.items()
    )
    moved = sum(
        constants.children[name] * _from_mean(children)
        for name, children in (("expensive", expensive), ("fostered", fostered))
    )
    variance = constants.own_variance(opening.children, ahead.astype(float))
    added = np.diff(variance, prepend=0.0)
    steps = stream(seed, "spending", code).standard_normal((draws, years))
    own = np.cumsum(np.sqrt(added) * steps, axis=1)
    nation = national_paths(opening.year, years, draws, constants, seed)
    return np.asarray(nation + middle + moved + own)


def inflation_errors(years: int, draws: int, seed: int) -> np.ndarray:
    """Log of the price level over what is expected of it, shared by all, (draws, years)."""
    sign = stream(seed, "inflation").standard_normal((draws, 1))
    return INFLATION_DOUBT * np.arange(1, years + 1) * sign


def half_with_inflation(low: float, high: float, ahead: int) -> tuple[float, float]:
    """Half the width of a nominal range as a run has it, and with the doubt about inflation.

    Args:
        low, high: ends of an 80% range that takes inflation as it is expected.
        ahead: years ahead.
    """
    wide = float(np.hypot(np.log(high / low) / 2, HALF_80 * INFLATION_DOUBT * ahead))
    return (high - low) / 2, float(np.sqrt(low * high) * np.sinh(wide))


def _from_mean(children: np.ndarray) -> np.ndarray:
    logs = np.log(np.maximum(children, 0.5))
    return logs - logs.mean(axis=0)


def _rounded(item: object) -> object:
    if isinstance(item, Mapping):
        return {str(key): _rounded(value) for key, value in item.items()}
    if isinstance(item, tuple | list):
        return [_rounded(value) for value in item]
    return float(f"{item:.6g}") if isinstance(item, float) else item
