"""A price held down by buying together, or pushed up by the market."""

from __future__ import annotations

from typing import Annotated, Literal

from sufficiency.placements import LABELS
from sufficiency.scenarios.levers.base import Grows, Lever, Push
from sufficiency.scenarios.levers.effect import Effect
from sufficiency.scenarios.levers.keys import PlacementType
from sufficiency.scenarios.levers.words import about
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Range, Within


class ChangePrice(Lever):
    """The weekly price of a placement type is higher or lower than in the baseline."""

    lever: Literal["change_price"]
    placement_type: PlacementType
    """The placement type whose price changes."""
    percent: Annotated[Range, Within(-99, 300, "percent")]
    """Change of the weekly price: -5 makes it 5% lower than in the baseline."""

    changes = ("the weekly price of any placement",)
    grows = (Grows("percent", "percent higher price", "percent lower price"),)

    @property
    def push(self) -> Push:
        what = f"the price of {self.placement_type}"
        return Push(what, up=self.percent.mean >= 0)

    def effect(self, setting: Setting) -> Effect:
        factor = 1.0 + self.acting(setting, "percent") / 100.0
        return Effect(prices={self.placement_type: factor})

    def sentence(self) -> str:
        return (
            f"the weekly price of {LABELS[self.placement_type]} changes by "
            f"{about(self.percent, after='%')} from what it is in the baseline."
        )
