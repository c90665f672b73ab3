"""Mainstream fostering places where Ofsted publishes none for the authority."""

from __future__ import annotations

import pandas as pd

from sufficiency.evidence.gaps.children import Usual
from sufficiency.evidence.gaps.estimates import Estimate, Subject
from sufficiency.evidence.names import MAINSTREAM_ONLY

_METHOD = "foster placements times England's filled mainstream places over foster placements"
_MEASURES = ("approved_places", "filled_places")


def fill_carers(
    carers: pd.DataFrame, fostered: pd.Series, subject: Subject, usual: Usual
) -> tuple[pd.DataFrame, list[Estimate]]:
    """Approved and filled mainstream places of the years needed, to the nearest five.

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
    rows, estimates = [], []
    for year in missing:
        filled = usual().filled * float(fostered[year])
        for measure, places in zip(_MEASURES, (filled / usual().occupancy, filled), strict=True):
            value = int(5 * round(places / 5))
            rows.append((subject.name, year, measure, value, MAINSTREAM_ONLY))
            estimates.append(Estimate("carers", year, measure, float(value), "places", _METHOD))
    columns = ["area", "year_to_31_march", "measure", "value", "basis"]
    table = pd.DataFrame(rows, columns=columns).assign(source=f"estimated: {_METHOD}")
    kept = carers.drop(own.index[own["year_to_31_march"].isin(missing)])
    return pd.concat([kept, table], ignore_index=True), estimates
