"""Young people who stay with their foster carers when they turn 18, and keep the place."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from sufficiency.evidence import Evidence
from sufficiency.scenarios.levers.base import Grows, Lever
from sufficiency.scenarios.levers.effect import Effect, StayingPut
from sufficiency.scenarios.levers.words import about, counted
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Range, Within


class SupportStayingPut(Lever):
    """More young people stay with their in-house foster carers after they turn 18."""

    lever: Literal["support_staying_put"]
    additional_young_people_a_year: Annotated[Range, Within(0, 60, "young people a year")]
    """Young people a year who stay besides those of the baseline; no more than turn 18 there."""
    months_each: Annotated[int, Within(1, 36, "months")] = 24
    """Months that each stays, for as long as which nobody else can have the place."""
    allowance_a_week: Annotated[Range, Within(0, 1000, "GBP a week, 2024/25 prices")] = Range(
        180, 330
    )
    """GBP a week to the carer for each of them, after what rent and benefits bring."""

    changes = ("how many foster places young people keep after they turn 18",)
    grows = (Grows("additional_young_people_a_year", "more young people a year who stay put"),)
    graded: ClassVar = {
        "months_each": "association (in England 60% of those fostered at 18 stay for three months "
        "or more and 30% are there at 19 and 20, 2020/21: two years for each who stays)",
        "allowance_a_week": "own record of another council (Lancashire in 2016: 222 a week, about "
        "285 at 2024/25 prices; the range is judgement)",
    }
    meets: ClassVar = dict.fromkeys(
        ("recruit_carers", "retain_carers"),
        "young people keep places that the second makes or keeps for children",
    )

    def effect(self, setting: Setting) -> Effect:
        a_month = self.acting(setting, "additional_young_people_a_year") / 12.0
        z = setting.normal(self.lever, "allowance_a_week")
        weekly = self.drawn("allowance_a_week", z)
        return Effect(staying_put=StayingPut(a_month, self.months_each, weekly))

    def paid_once(self) -> Self:
        return super().paid_once().model_copy(update={"allowance_a_week": Range(0, 0)})

    def sentence(self) -> str:
        return (
            f"{about(self.additional_young_people_a_year)} more young people a year stay with "
            "their in-house foster carers when they turn 18, for "
            f"{counted(self.months_each, 'month')} each. They are not in care any more, and the "
            "fostering service loses the place for as long. Their carers are paid "
            f"{about(self.allowance_a_week, before='£')} a week."
        )

    def cautions(self, evidence: Evidence) -> list[str]:
        return [
            "counts what is paid to carers and the places that are lost; where the young people "
            "would have lived otherwise, and what that would have cost, is in after_care.csv."
        ]
