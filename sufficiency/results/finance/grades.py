"""Optimism bias by grade of evidence, as the Greater Manchester cost-benefit model has it.

The model takes off benefits what their evidence is not sure of, in six steps: nothing for a trial
in the United Kingdom, 5% for one abroad, 10% for outcomes that others monitored, 15% for those that
practitioners did, 25% for what came of a similar programme and 40% for judgement alone (HM
Treasury, Public Service Transformation Network and New Economy, Supporting public service
transformation: cost benefit analysis guidance for local partnerships, April 2014). It is taken off
the mean saving, in which the chance that a programme does nothing has been counted already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sufficiency.scenarios import Lever, Scenario

JUDGEMENT: Final = "judgement"
CORRECTIONS: Final[Mapping[str, float]] = {
    "trial": 0.05,
    "evaluation": 0.10,
    "own record": 0.15,
    "association": 0.25,
    JUDGEMENT: 0.40,
}
"""Share taken off savings by the word that a source begins with, best evidence first.

A source does not say where its trial was, so the step for one abroad is taken."""


@dataclass(frozen=True)
class Graded:
    """The weakest evidence that a scenario's savings rest on, and what is taken off for it."""

    grade: str
    correction: float


def graded(scenario: Scenario) -> Graded:
    """The weakest grade among a scenario's levers: what they save is not known apart."""
    grades = [_grade(lever) for lever in scenario.levers]
    weakest = max(grades, key=CORRECTIONS.__getitem__, default=JUDGEMENT)
    return Graded(weakest, CORRECTIONS[weakest])


def _grade(lever: Lever) -> str:
    """The weakest grade of the numbers that say how much of a lever there is.

    A source that begins with no grade says where a number is from, and not that it has been tried.
    """
    keys = [number.key for number in lever.grows]
    given = [key for key in keys if key in lever.model_fields_set]
    texts = [lever.sources[key].lower() for key in given or keys if key in lever.sources]
    found = [
        next((grade for grade in CORRECTIONS if text.startswith(grade)), JUDGEMENT)
        for text in texts
    ]
    return max(found, key=CORRECTIONS.__getitem__, default=JUDGEMENT)
