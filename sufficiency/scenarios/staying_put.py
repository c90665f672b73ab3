"""Young people over 18 whom levers help to stay with their foster carers: places, and payments."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sufficiency.placements import family_position
from sufficiency.scenarios.arrays import added, share_of
from sufficiency.scenarios.levers import Effect
from sufficiency.scenarios.levers.effect import StayingPut
from sufficiency.scenarios.setting import Setting


def staying_put(
    own: Sequence[Effect], setting: Setting
) -> tuple[np.ndarray | None, list[np.ndarray]]:
    """Places kept at the end of each month, and what is paid in it, GBP, each (draws, months).

    No more young people stay than turn 18 with the council's own carers.
    """
    staying = [effect.staying_put for effect in own if effect.staying_put is not None]
    asked = added([some.young_people for some in staying])
    if asked is None or setting.agency is None:
        return None, []
    share = np.minimum(share_of(_turning_18(setting, setting.agency), asked), 1.0)
    kept = [_kept(some, share) for some in staying]
    days = setting.calendar.days
    return added(kept), [
        places * some.weekly[:, None] * days / 7.0
        for some, places in zip(staying, kept, strict=True)
    ]


def _turning_18(setting: Setting, agency: np.ndarray) -> np.ndarray:
    """Children with the council's own carers who turn 18 in a month, (draws, months)."""
    fostered = setting.need[:, :-1, family_position("fostering")] - agency[:, :-1]
    return np.maximum(fostered, 0.0) * setting.months_to_18("fostering", 16)[0][:, None]


def _kept(some: StayingPut, share: np.ndarray) -> np.ndarray:
    """Young people who are there at the end of each month, (draws, months)."""
    come = (some.young_people * share).cumsum(axis=1)
    gone = np.zeros_like(come)
    gone[:, some.months :] = come[:, : -some.months]
    return np.asarray(come - gone)
