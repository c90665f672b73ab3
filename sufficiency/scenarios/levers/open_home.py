"""A children's home of the council's own."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

import numpy as np

from sufficiency.scenarios.arrays import by_month
from sufficiency.scenarios.levers.base import Grows, Lever, Push
from sufficiency.scenarios.levers.effect import Effect
from sufficiency.scenarios.levers.keys import Share
from sufficiency.scenarios.levers.words import counted
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Within, plain


class OpenHome(Lever):
    """Places in the council's own children's homes, paid for whether filled or not."""

    lever: Literal["open_home"]
    places: Annotated[int, Within(1, 30, "places")]
    """Places in the home, from the lever's first month."""
    occupancy: Share
    """Share of the places that can be filled."""
    fixed_cost_a_week_per_place: (
        Annotated[float, Within(0, 20_000, "GBP a week, 2024/25 prices")] | None
    ) = None
    """GBP a week for each place, filled or not; left out: what an own place costs in the prices."""

    changes = ("how many places the council's own homes have",)
    grows = (Grows("occupancy", "share of the places that can be filled"),)

    meets: ClassVar = dict.fromkeys(
        ("step_down_from_residential", "move_to_supported_accommodation"),
        "fewer children need a home, so that own places are filled later or stand empty",
    )

    @property
    def push(self) -> Push:
        return Push(
            "places in homes of the council's own",
            up=True,
            both="add",
            together="they are filled by the same children, one after the other",
        )

    def effect(self, setting: Setting) -> Effect:
        held = self.places * by_month(np.ones(setting.draws), self.strength(setting.calendar))
        return Effect(
            home_places=held,
            home_places_usable=self.occupancy * held,
            home_places_priced=held if self.fixed_cost_a_week_per_place is None else None,
        )

    def spending(self, setting: Setting) -> list[np.ndarray]:
        paid = super().spending(setting)
        if self.fixed_cost_a_week_per_place is not None:
            weekly = self.fixed_cost_a_week_per_place * self.places
            months = weekly * setting.calendar.days / 7.0 * self.strength(setting.calendar)
            paid.append(by_month(np.ones(setting.draws), months))
        return paid

    def paid_once(self) -> Self:
        return super().paid_once().model_copy(update={"fixed_cost_a_week_per_place": None})

    def sentence(self) -> str:
        fixed = self.fixed_cost_a_week_per_place
        cost = (
            "what an own place costs in the prices" if fixed is None else f"£{plain(fixed)} a week"
        )
        return (
            f"{counted(self.places, 'place')} in homes of the council's own; {self.occupancy:.0%} "
            f"of them can be filled. Each costs {cost}, filled or not."
        )
