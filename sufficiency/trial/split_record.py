"""Who provides fostering and homes at each 31 March: an estimate at every one of them.

No authority's split is published. What bounds it is, and the estimate is made of that as a run
makes it (`evidence.splits`). Without one are authorities whose own provision is withheld or smaller
than their own foster places: a trust or company that runs the services is recorded as voluntary.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.evidence import Assumption
from sufficiency.evidence.building import package_file
from sufficiency.evidence.england.measured import share_in_own_homes
from sufficiency.evidence.lookups import assumptions_by_key
from sufficiency.evidence.names import MAINSTREAM_ONLY
from sufficiency.evidence.splits import Bounds, split_within
from sufficiency.placements import FAMILIES, PLACEMENT_TYPES, family_position, position
from sufficiency.trial.children_record import (
    CELLS,
    ENGLAND,
    ChildrenRecord,
    EnglandRecord,
    fill,
    grid,
)

FIRST: Final = 2020
"""First 31 March with homes and supported accommodation apart; mainstream places follow in 2022."""
KINDS: Final = (
    *("kinship_fostering", "in_house_fostering", "agency_fostering"),
    "external_residential",
)
"""Placement types that are tried."""
DRAWS: Final = 500
"""Behind an estimate that a forecast is compared with, which is their mean."""
_HOMES = "children's home"
_BREAKS = "children's home, of which short breaks only"


@dataclass(frozen=True, eq=False)
class SplitRecord:
    """What bounds the split; arrays (A, Y), NaN where not known.

    Attributes:
        codes: of the authorities.
        years: of the columns.
        families: children by family of placement, withheld cells filled, (A, Y, families).
        own_provision: children in the council's own provision.
        filled: filled mainstream places.
        own_places: places in the council's own homes, without those for short breaks.
    """

    codes: tuple[str, ...]
    years: np.ndarray
    families: np.ndarray
    own_provision: np.ndarray
    filled: np.ndarray
    own_places: np.ndarray

    def until(self, year: int) -> SplitRecord:
        """As it was known at a 31 March."""
        keep = self.years <= year
        others = {
            name: getattr(self, name)[:, keep] for name in ("own_provision", "filled", "own_places")
        }
        return SplitRecord(self.codes, self.years[keep], self.families[:, keep], **others)

    def draws(self, row: int, at: int, draws: int, seed: int) -> np.ndarray | None:
        """Draws of the split of an authority in a column, (draws, placement types), or None."""
        families, own = self.families[row, at], self.own_provision[row, at]
        filled = self.filled[row, at]
        if not (np.isfinite(families).all() and own > 0 and 0 < filled <= own):
            return None
        children = dict(zip(FAMILIES, families.tolist(), strict=True))
        assumption = assumed(self.own_places[row, at], children["homes"])
        bounds = Bounds(children, float(own), float(filled))
        return split_within(bounds, assumption, str(self.years[at]), draws, seed)

    @cached_property
    def estimates(self) -> np.ndarray:
        """The split where there is one, means, (A, Y, placement types)."""
        found = np.full((*self.filled.shape, len(PLACEMENT_TYPES)), np.nan)
        for row, at in np.ndindex(self.filled.shape):
            made = self.draws(row, at, DRAWS, 1)
            if made is not None:
                found[row, at] = made.mean(axis=0)
        return found

    @cached_property
    def usual_change(self) -> Mapping[str, float]:
        """By type, root mean square log change of the estimate in a year, over all authorities."""
        found = {}
        for kind in KINDS:
            children = self.estimates[..., position(kind)]
            changes = np.diff(np.log(np.where(children > 1, children, np.nan)), axis=1)
            found[kind] = float(np.sqrt(np.nanmean(changes**2)))
        return found


def assumed(own_places: float, homes: float) -> Callable[[str], Assumption]:
    """England's starting values, with the share in own homes that the authority's places tell."""
    england = _starting_values()
    if not (own_places >= 0 and homes > 0):
        return england.__getitem__
    key = "own_share_of_homes"
    value, low, high = share_in_own_homes(own_places, homes)
    own = replace(england[key], value=value, low=low, high=high)
    return {**england, key: own}.__getitem__


@cache
def _starting_values() -> dict[str, Assumption]:
    return assumptions_by_key(pd.read_csv(io.BytesIO(package_file("assumptions"))))


def split_record(record: EnglandRecord, children: ChildrenRecord) -> SplitRecord:
    """Read what bounds the split, from `FIRST` to the last 31 March of the children's record."""
    years = np.arange(FIRST, int(children.years[-1]) + 1)
    everyone = (*children.codes, ENGLAND)
    counts, placed = record.table("children_in_care"), record.table("placements")
    total = grid(counts[counts["measure"] == "looked_after_31_march"], everyone, years)
    of_type = placed[placed["dimension"] == "placement_type"]
    cells = {
        name: grid(of_type[of_type["category"] == category], everyone, years)
        for name, (_, category) in CELLS.items()
    }
    here = np.isfinite(total[:-1]) & np.isfinite(cells["foster"][:-1])
    whole = {name: fill(values, total, here) for name, values in cells.items()}
    other = grid(of_type[of_type["category"] == "other_residential"], everyone, years)[:-1]
    families = np.full((*here.shape, len(FAMILIES)), np.nan)
    named = {"fostering": "foster", "supported_accommodation": "supported"}
    for family in FAMILIES[:5]:
        families[..., family_position(family)] = whole[named.get(family, family)]
    # Six in a hundred of them are the council's own: a withheld few are taken to be none.
    residential = np.where(here, np.nan_to_num(other), np.nan)
    rest = total[:-1] - families[..., :5].sum(axis=-1) - residential
    families[..., family_position("other_residential")] = residential
    families[..., family_position("other_placements")] = np.maximum(rest, 0.0)
    carers, homes = record.table("carers"), record.table("homes_located")
    carers = carers[(carers["basis"] == MAINSTREAM_ONLY) & (carers["measure"] == "filled_places")]
    homes = homes[(homes["sector"] == "local authority") & (homes["measure"] == "places")]
    beds, breaks = (
        grid(homes[homes["setting"] == kind], everyone, years)[:-1] for kind in (_HOMES, _BREAKS)
    )
    own = placed[placed["category"] == "prov_own"]
    return SplitRecord(
        children.codes,
        years,
        families,
        own_provision=grid(own, everyone, years)[:-1],
        filled=grid(carers, everyone, years)[:-1],
        own_places=beds - np.nan_to_num(breaks),
    )
