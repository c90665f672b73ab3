"""What an estimate of a missing figure says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

COLUMNS = ("table", "year", "what", "value", "unit", "method")
"""Of `Evidence.estimates`: year is that of the 31 March or of the one a financial year ends on;
value is what stands on an estimate, in children, places or GBP."""


@dataclass(frozen=True)
class Estimate:
    """One figure that the publisher withheld or does not hold, and how it was estimated."""

    table: str
    year: int
    what: str
    value: float
    unit: str
    method: str


STAND_IN: Final = "what England spends a child: no return of the council's own"
"""How lines of spending are made that nobody should read: they let children alone be forecast."""


@dataclass(frozen=True)
class Subject:
    """Whose gaps are filled, and of which years.

    Attributes:
        year: of the opening; the two years before it are filled too, since money is tried on them.
    """

    code: str
    name: str
    year: int

    @property
    def years(self) -> tuple[int, ...]:
        """Years that a run needs whole: the opening first."""
        return (self.year, self.year - 1, self.year - 2)


def as_table(estimates: Sequence[Estimate]) -> pd.DataFrame:
    """Estimates as a table of `COLUMNS`."""
    rows = [[getattr(one, column) for column in COLUMNS] for one in estimates]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def shared_out(total: float, weights: Sequence[float]) -> list[float]:
    """A whole number shared out in whole parts in proportion to weights: largest remainders."""
    parts = np.asarray(weights, dtype=np.float64)
    exact = total * parts / parts.sum()
    whole = np.floor(exact)
    short = round(total - whole.sum())
    whole[np.argsort(-(exact - whole), kind="stable")[:short]] += 1
    return [float(part) for part in whole]
