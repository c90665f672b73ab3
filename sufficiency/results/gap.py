"""gap.csv: need, own places that can be filled, what is used elsewhere, and who finds no place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.capacity import Projection
from sufficiency.evidence import Evidence
from sufficiency.placements import FAMILIES, TYPES_OF, family_position, position
from sufficiency.ranges import statistics

ALL_AGES: Final = "all"
BANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "0-4": ("0", "1-4"),
    "5-9": ("5-9",),
    "10-15": ("10-15",),
    "16-17": ("16-17",),
}
"""Age bands of the table, and the bands of returns that each puts together."""
_OWN: Final = {
    "fostering": ("kinship_fostering", "in_house_fostering"),
    "homes": ("in_house_residential",),
}
"""Types in which children live in the council's own places, where their supply is known."""


@dataclass(frozen=True)
class AgeShares:
    """How old the children of a family are, as last counted: shares of `BANDS`.

    Attributes:
        need: Of all children in the family.
        own: Of those in the council's own places; None where their supply is not known.
    """

    need: np.ndarray
    own: np.ndarray | None


def age_shares(evidence: Evidence) -> dict[str, AgeShares]:
    """Shares of the age bands by family; empty without the authority's own returns.

    Age by placement is not published for an authority, so only its returns tell. A child whose
    age is not known is left out of the shares.
    """
    if evidence.returns is None:
        return {}
    from sufficiency.evidence.ssda903 import AGE_BANDS

    stock = evidence.returns.monthly.stock[-1]

    def shares(kinds: tuple[str, ...]) -> np.ndarray:
        ages = stock[[position(kind) for kind in kinds]].sum(axis=0)
        known = dict(zip(AGE_BANDS, ages, strict=True))
        children = np.array([sum(known[band] for band in bands) for bands in BANDS.values()])
        return children / max(children.sum(), 1)

    return {
        family: AgeShares(shares(kinds), shares(_OWN[family]) if family in _OWN else None)
        for family, kinds in TYPES_OF.items()
    }


def gap_table(
    results: Iterable[tuple[str, Projection]], ages: Mapping[str, AgeShares]
) -> pd.DataFrame:
    """Need, usable own supply and the gap by family; blank where supply has no limit we know.

    The supply of fostering is what connected carers provide and the mainstream places that can
    be filled; that of homes is own beds that can be filled and fostering places set aside for
    children who would otherwise live in a home. The gap is need less supply, never below nil:
    what agency carers and external homes are used for, and `unplaced`, who find no foster home.

    An age band's need and supply are the family's by the shares last counted, of its children and
    of those in the council's own places: it takes them to stay as they are. Who is unplaced is
    not known by age.
    """
    frames = []
    for name, projection in results:
        needed, fillable = projection.need, projection.fillable_places
        unknown = np.full((1, len(projection.dates)), np.nan)
        nobody = np.zeros_like(unknown)
        for family in FAMILIES:
            need = needed[:, :, family_position(family)]
            supply = fillable.get(family)
            unplaced = projection.unplaced if family == "fostering" else nobody
            keys = {"scenario": name, "date": projection.dates, "family": family}
            frames.append(_rows({**keys, "age_band": ALL_AGES}, need, supply, unknown, unplaced))
            if family not in ages:
                continue
            shares = ages[family]
            for place, band in enumerate(BANDS):
                own = shares.own
                part = None if supply is None or own is None else supply * own[place]
                of_band = need * shares.need[place]
                frames.append(_rows({**keys, "age_band": band}, of_band, part, unknown, unknown))
    return pd.concat(frames, ignore_index=True)


def _rows(
    keys: Mapping[str, object],
    need: np.ndarray,
    supply: np.ndarray | None,
    unknown: np.ndarray,
    unplaced: np.ndarray,
) -> pd.DataFrame:
    gap = unknown if supply is None else np.maximum(need - supply, 0.0)
    columns = {
        **keys,
        **_ranges("need", need),
        **_ranges("usable_supply", unknown if supply is None else supply),
        **_ranges("gap", gap),
        **_ranges("unplaced", unknown if supply is None else unplaced),
    }
    return pd.DataFrame(columns)


def _ranges(measure: str, values: np.ndarray) -> dict[str, np.ndarray]:
    names = ("p10", "p50", "p90")
    return {f"{measure}_{k}": v for k, v in statistics(values, names).items()}
