"""A goal: what is to be reached, by when, and how surely."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Self

import numpy as np
from pydantic import BeforeValidator, model_validator

from sufficiency.errors import InputError, listed
from sufficiency.months import Calendar
from sufficiency.placements import FAMILIES, PLACEMENT_TYPES
from sufficiency.scenarios.part import Part
from sufficiency.scenarios.values import OneOf, Within, fault, is_month, shown

LOOKED_AFTER, MODELLED_TOTAL, IN_HOUSE = "looked_after", "modelled_total", "in_house_percent"
OUT_OF_AREA, PAYBACK = "out_of_area", "payback_years"
GAPS: Final = {"gap_fostering": "fostering", "gap_homes": "homes"}
"""Need beyond the council's own places, by the family it is of."""
MEASURES: Final = (
    *(*PLACEMENT_TYPES, LOOKED_AFTER, IN_HOUSE, OUT_OF_AREA),
    *(*GAPS, MODELLED_TOTAL, PAYBACK),
)
WHOLES: Final = (*FAMILIES, LOOKED_AFTER)
"""What a number of children may be a percentage of."""
_OF_CHILDREN: Final = (*PLACEMENT_TYPES, OUT_OF_AREA)
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


def _measures(value: Any) -> Any:
    names = value if isinstance(value, list | tuple) else [value]
    if not names:
        raise fault("the list is empty; name a measure.")
    return tuple(names)


_Amount = Annotated[float, Within(0, 1_000_000_000, "children, percent, years or GBP")]
_Measure = Annotated[str, OneOf(MEASURES, "a measure")]
_Whole = Annotated[str, OneOf(WHOLES, "a family of placements or looked_after")]


class Goal(Part):
    """What is to be reached, by when, and how surely."""

    measure: Annotated[tuple[_Measure, ...], BeforeValidator(_measures)]
    """A placement type or a list of them, which are added up; looked_after (all children),
    in_house_percent (of children in foster homes other than connected carers', how many in 100 are
    with the council's own), out_of_area (children outside the boundary), gap_fostering or gap_homes
    (need beyond the council's own places), modelled_total (GBP, programme included) or
    payback_years (from the first spending)."""
    percent_of: _Whole | None = None
    """The goal is a percentage of the children of a family of placements, or of looked_after."""
    at_most: _Amount | None = None
    """The measure is to be no more than this."""
    at_least: _Amount | None = None
    """The measure is to be no less than this."""
    when: Annotated[str, BeforeValidator(_when)] | None = None
    """A month for children (its end), a financial year for money; none for payback_years."""
    probability: Annotated[float, Within(0.05, 0.99, "(a probability)")] = 0.8
    """How sure it is to be: the share of futures in which the goal is reached."""
    price_basis: Annotated[str, OneOf(("nominal", "real"), "a price basis")] = "nominal"
    """For money: prices of the year itself, or of 2024/25."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.at_most is None) == (self.at_least is None):
            raise fault("give either at_most or at_least, and not both.")
        name = listed(self.measure)
        if len(self.measure) > 1 and not set(self.measure) <= set(PLACEMENT_TYPES):
            raise fault(f"only placement types are added up, and not {name}.", at="measure")
        if self.percent_of is not None and not set(self.measure) <= set(_OF_CHILDREN):
            raise fault(
                f"{name} is no number of children in some placements: leave it out.",
                at="percent_of",
            )
        if self.of_share and max(self.at_most or 0, self.at_least or 0) > 100:
            raise fault("a percentage is 0 to 100.", at="at_most" if self.at_most else "at_least")
        if self.of_payback:
            if self.when is not None:
                raise fault("payback_years needs none: it is from the first spending.", at="when")
        elif self.when is None:
            raise fault("it is missing.", at="when")
        elif is_month(self.when) == self.of_money:
            needed = (
                "a financial year, as in 2027/28" if self.of_money else "a month, as in 2029-03"
            )
            raise fault(f"{name} needs {needed}, and when is {shown(self.when)}.", at="when")
        return self

    @property
    def of_share(self) -> bool:
        """Whether it is in percent."""
        return self.percent_of is not None or self.measure == (IN_HOUSE,)

    @property
    def of_payback(self) -> bool:
        return self.measure == (PAYBACK,)

    def reached(self, measured: np.ndarray) -> np.ndarray:
        """In which futures the measure is where the goal asks, (draws,)."""
        if self.at_most is not None:
            return np.asarray(measured <= self.at_most)
        return np.asarray(measured >= (self.at_least or 0.0))

    @property
    def of_money(self) -> bool:
        return self.measure == (MODELLED_TOTAL,)

    def position(self, calendar: Calendar) -> int:
        """Place of `when` among the month ends or the financial years of a projection.

        The last month end where the goal has no date.

        Raises:
            InputError: when it lies outside the projection.
        """
        if self.when is None:
            return calendar.months
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
