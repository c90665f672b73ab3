"""Starting values that the record measures for an authority, in place of England's.

Who provides homes is not published by authority. The places of the council's own registered homes
are, where they stand; England's children in councils' own homes over those places say how many of
them are filled by a council's own children.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from sufficiency.evidence.england.areas import Area
from sufficiency.evidence.england.store import Record

FILLED: Final = 0.57
"""Children in their own council's homes over its places in them that are not for short breaks:
England 990 on 31 March 2024 (DfE) over 1,737 places at 31 March 2025 (Ofsted)."""

SPREAD: Final = 0.4
"""Half of an 80% range over the value: how full own homes are, and whether they stand outside the
council, is not known by authority."""

_LEAST, _MOST = 0.01, 0.9
_HOME, _BREAKS = "children's home", "children's home, of which short breaks only"


def year_of_homes(record: Record, year: int) -> int:
    """The latest year up to this one whose homes the record holds."""
    return max(int(held) for held in record.years("homes_located") if int(held) <= year)


def own_home_places(record: Record, code: str, year: int) -> float | None:
    """Places in the council's own children's homes in its area, without those for short breaks.

    None where the record does not hold the area in the year.
    """
    places = record.numbers("homes_located", year).xs("places", level="measure")
    if code not in places.index.get_level_values("area_code"):
        return None
    homes, breaks = (places.get((code, kind, "local authority"), 0.0) for kind in (_HOME, _BREAKS))
    return float(homes) - float(breaks)


def share_in_own_homes(places: float, homes: float) -> tuple[float, float, float]:
    """Share of an authority's children in homes who live in its own: value, low and high.

    Args:
        places: in its own homes, without those for short breaks.
        homes: its children in homes, more than none.
    """
    share = min(max(FILLED * places / homes, _LEAST), _MOST)
    low, high = share * (1 - SPREAD), min(share * (1 + SPREAD), 0.95)
    return round(share, 3), round(low, 3), round(high, 3)


def measured_assumptions(
    assumptions: pd.DataFrame, record: Record, area: Area, homes: float, year: int
) -> pd.DataFrame:
    """England's starting values with those replaced that the record measures for the authority.

    Args:
        assumptions: England's, as assumptions.csv holds them.
        homes: children of the authority in homes at the opening; NaN where not known.
        year: of the opening.
    """
    year = year_of_homes(record, year)
    places = own_home_places(record, area.code, year)
    if places is None or not homes > 0:
        return assumptions
    value, low, high = share_in_own_homes(places, homes)
    measured: dict[str, float | str] = {
        "value": value,
        "low": low,
        "high": high,
        "source": (
            f"Ofsted: {places:.0f} places in council homes in the area at 31 March {year}, short "
            f"breaks left out, times {FILLED} (England: own children over such places), over "
            f"{homes:.0f} children in homes (DfE); range assumed"
        ),
        "quality": "estimate",
    }
    at = assumptions["key"] == "own_share_of_homes"
    return assumptions.assign(
        **{column: assumptions[column].mask(at, value) for column, value in measured.items()}
    )
