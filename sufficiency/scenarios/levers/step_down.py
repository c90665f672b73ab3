"""Children in homes who could live in a family, and are helped to."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal, Self

import numpy as np

from sufficiency.scenarios.levers.base import Grows, Lever
from sufficiency.scenarios.levers.effect import Effect, Moved
from sufficiency.scenarios.levers.keys import Percent
from sufficiency.scenarios.levers.words import about
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Range, Within

_YEARS_2: Final = 24
STEP_DOWN_PRICE: Final = "step_down_price_percent_of_average"
"""What the tornado calls the price of the homes that children step down from."""


class StepDown(Lever):
    """Children aged 10 or over who live in children's homes move to foster families."""

    lever: Literal["step_down_from_residential"]
    children_a_year: Annotated[Range, Within(0, 60, "children a year")]
    """Children who move in a year, on top of the moves in the baseline."""
    to: Literal["fostering"] = "fostering"
    """Where the children move to."""
    returning_percent: Percent = Range(26, 47)
    """Of the children who move, how many are back in a home within two years."""
    price_percent_of_average: Annotated[Range, Within(1, 100, "percent")] = Range(65, 95)
    """What the homes they leave cost, of the average external home, while few have moved: the
    children who can step down are not those in the dearest homes."""

    changes = ("how many children move from homes to foster families",)
    grows = (Grows("children_a_year", "children a year"),)
    graded: ClassVar = {
        "returning_percent": "evaluation (Birmingham's residential step-down: of 33 children, 64% "
        "were in a stable foster home; 4 in 5 range of so few children; two years is assumed)",
        "price_percent_of_average": "judgement (prices of homes are lopsided: a few cost several "
        "times the average and most less than it, and children in those few are seldom ready; no "
        "record of who steps down by price was found)",
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
        z = setting.normal(self.lever, "price_percent_of_average")
        price = self.drawn("price_percent_of_average", z) / 100.0
        return Effect(moves=(Moved("homes", self.to, a_month, 10, back, price),))

    def leaving_homes_at(self, share: float) -> Self:
        percent = Range(100 * share, 100 * share)
        return self.model_copy(update={"price_percent_of_average": percent})

    def sentence(self) -> str:
        return (
            f"{about(self.children_a_year)} children a year aged 10 or over who live in children's "
            "homes move to foster families, in-house where there is a place and agency where there "
            "is not, none of them to connected carers. Of those who move, "
            f"{about(self.returning_percent, after='%')} are back in a home within two years. The "
            "homes they leave cost less than the average home, at first "
            f"{about(self.price_percent_of_average, after='%')} of it."
        )
