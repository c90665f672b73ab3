"""The levers: each a file of its own that knows its keys, its effect, its size and its words.

A new lever is a file in this folder and its name in `KINDS`: the reader, its errors, the schema,
`scenario check` and appraisal follow from it. See CONTRIBUTING.md, Adding things.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, get_args

from sufficiency.scenarios.levers.asylum_arrivals import AsylumArrivals
from sufficiency.scenarios.levers.base import Cost, Lever, Size
from sufficiency.scenarios.levers.bring_closer import BringCloser
from sufficiency.scenarios.levers.change_demand import ChangeDemand
from sufficiency.scenarios.levers.change_price import ChangePrice
from sufficiency.scenarios.levers.effect import Effect
from sufficiency.scenarios.levers.end_unregistered import EndUnregistered
from sufficiency.scenarios.levers.increase_exits import IncreaseExits
from sufficiency.scenarios.levers.limit_agency import LimitAgency
from sufficiency.scenarios.levers.move_to_supported import MoveToSupported
from sufficiency.scenarios.levers.open_home import OpenHome
from sufficiency.scenarios.levers.recruit_carers import (
    DISPLACEMENT,
    RecruitCarers,
    RecruitmentCost,
)
from sufficiency.scenarios.levers.reduce_entries import ReduceEntries
from sufficiency.scenarios.levers.retain_carers import RetainCarers
from sufficiency.scenarios.levers.speed_adoption import SpeedAdoption
from sufficiency.scenarios.levers.step_down import STEP_DOWN_PRICE, StepDown
from sufficiency.scenarios.levers.support_connected_carers import SupportConnected
from sufficiency.scenarios.levers.support_staying_put import SupportStayingPut
from sufficiency.scenarios.levers.use_regional_home import UseRegionalHome

KINDS: Final[tuple[type[Lever], ...]] = (
    RecruitCarers,
    RetainCarers,
    SupportConnected,
    SupportStayingPut,
    LimitAgency,
    ReduceEntries,
    ChangeDemand,
    AsylumArrivals,
    IncreaseExits,
    SpeedAdoption,
    StepDown,
    MoveToSupported,
    EndUnregistered,
    OpenHome,
    UseRegionalHome,
    ChangePrice,
    BringCloser,
)
"""Every lever, in the order that messages and the schema name them."""


def _name(kind: type[Lever]) -> str:
    """What a file calls a lever: the one word that its key `lever` may hold."""
    (name,) = get_args(kind.model_fields["lever"].annotation)
    return str(name)


LEVERS: Final[dict[str, type[Lever]]] = {_name(kind): kind for kind in KINDS}
"""Every lever by the name that a file calls it."""

ACTIONS: Final = frozenset(
    name for name, kind in LEVERS.items() if kind.ours and kind is not ChangePrice
)
"""Levers by which a council does something: the others are pressures it meets, or a price."""


def is_action(levers: Iterable[str]) -> bool:
    """Whether a council does something in a scenario of these levers, by name."""
    names = tuple(levers)
    return not names or any(name in ACTIONS for name in names)


__all__ = [
    "ACTIONS",
    "DISPLACEMENT",
    "KINDS",
    "LEVERS",
    "STEP_DOWN_PRICE",
    "AsylumArrivals",
    "BringCloser",
    "ChangeDemand",
    "ChangePrice",
    "Cost",
    "Effect",
    "EndUnregistered",
    "IncreaseExits",
    "Lever",
    "LimitAgency",
    "MoveToSupported",
    "OpenHome",
    "RecruitCarers",
    "RecruitmentCost",
    "ReduceEntries",
    "RetainCarers",
    "Size",
    "SpeedAdoption",
    "StepDown",
    "SupportConnected",
    "SupportStayingPut",
    "UseRegionalHome",
    "is_action",
]
