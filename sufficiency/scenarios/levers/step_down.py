"""Children in homes who could live in a family, and are helped to."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal

import numpy as np

from sufficiency.scenarios.levers.base import Grows, Lever
from sufficiency.scenarios.levers.effect import Effect, Moved
from sufficiency.scenarios.levers.keys import Percent
from sufficiency.scenarios.levers.words import about
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Range, Within

_YEARS_2: Final = 24


class StepDown(Lever):
    """Children aged 10 or over who live in children's homes move to foster families."""

    lever: Literal["step_down_from_residential"]
    children_a_year: Annotated[Range, Within(0, 60, "children a year")]
    """Children who move in a year, on top of the moves in the baseline."""
    to: Literal["fostering"] = "fostering"
    """Where the children move to."""
    returning_percent: Percent = Range(26, 47)
    """Of the children who move, how many are back in a home within two years."""

    changes = ("how many children move from homes to foster families",)
    grows = (Grows("children_a_year", "children a year"),)
    graded: ClassVar = {
        "returning_percent": "evaluation (Birmingham's residential step-down: of 33 children, 64% "
        "were in a stable foster home; 4 in 5 range of so few children; two years is an assumption)"
    }
    meets: ClassVar = {
        "move_to_supported_accommodation": "both move children out of homes: each child once, and "
        "only those old enough",
    }

    def effect(self, setting: Setting) -> Effect:
        a_month = self.acting(setting, "children_a_year") / 12.0
        z = setting.normal(self.lever, "returning_percent")
        share = np.minimum(self.drawn("returning_percent", z) / 100.0, 0.999)
        back = 1.0 - (1.0 - share) ** (1.0 / _YEARS_2)
        return Effect(moves=(Moved("homes", self.to, a_month, 10, back),))

    def sentence(self) -> str:
        return (
            f"{about(self.children_a_year)} children a year aged 10 or over who live in children's "
            "homes move to foster families, in-house where there is a place and agency where there "
            "is not, none of them to connected carers. Of those who move, "
            f"{about(self.returning_percent, after='%')} are back in a home within two years."
        )
