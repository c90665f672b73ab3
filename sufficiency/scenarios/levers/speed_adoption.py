"""Adoption without delay: the same children, adopted sooner."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np

from sufficiency.scenarios.levers.base import Grows, Lever
from sufficiency.scenarios.levers.effect import Effect
from sufficiency.scenarios.levers.keys import SharesOfTypes
from sufficiency.scenarios.levers.words import EXITS, about, shares_in_words
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Range, Within


class SpeedAdoption(Lever):
    """Children who would be adopted anyway leave their foster home sooner."""

    lever: Literal["speed_adoption"]
    children_a_year: Annotated[Range, Within(0, 100, "children a year")]
    """Children adopted in a year who wait less; no more than are adopted in the baseline."""
    months_sooner: Annotated[Range, Within(0, 24, "months")]
    """Months by which each of them leaves the foster home sooner."""
    from_placement: SharesOfTypes
    """Shares of the children by the placement they wait in."""

    changes = (EXITS,)
    grows = (Grows("children_a_year", "children a year adopted sooner"),)

    def effect(self, setting: Setting) -> Effect:
        gone = self._fewer_waiting(setting)
        return Effect(sooner={kind: share * gone for kind, share in self.from_placement.items()})

    def _fewer_waiting(self, setting: Setting) -> np.ndarray:
        """Children fewer waiting at each month end, (draws, months + 1).

        With n children a month each leaving m months sooner, n x m fewer are there, once m months
        have gone by.
        """
        count, sooner = (
            self.delivered(setting, key) for key in ("children_a_year", "months_sooner")
        )
        months = np.arange(setting.calendar.months + 1.0)
        acted = np.concatenate([[0.0], self.strength(setting.calendar).cumsum()])
        earlier = np.interp(months[:, None] - sooner, months, acted)
        return (count / 12.0 * (acted[:, None] - earlier)).T

    def sentence(self) -> str:
        return (
            f"{about(self.children_a_year)} children a year who would be adopted anyway leave "
            f"their foster home {about(self.months_sooner)} months sooner, from: "
            f"{shares_in_words(self.from_placement)}. Nobody else is adopted."
        )
