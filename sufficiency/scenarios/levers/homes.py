"""Places in homes that a council holds: registered, filled over months, priced by size."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Self

import numpy as np

from sufficiency.scenarios.arrays import by_month
from sufficiency.scenarios.levers.base import Grows, Lever, Push
from sufficiency.scenarios.levers.effect import Effect
from sufficiency.scenarios.levers.keys import Share
from sufficiency.scenarios.levers.words import counted
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Within, plain

_USUAL: Final = 4
"""Places of the home whose place costs what one does in the prices: about England's average."""
_STAFFED_WHATEVER: Final = 0.4
"""Share of the cost of a home of the usual size that a home of any size has: a manager, a rota day
and night. Judgement: a place in a home of one then costs 2.2 times the usual, of two 1.4 times."""


class Homes(Lever):
    """What a lever that opens places in homes says, whoever built them."""

    places: Annotated[int, Within(1, 30, "places")]
    """Places in the home or homes."""
    occupancy: Share
    """Share of the places that can be filled, once they have been."""
    places_a_home: Annotated[int, Within(1, 30, "places a home")] | None = None
    """Places of each home, since a place in a small home costs more; left out: one home of up to
    four places, or homes of four."""
    months_to_register: Annotated[int, Within(0, 36, "months")] = 6
    """Months from the lever's first month to the day the home is registered and its places are
    paid for; what is spent before that is in cost.one_off."""
    months_to_fill: Annotated[int, Within(0, 24, "months")] = 3
    """Months over which the places that can be filled build up, all of them paid for."""
    fixed_cost_a_week_per_place: (
        Annotated[float, Within(0, 20_000, "GBP a week, 2024/25 prices")] | None
    ) = None
    """GBP a week for each place, filled or not; left out: what an own place costs in the prices, by
    the size of the home."""

    changes = ("how many places in children's homes the council holds",)
    grows = (Grows("occupancy", "share of the places that can be filled"),)
    timings = Lever.timings | {"months_to_register", "months_to_fill"}
    graded: ClassVar = {
        "months_to_register": "judgement (a manager, a building and Ofsted's registration)",
        "months_to_fill": "judgement (children are matched one by one)",
    }
    meets: ClassVar = dict.fromkeys(
        ("step_down_from_residential", "move_to_supported_accommodation"),
        "fewer children need a home, so that own places are filled later or stand empty",
    )

    @property
    def push(self) -> Push:
        return Push(
            "places in homes that the council holds",
            up=True,
            both="add",
            together="they are filled by the same children, one after the other",
        )

    @property
    def size_of_home(self) -> float:
        """Places of each home."""
        return float(min(self.places, _USUAL) if self.places_a_home is None else self.places_a_home)

    def effect(self, setting: Setting) -> Effect:
        everywhere = np.ones(setting.draws)
        open_places = self.strength(setting.calendar, delay=self.months_to_register)
        since = np.cumsum(open_places > 0)
        filling = np.minimum(since / (self.months_to_fill + 1), 1.0)
        held = self.places * by_month(everywhere, open_places)
        usable = self.places * by_month(everywhere, open_places * filling)
        return Effect(
            home_places=held,
            home_places_usable=self.occupancy * usable,
            home_places_priced=(
                self._over_usual() * held if self.fixed_cost_a_week_per_place is None else None
            ),
        )

    def _over_usual(self) -> float:
        """Cost of a place over that of one in a home of the usual size."""
        return 1.0 - _STAFFED_WHATEVER + _STAFFED_WHATEVER * _USUAL / self.size_of_home

    def spending(self, setting: Setting) -> list[np.ndarray]:
        paid, calendar = super().spending(setting), setting.calendar
        if self.fixed_cost_a_week_per_place is not None:
            weekly = self.fixed_cost_a_week_per_place * self.places
            held = calendar.days / 7.0 * self.strength(calendar, delay=self.months_to_register)
            paid.append(by_month(np.full(setting.draws, weekly), held))
        return paid

    def paid_once(self) -> Self:
        return super().paid_once().model_copy(update={"fixed_cost_a_week_per_place": None})

    def parted(self, share: float) -> Self:
        return self.model_copy(update={"places_a_home": round(self.size_of_home)})

    def _places_in_words(self, whose: str) -> str:
        """The places, when they open and fill, and what each costs."""
        opens = counted(self.months_to_register, "month")
        fills = counted(self.months_to_fill, "month")
        return (
            f"{counted(self.places, 'place')} in homes {whose}; {self.occupancy:.0%} of them can "
            f"be filled. They open {opens} later, once registered, and fill over {fills} or as "
            f"children seek a home. Each costs {self._place_in_words()}, filled or not."
        )

    def _place_in_words(self) -> str:
        if self.fixed_cost_a_week_per_place is not None:
            return f"£{plain(self.fixed_cost_a_week_per_place)} a week"
        over, size = plain(round(self._over_usual(), 2)), plain(self.size_of_home)
        return f"what an own place costs in the prices times {over} for homes of {size}"
