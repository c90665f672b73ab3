"""`sufficiency synthesise`: a made-up authority's returns in a folder, with the truth beside."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from sufficiency.evidence.synthetic.dirt import soil
from sufficiency.evidence.synthetic.returns import write_returns
from sufficiency.evidence.synthetic.world import Truth, make_world, truth
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.writing import output_folder, sign

TRUTH = "truth.csv"


def synthesise(
    out: Path | str,
    children: int = 650,
    years: int = 6,
    seed: int = 1,
    pattern: str = "steady",
    dirt: Iterable[str] = (),
) -> None:
    """Write made-up returns: a folder a year with Header, Episodes and UASC, and `truth.csv`.

    Args:
        out: a new folder, or one that an earlier call made.
        children: looked after at a time, about.
        years: returns, the last to 31 March 2026.
        seed: the same seed writes the same files.
        pattern: of entries: steady, drifting or shocked.
        dirt: kinds of faults to put in (`dirt.DIRT`), or "all".

    Raises:
        InputError: for numbers, a pattern or a kind of fault that cannot be had, or a folder
            that is not ours to replace.
    """
    world = make_world(children, years, seed, pattern)
    kinds = sorted(set(dirt))
    returns = soil(write_returns(world, seed), kinds, seed)
    with output_folder(out) as folder:
        for year, tables in returns.items():
            place = folder / f"{year - 1}-{year % 100:02d}"
            place.mkdir()
            for name, table in tables.items():
                _write(table, place / f"{name}.csv")
        _write(truth_frame(truth(world)), folder / TRUTH)
        settings = {"children": children, "years": years, "seed": seed, "pattern": pattern}
        sign(folder, {"synthetic": {**settings, "dirt": kinds}})


def truth_frame(known: Truth) -> pd.DataFrame:
    """The truth in the layout of `sufficiency import`: date, placement_type, measure, children."""
    dates = pd.DatetimeIndex(known.dates.astype("datetime64[D]")).strftime("%Y-%m-%d")
    parts = []
    for measure in ("stock", "entries", "exits", "moves"):
        counts = getattr(known, measure)
        parts.append(
            pd.DataFrame(
                {
                    "date": np.repeat(dates[len(dates) - len(counts) :], len(PLACEMENT_TYPES)),
                    "placement_type": np.tile(PLACEMENT_TYPES, len(counts)),
                    "measure": measure,
                    "children": counts.ravel(),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _write(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
