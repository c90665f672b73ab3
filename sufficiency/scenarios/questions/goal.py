"""A goal: what is to be reached, by when, and how surely."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Self

from pydantic import BeforeValidator, model_validator

from sufficiency.errors import InputError
from sufficiency.months import Calendar
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.scenarios.part import Part
from sufficiency.scenarios.values import OneOf, Within, fault, is_month, shown

LOOKED_AFTER, MODELLED_TOTAL, IN_HOUSE = "looked_after", "modelled_total", "in_house_percent"
MEASURES: Final = (*PLACEMENT_TYPES, LOOKED_AFTER, IN_HOUSE, MODELLED_TOTAL)
_YEAR: Final = re.compile(r"(20[0-9]{2})/([0-9]{2})")


def _when(value: Any) -> str:
    year = _YEAR.fullmatch(value) if isinstance(value, str) else None
    if year and int(year[2]) == (int(year[1]) + 1) % 100:
        return str(value)
    if not is_month(value):
        raise fault(
            f"{shown(value)} is neither a month, as in 2029-03, nor a financial year, as in "
            "2027/28."
        )
    return str(value)


_Amount = Annotated[float, Within(0, 1_000_000_000, "children, percent or GBP")]


class Goal(Part):
    """What is to be reached, by when, and how surely."""

    measure: Annotated[str, OneOf(MEASURES, "a measure")]
    """A placement type, looked_after (all children), in_house_percent (of children in foster homes
    other than connected carers', how many in 100 are with the council's own) or modelled_total
    (GBP, programme included)."""
    at_most: _Amount | None = None
    """The measure is to be no more than this."""
    at_least: _Amount | None = None
    """The measure is to be no less than this."""
    when: Annotated[str, BeforeValidator(_when)]
    """A month for children (its end), a financial year for money."""
    probability: Annotated[float, Within(0.05, 0.99, "(a probability)")] = 0.8
    """How sure it is to be: the share of futures in which the goal is reached."""
    price_basis: Annotated[str, OneOf(("nominal", "real"), "a price basis")] = "nominal"
    """For money: prices of the year itself, or of 2024/25."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.at_most is None) == (self.at_least is None):
            raise fault("give either at_most or at_least, and not both.")
        if is_month(self.when) == self.of_money:
            needed = (
                "a financial year, as in 2027/28" if self.of_money else "a month, as in 2029-03"
            )
            raise fault(
                f"{self.measure} needs {needed}, and when is {shown(self.when)}.", at="when"
            )
        return self

    @property
    def of_money(self) -> bool:
        return self.measure == MODELLED_TOTAL

    def position(self, calendar: Calendar) -> int:
        """Place of `when` among the month ends or the financial years of a projection.

        Raises:
            InputError: when it lies outside the projection.
        """
        if self.of_money:
            years = calendar.financial_years
            if self.when in years:
                return years.index(self.when)
            raise InputError(
                f"goal, when: {self.when} is not in the projection ({years[0]} to {years[-1]})."
            )
        month = calendar.month_of(self.when) + 1
        if not calendar.counted < month <= calendar.months:
            first, last = calendar.dates[calendar.counted + 1], calendar.dates[-1]
            raise InputError(
                f"goal, when: {self.when} is not in the projection, which runs from {first:%Y-%m} "
                f"to {last:%Y-%m}."
            )
        return month
