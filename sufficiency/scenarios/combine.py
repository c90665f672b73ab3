"""The levers of a scenario put together: what they change of flows, carers, homes and prices.

Percentages of several levers combine as 1 - prod(1 - p) and counts add. Levers are put in a fixed
order first, so that the order in a file changes nothing, not even a last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sufficiency.capacity import AgencyLimit, Effects, no_effects
from sufficiency.scenarios.arrays import (
    added,
    added_by_key,
    multiplied,
    multiplied_by_key,
    share_of,
)
from sufficiency.scenarios.exits import leaving
from sufficiency.scenarios.levers import Effect, Lever
from sufficiency.scenarios.moves import ending, moving
from sufficiency.scenarios.scenario import Scenario
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.staying_put import staying_put


def effects_of(scenario: Scenario, setting: Setting) -> Effects:
    """All the effects of a scenario's levers, ready for `capacity.project` and for money.

    Args:
        scenario: with nothing left to the evidence: see `Scenario.with_evidence`.
        setting: what the levers act on.
    """
    setting = _delivered(setting, scenario)
    levers = _in_order(scenario)
    own = [lever.effect(setting) for lever in levers]
    exits, allowances, back = leaving(own, setting)
    kept, paid_to_carers = staying_put(own, setting)
    none = no_effects(setting.draws, setting.calendar.months)
    return replace(
        none,
        entering=multiplied_by_key(effect.entering for effect in own),
        added=added_by_key(effect.added for effect in own),
        leaving=exits,
        allowances=allowances,
        back=back,
        moving=moving(own, setting),
        ending=ending(own),
        staying=_staying(own, setting),
        approvals=added(_given(own, "approvals")),
        approvals_for_homes=added(_given(own, "approvals_for_homes")),
        places_kept=kept,
        old_enough_to_leave_homes=setting.old_enough("homes", 10),
        connected=added(_given(own, "connected")),
        connected_moving=multiplied(_given(own, "connected_moving")),
        agency=_agency(own, setting),
        prices=multiplied_by_key(effect.prices for effect in own),
        outside=multiplied_by_key(effect.outside for effect in own),
        **{
            name: _or(added(_given(own, name)), none.programme)
            for name in ("home_places", "home_places_usable", "home_places_priced")
        },
        programme=_spent(levers, setting, paid_to_carers),
    )


def spending_of(scenario: Scenario, setting: Setting) -> np.ndarray:
    """GBP a month spent on a scenario's levers, (draws, months): of its effects `programme` alone.

    Args:
        scenario, setting: as for `effects_of`.
    """
    setting = _delivered(setting, scenario)
    levers = _in_order(scenario)
    _, paid_to_carers = staying_put([lever.effect(setting) for lever in levers], setting)
    return _spent(levers, setting, paid_to_carers)


def _delivered(setting: Setting, scenario: Scenario) -> Setting:
    return replace(setting, together=scenario.delivery == "together")


def _in_order(scenario: Scenario) -> list[Lever]:
    """The levers in a fixed order, whatever that of the file."""
    # Without warnings: a council's share of a region's places is no whole number.
    return sorted(scenario.levers, key=lambda lever: lever.model_dump_json(warnings=False))


def _spent(
    levers: Sequence[Lever], setting: Setting, paid_to_carers: list[np.ndarray]
) -> np.ndarray:
    parts = [part for lever in levers for part in lever.spending(setting)]
    nothing = np.broadcast_to(0.0, (setting.draws, setting.calendar.months))
    return _or(added(parts + paid_to_carers), nothing)


def _staying(own: Sequence[Effect], setting: Setting) -> np.ndarray | None:
    """Factor on the rate at which households leave: percentages combine, households kept add."""
    factor = multiplied(_given(own, "staying"))
    kept = added(_given(own, "households_kept"))
    if factor is None or kept is None or setting.leaving is None:
        return factor
    return factor * (1.0 - np.minimum(share_of(kept, setting.leaving), 1.0))


def _given(own: Sequence[Effect], name: str) -> list[np.ndarray]:
    """What the levers that touch it do to one attribute, in order."""
    return [part for effect in own if (part := getattr(effect, name)) is not None]


def _or(sum_of_parts: np.ndarray | None, nothing: np.ndarray) -> np.ndarray:
    return nothing if sum_of_parts is None else sum_of_parts


def _agency(own: Sequence[Effect], setting: Setting) -> AgencyLimit | None:
    """The limit on agency homes: what the baseline uses in each month, less the cut.

    Yearly falls of several levers combine as 1 - prod(1 - p); of several ceilings the lowest
    holds, while its lever runs. After `until` the homes on offer shrink no further. Where they send
    children elsewhere, several levers count alike.
    """
    supplies = [effect.agency for effect in own if effect.agency is not None]
    if not supplies or setting.agency is None:
        return None
    first = max(min(supply.starts for supply in supplies), setting.calendar.counted)
    if first >= setting.calendar.months:
        return None
    places = setting.agency[:, 1:]
    for supply in supplies:
        places = places * supply.kept
    for supply in supplies:
        if supply.most is not None:
            places = np.where(supply.acting > 0, np.minimum(places, supply.most), places)
    instead = added_by_key(
        {kind: share / len(supplies) for kind, share in supply.instead.items()}
        for supply in supplies
    )
    return AgencyLimit(first, setting.agency[:, first], places, instead)
