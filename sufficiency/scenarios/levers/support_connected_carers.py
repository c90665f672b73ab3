"""Relatives and friends approved as foster carers."""

from __future__ import annotations

from typing import Annotated, Literal

from sufficiency.scenarios.levers.base import Grows, Lever
from sufficiency.scenarios.levers.effect import Effect
from sufficiency.scenarios.levers.keys import Percent
from sufficiency.scenarios.levers.words import about
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Range, Within


class SupportConnected(Lever):
    """More children live with connected carers, and fewer of those placements end in a move."""

    lever: Literal["support_connected_carers"]
    additional_children_a_year: Annotated[Range, Within(0, 100, "children a year")] = Range(0, 0)
    """Children placed with relatives or friends who would have gone to another foster home."""
    fewer_moves_percent: Percent = Range(0, 0)
    """Cut in the rate at which children with connected carers change placement."""

    changes = ("how many children relatives and friends care for",)
    grows = (
        Grows("additional_children_a_year", "additional children a year with connected carers"),
        Grows("fewer_moves_percent", "percent fewer moves from connected carers"),
    )

    def effect(self, setting: Setting) -> Effect:
        return Effect(
            connected=self.acting(setting, "additional_children_a_year") / 12.0,
            connected_moving=1.0 - self.acting(setting, "fewer_moves_percent") / 100.0,
        )

    def sentence(self) -> str:
        said = []
        if self.additional_children_a_year.high > 0:
            said.append(
                f"{about(self.additional_children_a_year)} children a year who would have gone to "
                "another foster home go to relatives or friends approved as their carers"
            )
        if self.fewer_moves_percent.high > 0:
            said.append(
                "the rate at which children with connected carers change placement falls by "
                f"{about(self.fewer_moves_percent, after='%')}"
            )
        return f"{' and '.join(said)}." if said else "nothing, at these numbers."
