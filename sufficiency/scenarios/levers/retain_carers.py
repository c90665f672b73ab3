"""Fewer fostering households of the council's own give up."""

from __future__ import annotations

from typing import Annotated, Literal

from sufficiency.scenarios.levers.base import Grows, Lever, Push
from sufficiency.scenarios.levers.effect import Effect
from sufficiency.scenarios.levers.keys import Percent
from sufficiency.scenarios.levers.words import about
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Range, Within


class RetainCarers(Lever):
    """Fewer mainstream fostering households leave."""

    lever: Literal["retain_carers"]
    fewer_leaving_percent: Percent = Range(0, 0)
    """Cut in the rate at which mainstream households leave."""
    households_kept_a_year: Annotated[Range, Within(0, 60, "households a year")] = Range(0, 0)
    """Households a year that would have left in the baseline and do not; no more than leave."""

    changes = ("how soon a fostering household gives up",)
    grows = (
        Grows("fewer_leaving_percent", "percent fewer households leaving"),
        Grows("households_kept_a_year", "households a year kept"),
    )

    @property
    def push(self) -> Push:
        return Push("how soon households leave")

    def effect(self, setting: Setting) -> Effect:
        staying = 1.0 - self.acting(setting, "fewer_leaving_percent") / 100.0
        if self.households_kept_a_year.high == 0:
            return Effect(staying=staying)
        kept = self.acting(setting, "households_kept_a_year") / 12.0
        return Effect(staying=staying, households_kept=kept)

    def sentence(self) -> str:
        said = []
        if self.fewer_leaving_percent.high > 0:
            cut = about(self.fewer_leaving_percent, after="%")
            said.append(f"the rate at which mainstream fostering households leave falls by {cut}")
        if self.households_kept_a_year.high > 0:
            said.append(
                f"{about(self.households_kept_a_year)} mainstream fostering households a year that "
                "would have left do not; a household that is kept may leave later"
            )
        return f"{' and '.join(said)}." if said else "nothing, at these numbers."
