"""Children in homes who could live in a family, and are helped to."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from sufficiency.scenarios.levers.base import Grows, Lever
from sufficiency.scenarios.levers.effect import Effect, Moved
from sufficiency.scenarios.levers.words import about
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Range, Within


class StepDown(Lever):
    """Children aged 10 or over who live in children's homes move to foster families."""

    lever: Literal["step_down_from_residential"]
    children_a_year: Annotated[Range, Within(0, 60, "children a year")]
    """Children who move in a year, on top of the moves in the baseline."""
    to: Literal["fostering"] = "fostering"
    """Where the children move to."""

    changes = ("how many children move from homes to foster families",)
    grows = (Grows("children_a_year", "children a year"),)
    meets: ClassVar = {
        "move_to_supported_accommodation": "both move children out of homes: each child once, and "
        "only those old enough",
    }

    def effect(self, setting: Setting) -> Effect:
        a_month = self.acting(setting, "children_a_year") / 12.0
        return Effect(moves=(Moved("homes", self.to, a_month, from_age=10),))

    def sentence(self) -> str:
        return (
            f"{about(self.children_a_year)} children a year aged 10 or over who live in children's "
            "homes move to foster families, in-house where there is a place and agency where there "
            "is not."
        )
