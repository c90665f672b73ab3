"""What every lever of a scenario file has in common: its dates, its cost and its sources."""

from __future__ import annotations

from typing import Annotated, Self

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from sufficiency.scenarios.sources import inconsistencies, read_source, sources_of
from sufficiency.scenarios.values import Range, Within, Written, YearMonth, fault

Pounds = Annotated[Range, Within(0, 20_000_000, "GBP at 2024/25 prices")]


class Part(BaseModel):
    """What every part of a scenario file shares: it cannot change, and knows all its keys."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", serialize_by_alias=True, use_attribute_docstrings=True
    )


class Cost(Part):
    """What a programme costs the council, beside the placements it changes."""

    one_off: Pounds = Range(0, 0)
    """GBP, paid in the lever's first month."""
    a_year: Pounds = Range(0, 0)
    """GBP a year for as long as the lever runs, a twelfth each month."""


class RecruitmentCost(Cost):
    """The cost of recruiting: also a sum for each household recruited."""

    one_off_per_household: Annotated[Range, Within(0, 100_000, "GBP at 2024/25 prices")] = Range(
        0, 0
    )
    """GBP for each household, paid in the month its places can first be filled."""


class AnyLever(Part):
    """What all levers have in common."""

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
    source: Annotated[str | dict[str, str], BeforeValidator(read_source)]
    """One text for all the numbers, or a text for each number's key; or "assumption"."""
    why: Annotated[str, Written(2000)] | None = None
    """What the lever is, in words a reader of the results will see."""
    cost: Cost = Cost()
    """What the programme costs, beside the placements it changes."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = inconsistencies(type(self), self.model_dump(exclude_unset=True))
        if faults:
            raise fault(faults[0][1], at=faults[0][0])
        return self

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

    def drawn(self, key: str, z: np.ndarray) -> np.ndarray:
        """A range's value in each draw, from standard normal numbers, held to its limits.

        Ranges of the same kind of lever share `z`, so that a lever written as two halves gives
        the same draws as the whole.
        """
        held: Range = getattr(self, key)
        return self.limits(key).clip(held.mean + held.sd * z)
