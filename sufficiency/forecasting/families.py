"""The baseline forecast: children in each family of placement, month by month."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.evidence import Evidence
from sufficiency.forecasting.annual import outlook
from sufficiency.forecasting.constants import embedded_constants
from sufficiency.forecasting.explain import explain
from sufficiency.forecasting.explain_mix import explain_mix
from sufficiency.forecasting.paths import Split, measure_split, monthly_paths, split_paths
from sufficiency.forecasting.published import PARTS, opening_counts, published_panel, split_history
from sufficiency.forecasting.series import CATEGORIES, REST
from sufficiency.months import Calendar
from sufficiency.placements import FAMILIES, family_position

COMPARABLE_FROM = 2020
"""First 31 March on which homes and supported accommodation are counted as they are today."""

MODEL = "pooled"


@dataclass(frozen=True, eq=False)
class FamilyForecast:
    """Monthly draws of the number of children in each family of placement.

    Attributes:
        dates: month ends, months + 1 of them; the first is the 31 March of the opening year.
        families: names along the last axis of `paths`.
        paths: children, (draws, months + 1, 7), at least nought; the first month end, and those
            that returns have counted since, are the count in every draw. Whole children are for
            the page, not for here.
        seed: of the random numbers.
        model: name of the model's card in `models/`.
        explanation: term, effect_one_year_percent (NaN for a remark), words: why the total moves.
        mix: see `explain_mix.explain_mix`: why each kind of placement moves.
    """

    dates: pd.DatetimeIndex
    families: tuple[str, ...]
    paths: np.ndarray
    seed: int
    model: str
    explanation: pd.DataFrame
    mix: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def total(self) -> np.ndarray:
        """All children looked after, shape (draws, months + 1): the sum of the families."""
        return self.paths.sum(axis=-1)


def forecast_families(
    evidence: Evidence, calendar: Calendar, draws: int, seed: int
) -> FamilyForecast:
    """Forecast every family of placement from the latest count.

    Where the evidence holds the authority's own returns, the flow model forecasts from them: see
    `flow.families.families_from_returns`. Else the published record is forecast: the total and
    five categories come from the pooled model (`models/pooled.md`). Homes and supported
    accommodation, and other residential settings and other placements, are forecast together,
    because only their sums are comparable across the break of 2020, and told apart by shares
    measured since.

    Args:
        evidence: the published record, and the authority's own returns where there are any.
        calendar: opening year and number of years.
        draws: number of equally likely paths.
        seed: of the random numbers.

    Raises:
        InputError: when a family's opening count is not known, or the calendar opens in another
            year than the evidence.
    """
    if calendar.opening_year != evidence.opening_year:
        raise InputError(
            f"The projection opens in {calendar.opening_year} but the latest published count is "
            f"of 31 March {evidence.opening_year}; they must be the same year."
        )
    if evidence.returns is not None:
        from sufficiency.forecasting.flow.families import families_from_returns

        return families_from_returns(evidence.returns.monthly, calendar, draws, seed)
    panel = published_panel(evidence)
    constants = embedded_constants()
    view = outlook(panel, constants.reaching(max(calendar.years, len(constants.horizons))))
    opening = opening_counts(evidence)
    # The first row is the authority itself.
    groups = monthly_paths(view, 0, calendar.months, draws, seed)
    paths = np.empty((draws, calendar.months + 1, len(FAMILIES)))
    alone = {
        "fostering": "foster",
        "placed_with_parents": "placed_with_parents",
        "placed_for_adoption": "placed_for_adoption",
    }
    for family, category in alone.items():
        paths[..., family_position(family)] = groups[..., CATEGORIES.index(category)]
    pairs = {
        "homes_and_supported": ("homes", "supported_accommodation", *PARTS[:2]),
        REST: ("other_residential", "other_placements", *PARTS[2:]),
    }
    for category, (first, second, *published) in pairs.items():
        at = family_position(first), family_position(second)
        split = _split(evidence, published[0], published[1], (opening[at[0]], opening[at[1]]))
        share = split_paths(split, calendar.months, draws, seed, category)
        both = groups[..., CATEGORIES.index(category)]
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
        mix=explain_mix(panel, 0, constants),
    )


def _split(evidence: Evidence, first: str, second: str, opening: tuple[float, float]) -> Split:
    history = split_history(evidence, first, second)
    comparable = history[history["year"].between(COMPARABLE_FROM, evidence.opening_year)]
    return measure_split(comparable, evidence.authority.code, opening)
