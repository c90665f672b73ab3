"""Prices that the council knows: held as given, while the rest of their line takes what is left.

A price marked `known` in prices.csv is the same in every draw. The other prices of its outturn line
keep their proportions to each other and are moved together until the line makes its outturn, and
have no range of their own: the outturn fixes their sum. One factor a line, so that a finance
officer can redo it by hand and the workbook gives the same to the penny (docs/decisions/0046).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class HeldLine:
    """A line of the outturn with known prices.

    Attributes:
        factor: what the listed prices of the rest are multiplied by, 0 or more.
        residual: GBP of the outturn that prices then do not explain; negative where the known
            prices alone make more than was spent.
    """

    factor: float
    residual: float


def known_kinds(anchors: pd.DataFrame) -> np.ndarray:
    """Whether each price is marked as known, (placement types,)."""
    return (anchors["known"] == "yes").to_numpy()


def hold_line(outturn: float, known: float, rest: float) -> HeldLine:
    """What known prices leave to the rest of a line.

    Args:
        outturn: GBP spent on the line.
        known: GBP that its known prices make.
        rest: GBP that its other prices make as listed.

    >>> hold_line(100.0, 60.0, 80.0)
    HeldLine(factor=0.5, residual=0.0)
    >>> hold_line(100.0, 120.0, 80.0)
    HeldLine(factor=0.0, residual=-20.0)
    """
    left = outturn - known
    if left <= 0 or rest <= 0:
        return HeldLine(0.0, left)
    return HeldLine(left / rest, 0.0)


def warnings_of(factors: pd.DataFrame, year: str, accepted: tuple[float, float]) -> list[str]:
    """A sentence for each line whose known prices leave too much or too little to the rest.

    Args:
        factors: as `Scaling.factors`, of lines with known prices.
        year: the base year, as in "2024/25".
        accepted: factors of the rest that need no remark.
    """
    sentences = []
    for row in factors.to_dict("records"):
        line, outturn, residual = row["line"], row["outturn"] / 1e6, row["residual"] / 1e6
        if abs(residual) >= 0.001:
            more = "more than" if residual < 0 else "less than"
            sentences.append(
                f"Known prices make £{abs(residual):.1f}m {more} the £{outturn:.1f}m spent on the "
                f"{line} line in {year}, and nothing is left to move: look at prices.csv and at "
                "the children of the line. The difference stands with what is not modelled."
            )
        elif not accepted[0] <= row["factor"] <= accepted[1]:
            sentences.append(
                f"Known prices leave the rest of the {line} line in {year} {row['factor']:.2f} "
                "times its listed prices: look at prices.csv and at what the line holds."
            )
    return sentences
