"""Placements nearer to home: a view of where places are."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from sufficiency.errors import listed
from sufficiency.placements import LABELS
from sufficiency.scenarios.levers.base import Grows, Lever, Push
from sufficiency.scenarios.levers.effect import Effect
from sufficiency.scenarios.levers.keys import Percent, PlacementType, distinct
from sufficiency.scenarios.levers.words import about
from sufficiency.scenarios.setting import Setting


class BringCloser(Lever):
    """Fewer children of some placement types live outside the boundary; a view, with no saving."""

    lever: Literal["bring_closer_to_home"]
    percent: Percent
    """Share of the children outside the boundary who live inside it instead."""
    placement_types: Annotated[
        tuple[PlacementType, ...], BeforeValidator(distinct("name a placement type"))
    ]
    """The placement types whose children come closer."""

    changes = ("how near to home each kind of placement is",)
    grows = (Grows("percent", "percent fewer children outside the boundary"),)

    @property
    def push(self) -> Push:
        return Push("where children live", self.placement_types)

    def effect(self, setting: Setting) -> Effect:
        factor = 1.0 - self.acting(setting, "percent") / 100.0
        return Effect(outside=dict.fromkeys(self.placement_types, factor))

    def sentence(self) -> str:
        kinds = listed(LABELS[kind] for kind in self.placement_types)
        return (
            f"{about(self.percent, after='%')} of the children who live outside the boundary in "
            f"{kinds} live inside it instead. It is a view of where places are and saves nothing "
            "by itself."
        )
