"""What a form asks for a lever, from the lever's own description: its keys, limits and defaults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from sufficiency.scenarios.levers.base import Lever
from sufficiency.scenarios.part import Part
from sufficiency.scenarios.values import OneOf, Range, Within, YearMonth

Asks = Literal["range", "number", "whole", "month", "word", "words", "shares", "text"]
_MONTH: Final = get_args(YearMonth)[1]
_NOT_ASKED: Final = ("lever", "source")
_LAST: Final = ("until", "ramp_months", "months_to_effect", "chance_of_no_effect", "premise", "why")


@dataclass(frozen=True)
class Key:
    """One key of a lever, as a form asks for it.

    Attributes:
        path: where a file has it: ("percent",) or ("cost", "a_year").
        asks: what it holds: a range (low and high), a number, a whole number, a month, a word of a
            list, several of them, a share for each of them, or text.
        says: what it is, in the words of the lever.
        limits: of its numbers; None where it holds none.
        known: the words it may hold.
        default: what it is when it is left out; None where nothing is.
        needed: whether it must be given.
        grade: where the default comes from and what grade of evidence it is; blank where nothing
            is known of that.
    """

    path: tuple[str, ...]
    asks: Asks
    says: str
    limits: Within | None
    known: tuple[str, ...]
    default: Any
    needed: bool
    grade: str

    @property
    def name(self) -> str:
        """The key in words: 'Children a year' for children_a_year, 'Starts' for from."""
        words = {"from": "first month", "until": "last month"}.get(self.path[-1], self.path[-1])
        return words.replace("_", " ").capitalize()


def described(kind: type[Lever]) -> tuple[Key, ...]:
    """What a form asks for a lever: its own keys and its start, its cost, then the rest."""
    keys = [
        key
        for name, field in kind.model_fields.items()
        if name not in _NOT_ASKED
        for key in _of_field(kind, name, field)
    ]
    return tuple(sorted(keys, key=_place))


def _place(key: Key) -> int:
    """The keys that say how large and from when come first, what is rarely changed last."""
    if key.path[0] == "cost":
        return 2
    if key.path[0] in _LAST:
        return 3 + _LAST.index(key.path[0])
    return 0 if key.needed else 1


def _of_field(kind: type[Lever], name: str, field: FieldInfo) -> Iterator[Key]:
    if isinstance(field.default, Part):
        for inner, part in type(field.default).model_fields.items():
            yield _key(kind, (name, inner), part)
    else:
        yield _key(kind, (field.alias or name,), field)


def _key(kind: type[Lever], path: tuple[str, ...], field: FieldInfo) -> Key:
    notes = [*field.metadata, *_notes(field.annotation)]
    limits = next((note for note in notes if isinstance(note, Within)), None)
    words = next((note for note in notes if isinstance(note, OneOf)), None)
    known = words.known if words else _literals(field.annotation)
    assumed = kind.from_evidence.get(path[-1])
    return Key(
        path=path,
        asks=_asks(field.annotation, notes, bool(known), limits),
        says=" ".join((field.description or "").split()),
        limits=limits,
        known=known,
        default=None if field.default is PydanticUndefined else field.default,
        needed=field.is_required(),
        grade=f"the evidence's {assumed}" if assumed else kind.graded.get(path[-1], ""),
    )


def _asks(annotation: Any, notes: list[Any], is_word: bool, limits: Within | None) -> Asks:
    kinds = _kinds(annotation)
    if dict in kinds:
        return "shares"
    if tuple in kinds:
        return "words"
    if is_word:
        return "word"
    if any(note is _MONTH for note in notes):
        return "month"
    if Range in kinds:
        return "range"
    if limits is not None:
        return "whole" if int in kinds else "number"
    return "text"


def _parts(annotation: Any) -> Iterator[Any]:
    """A type and everything inside it."""
    yield annotation
    for inner in get_args(annotation):
        yield from _parts(inner)


def _kinds(annotation: Any) -> set[Any]:
    return {get_origin(part) or part for part in _parts(annotation) if not _is_note(part)}


def _is_note(part: Any) -> bool:
    return isinstance(part, Within | OneOf | str)


def _notes(annotation: Any) -> Iterator[Any]:
    for part in _parts(annotation):
        if get_origin(part) is Annotated:
            yield from get_args(part)[1:]


def _literals(annotation: Any) -> tuple[str, ...]:
    for part in _parts(annotation):
        if get_origin(part) is Literal:
            return tuple(str(word) for word in get_args(part))
    return ()
