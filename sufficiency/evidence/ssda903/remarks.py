"""What a reader should know of the record as a whole, in sentences; counts alone are in them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from sufficiency.evidence.ssda903.cells import joined
from sufficiency.evidence.ssda903.codes import BY_COLUMN, plain_code
from sufficiency.evidence.ssda903.dates import how_written
from sufficiency.evidence.ssda903.extent import Extent
from sufficiency.evidence.ssda903.rows import Rows
from sufficiency.evidence.ssda903.spells import CONTINUED, Spells, month_ends
from sufficiency.evidence.ssda903.tables import Source
from sufficiency.placements import PLACEMENT_TYPES, label


def remarks(rows: Rows, spells: Spells, extent: Extent) -> tuple[str, ...]:
    """Two returns of one year, months without a sound, and stock that flows do not explain."""
    said = []
    for year in np.unique(rows.year[rows.draft]).tolist():
        said.append(
            f"Two returns of {year - 1}-{year % 100:02d} are there: the one with more endings is "
            "used, the other set aside."
        )
    if extent.quiet_from is not None:
        said.append(
            f"The returns say nothing after {np.datetime64(extent.quiet_from, 'D')}, where about "
            f"{extent.expected:.0f} days with a change would be usual by "
            f"{np.datetime64(extent.last, 'D')}: if the last was made before its year ended, the "
            "counts of these months are too still."
        )
    lost, come = unexplained(spells)
    if lost or come:
        said.append(
            "Entries and exits do not explain every change of the stock: out of it without "
            f"leaving care {lost:,}, into it without entering {come:,} (REC X1 with a gap after "
            "it, or full care that goes on as short breaks)."
        )
    return tuple(said)


def unexplained(spells: Spells) -> tuple[int, int]:
    """Stays within the record that end without exit and without another, and that begin so."""
    same = spells.child[1:] == spells.child[:-1]
    joined = same & (spells.start[1:] <= spells.end[:-1])
    size = len(spells.child)
    followed, follows = np.append(joined, False)[:size], np.append(False, joined)[:size]
    ends = (spells.end > spells.first) & (spells.end <= spells.last)
    starts = (spells.start > spells.first) & (spells.start <= spells.last)
    lost = ends & (spells.reason == CONTINUED) & ~followed
    return int(lost.sum()), int((starts & ~spells.entered & ~follows).sum())


def counted_at_marches(spells: Spells) -> pd.DataFrame:
    """Children in care at each 31 March of the record (columns: years), in all and by type."""
    ends = month_ends(spells.first, spells.last).astype("datetime64[D]")
    counted = {}
    for day in ends[ends.astype("datetime64[M]").astype(int) % 12 == 2]:
        there = (spells.start <= day.astype(int)) & (spells.end > day.astype(int))
        by_type = np.bincount(spells.kind[there], minlength=len(PLACEMENT_TYPES))
        counted[str(day)[:4]] = [int(there.sum()), *by_type.tolist()]
    return pd.DataFrame(counted, index=[label(key) for key in ("total", *PLACEMENT_TYPES)])


def read_so(sources: Sequence[Source]) -> tuple[str, ...]:
    """How the cells of each table had to be read, where they are not as the return has them."""
    lines = []
    for source in sources:
        said = list(source.said)
        for column in ("DECOM", "DEC", "DOB", "DUC"):
            if column in source.columns:
                written = how_written(source.columns[column])
                said += [(column, how, cells) for how, cells in written.items()]
        for column, known in BY_COLUMN.items():
            if column not in source.columns:
                continue
            texts = source.columns[column]
            worded = [plain_code(text.upper(), known) != text.upper() for text in texts.different]
            if any(worded):
                cells = sum(itertools.compress(texts.cells(), worded))
                said.append((column, "the code is read and the words behind it left out", cells))
        lines += [f"{source.name}, read so: {one}." for one in joined(said)]
    return tuple(lines)
