"""What a scenario does, and what it leaves alone, in plain English."""

from __future__ import annotations

from typing import Final

from sufficiency.errors import listed
from sufficiency.scenarios.conflicts import conflicts_of
from sufficiency.scenarios.levers import (
    AnyLever,
    AsylumArrivals,
    BringCloser,
    ChangeDemand,
    ChangePrice,
    Cost,
    EndUnregistered,
    IncreaseExits,
    LimitAgency,
    MoveToSupported,
    OpenHome,
    Range,
    RecruitCarers,
    ReduceEntries,
    RetainCarers,
    Scenario,
    SpeedAdoption,
    StepDown,
    SupportConnected,
)
from sufficiency.scenarios.sources import DEFAULT
from sufficiency.scenarios.told import about, counted, later, month_name, sentence

LARGEST_RESIDENTIAL_SHARE: Final = 0.15
"""Upper end of the range of assumption displaces_residential_share."""

_UNTOUCHED: Final[dict[str, tuple[type[AnyLever], ...]]] = {
    "how many children enter care": (ReduceEntries, ChangeDemand, AsylumArrivals),
    "how soon a child in care leaves it": (IncreaseExits, SpeedAdoption),
    "how many fostering households are approved": (RecruitCarers,),
    "how soon a fostering household gives up": (RetainCarers,),
    "how many children relatives and friends care for": (SupportConnected,),
    "how many foster homes agencies can offer": (LimitAgency,),
    "how many children move from homes to foster families": (StepDown,),
    "how many children move to supported accommodation": (MoveToSupported, EndUnregistered),
    "how many children are in other placements, unregistered ones among them": (
        EndUnregistered,
        MoveToSupported,
    ),
    "how many places the council's own homes have": (OpenHome,),
    "the weekly price of any placement": (ChangePrice,),
    "how near to home each kind of placement is": (BringCloser,),
}
_NOT_OURS: Final = (ChangeDemand, AsylumArrivals, LimitAgency)
"""Levers that nobody in the council pulls, so that no cost is missing from them."""


def explain(scenario: Scenario) -> str:
    """A scenario in plain English: what it does, on whose word, what it leaves alone.

    Returns:
        Lines of text without a newline at the end.
    """
    lines = [scenario.name, "", scenario.why, "", _premise(scenario), "", "What it does"]
    for number, lever in enumerate(scenario.levers, start=1):
        lines.append(f"{number}. {_when(lever)}: {sentence(lever)}")
        lines += [f"   {lever.why}"] if lever.why else []
        if lever.premise is not None and lever.premise != scenario.premise:
            lines.append(f"   It rests on the facts of {month_name(lever.premise)}.")
        lines.append(f"   Cost: {_cost(lever.cost)}")
        lines += [f"   {key}: {text}" for key, text in lever.sources.items() if _told(lever, key)]
    if not scenario.levers:
        lines.append("Nothing: it has no levers, so it is the baseline.")
    lines += ["", "What it does not change"]
    kinds = {type(lever) for lever in scenario.levers}
    lines += [f"- {what}" for what, by in _UNTOUCHED.items() if not kinds.intersection(by)]
    lines.append("- the forecast itself: children the levers do not reach do as in the baseline")
    conflicts = conflicts_of(scenario)
    lines += ["", "Levers that meet"] if conflicts else []
    lines += [f"- {conflict}" for conflict in conflicts]
    cautions = cautions_of(scenario)
    lines += ["", "Take care"] if cautions else []
    lines += [f"- {caution}" for caution in cautions]
    return "\n".join(lines)


def cautions_of(scenario: Scenario) -> tuple[str, ...]:
    """What is allowed in a scenario but could mislead a reader of its results."""
    found = []
    if scenario.premise is None:
        found.append("The file does not say how old its facts are: add premise.")
    for number, lever in enumerate(scenario.levers, start=1):
        where = f"Lever {number} ({lever.lever})"
        if not lever.cost.model_fields_set and not isinstance(lever, _NOT_OURS):
            found.append(f"{where} has no cost: its saving is before the cost of the programme.")
        sure = [key for key, value in _ranges(lever) if value.fixed and value.mean != 0]
        if sure:
            found.append(f"{where} treats {listed(sure)} as certain: write low and high.")
        if isinstance(lever, RecruitCarers):
            share = lever.displaces.get("external_residential", 0.0)
            if share > LARGEST_RESIDENTIAL_SHARE:
                found.append(
                    f"{where} takes {share:.0%} of its places out of children's homes, more than "
                    f"the {LARGEST_RESIDENTIAL_SHARE:.0%} thought likely at most; its saving rests "
                    "on that. A step_down_from_residential lever says so openly."
                )
        if isinstance(lever, MoveToSupported | EndUnregistered):
            found.append(
                f"{where} moves children to places that must be registered and right for them; "
                "the model has no limit on those places and knows no child's needs."
            )
    return tuple(found)


def _told(lever: AnyLever, key: str) -> bool:
    """Whether a source is worth a line: the number is given, or its default does something."""
    if lever.sources[key] != DEFAULT:
        return True
    value = getattr(lever, key)
    return bool(value) and not isinstance(value, Cost)


def _ranges(lever: AnyLever) -> list[tuple[str, Range]]:
    values = ((name, getattr(lever, name)) for name in type(lever).model_fields)
    return [(name, value) for name, value in values if isinstance(value, Range)]


def _premise(scenario: Scenario) -> str:
    if scenario.premise is None:
        return "It does not say how old its facts are."
    return f"It rests on the facts of {month_name(scenario.premise)}."


def _when(lever: AnyLever) -> str:
    first = month_name(lever.starts)
    span = f"From {first} to {month_name(lever.until)}" if lever.until else f"From {first} on"
    lag = ""
    if lever.months_to_effect and not isinstance(lever, ReduceEntries):
        lag = f", first felt in {later(lever.starts, lever.months_to_effect)}"
    ramp = f", building up over {counted(lever.ramp_months, 'month')}" if lever.ramp_months else ""
    return span + lag + ramp


def _cost(cost: Cost) -> str:
    names = {"one_off": "once", "a_year": "a year", "one_off_per_household": "for each household"}
    amounts = [(getattr(cost, key), words) for key, words in names.items() if hasattr(cost, key)]
    told = [f"{about(amount, before='£')} {words}" for amount, words in amounts if amount.high > 0]
    return f"{listed(told)}, at 2024/25 prices." if told else "none given."
