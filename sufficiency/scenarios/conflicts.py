"""Levers of one scenario that act on the same thing in the same months, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from sufficiency.scenarios.levers import Lever
from sufficiency.scenarios.scenario import Scenario


def conflicts_of(scenario: Scenario) -> tuple[str, ...]:
    """Pairs of levers that meet, each with what the model makes of them.

    Two levers are *in conflict* when they push the same number opposite ways, or are the same
    lever twice; others that meet are named with how they combine.
    """
    found = []
    levers = list(enumerate(scenario.levers, start=1))
    for (i, first), (j, second) in combinations(levers, 2):
        if not _overlap(first, second):
            continue
        where = f"Levers {i} ({first.lever}) and {j} ({second.lever})"
        found += [f"{where}{said}" for said in _said(first, second)]
    return tuple(found)


def _said(first: Lever, second: Lever) -> Iterator[str]:
    if first == second:
        yield " are in conflict: they are the same lever twice, and count twice."
        return
    one, other = first.push, second.push
    if one and other and one.what == other.what and set(one.parts) & set(other.parts):
        if one.up == other.up:
            yield f" both {one.both} {one.what}: {one.together}."
        elif first.lever == second.lever:
            yield f" are in conflict: they push {one.what} opposite ways."
        else:
            yield f" push {one.what} opposite ways, and partly cancel."
    for pair in ((first, second), (second, first)):
        words = pair[0].meets.get(pair[1].lever)
        if words:
            yield f" meet: {words}."


def _overlap(first: Lever, second: Lever) -> bool:
    """Whether two levers act in a month in common; months as text are in order of time."""
    last = "9999-12"
    return first.starts <= (second.until or last) and second.starts <= (first.until or last)
