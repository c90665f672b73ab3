"""Agency foster homes that become scarcer: a pressure, and the gap that matters most."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, ClassVar, Final, Literal

import numpy as np
from pydantic import AfterValidator

from sufficiency.scenarios.levers.base import Lever, Push
from sufficiency.scenarios.levers.effect import Effect, Supply
from sufficiency.scenarios.levers.keys import Percent, Share, adds_to_one, reached
from sufficiency.scenarios.levers.words import about
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Within

INSTEAD: Final = MappingProxyType(
    {
        "kinship_fostering": 0.05,
        "in_house_fostering": 0.15,
        "agency_fostering": 0.45,
        "external_residential": 0.25,
        "other_placements": 0.10,
    }
)
"""Where children live for whom no agency has a foster home: judgement, no record was found."""
_ALIKE: Final = 20.0
"""How sure we are of `INSTEAD`: as of shares seen among so many children. The share in children's
homes then has an 80% range of 13 to 38%."""
_OWN_FIRST: Final = (
    "the more carers of its own a council has, the fewer children need an agency home: together "
    "they are worth something other than the sum of each alone"
)
_WORDS: Final = MappingProxyType(
    {
        "kinship_fostering": "with connected carers",
        "in_house_fostering": "in the council's own empty foster places",
        "agency_fostering": "with an agency further away",
        "external_residential": "in external children's homes",
        "other_placements": "in other placements, unregistered ones among them",
    }
)
Instead = Annotated[str, reached(*INSTEAD)]


class LimitAgency(Lever):
    """Agency foster homes become scarcer than the baseline's use of them."""

    lever: Literal["limit_agency"]
    shrinks_percent_a_year: Percent
    """Yearly fall of the homes on offer, of those that the baseline uses in each month; at 0 there
    are as many, and none for children whom other levers would send there."""
    most_places: Annotated[int, Within(0, 2000, "places")] | None = None
    """No more homes on offer than this; left out: only the yearly fall counts."""
    instead: Annotated[dict[Instead, Share], AfterValidator(adds_to_one)] | None = None
    """Of the children who find no agency home, shares by where they live: agency_fostering is an
    agency further away, in_house_fostering no more than own places stand empty. Left out: 45%
    further away, 25% in external homes, 15% in own places, 10% in other placements and 5% with
    connected carers, drawn with a range."""

    changes = ("how many foster homes agencies can offer",)
    grows = ()  # at 0 percent it still is a ceiling: no number of it makes it nothing
    ours = False
    meets: ClassVar = {
        "step_down_from_residential": "children who step down need foster homes that the second "
        "makes scarcer: some may find none",
        "recruit_carers": _OWN_FIRST,
        "retain_carers": _OWN_FIRST,
        **dict.fromkeys(
            ("open_home", "use_regional_home"),
            "children who find no foster home may be in external homes, and own home places do "
            "not take them",
        ),
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
            instead=self._instead(setting),
        )
        return Effect(agency=supply)

    def _instead(self, setting: Setting) -> dict[str, np.ndarray]:
        """Shares by where children live who find no agency home, each (draws,)."""
        if self.instead is not None:
            return {kind: np.full(setting.draws, share) for kind, share in self.instead.items()}
        drawn = setting.random(self.lever, "instead").standard_gamma(
            _ALIKE * np.array(list(INSTEAD.values())), (setting.draws, len(INSTEAD))
        )
        shares = drawn / drawn.sum(axis=1, keepdims=True)
        return dict(zip(INSTEAD, shares.T, strict=True))

    def sentence(self) -> str:
        fall = self.shrinks_percent_a_year
        cut = (
            "offer as many foster homes as the baseline uses and no more"
            if fall.high == 0
            else f"offer {about(fall, after='%')} fewer foster homes each year than the baseline "
            "uses"
        )
        most = f", and never more than {self.most_places}" if self.most_places else ""
        where = [
            f"{share:.0%} live {_WORDS[kind]}" for kind, share in (self.instead or INSTEAD).items()
        ]
        about_ = "" if self.instead else "about "
        *others, last = where
        told = f"{', '.join(others)} and {last}" if others else last
        return (
            f"agencies {cut}{most}. Nobody is moved because of it. Of the children who find no "
            f"agency home, {about_}{told}."
        )
