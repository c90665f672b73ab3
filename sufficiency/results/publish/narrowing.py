"""Whether what is shown narrows a small count: the reader's sums, worked out as a reader could.

A reader who knows the total, the families and types that are shown, the price list and what
placements cost has as many equations. They must leave a withheld count of 1 to 5 free to be each of
the five.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.placements import TYPES_OF

LEAST, MOST = 1, 5
"""What a withheld count must be free to be."""
_KNOWN_TO: Final = 25_000.0
"""GBP a year to which a reader is taken to know a cost: twice as closely as £0.1m shows it."""


@dataclass(frozen=True)
class OwnCounts:
    """What is counted that nobody has published, and what a reader knows of money.

    Attributes:
        last: Last month end that is counted: the opening, or the last of the returns.
        yearly: GBP a child a year by placement type.
        line: The line of the outturn that a type's price is scaled to, of those that are; a
            line's outturn is public.
        flows: Whether exits and moves are counted as well, so that rates come of them.
    """

    last: pd.Timestamp
    yearly: Mapping[str, float]
    line: Mapping[str, str]
    flows: bool = False


def is_narrowed(
    kind: str, blank: set[str], gone: set[str], children: Mapping[str, float], own: OwnCounts
) -> bool:
    """Whether the sums that are shown keep a blank type from being any of 1 to 5.

    Args:
        kind: A type with a small number of children.
        blank: The types that are withheld.
        gone: The families that are withheld whole.
        children: Children of each type, as they are.
        own: What a reader knows of money.
    """
    # scipy takes a moment to wake, and few runs need it
    from scipy.optimize import LinearConstraint, milp

    names = sorted(blank)
    true = np.array([children[name] for name in names])
    sums = [set(members) for family, members in TYPES_OF.items() if family not in gone]
    sums.append({name for family in gone for name in TYPES_OF[family]})
    adds = np.array([[float(name in members) for name in names] for members in sums])
    pays = np.array(_costs_known(names, own)).reshape(-1, len(names)) / _KNOWN_TO
    known = [
        LinearConstraint(adds, adds @ true, adds @ true),
        LinearConstraint(pays, pays @ true - 1.0, pays @ true + 1.0),
    ]
    counted = (true == np.round(true)).astype(int)  # an estimate need not be a whole number
    for sign, bound in ((1.0, LEAST), (-1.0, -MOST)):
        wanted = sign * np.array([float(name == kind) for name in names])
        found = milp(wanted, constraints=known, integrality=counted)
        if not found.success or found.fun > bound + 1e-6:
            return True
    return False


def _costs_known(names: list[str], own: OwnCounts) -> list[list[float]]:
    """GBP a child of each blank type, for each line whose outturn tells, and for the total.

    A line of which every type is blank tells nothing: its scaling is withheld with it.
    """
    lines = {own.line[name] for name in names if name in own.line}
    shown = {line for kind, line in own.line.items() if kind not in names}
    telling = sorted(lines & shown)
    rows = [
        [own.yearly[name] if own.line.get(name) == line else 0.0 for name in names]
        for line in telling
    ]
    if len(telling) == len(lines):
        rows.append([own.yearly[name] for name in names])
    return rows
