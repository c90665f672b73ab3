"""Scenarios at another size, with another assumption, or with one part of their cost."""

from __future__ import annotations

from typing import Any, Final

from sufficiency.scenarios.levers import AnyLever, OpenHome, Range, RecruitCarers, Scenario

QUANTITY: Final = {
    "recruit_carers": ("additional_households_a_year", "additional households a year"),
    "retain_carers": ("fewer_leaving_percent", "percent fewer households leaving"),
    "reduce_entries": ("percent", "percent fewer entries"),
    "increase_exits": ("additional_children_a_year", "additional children a year"),
    "step_down_from_residential": ("children_a_year", "children a year"),
    "open_home": ("occupancy", "share of the places that can be filled"),
}
"""What a lever has more or less of, and how a page says it; a change of price has no size."""
_NOTHING: Final = Range(0, 0)


def only_one_off(scenario: Scenario) -> Scenario:
    """The scenario with what its levers cost year by year taken out."""
    levers = []
    for lever in scenario.levers:
        change: dict[str, Any] = {"cost": lever.cost.model_copy(update={"a_year": _NOTHING})}
        if isinstance(lever, OpenHome):
            change["fixed_cost_a_week_per_place"] = None
        levers.append(lever.model_copy(update=change))
    return scenario.model_copy(update={"levers": tuple(levers)})


def sized(scenario: Scenario, size: float) -> Scenario:
    """The scenario with every lever's quantity times `size`, held to what it can be.

    What a programme costs a year stays; what it costs for each household goes with households.
    """
    return scenario.model_copy(
        update={"levers": tuple(_sized(lever, size) for lever in scenario.levers)}
    )


def _sized(lever: AnyLever, size: float) -> AnyLever:
    if lever.lever not in QUANTITY:
        return lever
    key, _ = QUANTITY[lever.lever]
    held = getattr(lever, key)
    if isinstance(held, Range):
        limits = lever.limits(key)
        return lever.model_copy(
            update={key: Range(*(min(end * size, limits.most) for end in (held.low, held.high)))}
        )
    return lever.model_copy(update={key: min(held * size, 1.0)})


def as_written(scenario: Scenario) -> tuple[str, float]:
    """What a switching value of the scenario counts, and how much of it the file has.

    With one lever it is that lever's quantity; with several, multiples of the whole programme.
    """
    levers = [lever for lever in scenario.levers if lever.lever in QUANTITY]
    if len(levers) != 1:
        return ("times the programme as written", 1.0)
    key, words = QUANTITY[levers[0].lever]
    held = getattr(levers[0], key)
    return (words, held.mean if isinstance(held, Range) else float(held))


def displacing(scenario: Scenario, share: float) -> Scenario:
    """The scenario with that share of new fostering places taken from children's homes."""
    levers = tuple(
        lever.model_copy(
            update={"displaces": {"agency_fostering": 1 - share, "external_residential": share}}
        )
        if isinstance(lever, RecruitCarers)
        else lever
        for lever in scenario.levers
    )
    return scenario.model_copy(update={"levers": levers})


def recruiting(scenarios: tuple[Scenario, ...]) -> Scenario | None:
    """The first scenario that recruits carers; None where none does."""
    for scenario in scenarios:
        if any(isinstance(lever, RecruitCarers) for lever in scenario.levers):
            return scenario
    return None
