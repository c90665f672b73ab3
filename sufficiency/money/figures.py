"""The figures that money rests on besides prices, with what is said of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sufficiency.evidence import Assumption, Evidence


def figure(evidence: Evidence, key: str) -> Assumption:
    """The row of money_assumptions.csv of that key.

    Raises:
        InputError: when there is no such key.
    """
    return evidence.assumption(key, table="money_assumptions")
