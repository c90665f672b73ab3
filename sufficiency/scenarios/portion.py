"""One council's part of a scenario that is a region's: a home or a scheme that several share."""

from __future__ import annotations

from typing import Final

from sufficiency.scenarios.levers import Lever
from sufficiency.scenarios.levers.base import Cost
from sufficiency.scenarios.scenario import Scenario
from sufficiency.scenarios.values import Range, Within

COUNTED: Final = (
    "children a year",
    "young people a year",
    "households a year",
    "places",
    "GBP a year for all of it",
)
"""Units of which a region's number is shared out; a percentage, a share, a time or a price is the
same for each."""
SHARED_COST: Final = ("one_off", "a_year")
"""What a programme costs as a whole; a cost for each household goes with the households."""


def portion(scenario: Scenario, share: float) -> Scenario:
    """The scenario as it is for a council that has a share (0-1) of its places and costs."""
    return scenario.with_levers(*(_of_lever(lever, share) for lever in scenario.levers))


def _of_lever(lever: Lever, share: float) -> Lever:
    update: dict[str, object] = {"cost": _of_cost(lever.cost, share)}
    for key, field in type(lever).model_fields.items():
        units = {limits.unit for limits in field.metadata if isinstance(limits, Within)}
        value = getattr(lever, key)
        if units & set(COUNTED) and value is not None:
            update[key] = _times(value, share)
    return lever.parted(share).model_copy(update=update)


def _of_cost(cost: Cost, share: float) -> Cost:
    return cost.model_copy(update={key: _times(getattr(cost, key), share) for key in SHARED_COST})


def _times(value: Range | float, share: float) -> Range | float:
    """A number of a part: not whole, and below the least that a file may say of a whole one."""
    if isinstance(value, Range):
        return Range(value.low * share, value.high * share)
    return value * share
