"""Levers of one scenario that act on the same thing in the same months, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from sufficiency.scenarios.levers import (
    AnyLever,
    BringCloser,
    ChangeDemand,
    ChangePrice,
    EndUnregistered,
    IncreaseExits,
    LimitAgency,
    MoveToSupported,
    RecruitCarers,
    ReduceEntries,
    RetainCarers,
    Scenario,
    SpeedAdoption,
    StepDown,
)

_TOGETHER: Final = "percentages combine as 1 - (1 - p)(1 - q), so no child is counted twice"
_MEETINGS: Final[tuple[tuple[type[AnyLever], type[AnyLever], str], ...]] = (
    (
        StepDown,
        RecruitCarers,
        "both take children aged 10 or over out of homes: together no more than there are",
    ),
    (
        StepDown,
        MoveToSupported,
        "both move children out of homes: each child once, and only those old enough",
    ),
    (
        StepDown,
        LimitAgency,
        "children who step down need foster homes that the second makes scarcer: some may find "
        "none, and stay in a home",
    ),
    (
        EndUnregistered,
        MoveToSupported,
        "both may move children out of other placements: each child once",
    ),
    (
        IncreaseExits,
        SpeedAdoption,
        "both lead children out of care: where both reach the same placements, shares of those "
        "who are left are added up",
    ),
    (
        RetainCarers,
        RecruitCarers,
        "recruited households give up at the lower rate too",
    ),
)


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


def _said(first: AnyLever, second: AnyLever) -> Iterator[str]:
    if first == second:
        yield " are in conflict: they are the same lever twice, and count twice."
        return
    shared = _same_number(first, second)
    if shared:
        if _sign(first) * _sign(second) < 0 and type(first) is type(second):
            yield f" are in conflict: they push {shared} opposite ways."
        elif _sign(first) * _sign(second) < 0:
            yield f" push {shared} opposite ways, and partly cancel."
        elif isinstance(first, LimitAgency):
            yield f" both limit {shared}: yearly falls combine, and the lowest ceiling holds."
        else:
            yield f" both change {shared}: {_TOGETHER}."
    for one, other, words in _MEETINGS:
        if (isinstance(first, one) and isinstance(second, other)) or (
            isinstance(first, other) and isinstance(second, one)
        ):
            yield f" meet: {words}."


def _same_number(first: AnyLever, second: AnyLever) -> str | None:
    """What two levers both change, in words; None when it is not the same."""
    entries = (ReduceEntries, ChangeDemand)
    if isinstance(first, entries) and isinstance(second, entries):
        return "entries to care" if set(first.families) & set(second.families) else None
    if isinstance(first, ChangePrice) and isinstance(second, ChangePrice):
        same = first.placement_type == second.placement_type
        return f"the price of {first.placement_type}" if same else None
    if isinstance(first, BringCloser) and isinstance(second, BringCloser):
        same = bool(set(first.placement_types) & set(second.placement_types))
        return "where children live" if same else None
    for kind, words in (
        (RetainCarers, "how soon households leave"),
        (EndUnregistered, "other placements"),
        (LimitAgency, "agency supply"),
    ):
        if isinstance(first, kind) and isinstance(second, kind):
            return words
    return None


def _sign(lever: AnyLever) -> int:
    """Which way a lever pushes: down -1, up 1."""
    if isinstance(lever, ChangePrice):
        return -1 if lever.percent.mean < 0 else 1
    if isinstance(lever, ChangeDemand):
        return -1 if lever.entries_percent.mean < 0 else 1
    return -1


def _overlap(first: AnyLever, second: AnyLever) -> bool:
    """Whether two levers act in a month in common; months as text are in order of time."""
    last = "9999-12"
    return first.starts <= (second.until or last) and second.starts <= (first.until or last)
