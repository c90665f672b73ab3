"""The baseline that scenarios are set against: what of it every one of them asks for again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sufficiency.engine import Forecast, Result
from sufficiency.money import AppraisalSettings, appraisal_settings, cost_months


@dataclass(frozen=True, eq=False)
class Against:
    """A forecast whose baseline scenarios are set against; each part is worked out once."""

    forecast: Forecast

    @cached_property
    def settings(self) -> AppraisalSettings:
        """How money is weighed."""
        return appraisal_settings(self.forecast.evidence)

    @cached_property
    def by_month(self) -> np.ndarray:
        """Cost of the baseline's placements, GBP real, (draws, months)."""
        return placements_by_month(self.forecast.baseline, self.forecast)

    @cached_property
    def entered(self) -> np.ndarray:
        """Children who enter care in the baseline, (draws, months)."""
        return np.asarray(self.forecast.baseline.projection.entries.sum(-1))


def placements_by_month(result: Result, forecast: Forecast) -> np.ndarray:
    """Cost of a result's placements, GBP real, (draws, months)."""
    return cost_months(
        result.projection.placements,
        result.projection.home_places_priced,
        forecast.prices,
        forecast.calendar,
        result.projection.price_change,
    ).sum(-1)
