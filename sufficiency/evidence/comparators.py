"""A council's figure beside those of its neighbours, its region and England, in one way for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence.england.areas import current
from sufficiency.evidence.england.store import Record
from sufficiency.evidence.names import ENGLAND_CODE
from sufficiency.evidence.record import Evidence

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

    def shares(self, tops: pd.DataFrame, under: pd.Series, times: float) -> pd.DataFrame:
        """`times` the one over the other for each of `COMPARED`; NaN where not published.

        Several authorities together are the sum of the one over the sum of the other, over those
        for which both are published; NaN where fewer than half of them are, since those withheld
        are the small ones. A region or England is its own figure where it has one.

        Args:
            tops: figures of one year by area code, a column a category; NaN where withheld.
            under: what they are shares of, by area code.

        Returns:
            Rows `COMPARED`, columns as in `tops`.
        """
        of = under.reindex(tops.index).to_numpy(np.float64)[:, None]
        figures = tops.to_numpy(np.float64)
        known = ~np.isnan(figures) & (of > 0)
        top, below = np.where(known, figures, 0.0), np.where(known, of, 0.0)

        place = {code: at for at, code in enumerate(tops.index)}

        def together(codes: tuple[str, ...]) -> np.ndarray:
            among = sorted(place[code] for code in codes if code in place)
            enough = known[among].sum(axis=0) >= max(_LEAST * len(codes), 1)
            sums = below[among].sum(axis=0)
            share = times * top[among].sum(axis=0) / np.where(sums > 0, sums, np.nan)
            return np.where(enough, share, np.nan)

        def wider(code: str, members: tuple[str, ...]) -> np.ndarray:
            own = together((code,))
            return np.where(np.isnan(own), together(members), own)

        rows = (
            together((self.authority,)),
            together(self.neighbours),
            wider(self.region, self.members),
            wider(ENGLAND_CODE, self.everyone),
        )
        return pd.DataFrame(dict(zip(COMPARED, rows, strict=True)), index=tops.columns).T


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
