"""More fostering households of the council's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Final, Literal, Self

import numpy as np
from pydantic import AfterValidator

from sufficiency.evidence import Evidence
from sufficiency.scenarios.levers.base import Cost, Grows, Lever
from sufficiency.scenarios.levers.effect import Effect
from sufficiency.scenarios.levers.keys import Share, adds_to_one
from sufficiency.scenarios.levers.words import about, later, shares_in_words
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import OneOf, Range, Within

AGENCY, HOMES = DISPLACED = ("agency_fostering", "external_residential")
DISPLACEMENT: Final = "displaces_residential_share"
"""Assumption of the evidence: share of new fostering places that come out of children's homes.

It is the assumption that would most mislead a cabinet: a child moved out of a home saves many
times what one moved out of agency fostering does.
"""
Displaced = Annotated[str, OneOf(DISPLACED, "a placement that new foster homes displace")]


class RecruitmentCost(Cost):
    """The cost of recruiting: also a sum for each household recruited."""

    one_off_per_household: Annotated[Range, Within(0, 100_000, "GBP at 2024/25 prices")] = Range(
        0, 0
    )
    """GBP for each household, paid in the month its places can first be filled."""


class RecruitCarers(Lever):
    """More mainstream fostering households approved, on top of those in the baseline."""

    lever: Literal["recruit_carers"]
    additional_households_a_year: Annotated[Range, Within(0, 300, "households a year")]
    """Households approved in a year, on top of those the baseline approves."""
    months_to_first_placement: Annotated[int, Within(0, 36, "months")]
    """Months from the money to the day a new household's places can be filled."""
    displaces: Annotated[dict[Displaced, Share], AfterValidator(adds_to_one)] | None = None
    """Shares of the new places by where the children in them would otherwise have been; left out:
    the evidence's displaces_residential_share out of homes, the rest out of agency fostering."""
    cost: RecruitmentCost = RecruitmentCost()
    """What the programme costs, beside the placements it changes."""

    changes = ("how many fostering households are approved",)
    grows = (Grows("additional_households_a_year", "additional households a year"),)
    timings = Lever.timings | {"months_to_first_placement"}
    from_evidence: ClassVar = {"displaces": DISPLACEMENT}
    meets: ClassVar = {
        "step_down_from_residential": "both take children aged 10 or over out of homes: together "
        "no more than there are",
        "retain_carers": "recruited households give up at the lower rate too",
    }

    @property
    def displaced(self) -> Mapping[str, float]:
        """Shares of the new places by where the children in them would otherwise have been.

        Raises:
            ValueError: when the file leaves them to the evidence and it has not been asked.
        """
        if self.displaces is None:
            raise ValueError("displaces is left to the evidence: fill it with with_evidence")
        return self.displaces

    def effect(self, setting: Setting) -> Effect:
        a_month = self.recruited(setting)
        agency, homes = (
            share * a_month if (share := self.displaced.get(kind, 0.0)) > 0 else None
            for kind in DISPLACED
        )
        return Effect(approvals=agency, approvals_for_homes=homes)

    def recruited(self, setting: Setting) -> np.ndarray:
        """Expected extra households a month that can take a first child, (draws, months)."""
        lag = self.months_to_first_placement
        return self.acting(setting, "additional_households_a_year", delay=lag, runs_on=lag) / 12.0

    def spending(self, setting: Setting) -> list[np.ndarray]:
        paid, key = super().spending(setting), "one_off_per_household"
        if self.cost.one_off_per_household.high > 0:
            paid.append(self.costing(setting, key)[:, None] * self.recruited(setting))
        return paid

    def sentence(self) -> str:
        first = later(self.starts, self.months_to_first_placement)
        return (
            f"{about(self.additional_households_a_year)} more mainstream fostering households a "
            "year are recruited than in the baseline. The first of them are approved and their "
            f"places can be filled in {first}, as children enter care or move. They leave at the "
            "usual rate of households. Those who fill their places would otherwise be in: "
            f"{shares_in_words(self.displaced)}."
        )

    def cautions(self, evidence: Evidence) -> list[str]:
        share, most = self.displaced.get(HOMES, 0.0), evidence.assumption(DISPLACEMENT).high
        if share <= most:
            return []
        return [
            f"takes {share:.0%} of its places out of children's homes, more than the {most:.0%} "
            "thought likely at most; its saving rests on that. A step_down_from_residential lever "
            "says so openly."
        ]

    def with_evidence(self, evidence: Evidence) -> Self:
        if self.displaces is not None:
            return self
        filled = self.taking_from_homes(evidence.assumption(DISPLACEMENT).value)
        filled.model_fields_set.discard("displaces")  # the file still does not give it
        return filled

    def taking_from_homes(self, share: float) -> Self:
        return self.model_copy(update={"displaces": {AGENCY: 1 - share, HOMES: share}})
