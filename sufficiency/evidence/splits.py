"""An estimate of what the record does not publish: who provides fostering and homes.

The published count of children in foster placements is not divided into connected carers,
in-house and agency fostering, nor that of homes into the council's own and external ones. Four
published figures bound them: the families themselves, the children in the council's own
provision of any kind, Ofsted's filled mainstream fostering places, and England's shares of own
provision by family. docs/method.md argues the result against an independent reading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.evidence.lookups import Assumption
from sufficiency.evidence.record import Evidence
from sufficiency.evidence.split_error import split_error
from sufficiency.placements import FAMILIES, PLACEMENT_TYPES
from sufficiency.ranges import HALF_80
from sufficiency.streams import stream

_MAINSTREAM_BASIS = "mainstream"
_ROUNDING = 2.5
"""Ofsted rounds an authority's places to the nearest five."""
_OWN_ELSEWHERE: Final = MappingProxyType(
    {
        "homes": "homes",
        "supported_accommodation": "supported",
        "placed_for_adoption": "adoption",
        "other_residential": "other_residential",
    }
)
"""Families beside fostering in which a council has places of its own, and their assumptions."""


def mainstream_places(evidence: Evidence, measure: str) -> pd.Series:
    """Ofsted's mainstream fostering figures of the authority by year to 31 March.

    Args:
        measure: "approved_places" or "filled_places".

    The counts of 2018 and 2019 include family and friends and are left out: not comparable.
    """
    carers = evidence.carers
    chosen = (
        (carers["area"] == evidence.authority.name)
        & (carers["measure"] == measure)
        & carers["basis"].str.contains(_MAINSTREAM_BASIS)
    )
    return carers[chosen].set_index("year_to_31_march")["value"].astype(float).sort_index()


def placements_at(evidence: Evidence, year: int, draws: int, seed: int) -> np.ndarray:
    """Children at 31 March of a year by placement type, (draws, placement types).

    Counted, the same in every draw, where the authority's own returns hold that day; else as
    `estimate_split` has them.
    """
    if evidence.returns is not None:
        monthly = evidence.returns.monthly
        if year in monthly.marches:
            counted = monthly.by_type[monthly.marches[year]].astype(float)
            return np.repeat(counted[None], draws, axis=0)
    return estimate_split(evidence, year, draws, seed)


@dataclass(frozen=True)
class Bounds:
    """What is published of one 31 March that bounds who provides.

    Attributes:
        families: children by family of placement, all of `FAMILIES`.
        own_provision: children in the council's own provision of any kind.
        filled: Ofsted's filled mainstream fostering places.
    """

    families: Mapping[str, float]
    own_provision: float
    filled: float


def estimate_split(evidence: Evidence, year: int, draws: int, seed: int) -> np.ndarray:
    """Children at 31 March of a year by placement type, (draws, placement types).

    See `split_within`.

    Raises:
        InputError: when the year lacks a figure that the estimate needs.
    """
    families = {
        "fostering": _needed(evidence.placed("foster"), year, "foster placements"),
        "homes": _needed(evidence.placed("homes"), year, "children's homes"),
        "supported_accommodation": _needed(evidence.placed("supported"), year, "supported"),
        "placed_with_parents": _needed(evidence.placed("placed_with_parents"), year, "parents"),
        "placed_for_adoption": _needed(evidence.placed("placed_for_adoption"), year, "adoption"),
        "other_residential": _needed(evidence.placed("other_residential"), year, "residential"),
        "other_placements": _needed(evidence.placed("other_placements"), year, "other"),
    }
    own_provision = _needed(_own_provision(evidence), year, "own provision")
    filled = _needed(mainstream_places(evidence, "filled_places"), year, "filled fostering places")
    bounds = Bounds(families, own_provision, filled)
    return split_within(bounds, evidence.assumption, str(year), draws, seed)


def split_within(
    bounds: Bounds, assumption: Callable[[str], Assumption], year: str, draws: int, seed: int
) -> np.ndarray:
    """Children by placement type, (draws, placement types), that what is published leaves room for.

    In each draw the types add to the published families. In-house fostering is Ofsted's filled
    mainstream places, give or take rounding. The council's own homes, supported accommodation,
    adopters and other residential places are drawn from the assumptions `own_share_of_...`,
    which are England's shares of own provision with a range;
    what is left of the council's own provision, less in-house fostering, is connected carers,
    and what is left of fostering is agency fostering. Filled places and own provision are each
    wrong by an error of the year's own (`split_error`), which leaves the means where they are.

    Args:
        bounds: what is published.
        assumption: the assumption of a key, such as own_share_of_homes.
        year: names the random numbers.
        draws: how many.
        seed: of the random numbers.
    """
    noise = stream(seed, "split", year)
    families, fostered = bounds.families, bounds.families["fostering"]
    rounded = bounds.filled + noise.uniform(-_ROUNDING, _ROUNDING, draws)
    elsewhere = {
        family: families[family] * _own_share(assumption(f"own_share_of_{what}"), noise, draws)
        for family, what in _OWN_ELSEWHERE.items()
    }
    of_places, of_provision = _errors(fostered, year, draws, seed)
    in_house = np.clip(rounded + of_places, 0.0, fostered)
    own = bounds.own_provision + of_provision - np.sum(list(elsewhere.values()), axis=0)
    connected = np.clip(own - in_house, 0.0, fostered - in_house)
    split = np.empty((draws, len(PLACEMENT_TYPES)))
    split[:, 0], split[:, 1] = connected, in_house
    split[:, 2] = fostered - connected - in_house
    split[:, 3], split[:, 4] = elsewhere["homes"], families["homes"] - elsewhere["homes"]
    for column, family in enumerate(FAMILIES[2:], start=5):
        split[:, column] = families[family]
    return split


def _errors(fostered: float, year: str, draws: int, seed: int) -> np.ndarray:
    """Children by which filled places and own provision are wrong, (2, draws), mean nought."""
    normals = stream(seed, "split error", year).standard_normal((2, draws))
    normals -= normals.mean(axis=1, keepdims=True)
    found = split_error()
    spread = np.sqrt(np.array([found.in_house, found.own_provision]) * fostered)
    return np.asarray(spread[:, None] * normals)


def _own_provision(evidence: Evidence) -> pd.Series:
    """Children in the authority's own provision by year."""
    table = evidence.placements
    chosen = (
        (table["area_code"] == evidence.authority.code)
        & (table["dimension"] == "provider")
        & (table["category"] == "prov_own")
    )
    return table[chosen].set_index("year")["children_31_march"].astype(float)


def _own_share(assumed: Assumption, noise: np.random.Generator, draws: int) -> np.ndarray:
    """Draws of the share in the council's own provision: beta, with the assumption's 80% range."""
    mean, spread = assumed.value, (assumed.high - assumed.low) / (2 * HALF_80)
    size = mean * (1.0 - mean) / spread**2 - 1.0
    return noise.beta(mean * size, (1.0 - mean) * size, draws)


def _needed(series: pd.Series, year: int, what: str) -> float:
    if year not in series.index or pd.isna(series[year]):
        raise InputError(
            f"The evidence has no figure for {what} at 31 March {year}; the split of fostering and "
            f"homes between providers needs it."
        )
    return float(series[year])
