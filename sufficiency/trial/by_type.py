"""What the chain says of who provides: children by placement type, carried through capacity.

The families' draws go month by month through the queues of fostering and homes that a run uses,
from the split that was estimated at the opening and with carers going on as they would have then.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sufficiency.capacity import no_effects, project
from sufficiency.capacity.parameters import CapacityStart, capacity_from
from sufficiency.capacity.places_trend import PlacesConstants, PlacesOpening
from sufficiency.flows import baseline_flows
from sufficiency.flows.rates import turnover_about
from sufficiency.forecasting.pooled.series import CATEGORIES, REST
from sufficiency.forecasting.pooled.splits import measure_split, split_paths
from sufficiency.months import Calendar
from sufficiency.placements import FAMILIES, family_position, position
from sufficiency.trial.split_record import KINDS, SplitRecord, assumed

HOMES, SUPPORTED = family_position("homes"), family_position("supported_accommodation")
HOMES_TYPES = [position("in_house_residential"), position("external_residential")]
TOGETHER = CATEGORIES.index("homes_and_supported")
"""Homes and supported accommodation, which are forecast as one and told apart."""
ALONE = {
    "foster": "fostering",
    "placed_with_parents": "placed_with_parents",
    "placed_for_adoption": "placed_for_adoption",
    REST: "other_placements",
}
"""Category -> the family that holds it: what else there is takes no part in either queue."""


@dataclass(frozen=True, eq=False)
class Turning:
    """England's exits and settled moves a year over children, each by family."""

    leaving: np.ndarray
    moving: np.ndarray


@dataclass(frozen=True, eq=False)
class Seen:
    """What is known of an authority's capacity at an opening.

    Attributes:
        split: the record as it was known.
        row: of the authority.
        places: approved mainstream places and where they are heading.
        constants: of how places move.
        turning: of all authorities alike.
    """

    split: SplitRecord
    row: int
    places: PlacesOpening
    constants: PlacesConstants
    turning: Turning


def types_draws(seen: Seen, path: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    """Children by placement type of an authority: type -> (horizons, draws); none without a split.

    Args:
        seen: see `Seen`.
        path: its children by category, the opening first, (draws, years + 1, 5).
        seed: of the random numbers.
    """
    draws, years = len(path), path.shape[1] - 1
    opening = seen.split.draws(seen.row, -1, draws, seed)
    if opening is None or not opening[:, HOMES_TYPES].sum() > 0:
        return {}
    calendar = Calendar(int(seen.split.years[-1]), years)
    families = _monthly_families(seen, path, calendar.months, seed)
    turnover = turnover_about(seen.turning.leaving, seen.turning.moving, draws, seed)
    homes = float(seen.split.families[seen.row, -1, HOMES])
    start = CapacityStart(
        opening[:, None],
        seen.places,
        assumed(float(seen.split.own_places[seen.row, -1]), homes),
        seen.constants,
    )
    placed = project(
        calendar.dates,
        families[:, 0],
        baseline_flows(families, turnover.exit_rate),
        capacity_from(start, turnover, calendar, seed),
        no_effects(draws, calendar.months),
    ).placements[:, 12::12]
    return {kind: placed[..., position(kind)].T for kind in KINDS}


def _monthly_families(seen: Seen, path: np.ndarray, months: int, seed: int) -> np.ndarray:
    """Children by family at month ends, straight lines between years, (draws, months + 1, 7)."""
    part = np.arange(12)[:, None] / 12
    between = path[:, :-1, None] + part * np.diff(path, axis=1)[:, :, None]
    monthly = np.concatenate(
        [between.reshape(len(path), months, path.shape[-1]), path[:, -1:]], axis=1
    )
    families = np.zeros((*monthly.shape[:2], len(FAMILIES)))
    for category, family in ALONE.items():
        families[..., family_position(family)] = monthly[..., CATEGORIES.index(category)]
    both = monthly[..., TOGETHER]
    share = _share_of_homes(seen, both, seed)
    families[..., HOMES], families[..., SUPPORTED] = both * share, both * (1 - share)
    return families


def _share_of_homes(seen: Seen, both: np.ndarray, seed: int) -> np.ndarray:
    """Homes' share of the two, (draws, months + 1), from years of the split's record."""
    record = seen.split
    index = pd.MultiIndex.from_product([record.codes, record.years], names=["area_code", "year"])
    parts = {
        name: record.families[..., at].ravel()
        for name, at in (("first", HOMES), ("second", SUPPORTED))
    }
    history = pd.DataFrame(parts, index=index).reset_index()
    homes, supported = record.families[seen.row, -1, [HOMES, SUPPORTED]].tolist()
    split = measure_split(history, record.codes[seen.row], (homes, supported))
    return split_paths(split, both, seed, "homes_and_supported")
