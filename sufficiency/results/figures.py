"""Kinds of figure: what each is measured in, how it is rounded, and who may see it.

One rule for the whole product. A figure is rounded once, from what was worked out, half away from
nil as a spreadsheet does; nothing is rounded that was rounded to another step before. Every column
of a table of a run is declared to hold a kind (`contract`), so that a table that is added later is
rounded and withheld as the others are.

Two statistics stand for many futures and are never put for one another without a word. A mean adds
up: the parts of a total are means and say so. A middle is as likely to be too high as too low:
headlines are middles and say so, and middles need not add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

SeenBy = Literal["anybody", "anybody, small withheld", "the council"]
"""Who may see a kind: anybody; anybody once small numbers are withheld; the council alone."""
STATISTIC_NAMES: Final[Mapping[str, str]] = {
    "mean": "mean",
    "p10": "low (p10)",
    "p25": "p25",
    "p50": "middle (p50)",
    "p75": "p75",
    "p80": "p80",
    "p90": "high (p90)",
}
"""How a page names a statistic."""


@dataclass(frozen=True)
class Kind:
    """One kind of figure.

    Attributes:
        unit: What it is measured in, as a page says it.
        seen_by: Who may see it.
        step: It is published to the nearest of this; None leaves it as it is.
        down: Whether it is rounded down instead, so that it never says more than is known.
        most: The most it is ever published as.
    """

    unit: str
    seen_by: SeenBy
    step: float | None = None
    down: bool = False
    most: float = np.inf


CHILDREN: Final = Kind("children", "anybody, small withheld", 1.0)
CARERS: Final = Kind("households and places", "anybody, small withheld", 1.0)
MONEY: Final = Kind("GBP", "anybody, small withheld", 100_000.0)
PRICE: Final = Kind("GBP a child a week", "anybody, small withheld", 10.0)
FACTOR: Final = Kind("outturn over listed", "anybody, small withheld", 0.01)
CHANCE: Final = Kind("probability of saving", "anybody", 0.05, down=True, most=0.95)
RATIO: Final = Kind("ratio", "anybody", 0.1)
MONTHS: Final = Kind("months", "anybody", 1.0)
GIVEN: Final = Kind("as its row says", "anybody, small withheld")
SCORE: Final = Kind("score of a method", "anybody")
PLAIN: Final = Kind("number or word that counts nobody", "anybody")
CARERS_TO_COME: Final = Kind("households that will come or go", "anybody", 1.0)
DIFFERENCE: Final = Kind("children more or fewer than others would give", "anybody", 1.0)
CHILDREN_INSIDE: Final = Kind("children", "the council")

_SMALL_SUM: Final = 99_500.0
"""Pounds below which a page says thousands, so that a small sum is not shown as nil."""
_THOUSAND: Final = 1_000.0
_EDGE: Final = 1e-9
"""A figure this near to a step is on it: 0.35 held in binary is a little less."""


@dataclass(frozen=True)
class ByRow:
    """A column whose kind depends on a word of its row.

    Attributes:
        column: The column that holds the word; up to its first comma.
        kinds: The kind by that word.
        rest: The kind of rows with any other word; None where there is none.
    """

    column: str
    kinds: Mapping[str, Kind]
    rest: Kind | None = None

    def of(self, row: object) -> Kind:
        """The kind of a row with this word.

        Raises:
            KeyError: when the word has none.
        """
        word = str(row).split(",")[0]
        return self.kinds[word] if self.rest is None else self.kinds.get(word, self.rest)


def nearest(values: pd.Series | np.ndarray | float, step: float) -> np.ndarray:
    """To the nearest of a step, half away from nil as a spreadsheet does; NaN stays.

    >>> float(nearest(76.5, 1)), float(nearest(-2.5, 1)), float(nearest(45_619, 100_000))
    (77.0, -3.0, 0.0)
    """
    numbers = np.asarray(values, dtype=np.float64)
    whole = np.floor(np.abs(numbers) / step + 0.5 + _EDGE)
    return np.copysign(np.round(whole * step, 10), numbers) + 0.0


def cautious(chances: pd.Series | np.ndarray | float) -> np.ndarray:
    """Chances that something good comes, down to 5 in 100 and never above 95.

    The chance of something bad is one less that: it is so rounded up.

    >>> float(cautious(0.7535)), float(cautious(0.35)), float(cautious(0.9999))
    (0.75, 0.35, 0.95)
    """
    numbers = np.asarray(chances, dtype=np.float64)
    down = np.round(np.floor(numbers / 0.05 + _EDGE) * 0.05, 10)
    return np.minimum(down, CHANCE.most)


def pounds(values: pd.Series | np.ndarray | float) -> np.ndarray:
    """Pounds as a page says them: to £0.1m, and a sum below that to the thousand.

    >>> [float(pounds(value)) for value in (1_234_000, 99_700, -45_619, 300)]
    [1200000.0, 100000.0, -46000.0, 0.0]
    """
    numbers = np.asarray(values, dtype=np.float64)
    assert MONEY.step is not None
    is_small = np.abs(numbers) < _SMALL_SUM
    return np.where(is_small, nearest(numbers, _THOUSAND), nearest(numbers, MONEY.step))


def published(values: pd.Series, kind: Kind) -> pd.Series:
    """A column as anybody may see it: rounded by its kind; blanks stay blank."""
    if kind.step is None or values.empty:
        return values
    rounded = cautious(values) if kind.down else nearest(values, kind.step)
    return pd.Series(rounded, index=values.index, name=values.name)
