"""Files of the department on new placements, moves and stability, as rows of the record."""

from __future__ import annotations

from typing import Final

from sufficiency.evidence.england.update.cells import plain
from sufficiency.evidence.england.update.layouts import (
    GEOGRAPHY,
    Context,
    Found,
    Layout,
    Reader,
    Sheet,
)
from sufficiency.evidence.england.update.rows import GROUPED, SINCE_2025, long, of_areas


def _movement(category: str) -> Reader:
    def read(sheet: Sheet, context: Context) -> Found:
        rows = of_areas(sheet, context)
        whole = rows[category].str.lower().str.startswith("total")
        rows = rows[~whole & rows["cla_group"].isin(_MOVEMENT)]
        rows = rows.assign(measure=rows["cla_group"], category=rows[category])
        return {"placement_movement": long(rows, "number", ["measure", "category"])}

    return read


_MOVEMENT = (
    "CLA 2 years on 31 March",
    "CLA on 31 March",
    "Children looked after continuously for at least 2.5 years on 31 March aged under 16 years",
    "Location of new placements during the year",
    "Reason for placement change during the year",
)


def _net_gain(sheet: Sheet, context: Context) -> Found:
    rows = of_areas(sheet, context)
    name = "other_authorities_children_placed_inside_la"
    theirs = rows["characteristic"].map(plain).str.contains("of other las placed within")
    rows = rows[theirs].assign(dimension="placed_in_area", category=name)
    return {"placements": long(rows, "number", ["dimension", "category"])}


MOVEMENT: Final = (
    Layout(
        "new placements during the year, by authority",
        GROUPED,
        _movement("characteristic"),
        tells={"cla_group": ("Location of new placements during the year",)},
        also=SINCE_2025,
    ),
    Layout(
        "placement stability, by authority",
        (*GEOGRAPHY, "cla_group", "placement_stability", "number"),
        _movement("placement_stability"),
        also={"children_count": "number"},
    ),
    Layout(
        "children placed by other authorities (netgain)",
        (*GEOGRAPHY, "characteristic", "number"),
        _net_gain,
        tells={"characteristic": ("Net gain of children by responsible LA",)},
        also={"children_count": "number"},
    ),
)
