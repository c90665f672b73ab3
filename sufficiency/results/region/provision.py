"""Homes and beds that stand in each council's area, and whose children are placed there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from sufficiency.evidence.england.store import Record

HOMES: Final = "children's home"
OWN_SECTOR: Final = "local authority"
COLUMNS: Final = (
    *("authority", "authority_code", "year", "homes", "beds", "own_beds"),
    *("own_children_inside", "own_children_outside", "others_children_inside"),
)


def provision_table(record: Record, members: Mapping[str, str]) -> pd.DataFrame:
    """What stands in the area of each council, as published; blank where a number is withheld.

    Columns: authority, authority_code, year, homes (registered), beds (in them), own_beds (the
    council sector's), own_children_inside and own_children_outside its boundary (in any placement),
    others_children_inside (children of other councils who are placed in its area). Homes and beds
    are Ofsted's, in the area where they stand; children the Department for Education's.
    """
    year = int(record.years("homes_located")[-1])
    homes = record.table("homes_located", list(members), [year])
    homes = homes[homes["setting"] == HOMES]
    children = record.table("placements", list(members), [year])
    rows = []
    for code, name in members.items():
        here = homes[homes["area_code"] == code]
        placed = children[children["area_code"] == code].set_index(["dimension", "category"])
        beds = here[here["measure"] == "places"]
        rows.append(
            {
                "authority": name,
                "authority_code": code,
                "year": year,
                "homes": here.loc[here["measure"] == "settings", "value"].sum(),
                "beds": beds["value"].sum(),
                "own_beds": beds.loc[beds["sector"] == OWN_SECTOR, "value"].sum(),
                "own_children_inside": _value(placed, "location", "loc_inside_la"),
                "own_children_outside": _value(placed, "location", "loc_outside_la"),
                "others_children_inside": _value(
                    placed, "placed_in_area", "other_authorities_children_placed_inside_la"
                ),
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _value(placed: pd.DataFrame, dimension: str, category: str) -> float:
    key = (dimension, category)
    return float(placed["value"].loc[[key]].iloc[0]) if key in placed.index else float("nan")
