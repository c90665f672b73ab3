"""Unaccompanied children seeking asylum, of whom more or fewer may arrive."""

from __future__ import annotations

from typing import Annotated, Literal

from sufficiency.evidence import Evidence
from sufficiency.scenarios.levers.base import Grows, Lever
from sufficiency.scenarios.levers.effect import Effect
from sufficiency.scenarios.levers.keys import SharesOfFamilies
from sufficiency.scenarios.levers.words import ENTRIES, about, shares_in_words
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Range, Within, plain


class AsylumArrivals(Lever):
    """More or fewer unaccompanied children seeking asylum arrive than in the baseline."""

    lever: Literal["asylum_arrivals"]
    additional_children_a_year: Annotated[Range, Within(-30, 100, "children a year")]
    """Children who arrive in a year, on top of those in the baseline; -3 is 3 fewer."""
    placed_in: SharesOfFamilies
    """Shares of the children by the family of placement they come to."""

    changes = (ENTRIES,)
    grows = (
        Grows(
            "additional_children_a_year",
            "more children seeking asylum a year",
            "fewer children seeking asylum a year",
        ),
    )
    ours = False

    def effect(self, setting: Setting) -> Effect:
        a_month = self.acting(setting, "additional_children_a_year") / 12.0
        return Effect(added={f: share * a_month for f, share in self.placed_in.items()})

    def sentence(self) -> str:
        count = self.additional_children_a_year
        words = (
            f"{about(Range(-count.high, -count.low))} fewer"
            if count.high <= 0
            else f"{about(count)} more"
        )
        return (
            f"{words} children seeking asylum alone arrive in a year. They are taken to be 16 or "
            "17 and to leave care when they turn 18. They come to: "
            f"{shares_in_words(self.placed_in)}. Government grant for them is not in the saving."
        )

    def cautions(self, evidence: Evidence) -> list[str]:
        grant = evidence.assumption("uasc_grant_a_night", table="money_assumptions").value
        return [
            f"brings a government grant of about £{plain(grant)} a night for each child, some "
            f"£{plain(round(grant * 365, -2))} a year, which is not taken off what it costs here: "
            "it is in asylum.csv beside the children it is paid for."
        ]
