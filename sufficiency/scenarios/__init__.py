"""What if: scenario files, their levers as effects, and questions asked the other way round."""

from sufficiency.scenarios.combine import effects_of, spending_of
from sufficiency.scenarios.explained import explain
from sufficiency.scenarios.file.reading import load_scenarios, scenario_files
from sufficiency.scenarios.levers import Lever
from sufficiency.scenarios.questions.question import Question, load_question
from sufficiency.scenarios.scenario import Scenario
from sufficiency.scenarios.setting import Setting

__all__ = [
    "Lever",
    "Question",
    "Scenario",
    "Setting",
    "effects_of",
    "explain",
    "load_question",
    "load_scenarios",
    "scenario_files",
    "spending_of",
]
