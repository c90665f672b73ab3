"""How far a line's own factor is believed: shrunk toward the factor of both lines together.

Prices are brought to what the authority spent by a factor a line. Where a council puts a placement
between the lines is habit: line by line the factors of England scatter twice as wide as for both
lines together, and what one line has too much the other lacks. How much of a line's distance from
the joint factor is price is read off section 251, a return of its own that gives weekly costs: the
slope of section 251's distance on that of the outturn (docs/decisions/0039).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from sufficiency.errors import InputError

WEIGHTS: Final = {"residential": 0.0, "fostering": 0.35}
"""Weight on a line's own factor; the rest is on the joint one. Slopes over 140 authorities in
2024-25: residential -0.20, taken as nil, and fostering 0.35; see docs/decisions/0039."""

BELIEVED: Final = (0.67, 1.5)
"""A line's factor over the joint one beyond which it is a habit of coding, not a price."""

FACTORS: Final = Path(__file__).with_name("factors_england.csv")
"""Factors of every authority whose lines were returned, as `factors_of_england` gives them."""


@dataclass(frozen=True)
class Shrunk:
    """The factor of a line after shrinking.

    Attributes:
        factor: what its listed prices are multiplied by at mean volumes.
        residual: GBP of its outturn that prices then leave; negative where they make more. The
            line and the total stay as they were returned.
        joint_alone: whether its own factor was too far from the joint one to be believed.
    """

    factor: float
    residual: float
    joint_alone: bool


def shrunk_factors(
    outturn: Mapping[str, float], modelled: Mapping[str, float]
) -> dict[str, Shrunk]:
    """Factors of the lines, each shrunk toward the factor of both together.

    One factor a line at listed prices and mean volumes, so that a finance officer can redo it by
    hand: every draw is then scaled to the same part of the line.

    Args:
        outturn: GBP by line.
        modelled: GBP by line at listed prices and mean volumes.

    Raises:
        InputError: when nothing was spent on the lines together.
    """
    total = sum(outturn.values())
    if not total > 0:
        raise InputError("spend.csv has nothing on the priced lines: prices cannot be scaled.")
    joint = total / sum(modelled.values())
    found = {}
    for line, spent in outturn.items():
        of_joint = spent / modelled[line] / joint
        believed = BELIEVED[0] <= of_joint <= BELIEVED[1]
        factor = joint * of_joint ** (WEIGHTS[line] if believed else 0.0)
        found[line] = Shrunk(factor, spent - factor * modelled[line], not believed)
    return found


def standing(line: str, factor: float) -> tuple[float, int]:
    """Share of England's authorities whose own factor of a line is lower, 0 to 1, and of how many.

    Args:
        line: residential or fostering.
        factor: outturn over what England's starting prices make of it, before shrinking.
    """
    stored = pd.read_csv(FACTORS)
    of_line = stored.loc[stored["line"] == line, "factor"]
    return float((of_line < factor).mean()), len(of_line)
