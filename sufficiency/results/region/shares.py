"""By what councils share a region's scenario: the children each has in care, in a kind of place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sufficiency.evidence.england.store import Record
from sufficiency.evidence.gaps.usual import children_by_group
from sufficiency.evidence.grades import opening_year

GROUPS: Final = {"fostering": ("foster",), "homes": ("homes",)}
WITHHELD: Final = 3.0
"""Children that a withheld count stands for: only small numbers are withheld."""


def children_by_key(record: Record, codes: Sequence[str]) -> dict[str, dict[str, float]]:
    """Key of a scenario file -> code -> children at the opening; a withheld count is `WITHHELD`.

    Where all children of a council are withheld no forecast can start, and it has none here: its
    part of what councils share would be in no sum.
    """
    year = opening_year(record)
    stock = record.numbers("children_in_care", year).xs("looked_after_31_march", level="measure")
    stock = stock.reindex(list(codes))
    groups = children_by_group(record, year).reindex(list(codes)).fillna(WITHHELD)
    found = {"looked_after": stock}
    found |= {key: groups[list(names)].sum(axis=1) for key, names in GROUPS.items()}
    return {
        key: {str(k): float(v) for k, v in one.where(stock.notna(), 0.0).items()}
        for key, one in found.items()
    }
