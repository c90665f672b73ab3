"""Whose word every number of a lever is, and what in a lever must agree with what.

Every number has a source or says "assumption". `source` is one text for the whole lever or a
mapping from a number's key to a text; `cost` may be covered as a whole or key by key
("cost.a_year"). A time to build up or to wait that a mapping leaves out is an assumption, and
is shown as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from sufficiency.errors import closest, listed
from sufficiency.scenarios.values import fault, is_month, plain, shown

if TYPE_CHECKING:
    from sufficiency.scenarios.levers import AnyLever

ASSUMPTION: Final = "assumption"
DEFAULT: Final = "assumption (the default)"
WORDS: Final = frozenset(
    {
        "lever",
        "from",
        "until",
        "source",
        "why",
        "families",
        "route",
        "placement_type",
        "placement_types",
        "premise",
        "to",
    }
)
"""Keys that say which, when or why: decisions, not numbers, so they need no source."""
TIMINGS: Final = frozenset({"ramp_months", "months_to_first_placement", "months_to_effect"})
COMMON: Final = frozenset({"ramp_months", "months_to_effect", "cost"})
"""Numbers that every lever may have."""
LONGEST: Final = 500

Fault = tuple[str, str]
"""The key a fault is about and the sentence that says it."""


def read_source(value: Any) -> str | dict[str, str]:
    """A source as written: one text, or a text for each number's key."""
    if not isinstance(value, Mapping):
        return _text(value, "")
    if not value:
        raise fault("it is empty; give each number a source, or the word assumption.")
    return {str(key): _text(text, str(key)) for key, text in value.items()}


def _text(value: Any, at: str) -> str:
    if not isinstance(value, str):
        raise fault(
            f"{shown(value)} is not text; name the source, or write the word assumption.", at
        )
    text = " ".join(value.split())
    if not text or len(text) > LONGEST or not text.isprintable():
        raise fault(
            f"a source is a text of 1 to {LONGEST} printable characters, or the word assumption.",
            at,
        )
    return text


def number_keys(lever: type[AnyLever]) -> tuple[str, ...]:
    """The keys of a lever that hold numbers, as a file writes them: first its own."""
    keys = [field.alias or name for name, field in lever.model_fields.items()]
    return tuple(sorted((key for key in keys if key not in WORDS), key=COMMON.__contains__))


def inconsistencies(lever: type[AnyLever], given: Mapping[str, Any]) -> list[Fault]:
    """What does not agree within one lever, as written.

    Made to be called on a lever that has other faults too, so that a reader learns of all of
    them at once: a value of the wrong kind is passed over here.
    """
    faults: list[Fault] = []
    starts, until = given.get("from"), given.get("until")
    if is_month(starts) and is_month(until) and str(until) < str(starts):
        faults.append(("until", f"{shown(until)} is before from ({shown(starts)})."))
    faults += _allowance(given)
    source = given.get("source")
    if isinstance(source, Mapping):
        faults += _not_covered(lever, given, source)
        faults += _not_there(lever, given, source)
    return faults


def _allowance(given: Mapping[str, Any]) -> list[Fault]:
    weekly, years = given.get("continuing_allowance_a_week"), given.get("allowance_years", 0)
    if isinstance(weekly, int | float) and weekly > 0 and years == 0:
        sentence = (
            f"an allowance of £{plain(weekly)} a week is paid for no years; "
            "say for how many, 0 to 18, or set continuing_allowance_a_week to 0."
        )
        return [("allowance_years", sentence)]
    return []


def _not_covered(
    lever: type[AnyLever], given: Mapping[str, Any], source: Mapping[str, Any]
) -> list[Fault]:
    faults = []
    for key in number_keys(lever):
        if key not in given or key in source or key in TIMINGS:
            continue
        parts = _cost_keys(lever, given[key]) if key == "cost" else ()
        bare = [f"{key}.{part}" for part in parts] or [key]
        missing = [part for part in bare if part not in source]
        if missing:
            sentence = (
                f"there is no source for {listed(missing)}; name one, or write the word assumption."
            )
            faults.append(("source", sentence))
    return faults


def _cost_keys(lever: type[AnyLever], cost: Any) -> list[str]:
    """The keys of a cost as given, without those that are not keys of a cost at all."""
    known = type(lever.model_fields["cost"].default).model_fields
    return [key for key in cost if key in known] if isinstance(cost, Mapping) else []


def _not_there(
    lever: type[AnyLever], given: Mapping[str, Any], source: Mapping[str, Any]
) -> list[Fault]:
    inner = [f"cost.{part}" for part in _cost_keys(lever, given.get("cost"))]
    known = [key for key in number_keys(lever) if key in given] + inner
    return [
        (f"source.{key}", f"this lever gives no number called '{key}'.{closest(key, known)}")
        for key in source
        if key not in known
    ]


def sources_of(
    lever: type[AnyLever], source: str | Mapping[str, str], given: Mapping[str, Any]
) -> dict[str, str]:
    """The source of each number of a lever, by key; a number left at its default says so."""
    found: dict[str, str] = {}
    for key in number_keys(lever):
        if key not in given:
            found[key] = DEFAULT
        elif isinstance(source, str):
            found[key] = source
        elif key in source:
            found[key] = source[key]
        elif key == "cost":
            found |= {part: text for part, text in source.items() if part.startswith("cost.")}
        else:
            found[key] = ASSUMPTION
    return found
