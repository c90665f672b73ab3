"""Files of the department on care leavers, as rows of the record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pandas as pd

from sufficiency.evidence.england.update.cells import plain
from sufficiency.evidence.england.update.layouts import (
    GEOGRAPHY,
    Context,
    Found,
    Layout,
    Reader,
    Sheet,
)
from sufficiency.evidence.england.update.rows import LOCAL, long, of_areas

_COUNT, _PERCENT = "care_leaver_count", "care_leaver_percent"
_COLUMNS: Final = (*GEOGRAPHY, "care_leaver_age", "breakdown", _COUNT, _PERCENT)
_BEFORE_2025: Final = MappingProxyType(
    {"age": "care_leaver_age", "number": _COUNT, "percentage": _PERCENT}
)
"""What releases before November 2025 called those columns, but for the breakdown's own name."""

_AGED_19_TO_21: Final = ("19 to 21 years", "Aged 19 to 21")


@dataclass(frozen=True)
class _Kind:
    """A measure of the record, and where a file has it.

    Attributes:
        measure: what the record calls it.
        ages: youngest and oldest of those counted.
        words: of the breakdown, as `plain` gives them.
        cells: the column of its figures.
    """

    measure: str
    ages: tuple[str, str]
    words: str
    cells: str = _COUNT


_SUITABLE: Final = (
    _Kind("care_leavers_19_to_21", ("19", "21"), "total"),
    _Kind("in_suitable_accommodation", ("19", "21"), "accommodation considered suitable"),
    _Kind(
        "in_suitable_accommodation_percent",
        ("19", "21"),
        "accommodation considered suitable",
        _PERCENT,
    ),
)
_ACTIVE: Final = (
    _Kind("in_education_employment_training", ("19", "21"), "in education employment or training"),
)
_STAYING: Final = (
    _Kind(
        "staying_put_percent",
        ("19", "20"),
        "living with former foster carers in the current year",
        _PERCENT,
    ),
)


def _reader(kinds: tuple[_Kind, ...]) -> Reader:
    def read(sheet: Sheet, context: Context) -> Found:
        rows = of_areas(sheet, context)
        rows = rows[rows["geographic_level"] == LOCAL]  # the table holds authorities alone
        ages = rows["care_leaver_age"].map(lambda said: tuple(re.findall(r"\d+", said)))
        words = rows["breakdown"].map(plain)
        found = []
        for kind in kinds:
            of = rows[(ages == kind.ages) & (words == kind.words)]
            found.append(long(of.assign(measure=kind.measure), kind.cells, ["measure"]))
        together = pd.concat(found)
        return {"after_care": together.assign(year=together["year"].astype(str))}

    return read


CARE_LEAVERS: Final = (
    Layout(
        "care leavers by whether their accommodation is suitable, by authority",
        _COLUMNS,
        _reader(_SUITABLE),
        tells={
            "breakdown": ("Accommodation considered suitable",),
            "care_leaver_age": _AGED_19_TO_21,
        },
        also={**_BEFORE_2025, "accommodation_suitability": "breakdown"},
    ),
    Layout(
        "what care leavers do, by authority",
        _COLUMNS,
        _reader(_ACTIVE),
        tells={
            "breakdown": ("Total in education, employment or training",),
            "care_leaver_age": _AGED_19_TO_21,
        },
        also={**_BEFORE_2025, "activity": "breakdown"},
    ),
    Layout(
        "care leavers who stay put, by authority",
        _COLUMNS,
        _reader(_STAYING),
        tells={"breakdown": ("Total living with former foster carers in the current year",)},
        also={**_BEFORE_2025, "stay_put": "breakdown"},
    ),
)
"""Those of 22 to 25 have files of their own, which the record has no use for."""
