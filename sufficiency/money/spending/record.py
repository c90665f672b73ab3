"""What councils' spending on children looked after did over as many years."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

EMBEDDED: Final = Path(__file__).with_name("record.json")

FROM: Final = 2016
"""First financial year (2016/17) that a spell starts in: totals of one definition since."""

NO_DOWNTURN: Final = (
    "England's spending rose in each of those years: the record holds no downturn to test a "
    "forecast on."
)

LEVELS: Final = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class GrowthRecord:
    """Growth of spending over spells of one to five years, in cash.

    Attributes:
        growth: years -> the growth that one spell in ten, half and nine in ten stayed below.
        first, last: financial years (their first calendar year) that the spells lie in.
        councils: how many councils have spells.
    """

    growth: Mapping[int, tuple[float, ...]]
    first: int
    last: int
    councils: int

    def to_json(self) -> str:
        """Readable text."""
        held = asdict(self)
        held["growth"] = {
            str(years): [round(value, 4) for value in found] for years, found in self.growth.items()
        }
        return json.dumps(held, indent=2) + "\n"

    def sentence(self, years: int) -> str:
        """What councils' spending did over so many years, in plain words."""
        low, middle, high = self.growth[min(years, max(self.growth))]
        over = f"{min(years, max(self.growth))} years" if years > 1 else "a year"
        return (
            f"Over {over}, the middle council's spending on children looked after rose by "
            f"{middle:.0%} in cash; one in ten saw {_change(low)}, and one in ten {high:.0%} or "
            f"more ({self.councils} English councils, {_named(self.first)} to "
            f"{_named(self.last)})."
        )


@cache
def growth_record() -> GrowthRecord:
    """The record that comes with the package."""
    held = json.loads(EMBEDDED.read_text(encoding="utf-8"))
    held["growth"] = {int(years): tuple(found) for years, found in held["growth"].items()}
    return GrowthRecord(**held)


def refit_record(spending: np.ndarray, years: np.ndarray) -> GrowthRecord:
    """Growth over every spell of the record.

    Args:
        spending: log of spending in cash, (A, Y), NaN where not known.
        years: first calendar year of each financial year.
    """
    here = spending[:, years >= FROM]
    growth = {}
    for h in range(1, min(5, here.shape[1] - 1) + 1):
        change = here[:, h:] - here[:, :-h]
        found = np.expm1(np.quantile(change[np.isfinite(change)], LEVELS))
        growth[h] = tuple(found.tolist())
    councils = int(np.isfinite(here).sum(axis=1).astype(bool).sum())
    return GrowthRecord(growth, FROM, int(years[-1]), councils)


def _change(growth: float) -> str:
    return f"a fall of {-growth:.0%} or more" if growth < 0 else f"{growth:.0%} or less"


def _named(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"
