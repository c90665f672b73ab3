"""An end to placements that are not registered."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator

from sufficiency.evidence import Evidence
from sufficiency.scenarios.levers.base import Grows, Lever, Push
from sufficiency.scenarios.levers.effect import Effect, Ended
from sufficiency.scenarios.levers.keys import Percent, Share, adds_to_one, reached
from sufficiency.scenarios.levers.words import (
    NO_LIMIT_KNOWN,
    OTHER,
    SUPPORTED,
    about,
    shares_in_words,
)
from sufficiency.scenarios.setting import Setting

Instead = Annotated[
    str, reached("fostering", "homes", "supported_accommodation", "other_residential")
]


class EndUnregistered(Lever):
    """Children in other placements, unregistered ones among them, live in named ones instead."""

    lever: Literal["end_unregistered_placements"]
    percent: Percent
    """Share of the children in other placements who live elsewhere once it has built up."""
    instead: Annotated[dict[Instead, Share], AfterValidator(adds_to_one)]
    """Shares of those children by the family of placements they live in instead."""

    changes = (SUPPORTED, OTHER)
    grows = (Grows("percent", "percent fewer children in other placements"),)
    meets: ClassVar = {
        "move_to_supported_accommodation": "both may move children out of other placements: each "
        "child once",
    }

    @property
    def push(self) -> Push:
        return Push("other placements")

    def effect(self, setting: Setting) -> Effect:
        return Effect(ended=Ended(self.acting(setting, "percent") / 100.0, self.instead))

    def sentence(self) -> str:
        return (
            f"{about(self.percent, after='%')} of the children in other placements (unregistered "
            f"ones among them) live elsewhere: {shares_in_words(self.instead)}."
        )

    def cautions(self, evidence: Evidence) -> list[str]:
        return [NO_LIMIT_KNOWN]
