"""Whose word every number of a lever is, and whether each has one.

Every number has a source or says "assumption". `source` is one text for the whole lever or a
mapping from a number's key to a text; `cost` may be covered as a whole or key by key
("cost.a_year"). A time to build up or to wait that a mapping leaves out is an assumption, and
is shown as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from sufficiency.errors import closest, listed
from sufficiency.scenarios.part import Part
from sufficiency.scenarios.values import fault, holds_numbers, shown

ASSUMPTION: Final = "assumption"
DEFAULT: Final = "assumption (the default)"
_SHARED: Final = ("ramp_months", "months_to_effect", "chance_of_no_effect", "cost")
"""Numbers that every lever may have: they come after the lever's own."""
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


class Sourced(Part):
    """What a kind of lever says of where its numbers come from."""

    timings: ClassVar[frozenset[str]] = frozenset({"ramp_months", "months_to_effect"})
    """Times that may be left without a source, and are then shown as assumptions."""
    graded: ClassVar[Mapping[str, str]] = {}
    """By key, where a default comes from and what grade of evidence it is."""
    from_evidence: ClassVar[Mapping[str, str]] = {}
    """Keys that take an assumption of the evidence when a file leaves them out, with its key."""


def number_keys(lever: type[Sourced]) -> tuple[str, ...]:
    """The keys of a lever that hold numbers, as a file writes them: first its own.

    The others say which, when or why: decisions, which need no source.
    """
    keys = [
        field.alias or name
        for name, field in lever.model_fields.items()
        if name != "source" and holds_numbers(field.annotation)
    ]
    return tuple(sorted(keys, key=_SHARED.__contains__))


def source_faults(lever: type[Sourced], given: Mapping[str, Any]) -> list[Fault]:
    """Numbers that a mapping of sources leaves out, and sources of numbers that are not there."""
    source = given.get("source")
    if not isinstance(source, Mapping):
        return []
    return [*_not_covered(lever, given, source), *_not_there(lever, given, source)]


def _not_covered(
    lever: type[Sourced], given: Mapping[str, Any], source: Mapping[str, Any]
) -> list[Fault]:
    faults = []
    for key in number_keys(lever):
        if key not in given or key in source or key in lever.timings:
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


def _cost_keys(lever: type[Sourced], cost: Any) -> list[str]:
    """The keys of a cost as given, without those that are not keys of a cost at all."""
    known = type(lever.model_fields["cost"].default).model_fields
    return [key for key in cost if key in known] if isinstance(cost, Mapping) else []


def _not_there(
    lever: type[Sourced], given: Mapping[str, Any], source: Mapping[str, Any]
) -> list[Fault]:
    inner = [f"cost.{part}" for part in _cost_keys(lever, given.get("cost"))]
    known = [key for key in number_keys(lever) if key in given] + inner
    return [
        (f"source.{key}", f"this lever gives no number called '{key}'.{closest(key, known)}")
        for key in source
        if key not in known
    ]


def sources_of(
    lever: type[Sourced], source: str | Mapping[str, str], given: Mapping[str, Any]
) -> dict[str, str]:
    """The source of each number of a lever, by key; a number left at its default says so."""
    found: dict[str, str] = {}
    for key in number_keys(lever):
        if key not in given:
            assumed = lever.from_evidence.get(key)
            default = lever.graded.get(key, DEFAULT)
            found[key] = f"{ASSUMPTION} ({assumed} of the evidence)" if assumed else default
        elif isinstance(source, str):
            found[key] = source
        elif key in source:
            found[key] = source[key]
        elif key == "cost":
            found |= {part: text for part, text in source.items() if part.startswith("cost.")}
        else:
            found[key] = ASSUMPTION
    return found
