"""A shock or a decline in demand, which nobody chose."""

from __future__ import annotations

from typing import Annotated, Literal

from sufficiency.placements import FAMILIES
from sufficiency.scenarios.levers.base import Grows, Lever, Push
from sufficiency.scenarios.levers.effect import Effect
from sufficiency.scenarios.levers.keys import Families
from sufficiency.scenarios.levers.words import ENTRIES, about, families_in_words
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Range, Within, plain


class ChangeDemand(Lever):
    """More or fewer children enter care than in the baseline, for reasons that nobody chose."""

    lever: Literal["change_demand"]
    entries_percent: Annotated[Range, Within(-60, 200, "percent")]
    """Change in the number of children who enter care; -5 is 5% fewer."""
    families: Families = FAMILIES
    """Families of placement whose entries change; all of them by default."""

    changes = (ENTRIES,)
    grows = (Grows("entries_percent", "percent more entries", "percent fewer entries"),)
    ours = False

    @property
    def push(self) -> Push:
        return Push("entries to care", self.families, up=self.entries_percent.mean >= 0)

    def effect(self, setting: Setting) -> Effect:
        factor = 1.0 + self.acting(setting, "entries_percent") / 100.0
        return Effect(entering=dict.fromkeys(self.families, factor))

    def sentence(self) -> str:
        where = families_in_words(self.families)
        return f"{_change(self.entries_percent)} children enter {where} than in the baseline."


def _change(value: Range) -> str:
    """A percentage that may rise or fall: '5% fewer', '20% to 60% (about 40%) more'."""
    if value.low >= 0:
        return f"{about(value, after='%')} more"
    if value.high <= 0:
        return f"{about(Range(-value.high, -value.low), after='%')} fewer"
    return f"between {plain(-value.low)}% fewer and {plain(value.high)}% more"
