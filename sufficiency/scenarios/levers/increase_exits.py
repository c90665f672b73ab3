"""More children leave care for a home of their own: guardianship, adoption, going home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Final, Literal

from sufficiency.scenarios.levers.base import Grows, Lever
from sufficiency.scenarios.levers.effect import Effect, PaidOn
from sufficiency.scenarios.levers.keys import Share, SharesOfTypes
from sufficiency.scenarios.levers.sources import Fault
from sufficiency.scenarios.levers.words import EXITS, about, counted, shares_in_words
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import OneOf, Range, Within, plain

ROUTES: Final = {
    "special_guardianship": "by special guardianship",
    "adoption": "by adoption",
    "return_home": "to go home to parents or relatives",
    "discharge_of_order": "because the order is discharged",
}


class IncreaseExits(Lever):
    """More children leave care by a named route, some with an allowance that goes on."""

    lever: Literal["increase_exits"]
    route: Annotated[str, OneOf(tuple(ROUTES), "a route out of care")]
    """How the children leave care."""
    additional_children_a_year: Annotated[Range, Within(0, 200, "children a year")]
    """Children who leave in a year, on top of those in the baseline."""
    from_placement: SharesOfTypes
    """Shares of the children by the placement they leave."""
    continuing_allowance_a_week: Annotated[float, Within(0, 2000, "GBP a week, 2024/25 prices")]
    """GBP a week for a child with an allowance; 0 where none is paid."""
    share_with_allowance: Share = 1.0
    """Share of the children whose carers are paid the allowance."""
    allowance_years: Annotated[float, Within(0, 18, "years")] = 0.0
    """Years each child's allowance is paid, in full, from the month the child leaves care; then
    nothing: it stands for the years to 18 of the average child, since children grow up."""

    changes = (EXITS,)
    grows = (Grows("additional_children_a_year", "additional children a year"),)
    meets: ClassVar = {
        "speed_adoption": "both lead children out of care: where both reach the same placements, "
        "shares of those who are left are added up",
    }

    def effect(self, setting: Setting) -> Effect:
        a_month = self.acting(setting, "additional_children_a_year") / 12.0
        weekly, years = self.continuing_allowance_a_week, self.allowance_years
        paid = PaidOn(weekly, round(12 * years), self.share_with_allowance)
        return Effect(
            exits={kind: share * a_month for kind, share in self.from_placement.items()},
            allowance=paid if weekly > 0 and years > 0 else None,
        )

    def sentence(self) -> str:
        said = (
            f"{about(self.additional_children_a_year)} more children a year leave care "
            f"{ROUTES[self.route]}, from: {shares_in_words(self.from_placement)}."
        )
        if self.continuing_allowance_a_week == 0:
            return f"{said} No allowance follows them."
        return (
            f"{said} For {self.share_with_allowance:.0%} of them an allowance of "
            f"£{plain(self.continuing_allowance_a_week)} a week goes on for "
            f"{counted(self.allowance_years, 'year')}."
        )

    @classmethod
    def inconsistent(cls, given: Mapping[str, Any]) -> list[Fault]:
        weekly, years = given.get("continuing_allowance_a_week"), given.get("allowance_years", 0)
        if isinstance(weekly, int | float) and weekly > 0 and years == 0:
            sentence = (
                f"an allowance of £{plain(weekly)} a week is paid for no years; "
                "say for how many, 0 to 18, or set continuing_allowance_a_week to 0."
            )
            return [("allowance_years", sentence)]
        return []
