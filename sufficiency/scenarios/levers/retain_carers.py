"""Fewer fostering households of the council's own give up."""

from __future__ import annotations

from typing import Literal

from sufficiency.scenarios.levers.base import Grows, Lever, Push
from sufficiency.scenarios.levers.effect import Effect
from sufficiency.scenarios.levers.keys import Percent
from sufficiency.scenarios.levers.words import about
from sufficiency.scenarios.setting import Setting


class RetainCarers(Lever):
    """Fewer mainstream fostering households leave."""

    lever: Literal["retain_carers"]
    fewer_leaving_percent: Percent
    """Cut in the rate at which mainstream households leave."""

    changes = ("how soon a fostering household gives up",)
    grows = (Grows("fewer_leaving_percent", "percent fewer households leaving"),)

    @property
    def push(self) -> Push:
        return Push("how soon households leave")

    def effect(self, setting: Setting) -> Effect:
        return Effect(staying=1.0 - self.acting(setting, "fewer_leaving_percent") / 100.0)

    def sentence(self) -> str:
        cut = about(self.fewer_leaving_percent, after="%")
        return f"the rate at which mainstream fostering households leave falls by {cut}."
