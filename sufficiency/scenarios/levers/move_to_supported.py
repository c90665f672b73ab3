"""Young people of 16 and 17 ready for supported accommodation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator

from sufficiency.evidence import Evidence
from sufficiency.scenarios.levers.base import Grows, Lever
from sufficiency.scenarios.levers.effect import Effect, Moved
from sufficiency.scenarios.levers.keys import Share, adds_to_one, reached
from sufficiency.scenarios.levers.words import (
    NO_LIMIT_KNOWN,
    OTHER,
    SUPPORTED,
    about,
    shares_in_words,
)
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Range, Within

Origin = Annotated[str, reached("fostering", "homes", "other_residential", "other_placements")]


class MoveToSupported(Lever):
    """Children aged 16 or 17 move to registered supported accommodation."""

    lever: Literal["move_to_supported_accommodation"]
    children_a_year: Annotated[Range, Within(0, 60, "children a year")]
    """Children who move in a year, on top of the moves in the baseline."""
    from_families: Annotated[dict[Origin, Share], AfterValidator(adds_to_one)]
    """Shares of the children by the family of placements they leave."""

    changes = (SUPPORTED, OTHER)
    grows = (Grows("children_a_year", "children a year to supported accommodation"),)

    def effect(self, setting: Setting) -> Effect:
        a_month = self.acting(setting, "children_a_year") / 12.0
        return Effect(
            moves=tuple(
                Moved(family, "supported_accommodation", share * a_month, from_age=16)
                for family, share in self.from_families.items()
            )
        )

    def sentence(self) -> str:
        return (
            f"{about(self.children_a_year)} children a year aged 16 or 17 move to registered "
            f"supported accommodation, from: {shares_in_words(self.from_families)}."
        )

    def cautions(self, evidence: Evidence) -> list[str]:
        return [NO_LIMIT_KNOWN]
