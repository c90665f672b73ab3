"""The figures that money rests on besides prices, with what is said of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sufficiency.errors import InputError, closest

if TYPE_CHECKING:
    from sufficiency.evidence import Evidence


@dataclass(frozen=True)
class Figure:
    """One row of money_assumptions.csv: low and high are an 80% range."""

    key: str
    value: float
    low: float
    high: float
    unit: str
    source: str
    quality: str


def figure(evidence: Evidence, key: str) -> Figure:
    """The figure of that key.

    Raises:
        InputError: when money_assumptions.csv has no such key.
    """
    rows = evidence.money_assumptions
    found = rows[rows["key"] == key]
    if found.empty:
        raise InputError(f"money_assumptions.csv has no key '{key}'.{closest(key, rows['key'])}")
    row = found.iloc[0]
    return Figure(
        key=key,
        value=float(row["value"]),
        low=float(row["low"]),
        high=float(row["high"]),
        unit=str(row["unit"]),
        source=str(row["source"]),
        quality=str(row["quality"]),
    )
