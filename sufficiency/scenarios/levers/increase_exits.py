"""More children leave care for a home of their own: guardianship, adoption, going home."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final, Literal

import numpy as np

from sufficiency.scenarios.levers.base import Grows, Lever
from sufficiency.scenarios.levers.effect import Effect, PaidOn
from sufficiency.scenarios.levers.keys import Percent, Share, SharesOfTypes
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
BACK: Final[Mapping[str, tuple[Range, Range]]] = MappingProxyType(
    {
        "special_guardianship": (Range(0.5, 2), Range(4, 8)),
        "adoption": (Range(0, 1), Range(1, 4)),
        "return_home": (Range(17, 23), Range(30, 36)),
        "discharge_of_order": (Range(5, 20), Range(15, 36)),
    }
)
"""By route, percent of children back in care within a year, and within six."""
_YEAR: Final = 12


class IncreaseExits(Lever):
    """More children leave care by a named route, some with an allowance that goes on."""

    lever: Literal["increase_exits"]
    route: Annotated[str, OneOf(tuple(ROUTES), "a route out of care")]
    """How the children leave care."""
    additional_children_a_year: Annotated[Range, Within(0, 200, "children a year")]
    """Children who leave in a year, on top of those in the baseline."""
    from_placement: SharesOfTypes
    """Shares of the children by the placement they leave."""
    back_within_a_year_percent: Percent | None = None
    """Of the children who leave, how many are back in care within a year; left out: by the route,
    17 to 23% of those who return home."""
    back_within_six_years_percent: Percent | None = None
    """Of the children who leave, how many are back in care within six years, those of the first
    among them; left out: by the route, 30 to 36% of those who return home."""
    continuing_allowance_a_week: Annotated[float, Within(0, 2000, "GBP a week, 2024/25 prices")]
    """GBP a week for a child with an allowance; 0 where none is paid."""
    share_with_allowance: Share = 1.0
    """Share of the children whose carers are paid the allowance."""
    allowance_years: Annotated[float, Within(0, 18, "years")] = 0.0
    """Years each child's allowance is paid, in full, from the month the child leaves care; then
    nothing: it stands for the years to 18 of the average child, since children grow up."""

    changes = (EXITS,)
    grows = (Grows("additional_children_a_year", "additional children a year"),)
    graded: ClassVar = dict.fromkeys(
        ("back_within_a_year_percent", "back_within_six_years_percent"),
        "own record (of 51,238 children in England returned home, about 1 in 5 were back within a "
        "year and a third within six); after adoption, special guardianship or the discharge of an "
        "order fewer are: judgement",
    )
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
            back=self._back(setting),
        )

    @property
    def back(self) -> tuple[Range, Range]:
        """Percent of the children back in care within a year and within six."""
        usual = BACK[self.route]
        first, later = self.back_within_a_year_percent, self.back_within_six_years_percent
        return (usual[0] if first is None else first, usual[1] if later is None else later)

    def _back(self, setting: Setting) -> np.ndarray:
        """Of those who leave, the share back in each month after, (months after, draws)."""
        z = setting.normal(self.lever, "back")
        first, six = (np.clip(r.mean + r.sd * z, 0, 100) / 100.0 for r in self.back)
        later = np.maximum(six - first, 0.0)
        months = [first / _YEAR] * _YEAR + [later / (5 * _YEAR)] * (5 * _YEAR)
        return np.array([*months, np.zeros_like(first)])

    def sentence(self) -> str:
        said = (
            f"{about(self.additional_children_a_year)} more children a year leave care "
            f"{ROUTES[self.route]}, from: {shares_in_words(self.from_placement)}. Of them "
            f"{about(self.back[0], after='%')} are back in care within a year and "
            f"{about(self.back[1], after='%')} within six."
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
