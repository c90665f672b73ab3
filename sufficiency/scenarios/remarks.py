"""What a run should say of the scenarios it was given, beside their results."""

from __future__ import annotations

from sufficiency.errors import listed
from sufficiency.evidence import Evidence
from sufficiency.months import Calendar, date_in_words
from sufficiency.scenarios.scenario import Scenario


def remarks_on(
    scenarios: tuple[Scenario, ...], evidence: Evidence, calendar: Calendar
) -> tuple[str, ...]:
    """Sentences of caution: another authority's numbers, and levers that began in the past.

    A lever that starts before the latest count is allowed, since a programme may be under way,
    but what it has done so far is in the record already and would be counted twice.
    """
    said = _of_others(scenarios, evidence.authority.name)
    for scenario in scenarios:
        last = calendar.dates[-1]
        latest, first = calendar.dates[calendar.counted], calendar.dates[calendar.counted + 1]
        for lever in scenario.levers:
            if calendar.month_of(lever.starts) < calendar.counted:
                said.append(
                    f"'{scenario.name}': {lever.lever} starts in {lever.starts}, before the latest "
                    f"count ({date_in_words(latest)}). What it has done so far is in that "
                    f"count already: start it in {first:%Y-%m} or later."
                )
            elif calendar.month_of(lever.starts) >= calendar.months:
                said.append(
                    f"'{scenario.name}': {lever.lever} starts in {lever.starts}, after the "
                    f"projection ends ({date_in_words(last)}): it does nothing in this run. Is the "
                    "year what you meant?"
                )
            elif lever.until and calendar.month_of(lever.until) < calendar.counted:
                said.append(
                    f"'{scenario.name}': {lever.lever} ends in {lever.until}, before the latest "
                    f"count ({date_in_words(latest)}): it does nothing in this run."
                )
    return tuple(said)


def _of_others(scenarios: tuple[Scenario, ...], ours: str) -> list[str]:
    """A sentence for each other authority whose scenarios these are."""
    theirs: dict[str, list[str]] = {}
    for scenario in scenarios:
        if scenario.authority and scenario.authority.casefold() != ours.casefold():
            theirs.setdefault(scenario.authority, []).append(f"'{scenario.name}'")
    return [
        f"{listed(names)} {'was' if len(names) == 1 else 'were'} written for {authority}: "
        f"sizes, costs and reasons are not those of {ours}. `sufficiency scenario new --authority "
        f'"{ours}" --out FOLDER` writes some of the size of {ours}, to be named with --scenarios.'
        for authority, names in theirs.items()
    ]
