"""What if: scenario files, their levers as effects, runs on shared draws, and the run's tables."""

from sufficiency.scenarios.answers import answer_in_words
from sufficiency.scenarios.files import load_scenarios
from sufficiency.scenarios.levers import Scenario
from sufficiency.scenarios.question import Question, load_question
from sufficiency.scenarios.run import (
    BASELINE,
    Forecast,
    Result,
    Results,
    forecast,
    run_scenario,
    run_scenarios,
)
from sufficiency.scenarios.seek import Answer, seek
from sufficiency.scenarios.waterfall import waterfall

__all__ = [
    "BASELINE",
    "Answer",
    "Forecast",
    "Question",
    "Result",
    "Results",
    "Scenario",
    "answer_in_words",
    "forecast",
    "load_question",
    "load_scenarios",
    "run_scenario",
    "run_scenarios",
    "seek",
    "waterfall",
]
