"""Mainstream fostering places where none are published for the authority in a year."""

from __future__ import annotations

import pandas as pd

from sufficiency.evidence.gaps.children import Usual
from sufficiency.evidence.gaps.estimates import Estimate, Subject
from sufficiency.evidence.names import MAINSTREAM_ONLY

_USUAL = "foster placements times England's filled mainstream places over foster placements"
_OWN = "places of {year}, at the change in foster placements"
_MEASURES = ("approved_places", "filled_places")


def fill_carers(
    carers: pd.DataFrame, fostered: pd.Series, subject: Subject, usual: Usual
) -> tuple[pd.DataFrame, list[Estimate]]:
    """Approved and filled mainstream places of the years needed, to the nearest five.

    They follow the council's own of the nearest year that is published: over 2023 to 2025 that
    misses filled places by 10% (mean), England's share of foster placements by 24%. England's
    share is for a council without any.

    Args:
        fostered: children in foster placements by year.
    """
    own = carers[(carers["area"] == subject.name) & (carers["basis"] == MAINSTREAM_ONLY)]
    held = set(zip(own["year_to_31_march"], own["measure"], strict=True))
    missing = [
        year
        for year in subject.years
        if not {(year, measure) for measure in _MEASURES} <= held and fostered.get(year, 0) > 0
    ]
    if not missing:
        return carers, []
    published = own.pivot(index="year_to_31_march", columns="measure", values="value")
    published = published.reindex(columns=list(_MEASURES)).dropna()
    rows, estimates = [], []
    for year in missing:
        places, method = _places(published, fostered, year, usual)
        for measure, number in zip(_MEASURES, places, strict=True):
            value = int(5 * round(number / 5))
            source = f"estimated: {method}"
            rows.append((subject.name, year, measure, value, MAINSTREAM_ONLY, source))
            estimates.append(Estimate("carers", year, measure, float(value), "places", method))
    columns = ["area", "year_to_31_march", "measure", "value", "basis", "source"]
    table = pd.DataFrame(rows, columns=columns)
    kept = carers.drop(own.index[own["year_to_31_march"].isin(missing)])
    return pd.concat([kept, table], ignore_index=True), estimates


def _places(
    published: pd.DataFrame, fostered: pd.Series, year: int, usual: Usual
) -> tuple[tuple[float, float], str]:
    """Approved and filled places of a year, and how they were estimated.

    Args:
        published: the council's own by year, columns as `_MEASURES`.
    """
    known = [then for then in published.index if fostered.get(then, 0) > 0]
    if not known:
        filled = usual().filled * float(fostered[year])
        return (filled / usual().occupancy, filled), _USUAL
    nearest = min(known, key=lambda then: (abs(then - year), then))
    change = float(fostered[year] / fostered[nearest])
    approved, filled = (float(published[measure][nearest]) * change for measure in _MEASURES)
    return (approved, filled), _OWN.format(year=nearest)
