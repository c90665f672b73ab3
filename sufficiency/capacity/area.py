"""Children placed inside and outside the council's boundary: a view, from shares by type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sufficiency.errors import InputError
from sufficiency.evidence import Evidence, children_in_england
from sufficiency.placements import FAMILIES, PLACEMENT_TYPES, TYPES_OF, position

AREAS = ("in_area", "out_of_area", "unknown")


@dataclass(frozen=True)
class AreaShares:
    """Where children of each placement type live.

    Attributes:
        inside, unknown: shares inside the boundary, and of those not known, (placement types,).
        counted: children inside, outside and not known at the month ends that returns have
            counted, the opening first, (counted + 1, 3); None where they did not.
    """

    inside: np.ndarray
    unknown: np.ndarray
    counted: np.ndarray | None = None


def area_shares(evidence: Evidence, opening: np.ndarray) -> AreaShares:
    """Share of each placement type placed inside the boundary, and of those not known.

    Counted at the end of the authority's returns where postcodes there could be told apart; a type
    without children takes the shares of all. Else estimated: England's shares by family and
    provider, with all their odds multiplied by one number so that they add to the authority's
    published children inside its boundary at the opening count. Other placements have no published
    boundary in the national table; their share is that of supported accommodation.

    Published records give every child a location: unknown is nil there.

    Args:
        opening: mean children by placement type at the opening, (placement types,).

    Raises:
        InputError: when the authority's children inside its boundary are not published.
    """
    if evidence.returns is not None and evidence.returns.monthly.knows_areas:
        children = evidence.returns.monthly.area[-1].astype(np.float64)
        number = children.sum(axis=1, keepdims=True)
        shares = np.where(
            number > 0, children / np.maximum(number, 1.0), children.sum(axis=0) / children.sum()
        )
        opened = evidence.returns.monthly.marches[evidence.opening_year]
        counted = evidence.returns.monthly.area[opened:].sum(axis=1)
        return AreaShares(inside=shares[:, 0], unknown=shares[:, 2], counted=counted)
    table = evidence.placements
    chosen = (
        (table["area_code"] == evidence.authority.code)
        & (table["year"] == evidence.opening_year)
        & (table["dimension"] == "location")
        & (table["category"] == "loc_inside_la")
    )
    inside = table.loc[chosen, "children_31_march"].dropna()
    if len(inside) != 1:
        raise InputError(
            f"placements.csv has no children inside the boundary (location, loc_inside_la) for "
            f"{evidence.authority.name} in {evidence.opening_year}; give that row a number."
        )
    odds = np.array([_england_odds(evidence, kind) for kind in PLACEMENT_TYPES])

    def misses(log_factor: float) -> float:
        scaled = odds * np.exp(log_factor)
        return float((opening * scaled / (1.0 + scaled)).sum() - inside.iloc[0])

    low, high = -20.0, 20.0
    for _ in range(100):  # misses rises with the factor; halving beats importing an optimiser
        middle = (low + high) / 2.0
        low, high = (middle, high) if misses(middle) < 0 else (low, middle)
    factor = np.exp((low + high) / 2.0)
    return AreaShares(odds * factor / (1.0 + odds * factor), np.zeros(len(odds)))


def children_by_area(
    placements: np.ndarray, shares: AreaShares, outside: Mapping[str, np.ndarray] | None = None
) -> np.ndarray:
    """Children inside, outside and at an unknown location, (draws, months + 1, 3).

    Args:
        placements: children by placement type, (draws, months + 1, placement types).
        shares: by placement type.
        outside: by placement type, a lever's factor on the share outside, (draws, months).
    """
    within, unknown = placements @ shares.inside, placements @ shares.unknown
    for kind, factor in (outside or {}).items():
        k = position(kind)
        share = 1.0 - shares.inside[k] - shares.unknown[k]
        within[:, 1:] += placements[:, 1:, k] * share * (1.0 - factor)
    beyond = np.maximum(placements.sum(-1) - within - unknown, 0.0)
    found = np.stack([within, beyond, unknown], axis=-1)
    if shares.counted is not None:
        found[:, : len(shares.counted)] = shares.counted
    return found


def _england_odds(evidence: Evidence, kind: str) -> float:
    """Odds of being placed inside the boundary in England for a placement type."""
    family = next(f for f in FAMILIES if kind in TYPES_OF[f])
    if family == "other_placements":
        family = "supported_accommodation"
    if family not in ("fostering", "homes"):
        return _odds(evidence, family, ["all"])
    own = kind in ("kinship_fostering", "in_house_fostering", "in_house_residential")
    return _odds(evidence, family, ["prov_own"] if own else ["prov_private", "prov_voluntary"])


def _odds(evidence: Evidence, family: str, providers: list[str]) -> float:
    within = sum(children_in_england(evidence, family, p, "inside") for p in providers)
    outside = sum(children_in_england(evidence, family, p, "outside") for p in providers)
    return within / max(outside, 1.0)
