"""A council's figure beside those of its neighbours, its region and England, in one way for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sufficiency.evidence.england.areas import current
from sufficiency.evidence.england.figures import Figures, places_of
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

    def shares(
        self, record: Record, tops: Figures, under: np.ndarray, times: float = 1.0
    ) -> np.ndarray:
        """`times` the one over the other for each of `COMPARED`; NaN where not published.

        Several authorities together are the sum of the one over the sum of the other, over those
        for which both are published; NaN where fewer than half of them are, since those withheld
        are the small ones. A region or England is its own figure where it has one.

        Args:
            record: whose order of areas it is.
            tops: figures of one year, (areas, categories).
            under: what they are shares of, (areas,).

        Returns:
            (`COMPARED`, categories).
        """
        of = under[:, None]
        known = ~np.isnan(tops.number) & (of > 0)
        top, below = np.where(known, tops.number, 0.0), np.where(known, of, 0.0)
        place = places_of(record)

        def together(codes: tuple[str, ...]) -> np.ndarray:
            among = sorted(place[code] for code in codes if code in place)
            among = [at for at in among if tops.listed[at]]
            enough = known[among].sum(axis=0) >= max(_LEAST * len(codes), 1)
            sums = below[among].sum(axis=0)
            share = times * top[among].sum(axis=0) / np.where(sums > 0, sums, np.nan)
            return np.where(enough, share, np.nan)

        def wider(code: str, members: tuple[str, ...]) -> np.ndarray:
            own = together((code,))
            return np.where(np.isnan(own), together(members), own)

        return np.stack(
            [
                together((self.authority,)),
                together(self.neighbours),
                wider(self.region, self.members),
                wider(ENGLAND_CODE, self.everyone),
            ]
        )


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
