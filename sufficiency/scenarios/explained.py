"""What a scenario does, and what it leaves alone, in plain English."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sufficiency.errors import listed
from sufficiency.months import parse_year_month
from sufficiency.placements import FAMILIES, LABELS, label
from sufficiency.scenarios.levers import (
    AnyLever,
    ChangePrice,
    Cost,
    IncreaseExits,
    OpenHome,
    Range,
    RecruitCarers,
    ReduceEntries,
    RetainCarers,
    Scenario,
    StepDown,
)
from sufficiency.scenarios.sources import DEFAULT
from sufficiency.scenarios.values import plain

LARGEST_RESIDENTIAL_SHARE: Final = 0.15
"""Upper end of the range of assumption displaces_residential_share."""

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_ROUTES: Final = {
    "special_guardianship": "by special guardianship",
    "adoption": "by adoption",
    "return_home": "to go home to parents or relatives",
    "discharge_of_order": "because the order is discharged",
}
_UNTOUCHED: Final[dict[str, tuple[type[AnyLever], ...]]] = {
    "how many children enter care": (ReduceEntries,),
    "how soon a child in care leaves it": (IncreaseExits,),
    "how many fostering households are approved": (RecruitCarers,),
    "how soon a fostering household gives up": (RetainCarers,),
    "how many children move from homes to foster families": (StepDown,),
    "how many places the council's own homes have": (OpenHome,),
    "the weekly price of any placement": (ChangePrice,),
}


def explain(scenario: Scenario) -> str:
    """A scenario in plain English: what it does, on whose word, what it leaves alone.

    Returns:
        Lines of text without a newline at the end.
    """
    lines = [scenario.name, "", scenario.why, "", _premise(scenario), "", "What it does"]
    for number, lever in enumerate(scenario.levers, start=1):
        lines.append(f"{number}. {_when(lever)}: {_WORDS[type(lever)](lever)}")
        lines += [f"   {lever.why}"] if lever.why else []
        lines.append(f"   Cost: {_cost(lever.cost)}")
        lines += [f"   {key}: {text}" for key, text in lever.sources.items() if _told(lever, key)]
    if not scenario.levers:
        lines.append("Nothing: it has no levers, so it is the baseline.")
    lines += ["", "What it does not change"]
    kinds = {type(lever) for lever in scenario.levers}
    lines += [f"- {what}" for what, by in _UNTOUCHED.items() if not kinds.intersection(by)]
    lines.append("- the forecast itself: children the levers do not reach do as in the baseline")
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
        if not lever.cost.model_fields_set:
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


def _month(year_month: str) -> str:
    year, month = parse_year_month(year_month)
    return f"{_MONTHS[month - 1]} {year}"


def _premise(scenario: Scenario) -> str:
    if scenario.premise is None:
        return "It does not say how old its facts are."
    return f"It rests on the facts of {_month(scenario.premise)}."


def _when(lever: AnyLever) -> str:
    first = _month(lever.starts)
    span = f"From {first} to {_month(lever.until)}" if lever.until else f"From {first} on"
    ramp = f", building up over {_count(lever.ramp_months, 'month')}" if lever.ramp_months else ""
    return span + ramp


def _count(number: float, what: str) -> str:
    return f"{plain(number)} {what}" if number == 1 else f"{plain(number)} {what}s"


def _about(value: Range, before: str = "", after: str = "") -> str:
    """A range in words: '4 to 10 (about 7)'."""
    low, middle, high = (
        f"{before}{plain(round(number, 1))}{after}"
        for number in (value.low, value.mean, value.high)
    )
    return low if value.fixed else f"{low} to {high} (about {middle})"


def _later(year_month: str, months: int) -> str:
    year, month = parse_year_month(year_month)
    years, months = divmod(month - 1 + months, 12)
    return _month(f"{year + years}-{months + 1:02d}")


def _shares(shares: dict[str, float]) -> str:
    return listed(f"{LABELS[kind]} {share:.0%}" for kind, share in shares.items())


def _cost(cost: Cost) -> str:
    names = {"one_off": "once", "a_year": "a year", "one_off_per_household": "for each household"}
    amounts = [(getattr(cost, key), words) for key, words in names.items() if hasattr(cost, key)]
    told = [f"{_about(amount, before='£')} {words}" for amount, words in amounts if amount.high > 0]
    return f"{listed(told)}, at 2024/25 prices." if told else "none given."


def _recruit(lever: RecruitCarers) -> str:
    first = _later(lever.starts, lever.months_to_first_placement)
    return (
        f"{_about(lever.additional_households_a_year)} more mainstream fostering households a year "
        f"are approved than in the baseline. The first of their places can be filled in {first}, "
        "as children enter care or move. Those who fill them would otherwise be in: "
        f"{_shares(lever.displaces)}."
    )


def _retain(lever: RetainCarers) -> str:
    cut = _about(lever.fewer_leaving_percent, after="%")
    return f"the rate at which mainstream fostering households leave falls by {cut}."


def _reduce(lever: ReduceEntries) -> str:
    where = (
        "every kind of placement"
        if set(lever.families) == set(FAMILIES)
        else listed(label(family) for family in lever.families)
    )
    first = _later(lever.starts, lever.months_to_effect)
    wait = f", the first of them in {first}" if lever.months_to_effect else ""
    return f"{_about(lever.percent, after='%')} fewer children enter {where}{wait}."


def _exits(lever: IncreaseExits) -> str:
    said = (
        f"{_about(lever.additional_children_a_year)} more children a year leave care "
        f"{_ROUTES[lever.route]}, from: {_shares(lever.from_placement)}."
    )
    if lever.continuing_allowance_a_week == 0:
        return f"{said} No allowance follows them."
    return (
        f"{said} For {lever.share_with_allowance:.0%} of them an allowance of "
        f"£{plain(lever.continuing_allowance_a_week)} a week goes on for "
        f"{_count(lever.allowance_years, 'year')}."
    )


def _step_down(lever: StepDown) -> str:
    return (
        f"{_about(lever.children_a_year)} children a year who live in children's homes move to "
        "foster families, in-house where there is a place and agency where there is not."
    )


def _open(lever: OpenHome) -> str:
    fixed = lever.fixed_cost_a_week_per_place
    cost = "what an own place costs in the prices" if fixed is None else f"£{plain(fixed)} a week"
    return (
        f"{_count(lever.places, 'place')} in homes of the council's own; {lever.occupancy:.0%} of "
        f"them can be filled. Each costs {cost}, filled or not."
    )


def _price(lever: ChangePrice) -> str:
    return (
        f"the weekly price of {LABELS[lever.placement_type]} changes by "
        f"{_about(lever.percent, after='%')} from what it is in the baseline."
    )


_WORDS: Final[dict[type[AnyLever], Callable[[Any], str]]] = {
    RecruitCarers: _recruit,
    RetainCarers: _retain,
    ReduceEntries: _reduce,
    IncreaseExits: _exits,
    StepDown: _step_down,
    OpenHome: _open,
    ChangePrice: _price,
}
