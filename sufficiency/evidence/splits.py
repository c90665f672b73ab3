"""An estimate of what the record does not publish: who provides fostering and homes.

The published count of children in foster placements is not divided into connected carers,
in-house and agency fostering, nor that of homes into the council's own and external ones. Four
published figures bound them: the families themselves, the children in the council's own
provision of any kind, Ofsted's filled mainstream fostering places, and England's shares of own
provision by family. docs/method.md argues the result against an independent reading.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.evidence.record import Evidence
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.ranges import HALF_80
from sufficiency.streams import stream

_MAINSTREAM_BASIS = "mainstream"
_ROUNDING = 2.5
"""Ofsted rounds an authority's places to the nearest five."""


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


def estimate_split(evidence: Evidence, year: int, draws: int, seed: int) -> np.ndarray:
    """Children at 31 March of a year by placement type, (draws, placement types).

    In each draw the types add to the published families. In-house fostering is Ofsted's filled
    mainstream places (give or take rounding). The council's own homes, supported accommodation,
    adopters and other residential places are drawn from the assumptions `own_share_of_...`,
    which are England's shares of own provision with a range;
    what is left of the council's own provision, less in-house fostering, is connected carers,
    and what is left of fostering is agency fostering.

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

    noise = stream(seed, "split", str(year))
    in_house = filled + noise.uniform(-_ROUNDING, _ROUNDING, draws)
    in_house = np.minimum(in_house, families["fostering"])
    own_homes = families["homes"] * _own_share(evidence, "homes", noise, draws)
    elsewhere = (
        own_homes
        + families["supported_accommodation"] * _own_share(evidence, "supported", noise, draws)
        + families["placed_for_adoption"] * _own_share(evidence, "adoption", noise, draws)
        + families["other_residential"] * _own_share(evidence, "other_residential", noise, draws)
    )
    connected = np.clip(own_provision - in_house - elsewhere, 0.0, families["fostering"] - in_house)
    split = np.empty((draws, len(PLACEMENT_TYPES)))
    split[:, 0], split[:, 1] = connected, in_house
    split[:, 2] = families["fostering"] - connected - in_house
    split[:, 3], split[:, 4] = own_homes, families["homes"] - own_homes
    for column, family in enumerate(list(families)[2:], start=5):
        split[:, column] = families[family]
    return split


def _own_provision(evidence: Evidence) -> pd.Series:
    """Children in the authority's own provision by year."""
    table = evidence.placements
    chosen = (
        (table["area_code"] == evidence.authority.code)
        & (table["dimension"] == "provider")
        & (table["category"] == "prov_own")
    )
    return table[chosen].set_index("year")["children_31_march"].astype(float)


def _own_share(evidence: Evidence, what: str, noise: np.random.Generator, draws: int) -> np.ndarray:
    """Draws of the share in the council's own provision: beta, with the assumption's 80% range."""
    assumed = evidence.assumption(f"own_share_of_{what}")
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
