"""Fewer children who need to come into care, because families are helped earlier."""

from __future__ import annotations

from typing import Literal

from sufficiency.placements import FAMILIES
from sufficiency.scenarios.levers.base import Grows, Lever, Push
from sufficiency.scenarios.levers.effect import Effect
from sufficiency.scenarios.levers.keys import Families, Percent
from sufficiency.scenarios.levers.words import ENTRIES, about, families_in_words
from sufficiency.scenarios.setting import Setting


class ReduceEntries(Lever):
    """Fewer children enter care."""

    lever: Literal["reduce_entries"]
    percent: Percent
    """Cut in the number of children who enter care."""
    families: Families = FAMILIES
    """Families of placement whose entries fall; all of them by default."""

    changes = (ENTRIES,)
    grows = (Grows("percent", "percent fewer entries"),)

    @property
    def push(self) -> Push:
        return Push("entries to care", self.families)

    def effect(self, setting: Setting) -> Effect:
        factor = 1.0 - self.acting(setting, "percent") / 100.0
        return Effect(entering=dict.fromkeys(self.families, factor))

    def sentence(self) -> str:
        where = families_in_words(self.families)
        return f"{about(self.percent, after='%')} fewer children enter {where}."
