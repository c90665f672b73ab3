"""What is run again many times, on few draws of a longer forecast, and so by other processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sufficiency.engine import Forecast, Results, run_scenario
from sufficiency.money import appraisal_settings
from sufficiency.results.finance.after_plan import Outline
from sufficiency.results.finance.appraise import Counted
from sufficiency.results.finance.flows import net_by_year
from sufficiency.results.finance.levers import SIZES, measured_by, sized
from sufficiency.scenarios import Scenario

DRAWS: Final = 200
_A_PART: Final = 2
"""Scenarios in a part: some half a second of work."""


@dataclass(frozen=True, eq=False)
class Again:
    """A run's scenarios, ready to be run again.

    Attributes:
        small: the forecast over the years that are appraised, on few draws.
        scenarios: of the run, in order.
        plan_years: years of the plan.
        year_zero, ends: as in `Counted`.
    """

    small: Forecast
    scenarios: tuple[Scenario, ...]
    plan_years: int
    year_zero: int
    ends: Mapping[str, int]

    def parts(self) -> tuple[Again, ...]:
        """The same in parts of a few scenarios each, to be run again apart from one another."""
        firsts = range(0, len(self.scenarios), _A_PART)
        return tuple(
            replace(self, scenarios=self.scenarios[first : first + _A_PART]) for first in firsts
        )


def again(results: Results, years: Counted, draws: int = DRAWS) -> Again:
    """A run to be run again on so many draws, or on its own where they are fewer.

    Args:
        results: the run.
        years: which years count towards what each scenario is worth.
        draws: simulated futures.
    """
    outline = Outline.of(results, years.ends)
    return Again(
        small=outline.longer(min(outline.draws, draws)),
        scenarios=outline.scenarios,
        plan_years=outline.years,
        year_zero=years.year_zero,
        ends=years.ends,
    )


def net_at_sizes(of: Again) -> dict[str, tuple[np.ndarray, ...]]:
    """Net flows, (draws, years), of each scenario that can be larger, at each of `SIZES`."""
    settings = appraisal_settings(of.small.evidence)
    return {
        scenario.name: tuple(
            net_by_year(run_scenario(of.small, sized(scenario, size)), of.small, settings)
            for size in SIZES
        )
        for scenario in of.scenarios
        if measured_by(scenario).as_written is not None
    }
