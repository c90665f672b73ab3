"""A council's figure beside those of its neighbours, its region and England, in one way for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence import Evidence
from sufficiency.evidence.england.areas import current
from sufficiency.evidence.england.store import Record
from sufficiency.evidence.names import ENGLAND_CODE

COMPARED: Final = ("authority", "neighbours", "region", "england")
_LEAST: Final = 0.5


@dataclass(frozen=True)
class Comparators:
    """Whose figures stand beside an authority's.

    Attributes:
        authority: its code. neighbours: codes of its statistical neighbours.
        region: the code of its region; empty where the record does not hold the authority.
        members: codes of the authorities in the region. everyone: of all authorities of today.
    """

    authority: str
    neighbours: tuple[str, ...]
    region: str
    members: tuple[str, ...]
    everyone: tuple[str, ...]

    def shares(self, top: pd.Series, under: pd.Series, times: float) -> dict[str, float]:
        """`times` the one over the other for each of `COMPARED`; NaN where not published.

        Several authorities together are the sum of the one over the sum of the other, over those
        for which both are published; NaN where fewer than half of them are, since those withheld
        are the small ones. A region or England is its own figure where it has one.

        Args:
            top, under: figures of one year by area code; NaN where withheld.
        """
        over, below = top.to_numpy(float), under.reindex(top.index).to_numpy(float)
        known = np.isfinite(over) & (below > 0)

        def together(*codes: str) -> float:
            of = top.index.get_indexer(pd.Index(codes))
            of = of[of >= 0]
            of = of[known[of]]
            if not len(of) or len(of) < _LEAST * len(codes):
                return np.nan
            return float(times * over[of].sum() / below[of].sum())

        def wider(code: str, members: tuple[str, ...]) -> float:
            own = together(code)
            return together(*members) if np.isnan(own) else own

        return {
            "authority": together(self.authority),
            "neighbours": together(*self.neighbours),
            "region": wider(self.region, self.members),
            "england": wider(ENGLAND_CODE, self.everyone),
        }


def comparators(evidence: Evidence, record: Record) -> Comparators:
    """Those of an authority, as the record of England has them."""
    code = evidence.authority.code
    areas = current(record)
    region = areas.loc[areas["area_code"] == code, "region_code"]
    name = str(region.iloc[0]) if len(region) else ""
    return Comparators(
        authority=code,
        neighbours=tuple(evidence.neighbours["area_code"]),
        region=name,
        members=tuple(areas.loc[areas["region_code"] == name, "area_code"]),
        everyone=tuple(areas["area_code"]),
    )
