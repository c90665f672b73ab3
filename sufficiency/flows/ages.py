"""How old the children of each family of placement are: what a lever with an age limit acts on.

Counted where the authority's returns are held. Otherwise England's children by family and age,
fitted to the authority's own children by family and by age: an estimate, drawn with its range.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from sufficiency.evidence import Evidence
from sufficiency.evidence.ages import children_by_age
from sufficiency.placements import FAMILIES, OWN, TYPES_OF, position
from sufficiency.streams import stream

BANDS: Final = ("0-4", "5-9", "10-15", "16-17")
"""Ages of children, youngest first."""
MONTHS_IN: Final = MappingProxyType({"0-4": 60, "5-9": 60, "10-15": 72, "16-17": 24})
"""Months that a child spends in each band."""
_FROM: Final = MappingProxyType({10: ("10-15", "16-17"), 16: ("16-17",)})
"""Bands of the children old enough for a lever, by the age it begins at."""

_ENGLAND: Final[Mapping[str, tuple[float, ...]]] = MappingProxyType(
    {
        "fostering": (0.174, 0.217, 0.426, 0.183),
        "homes": (0.020, 0.101, 0.575, 0.304),
        "supported_accommodation": (0.001, 0.001, 0.012, 0.986),
        "placed_with_parents": (0.358, 0.381, 0.198, 0.063),
        "placed_for_adoption": (0.880, 0.112, 0.006, 0.002),
        "other_residential": (0.200, 0.058, 0.323, 0.419),
        "other_placements": (0.200, 0.058, 0.323, 0.419),
    }
)
"""Shares of England's children of each family by band, 31 March 2025. Fitted to published ages of
all children, of children adopted and of those of 16 and 17 in supported and independent
placements (DfE, Children looked after in England, including adoption); those of homes, of
children with their parents and of the rest are judgement."""
_ALIKE: Final[Mapping[str, float]] = MappingProxyType(
    {"fostering": 150.0, "homes": 40.0, "supported_accommodation": 300.0}
    | {"placed_with_parents": 40.0, "placed_for_adoption": 120.0}
    | {"other_residential": 20.0, "other_placements": 20.0}
)
"""How alike authorities are: children that England's shares are worth in an authority's own."""
_ROUNDS: Final = 30
"""Rounds of fitting rows and columns in turn; the margins then agree to far below a child."""
_GROUPS: Final = MappingProxyType(
    {
        "0-4": ("Under 1 year", "1 to 4 years"),
        "5-9": ("5 to 9 years",),
        "10-15": ("10 to 15 years",),
        "16-17": ("16 years and over",),
    }
)


@dataclass(frozen=True)
class Ages:
    """How old children are: shares by family and band, (draws, families, bands), adding to one.

    Attributes:
        shares: of the children of each family.
        in_own: of those in the council's own places; where they are not counted, or no such place
            is, they are taken to be as old as all of the family.
        counted: whether they are counted in returns; else they are an estimate.
    """

    shares: np.ndarray
    in_own: np.ndarray
    counted: bool = False

    def old_enough(self, family: int, least: int) -> np.ndarray:
        """Share of a family's children of an age (10 or 16) or over, (draws,)."""
        return self.shares[:, family, [BANDS.index(band) for band in _FROM[least]]].sum(axis=1)

    def by_months_to_18(self, family: int, least: int) -> np.ndarray:
        """Share of a family's children with k months to go to 18, (months, draws), k from nil.

        Only of those of an age (10 or 16) or over. Within a band all birthdays are as likely.
        """
        return np.concatenate(
            [
                np.tile(self.shares[:, family, BANDS.index(b)] / MONTHS_IN[b], (MONTHS_IN[b], 1))
                for b in reversed(_FROM[least])
            ]
        )


def draw_ages(evidence: Evidence, draws: int, seed: int) -> Ages:
    """Ages by family: counted in returns, else England's fitted to the authority's own margins.

    A family's shares are Dirichlet about England's, as spread as authorities are and as its own
    few children make them (1 / k + 1 / children); rows and columns are then fitted in turn to the
    authority's children by family and by age.
    """
    if evidence.returns is not None:
        stock = evidence.returns.monthly.stock[-1]
        shares = _counted(stock, TYPES_OF, np.array([_ENGLAND[family] for family in FAMILIES]))
        counts = (shares, _counted(stock, OWN, shares))
        of_all, in_own = (np.broadcast_to(each, (draws, *each.shape)) for each in counts)
        return Ages(of_all, in_own, counted=True)
    england = np.array([_ENGLAND[family] for family in FAMILIES])
    children = _by_family(evidence)
    alike = np.array([_ALIKE[family] for family in FAMILIES])
    weight = 1.0 / (1.0 / alike + 1.0 / np.maximum(children, 1.0))
    noise = stream(seed, "ages")
    table = noise.standard_gamma(weight[:, None] * england, (draws, *england.shape)) + 1e-6
    table = children[:, None] * table / table.sum(axis=2, keepdims=True)
    by_age = _by_age(evidence)
    for _ in range(_ROUNDS if by_age is not None else 0):
        table *= (by_age / table.sum(axis=1))[:, None, :]
        table *= (children / table.sum(axis=2))[:, :, None]
    shares = table / table.sum(axis=2, keepdims=True)
    return Ages(shares, shares)


def _by_family(evidence: Evidence) -> np.ndarray:
    """Children by family at the opening, never nil, (families,)."""
    published = {"fostering": "foster", "supported_accommodation": "supported"}
    year = evidence.opening_year
    counts = [evidence.placed(published.get(f, f)).get(year, np.nan) for f in FAMILIES]
    return np.maximum(np.nan_to_num(np.array(counts, dtype=float)), 1e-3)


def _by_age(evidence: Evidence) -> np.ndarray | None:
    """Children by band at the opening, scaled to those by family; None where not published."""
    chosen = children_by_age(evidence)
    wanted = [group for groups in _GROUPS.values() for group in groups]
    if not set(wanted) <= set(chosen.index) or chosen[wanted].isna().any():
        return None
    counts = np.array([float(chosen[list(groups)].sum()) for groups in _GROUPS.values()])
    return np.maximum(counts, 1e-3) * _by_family(evidence).sum() / max(counts.sum(), 1e-3)


def _counted(
    stock: np.ndarray, types_of: Mapping[str, Sequence[str]], usual: np.ndarray
) -> np.ndarray:
    """Shares by family and band from a count by type and age; the usual where there is nobody.

    Args:
        stock: children by placement type and age as the returns band them, those of unknown age
            last, (types, ages).
        types_of: placement types of each family that are counted.
        usual: shares by family and band.
    """
    banded = np.column_stack([stock[:, 0] + stock[:, 1], stock[:, 2:5]])
    rows = []
    for family, otherwise in zip(FAMILIES, usual, strict=True):
        here = banded[[position(kind) for kind in types_of.get(family, ())]].sum(axis=0)
        rows.append(here / here.sum() if here.sum() > 0 else otherwise)
    shares = np.array(rows)
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))
