"""The values a scenario file holds: numbers within limits, 80% ranges, months and texts.

Each kind of value refuses what it cannot mean with one sentence that says what was found and
what is allowed. Nothing is rounded, clipped or rescaled on the way in.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, get_args, get_origin

import numpy as np
from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sufficiency.errors import InputError, closest, listed
from sufficiency.months import parse_year_month
from sufficiency.ranges import HALF_80

EARLIEST: Final = "2000-01"
LATEST: Final = "2099-12"


OWN_NUMBERS: Final = {
    "children_looked_after": "children looked after",
    "children_fostered": "children fostered",
    "children_in_homes": "children in homes",
    "children_with_parents": "children placed with parents",
    "entries_a_year": "children who came into care in a year",
    "mainstream_households": "mainstream fostering households",
}
"""Numbers of the council's own record that a size may be a share of, and what they are."""


def fault(sentence: str, at: str = "") -> PydanticCustomError:
    """An error that carries a finished sentence and the inner key it is about."""
    return PydanticCustomError("fault", "{sentence}", {"sentence": sentence, "at": at})


def shown(value: object) -> str:
    """A value as an error sentence quotes it: short, on one line, and never a whole table."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a mapping (key: value pairs)"
    if isinstance(value, list | tuple):
        return "a list"
    text = " ".join(str(value).split()).encode("utf-8", "backslashreplace").decode()
    return f"'{text if len(text) <= 60 else text[:57] + '...'}'"


def plain(number: float) -> str:
    """A number without needless digits: 30, 0.05, 20,000,000."""
    return f"{number:,.10g}"


@dataclass(frozen=True)
class Range:
    """An 80% range of a number we are unsure of, normally distributed between its ends.

    One draw in ten is below `low` and one in ten above `high`. A single number in a file is a
    range whose ends are the same. With `of` the ends are shares of that number of the council's own
    record (`scenarios.sizes`), which `sized` puts in their place.
    """

    low: float
    high: float
    of: str = ""

    @property
    def mean(self) -> float:
        return (self.low + self.high) / 2

    @property
    def sd(self) -> float:
        return (self.high - self.low) / 2 / HALF_80

    @property
    def fixed(self) -> bool:
        return self.low == self.high

    def sized(self, number: float) -> Range:
        """The range as sizes of that number, to two figures as a person would say them."""
        return Range(_two_figures(self.low * number), _two_figures(self.high * number))

    def __str__(self) -> str:
        span = plain(self.low) if self.fixed else f"{plain(self.low)} to {plain(self.high)}"
        return f"{span} of {OWN_NUMBERS[self.of]}" if self.of else span


def _two_figures(value: float) -> float:
    return float(f"{value:.2g}")


@dataclass(frozen=True)
class Within:
    """The limits of a number and the unit it is in; goes in the annotation of a field.

    Works for a float, an int (whole numbers only) and a `Range` (a number or low and high).
    """

    least: float
    most: float
    unit: str

    @property
    def allowed(self) -> str:
        return f"{plain(self.least)} to {plain(self.most)} {self.unit}"

    def clip(self, values: np.ndarray) -> np.ndarray:
        """Draws of a range, held to what the number can mean."""
        return np.clip(values, self.least, self.most)

    def held(self, value: float) -> float:
        """One number, held to what it can mean."""
        return max(min(value, self.most), self.least)

    def __get_pydantic_core_schema__(
        self, source: type, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def check(value: Any) -> Any:
            if source is Range:
                return self._range(value)
            return self._number(value, whole=source is int)

        as_written = core_schema.plain_serializer_function_ser_schema(_as_written)
        return core_schema.no_info_before_validator_function(
            check, handler(source), serialization=as_written if source is Range else None
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        kind = handler(schema).get("type", "object")
        number = {"minimum": self.least, "maximum": self.most}
        if kind != "object":
            return {"type": kind, **number}
        end = {"type": "number", **number}
        pair: dict[str, Any] = {
            "type": "object",
            "properties": {"low": end, "high": end},
            "required": ["low", "high"],
            "additionalProperties": False,
        }
        if self.unit != "percent":
            pair["properties"]["of"] = {"enum": list(OWN_NUMBERS)}
        return {"anyOf": [end, pair]}

    def _number(
        self, value: Any, *, whole: bool = False, at: str = "", ranged: bool = False
    ) -> float:
        how = "; write one number, or a range: {low: 4, high: 10}" if ranged else ""
        if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
            kind = "a whole number" if whole else "a number"
            raise fault(f"{shown(value)} is not {kind}; {self.allowed} is allowed{how}.", at)
        if whole and value != int(value):
            raise fault(f"{plain(value)} is not a whole number; {self.allowed} is allowed.", at)
        if not self.least <= value <= self.most:
            raise fault(f"{plain(value)} is not allowed; it must be {self.allowed}{how}.", at)
        return int(value) if whole else float(value)

    def _range(self, value: Any) -> Range:
        if isinstance(value, Range):
            value = {"low": value.low, "high": value.high, "of": value.of}
        if not isinstance(value, Mapping):
            number = self._number(value, ranged=True)
            return Range(number, number)
        for key in value:
            if key not in ("low", "high", "of"):
                raise fault(
                    f"'{key}' is not a key of a range; a range has low and high, and may have of."
                    f"{closest(key, ('low', 'high', 'of'))}",
                    at=str(key),
                )
        for key in ("low", "high"):
            if key not in value:
                raise fault(f"a range needs both low and high; {key} is missing.")
        low = self._number(value["low"], at="low")
        high = self._number(value["high"], at="high")
        if low > high:
            raise fault(f"low ({plain(low)}) is above high ({plain(high)}).", at="low")
        return Range(low, high, self._of(value.get("of", "")))

    def _of(self, name: Any) -> str:
        if name == "":
            return ""
        if self.unit == "percent":
            raise fault("a percent is a share already; leave 'of' out.", at="of")
        if name not in OWN_NUMBERS:
            raise fault(
                f"{shown(name)} is no number of a council's record; {listed(OWN_NUMBERS)} are "
                f"allowed.{closest(str(name), tuple(OWN_NUMBERS))}",
                at="of",
            )
        return str(name)


def _as_written(value: Range) -> float | dict[str, float | str]:
    if value.fixed and not value.of:
        return value.low
    span: dict[str, float | str] = {"low": value.low, "high": value.high}
    return {**span, "of": value.of} if value.of else span


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number too long for a float
        return False


def is_month(value: object) -> bool:
    """Whether a value is a year and a month, as in "2027-04"."""
    try:
        parse_year_month(str(value))
    except InputError:
        return False
    return isinstance(value, str)


def _month(value: Any) -> str:
    if not is_month(value):
        raise fault(f"{shown(value)} is not a month; write the year and the month, as in 2027-04.")
    if not EARLIEST <= value <= LATEST:
        raise fault(f"{shown(value)} is not allowed; it must be {EARLIEST} to {LATEST}.")
    return str(value)


@dataclass(frozen=True)
class Written:
    """Text of one character or more and at most `most`, with no control characters."""

    most: int

    def __get_pydantic_core_schema__(
        self, source: type, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.most}

    def _check(self, value: Any) -> str:
        if not isinstance(value, str):
            raise fault(f"{shown(value)} is not text; put it in quotation marks if it is meant.")
        text = " ".join(value.split())
        if not text:
            raise fault(f"it is empty; 1 to {self.most} characters are allowed.")
        if len(text) > self.most:
            raise fault(f"{len(text)} characters are too many; 1 to {self.most} are allowed.")
        if not text.isprintable():
            raise fault("it holds a character that cannot be printed.")
        return text


@dataclass(frozen=True)
class OneOf:
    """A word from a list, such as a placement type."""

    known: tuple[str, ...]
    what: str

    def __get_pydantic_core_schema__(
        self, source: type, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.known)}

    def _check(self, value: Any) -> Any:
        if value not in self.known:
            raise fault(
                f"{shown(value)} is not {self.what}; {listed(self.known)} are allowed."
                f"{closest(str(value), self.known)}"
            )
        return value


YearMonth = Annotated[
    str,
    BeforeValidator(_month),
    WithJsonSchema({"type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$"}),
]
"""A month as "2027-04", kept as text: `sufficiency.months.Calendar.month_of` reads it."""


def holds_numbers(annotation: Any) -> bool:
    """Whether a key of this type holds numbers; the others hold words, months or lists of words."""
    kind, inside = get_origin(annotation), get_args(annotation)
    if kind is Literal:
        return False
    if kind is Annotated:
        return holds_numbers(inside[0])
    if inside:
        return any(holds_numbers(part) for part in inside)
    return annotation not in (str, type(None), Ellipsis)
