"""A scenario as it is written in a file, and all the levers it can pull.

A lever says what is done, from when, how much, at what cost and on whose word. It does no
arithmetic: `sufficiency.scenarios.effects` turns levers into changes of flows, capacity and
prices. A new lever is a class in `levers_children` or `levers_places` with a line in `Lever` and in
`LEVERS`; the file reader, the errors, the schema and the reference of keys follow from it.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field

from sufficiency.scenarios.common import AnyLever, Cost, Part, RecruitmentCost
from sufficiency.scenarios.kinds import DISPLACED, ROUTES
from sufficiency.scenarios.levers_children import (
    AsylumArrivals,
    ChangeDemand,
    EndUnregistered,
    IncreaseExits,
    MoveToSupported,
    ReduceEntries,
    SpeedAdoption,
    StepDown,
)
from sufficiency.scenarios.levers_places import (
    DISPLACES,
    BringCloser,
    ChangePrice,
    LimitAgency,
    OpenHome,
    RecruitCarers,
    RetainCarers,
    SupportConnected,
)
from sufficiency.scenarios.values import Range, Written, YearMonth, fault

__all__ = [
    "DISPLACED",
    "DISPLACES",
    "LEVERS",
    "ROUTES",
    "AnyLever",
    "AsylumArrivals",
    "BringCloser",
    "ChangeDemand",
    "ChangePrice",
    "Cost",
    "EndUnregistered",
    "IncreaseExits",
    "Lever",
    "LimitAgency",
    "MoveToSupported",
    "OpenHome",
    "Range",
    "RecruitCarers",
    "RecruitmentCost",
    "ReduceEntries",
    "RetainCarers",
    "Scenario",
    "SpeedAdoption",
    "StepDown",
    "SupportConnected",
]

Lever = Annotated[
    RecruitCarers
    | RetainCarers
    | SupportConnected
    | LimitAgency
    | ReduceEntries
    | ChangeDemand
    | AsylumArrivals
    | IncreaseExits
    | SpeedAdoption
    | StepDown
    | MoveToSupported
    | EndUnregistered
    | OpenHome
    | ChangePrice
    | BringCloser,
    Field(discriminator="lever"),
]
LEVERS: Final[dict[str, type[AnyLever]]] = {
    "recruit_carers": RecruitCarers,
    "retain_carers": RetainCarers,
    "support_connected_carers": SupportConnected,
    "limit_agency": LimitAgency,
    "reduce_entries": ReduceEntries,
    "change_demand": ChangeDemand,
    "asylum_arrivals": AsylumArrivals,
    "increase_exits": IncreaseExits,
    "speed_adoption": SpeedAdoption,
    "step_down_from_residential": StepDown,
    "move_to_supported_accommodation": MoveToSupported,
    "end_unregistered_placements": EndUnregistered,
    "open_home": OpenHome,
    "change_price": ChangePrice,
    "bring_closer_to_home": BringCloser,
}


def _name(name: str) -> str:
    if name.casefold() == "baseline":
        raise fault(f"'{name}' is reserved: the baseline is always there. Choose another name.")
    return name


def _extends(value: Any) -> Any:
    names = value if isinstance(value, list | tuple) else [value]
    if not names or any(not isinstance(name, str) or not name.strip() for name in names):
        raise fault("it must be baseline, or the name (or a list of names) of files beside it.")
    return tuple(names) if isinstance(value, list) else value


class Scenario(Part):
    """One scenario file.

    From `load_scenarios` a scenario stands on its own: `levers` begins with those of the files
    it extends, and `extends` is "baseline".
    """

    name: Annotated[str, Written(80), AfterValidator(_name)]
    """What every table and chart calls the scenario."""
    why: Annotated[str, Written(2000)]
    """A paragraph that a director could read out."""
    premise: YearMonth | None = None
    """Date of the facts the scenario rests on."""
    authority: Annotated[str, Written(80)] | None = None
    """Authority whose facts and sizes the numbers are; a run of another one says so."""
    extends: Annotated[str | tuple[str, ...], BeforeValidator(_extends)] = "baseline"
    """"baseline", or the name or names of other files in the same folder."""
    levers: tuple[Lever, ...] = ()
    """What is done; their order makes no difference."""
