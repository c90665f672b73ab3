"""gap.csv: need, own places that can be filled, what is used elsewhere, and who finds no place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.capacity import Projection, need_by_age
from sufficiency.flows import BANDS, Ages
from sufficiency.placements import FAMILIES, family_position
from sufficiency.ranges import statistics
from sufficiency.results.rows import EVERY_DATE, MARCHES, Rows, stacked

ALL_AGES: Final = "all"


def gap_table(
    results: Iterable[tuple[str, Projection]], ages: Ages | None, at: slice = EVERY_DATE
) -> pd.DataFrame:
    """Need, usable own supply and the gap by family; blank where supply has no limit we know.

    The supply of fostering is what connected carers provide and the mainstream places that can
    be filled; that of homes is own beds that can be filled and fostering places set aside for
    children who would otherwise live in a home. The gap is need less supply, never below nil:
    what agency carers and external homes are used for, and `unplaced`, who find no foster home.

    At each 31 March rows by age follow: of a month they are known no better. Children are as old as
    the family's were at the opening but for those whom a lever moved, who are of the ages that it
    names (`need_by_age`). Own places are taken to be for children as old as those in them then.
    Who is unplaced is not known by age.

    Args:
        ages: of the children at the opening; without them there are no rows by age.
        at: at which month ends there are rows of all ages.
    """
    blocks: list[Rows] = []
    for name, projection in results:
        needed, fillable = projection.need, projection.fillable_places
        nobody = np.zeros((1, len(projection.dates)))
        by_age = None if ages is None else need_by_age(projection.needed, ages.shares, MARCHES)
        for f, family in enumerate(FAMILIES):
            supply = fillable.get(family)
            unplaced = projection.unplaced if family == "fostering" else nobody
            keys = {"scenario": name, "date": projection.dates, "family": family}
            need = needed[:, :, family_position(family)]
            then = {**keys, "date": projection.dates[at], "age_band": ALL_AGES}
            own = None if supply is None else supply[:, at]
            blocks.append(_rows(then, need[:, at], own, unplaced[:, at]))
            if ages is None or by_age is None:
                continue
            dates = projection.dates[MARCHES]
            of_bands = {
                **keys,
                "date": np.tile(dates, len(BANDS)),
                "age_band": np.repeat(BANDS, len(dates)),
            }
            share = ages.in_own[:, f]
            part = None if supply is None else _banded(supply[:, MARCHES, None] * share[:, None])
            blocks.append(_rows(of_bands, _banded(by_age[:, :, f]), part, None))
    return stacked(blocks)


def _banded(values: np.ndarray) -> np.ndarray:
    """Values by date and band, (draws, dates, bands), laid out band after band."""
    return np.swapaxes(values, 1, 2).reshape(len(values), -1)


def _rows(
    keys: Mapping[str, object],
    need: np.ndarray,
    supply: np.ndarray | None,
    unplaced: np.ndarray | None,
) -> Rows:
    """Rows of one family; `unplaced` is left out where it is not known."""
    unknown = np.full((1, need.shape[1]), np.nan)
    there = unknown if supply is None or unplaced is None else unplaced
    return {
        **keys,
        **_ranges("need", need),
        **_ranges("usable_supply", unknown if supply is None else supply),
        **_ranges("gap", unknown if supply is None else np.maximum(need - supply, 0.0)),
        **_ranges("unplaced", there),
    }


def _ranges(measure: str, values: np.ndarray) -> dict[str, np.ndarray]:
    names = ("p10", "p50", "p90")
    return {f"{measure}_{k}": v for k, v in statistics(values, names).items()}
