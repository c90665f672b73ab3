"""Agency foster homes that become scarcer: a pressure, and the gap that matters most."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from sufficiency.scenarios.levers.base import Lever, Push
from sufficiency.scenarios.levers.effect import Effect, Supply
from sufficiency.scenarios.levers.keys import Percent
from sufficiency.scenarios.levers.words import about
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Within


class LimitAgency(Lever):
    """Agency foster homes become scarcer; who finds none is placed in an external home."""

    lever: Literal["limit_agency"]
    shrinks_percent_a_year: Percent
    """Yearly fall of the homes on offer, from those in use in the baseline as the lever starts; at
    0 there are never more than that."""
    most_places: Annotated[int, Within(0, 2000, "places")] | None = None
    """No more homes on offer than this; left out: only the yearly fall counts."""

    changes = ("how many foster homes agencies can offer",)
    grows = ()  # at 0 percent it still is a ceiling: no number of it makes it nothing
    ours = False
    meets: ClassVar = {
        "step_down_from_residential": "children who step down need foster homes that the second "
        "makes scarcer: some may find none, and stay in a home",
    }

    @property
    def push(self) -> Push:
        together = "yearly falls combine, and the lowest ceiling holds"
        return Push("agency supply", both="limit", together=together)

    def effect(self, setting: Setting) -> Effect:
        acting = self.strength(setting.calendar)
        drawn = self.drawn(
            "shrinks_percent_a_year", setting.normal(self.lever, "shrinks_percent_a_year")
        )
        a_year = 1.0 - drawn / 100.0
        supply = Supply(
            starts=setting.calendar.month_of(self.starts) + self.months_to_effect,
            kept=(a_year ** (acting.cumsum() / 12.0)[:, None]).T,
            acting=acting,
            most=self.most_places,
        )
        return Effect(agency=supply)

    def sentence(self) -> str:
        most = f", and there are never more than {self.most_places}" if self.most_places else ""
        return (
            "agencies offer no more foster homes than the baseline uses in that month, and "
            f"{about(self.shrinks_percent_a_year, after='%')} fewer each year{most}. Nobody is "
            "moved because of it; a child who finds no foster home is placed in an external "
            "children's home."
        )
