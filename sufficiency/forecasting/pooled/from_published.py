"""The pooled model's forecast by family of placement: what a run without returns is built on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from sufficiency.evidence import Evidence
from sufficiency.forecasting.family_forecast import FamilyForecast
from sufficiency.forecasting.mix.model import mix_constants, with_mix
from sufficiency.forecasting.pooled.annual import outlook
from sufficiency.forecasting.pooled.constants import embedded_constants
from sufficiency.forecasting.pooled.explain import explain
from sufficiency.forecasting.pooled.explain_mix import Moved, explain_mix
from sufficiency.forecasting.pooled.monthly_paths import monthly_paths
from sufficiency.forecasting.pooled.published import (
    PARTS,
    opening_counts,
    published_panel,
    split_history,
)
from sufficiency.forecasting.pooled.series import CATEGORIES, REST
from sufficiency.forecasting.pooled.splits import Split, measure_split, split_paths
from sufficiency.months import Calendar
from sufficiency.placements import FAMILIES, family_position

MODEL: Final = "pooled"

COMPARABLE_FROM: Final = 2020
"""First 31 March on which homes and supported accommodation are counted as they are today."""

ALONE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "fostering": "foster",
        "placed_with_parents": "placed_with_parents",
        "placed_for_adoption": "placed_for_adoption",
    }
)
"""Families that are a category of the model."""

PAIRS: Final[Mapping[str, tuple[str, str, str, str]]] = MappingProxyType(
    {
        "homes_and_supported": ("homes", "supported_accommodation", *PARTS[:2]),
        REST: ("other_residential", "other_placements", *PARTS[2:]),
    }
)
"""Category -> the two families in it, and the published groups that tell them apart."""


def families_from_published(
    evidence: Evidence, calendar: Calendar, draws: int, seed: int
) -> FamilyForecast:
    """Forecast every family of placement from the published record.

    The total and five categories come from the pooled model (`models/pooled.md`). Homes and
    supported accommodation, and other residential settings and other placements, are forecast
    together, because only their sums are comparable across the break of 2020, and told apart by
    shares measured since. How many of the children are in these four together moves as England's
    shares do (`models/mix.md`); the total is not touched.

    Args:
        evidence: the published record.
        calendar: opens in the year of the latest count.
        draws: number of equally likely paths.
        seed: of the random numbers.

    Raises:
        InputError: when a family's opening count is not known.
    """
    panel = published_panel(evidence)
    constants = embedded_constants()
    view = outlook(panel, constants.reaching(max(calendar.years, len(constants.horizons))))
    opening = opening_counts(evidence)
    # The first row is the authority itself.
    alone = monthly_paths(view, 0, calendar.months, draws, seed)
    years = np.arange(calendar.months + 1) / 12
    code, year = evidence.authority.code, calendar.opening_year
    groups = with_mix(alone, years, mix_constants(), year, code, seed)
    paths = np.empty((draws, calendar.months + 1, len(FAMILIES)))
    for family, category in ALONE.items():
        paths[..., family_position(family)] = groups[..., CATEGORIES.index(category)]
    for category, (first, second, *published) in PAIRS.items():
        at = family_position(first), family_position(second)
        split = _split(evidence, published[0], published[1], (opening[at[0]], opening[at[1]]))
        both = groups[..., CATEGORIES.index(category)]
        share = split_paths(split, both, seed, category)
        paths[..., at[0]], paths[..., at[1]] = both * share, both * (1 - share)
    # The counts as published, without the rounding of logs and shares.
    paths[:, 0] = opening
    name, group = evidence.authority.name, evidence.authority.group
    return FamilyForecast(
        dates=calendar.dates,
        families=FAMILIES,
        paths=paths,
        seed=seed,
        model=MODEL,
        explanation=explain(panel, 0, constants, name, group),
        mix=explain_mix(panel, 0, constants, Moved(alone[:, 12], groups[:, 12])),
    )


def _split(evidence: Evidence, first: str, second: str, opening: tuple[float, float]) -> Split:
    history = split_history(evidence, first, second)
    comparable = history[history["year"].between(COMPARABLE_FROM, evidence.opening_year)]
    return measure_split(comparable, evidence.authority.code, opening)
