"""What every lever has and can say of itself; a lever's own file adds what is its own."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Annotated, Any, ClassVar, Final, Self

import numpy as np
from pydantic import BeforeValidator, Field, model_validator

from sufficiency.evidence import Evidence
from sufficiency.months import Calendar
from sufficiency.scenarios.arrays import by_month
from sufficiency.scenarios.levers.effect import Effect
from sufficiency.scenarios.levers.sources import (
    Fault,
    Sourced,
    read_source,
    source_faults,
    sources_of,
)
from sufficiency.scenarios.part import Part
from sufficiency.scenarios.setting import Setting
from sufficiency.scenarios.values import Range, Within, Written, YearMonth, fault, is_month, shown

Pounds = Annotated[Range, Within(0, 20_000_000, "GBP at 2024/25 prices")]
COMBINED: Final = "percentages combine as 1 - (1 - p)(1 - q), so no child is counted twice"


class Cost(Part):
    """What a programme costs the council, beside the placements it changes."""

    one_off: Pounds = Range(0, 0)
    """GBP, paid in the lever's first month."""
    a_year: Pounds = Range(0, 0)
    """GBP a year for as long as the lever runs, a twelfth each month."""


@dataclass(frozen=True)
class Grows:
    """A number that grows as a lever is pulled harder; at nil the lever changes no child's place.

    Attributes:
        key: the number's key in a file.
        unit: what it counts, as a page says it after the number.
        fewer: what it counts when it is below nil, where it may be.
    """

    key: str
    unit: str
    fewer: str = ""


@dataclass(frozen=True)
class Size:
    """How much of a lever a file has: never below nil, since the unit says which way."""

    value: Range
    unit: str

    def __str__(self) -> str:
        return f"{self.value} {self.unit}"


@dataclass(frozen=True)
class Push:
    """One number that a lever pushes, and which way: two levers may push the same one.

    Attributes:
        what: the number, in words.
        parts: the families or placement types it is pushed in; blank where it has no parts.
        up: whether it is pushed up.
        both: what two levers do that push it the same way.
        together: how the two then combine.
    """

    what: str
    parts: tuple[str, ...] = ("",)
    up: bool = False
    both: str = "change"
    together: str = COMBINED


class Lever(Sourced):
    """What all levers have in common: their dates, their cost and their sources."""

    lever: str
    starts: YearMonth = Field(alias="from")
    """First month in which the lever acts, as in 2027-04."""
    until: YearMonth | None = None
    """Last month in which the lever acts; left out: to the end of the projection."""
    ramp_months: Annotated[int, Within(0, 60, "months")] = 0
    """Months over which the effect builds up in a straight line, from nothing to all of it."""
    months_to_effect: Annotated[int, Within(0, 36, "months")] = 0
    """Months from the lever's first month, when its cost begins, to its first effect."""
    premise: YearMonth | None = None
    """Date of the facts the lever rests on; left out: the file's."""
    chance_of_no_effect: Annotated[float, Within(0, 1, "(a chance)")] = 0.0
    """Chance that it changes nothing; the money is spent all the same. For a programme that no
    trial shows to work it is more than nil."""
    source: Annotated[str | dict[str, str], BeforeValidator(read_source)]
    """One text for all the numbers, or a text for each number's key; or "assumption"."""
    why: Annotated[str, Written(2000)] | None = None
    """What the lever is, in words a reader of the results will see."""
    cost: Cost = Cost()
    """What the programme costs, beside the placements it changes."""

    # --- what each kind of lever says of itself ---------------------------------------------

    changes: ClassVar[tuple[str, ...]]
    """What it changes, each as 'what a scenario does not change' would list it."""
    grows: ClassVar[tuple[Grows, ...]] = ()
    """The numbers that grow together when it is made larger; none: the lever has no size."""
    ours: ClassVar[bool] = True
    """Whether the council pulls it, so that a file without its cost leaves something out."""
    meets: ClassVar[Mapping[str, str]] = {}
    """By the name of another lever, what comes of the two reaching the same children."""

    @abstractmethod
    def effect(self, setting: Setting) -> Effect:
        """What the lever does by itself."""

    @abstractmethod
    def sentence(self) -> str:
        """What the lever does in plain English, from the size of it to where the children are."""

    @property
    def push(self) -> Push | None:
        """The number that another lever could push too; None where levers of the kind add up."""
        return None

    @classmethod
    def inconsistent(cls, given: Mapping[str, Any]) -> list[Fault]:
        """What does not agree between the lever's own keys, as written; values may be wrong."""
        return []

    def cautions(self, evidence: Evidence) -> list[str]:
        """What is allowed but could mislead, as sentences go on after 'Lever 1 (name)'."""
        return []

    def with_evidence(self, evidence: Evidence) -> Self:
        """The lever with what its file leaves to the evidence filled in.

        Raises:
            InputError: when the evidence lacks the assumption.
        """
        return self

    def paid_once(self) -> Self:
        """The lever without what it costs for as long as it runs."""
        return self.model_copy(
            update={"cost": self.cost.model_copy(update={"a_year": Range(0, 0)})}
        )

    def taking_from_homes(self, share: float) -> Self:
        """The lever with that share of its new fostering places filled out of children's homes."""
        return self

    def parted(self, share: float) -> Self:
        """One council's part of a lever that several share, in what is no number of its own."""
        return self

    def leaving_homes_at(self, share: float) -> Self:
        """The lever with that price of the homes that children leave, over the average price."""
        return self

    # --- what follows for every lever -------------------------------------------------------

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = self.faults(self.model_dump(exclude_unset=True))
        if faults:
            raise fault(faults[0][1], at=faults[0][0])
        return self

    @classmethod
    def faults(cls, given: Mapping[str, Any]) -> list[Fault]:
        """What does not agree within one lever, as written.

        Made to be called on a lever that has other faults too, so that a reader learns of all of
        them at once: a value of the wrong kind is passed over here.
        """
        faults: list[Fault] = []
        starts, until = given.get("from"), given.get("until")
        if is_month(starts) and is_month(until) and str(until) < str(starts):
            faults.append(("until", f"{shown(until)} is before from ({shown(starts)})."))
        return faults + cls.inconsistent(given) + source_faults(cls, given)

    @property
    def sources(self) -> dict[str, str]:
        """Whose word each number is, whether the file gives the number or leaves the default.

        Keys are the file's own ("percent", "cost.a_year"). A number left at its default says so.
        """
        return sources_of(type(self), self.source, self.model_dump(exclude_unset=True))

    @classmethod
    def limits(cls, key: str) -> Within:
        """The limits of a number of this lever, by its key.

        Raises:
            KeyError: when the key is not a number of this lever.
        """
        found = [m for m in cls.model_fields[key].metadata if isinstance(m, Within)]
        if not found:
            raise KeyError(key)
        return found[0]

    @property
    def size(self) -> Size | None:
        """How much of the lever there is, in the first of its numbers that is not nil."""
        if not self.grows:
            return None
        held = [(number, self._range(number.key)) for number in self.grows]
        number, value = next((pair for pair in held if pair[1].mean != 0), held[0])
        if value.mean < 0:
            return Size(Range(-value.high, -value.low), number.fewer)
        return Size(value, number.unit)

    def sized(self, times: float) -> Self:
        """The lever so many times as large, each number held to its limits."""
        return self.model_copy(update={n.key: self._times(n.key, times) for n in self.grows})

    def _range(self, key: str) -> Range:
        held: Range | float = getattr(self, key)
        return held if isinstance(held, Range) else Range(held, held)

    def _times(self, key: str, times: float) -> Range | float:
        held, limits = self._range(key), self.limits(key)
        low, high = (limits.held(end * times) for end in (held.low, held.high))
        return Range(low, high) if isinstance(getattr(self, key), Range) else low

    def drawn(self, key: str, z: np.ndarray) -> np.ndarray:
        """A range's value in each draw, from standard normal numbers, held to its limits.

        Ranges of the same kind of lever share `z`, so that a lever written as two halves gives
        the same draws as the whole.
        """
        held: Range = getattr(self, key)
        return self.limits(key).clip(held.mean + held.sd * z)

    def acting(self, setting: Setting, key: str, delay: int = 0, runs_on: int = 0) -> np.ndarray:
        """A range's value times how much of the lever acts in each month, (draws, months)."""
        drawn = self.delivered(setting, key)
        return by_month(drawn, self.strength(setting.calendar, delay=delay, runs_on=runs_on))

    def delivered(self, setting: Setting, key: str) -> np.ndarray:
        """A range's value in each draw, and nil in those in which the lever has no effect.

        The programmes of a scenario share how well they are delivered, unless its file says apart:
        in a draw in which one is near its low end, all are. What the council does not pull has its
        own luck.
        """
        z = self._luck(setting, key)
        value = self.drawn(key, z if self._range(key).mean >= 0 else -z)
        return value if self.chance_of_no_effect == 0 else value * self.works(setting)

    def works(self, setting: Setting) -> np.ndarray:
        """In which draws it has an effect, (draws,)."""
        z = self._luck(setting, "chance_of_no_effect")
        return z >= NormalDist().inv_cdf(min(max(self.chance_of_no_effect, 1e-12), 1 - 1e-12))

    def _luck(self, setting: Setting, key: str) -> np.ndarray:
        if self.ours and setting.together:
            return setting.delivery
        return setting.normal(self.lever, key)

    def strength(self, calendar: Calendar, delay: int = 0, runs_on: int = 0) -> np.ndarray:
        """How much of the lever acts in each month, from nil to one, (months,).

        Nothing acts in a month that has been counted: what was done then is in the count.

        Args:
            calendar: the projection's months.
            delay: months from the lever's start to its first effect, besides its own.
            runs_on: months that the effect goes on after `until`.
        """
        month = np.arange(calendar.months)
        begins = calendar.month_of(self.starts) + self.months_to_effect + delay
        built_up = np.clip((month - begins + 1) / (self.ramp_months + 1), 0.0, 1.0)
        built_up[: calendar.counted] = 0.0
        if self.until is None:
            return built_up
        return np.where(month <= calendar.month_of(self.until) + runs_on, built_up, 0.0)

    def spending(self, setting: Setting) -> list[np.ndarray]:
        """What the lever itself costs, in parts: GBP a month at base-year prices, each by draw."""
        running = self.running(setting.calendar)
        first = np.arange(len(running)) == setting.calendar.month_of(self.starts)
        paid = {"a_year": running / 12.0, "one_off": 1.0 * (running & first)}
        return [
            by_month(self.costing(setting, key), months)
            for key, months in paid.items()
            if getattr(self.cost, key).high > 0
        ]

    def building(self, setting: Setting) -> list[np.ndarray]:
        """The part of `spending` that pays for a building: interest, repayment, rent."""
        return []

    def running(self, calendar: Calendar) -> np.ndarray:
        """In which months it is paid for; those that are counted are past, (months,)."""
        month = np.arange(calendar.months)
        first = max(calendar.month_of(self.starts), calendar.counted)
        last = calendar.months if self.until is None else calendar.month_of(self.until)
        return np.asarray((month >= first) & (month <= last))

    def costing(self, setting: Setting, key: str) -> np.ndarray:
        """A number of the cost in each draw, never below nil, (draws,)."""
        amount: Range = getattr(self.cost, key)
        z = setting.normal(self.lever, f"cost.{key}")
        return np.maximum(amount.mean + amount.sd * z, 0.0)
