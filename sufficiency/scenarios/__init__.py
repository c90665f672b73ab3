"""What if: scenario files, their levers as effects, runs on shared draws, and the run's tables."""

from sufficiency.scenarios.files import load_scenarios
from sufficiency.scenarios.levers import Scenario
from sufficiency.scenarios.run import (
    BASELINE,
    Forecast,
    Result,
    Results,
    forecast,
    run_scenario,
    run_scenarios,
)

__all__ = [
    "BASELINE",
    "Forecast",
    "Result",
    "Results",
    "Scenario",
    "forecast",
    "load_scenarios",
    "run_scenario",
    "run_scenarios",
]
