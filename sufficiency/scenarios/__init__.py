"""What if: scenario files, their levers as effects, and questions asked the other way round."""

from sufficiency.scenarios.files import load_scenarios
from sufficiency.scenarios.levers import Scenario
from sufficiency.scenarios.question import Question, load_question

__all__ = ["Question", "Scenario", "load_question", "load_scenarios"]
