"""Sizes that are shares of a council's own record: what makes a scenario file fit any council.

`additional_households_a_year: {low: 0.05, high: 0.13, of: mainstream_households}` is 4 to 11
households a year where there are 82 and 20 to 52 where there are 400.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from sufficiency.capacity.carer_rates import places_opening
from sufficiency.errors import InputError
from sufficiency.scenarios.part import Part
from sufficiency.scenarios.values import OWN_NUMBERS, Range, Within, plain

if TYPE_CHECKING:
    from sufficiency.evidence import Evidence

P = TypeVar("P", bound=Part)


def sized(part: P, evidence: Evidence) -> P:
    """A lever, or a part of it, with numbers in place of shares of the council's own record.

    Raises:
        InputError: when the record lacks the number, or the size is beyond what the key allows.
    """
    found: dict[str, object] = {}
    for key, field in type(part).model_fields.items():
        value = getattr(part, key)
        if isinstance(value, Part):
            inner = sized(value, evidence)
            if inner is not value:
                found[key] = inner
        elif isinstance(value, Range) and value.of:
            size = value.sized(own_number(evidence, value.of))
            for limit in field.metadata:
                if isinstance(limit, Within) and size.high > limit.most:
                    raise InputError(
                        f"{key}: {value} is {plain(size.high)} in {evidence.authority.name}; it "
                        f"must be {limit.allowed}."
                    )
            found[key] = size
    # What is not a share stays as the file left it, also whether it was given at all.
    return part.model_copy(update=found) if found else part


def shares_in(part: Part) -> list[str]:
    """Keys of a lever whose sizes are shares of the council's own record."""
    found = []
    for key in type(part).model_fields:
        value = getattr(part, key)
        if isinstance(value, Part):
            found += shares_in(value)
        elif isinstance(value, Range) and value.of:
            found.append(key)
    return found


def own_number(evidence: Evidence, name: str) -> float:
    """A number of the council's record at the opening, by its name in `OWN_NUMBERS`.

    Raises:
        InputError: when the record does not hold it.
    """
    year = evidence.opening_year
    if name == "mainstream_households":
        number = places_opening(evidence, year).places
        number /= evidence.assumption("places_per_household").value
    else:
        series = {
            "children_looked_after": lambda: evidence.series("looked_after_31_march"),
            "children_fostered": lambda: evidence.placed("foster"),
            "children_in_homes": lambda: evidence.placed("homes"),
            "children_with_parents": lambda: evidence.placed("placed_with_parents"),
            "entries_a_year": lambda: evidence.series("started_in_year"),
        }[name]()
        number = float(series.get(year, np.nan))
    if number != number:
        raise InputError(
            f"A scenario's size is a share of {OWN_NUMBERS[name]}, which the record of "
            f"{evidence.authority.name} does not hold for {year}: write the size as a number."
        )
    return float(number)
