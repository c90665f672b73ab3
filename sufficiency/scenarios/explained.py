"""What a scenario does, and what it leaves alone, in plain English."""

from __future__ import annotations

from sufficiency.errors import listed
from sufficiency.evidence import Evidence
from sufficiency.scenarios.conflicts import conflicts_of
from sufficiency.scenarios.levers import LEVERS, Cost, Lever
from sufficiency.scenarios.levers.sources import DEFAULT
from sufficiency.scenarios.levers.words import about, counted, later, month_name
from sufficiency.scenarios.scenario import Scenario
from sufficiency.scenarios.values import Range

_YEARS = 5
"""Years of a run, unless it is asked for more."""


def explain(scenario: Scenario, evidence: Evidence) -> str:
    """A scenario in plain English: what it does, on whose word, what it leaves alone.

    Args:
        scenario: as it was loaded.
        evidence: where the values come from that the file leaves to it.

    Returns:
        Lines of text without a newline at the end.

    Raises:
        InputError: when the evidence lacks an assumption that a lever needs.
    """
    scenario = scenario.with_evidence(evidence)
    lines = [scenario.name, "", scenario.why, "", _premise(scenario)]
    lines += [_together(scenario)] if scenario.applies_to == "region" else []
    lines += ["", "What it does"]
    for number, lever in enumerate(scenario.levers, start=1):
        lines.append(f"{number}. {_when(lever)}: {lever.sentence()}")
        lines += [f"   {lever.why}"] if lever.why else []
        if lever.premise is not None and lever.premise != scenario.premise:
            lines.append(f"   It rests on the facts of {month_name(lever.premise)}.")
        lines.append(f"   Cost: {_cost(lever.cost)}")
        lines += [f"   {key}: {text}" for key, text in lever.sources.items() if _told(lever, key)]
    if not scenario.levers:
        lines.append("Nothing: it has no levers, so it is the baseline.")
    lines += ["", "What it does not change"]
    lines += [f"- {what}" for what in _untouched(scenario)]
    lines.append("- the forecast itself: children the levers do not reach do as in the baseline")
    conflicts = conflicts_of(scenario)
    lines += ["", "Levers that meet"] if conflicts else []
    lines += [f"- {conflict}" for conflict in conflicts]
    cautions = cautions_of(scenario, evidence)
    lines += ["", "Take care"] if cautions else []
    lines += [f"- {caution}" for caution in cautions]
    return "\n".join(lines)


def cautions_of(scenario: Scenario, evidence: Evidence) -> tuple[str, ...]:
    """What is allowed in a scenario but could mislead a reader of its results.

    Args:
        scenario: with nothing left to the evidence: see `Scenario.with_evidence`.
        evidence: which says how large a share is thought likely.
    """
    found = []
    if scenario.premise is None:
        found.append("The file does not say how old its facts are: add premise.")
    for number, lever in enumerate(scenario.levers, start=1):
        where = f"Lever {number} ({lever.lever})"
        if lever.ours and not lever.cost.model_fields_set:
            found.append(f"{where} has no cost: its saving is before the cost of the programme.")
        sure = [key for key, value in _ranges(lever) if value.fixed and value.mean != 0]
        if sure:
            found.append(f"{where} treats {listed(sure)} as certain: write low and high.")
        found += [f"{where} {caution}" for caution in _dates(lever, evidence)]
        found += [f"{where} {caution}" for caution in lever.cautions(evidence)]
    return tuple(found)


def _dates(lever: Lever, evidence: Evidence) -> list[str]:
    """What is odd about when a lever starts, as a sentence goes on after its name."""
    opening, usual = evidence.opening_year, evidence.opening_year + _YEARS
    starts = month_name(lever.starts)
    if lever.starts > f"{usual}-03":
        return [
            f"starts in {starts}, after the projection of a run of {_YEARS} years ends (March "
            f"{usual}): it would do nothing. Is the year what you meant?"
        ]
    if lever.starts < f"{opening}-04":
        return [
            f"starts in {starts}, before the count of 31 March {opening} that a run begins from: "
            "what it has done by then is in that count already, and would be counted twice."
        ]
    return []


def _untouched(scenario: Scenario) -> list[str]:
    """What no lever of the scenario changes, in the words of the levers that could."""
    changed = {what for lever in scenario.levers for what in lever.changes}
    known = dict.fromkeys(what for kind in LEVERS.values() for what in kind.changes)
    return [what for what in known if what not in changed]


def _told(lever: Lever, key: str) -> bool:
    """Whether a source is worth a line: the number is given, or its default does something."""
    if lever.sources[key] != DEFAULT:
        return True
    value = getattr(lever, key)
    return bool(value) and not isinstance(value, Cost)


def _ranges(lever: Lever) -> list[tuple[str, Range]]:
    values = ((name, getattr(lever, name)) for name in type(lever).model_fields)
    return [(name, value) for name, value in values if isinstance(value, Range)]


def _together(scenario: Scenario) -> str:
    children = {
        "looked_after": "children looked after",
        "fostering": "children in foster homes",
        "homes": "children in homes",
    }[scenario.shared_by]
    return (
        "It is a region's, done once: councils share its numbers and what it costs as a whole by "
        f"their {children}. A run of one council takes it as if it were alone."
    )


def _premise(scenario: Scenario) -> str:
    if scenario.premise is None:
        return "It does not say how old its facts are."
    return f"It rests on the facts of {month_name(scenario.premise)}."


def _when(lever: Lever) -> str:
    first = month_name(lever.starts)
    span = f"From {first} to {month_name(lever.until)}" if lever.until else f"From {first} on"
    lag = ""
    if lever.months_to_effect:
        lag = f", first felt in {later(lever.starts, lever.months_to_effect)}"
    ramp = f", building up over {counted(lever.ramp_months, 'month')}" if lever.ramp_months else ""
    return span + lag + ramp


def _cost(cost: Cost) -> str:
    names = {"one_off": "once", "a_year": "a year", "one_off_per_household": "for each household"}
    amounts = [(getattr(cost, key), words) for key, words in names.items() if hasattr(cost, key)]
    told = [f"{about(amount, before='£')} {words}" for amount, words in amounts if amount.high > 0]
    return f"{listed(told)}, at 2024/25 prices." if told else "none given."
