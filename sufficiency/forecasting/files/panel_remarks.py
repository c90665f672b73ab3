"""What a reader should know of a panel file that can be forecast and may not be what it seems."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sufficiency.errors import listed, quoted
from sufficiency.evidence.england.store import Record
from sufficiency.forecasting.files.panel_file import check_panel
from sufficiency.forecasting.pooled.panel import AnnualPanel
from sufficiency.forecasting.pooled.series import TOTAL, TYPES

JUMP, FEWEST = 1.6, 50
"""How many times the number of the year before, or the other way round, no English authority of so
many children has had (DfE, 2010 to 2025: from 0.71 to 1.46 times)."""


def panel_remarks(frame: pd.DataFrame, record: Record) -> list[str]:
    """Sentences on the authorities of a panel file; no forecast depends on them.

    Args:
        frame: cells of the file, as `read_panel` gives them.
        record: of England, which knows the authorities that are no more.

    Raises:
        InputError: see `check_panel`.
    """
    panel = check_panel(frame)
    gone = _abolished(panel, record)
    return [*gone.values(), *_early(panel, set(gone)), *_added(panel), *_jumps(panel)]


def _abolished(panel: AnnualPanel, record: Record) -> dict[str, str]:
    """By code, a sentence for each authority of the file that has been abolished."""
    areas = record.areas
    past = areas[areas["successors"] != ""].set_index("area_code")
    said = {}
    for code in panel.codes:
        if code.upper() in past.index:
            area = past.loc[code.upper()]
            new = areas[areas["dfe_code"].isin(area["successors"].split(";"))]["area"]
            said[code] = (
                f"{quoted(code)} is {area['area']}, {area['note']}: no such authority is there to "
                f"have the children that are forecast. They are in {listed(new)}."
            )
    return said


def _early(panel: AnnualPanel, gone: set[str]) -> list[str]:
    """Authorities whose figures end before those of others."""
    origins, latest = panel.origins(), int(panel.years[-1])
    early = [
        f"{quoted(code)} ({year})"
        for code, year in zip(panel.codes, origins.tolist(), strict=True)
        if year < latest and code not in gone
    ]
    if not early:
        return []
    return [
        f"The file runs to {latest}; these authorities are forecast from an earlier year, their "
        f"last with a figure: {listed(early, most=10)}."
    ]


def _added(panel: AnnualPanel) -> list[str]:
    """Years in which the placements add to more than all children, as published ones may."""
    parts = np.nansum([panel[series] for series in TYPES], axis=0)
    over = [
        f"{quoted(panel.codes[row])} in {panel.years[column]}"
        for row, column in np.argwhere(parts > panel[TOTAL]).tolist()
    ]
    if not over:
        return []
    return [
        f"Placements add to more than {TOTAL} for {listed(over, most=10)}: look for a slip; "
        "figures rounded or revised apart may differ by a few."
    ]


def _jumps(panel: AnnualPanel) -> list[str]:
    """Years with a number of children that none can have become since the year before."""
    before, now = panel[TOTAL][:, :-1], panel[TOTAL][:, 1:]
    low, high = np.minimum(before, now), np.maximum(before, now)
    jumps = [
        f"{quoted(panel.codes[row])} in {panel.years[column + 1]} (from "
        f"{before[row, column]:,.0f} to {now[row, column]:,.0f})"
        for row, column in np.argwhere((high >= FEWEST) & (high > JUMP * low)).tolist()
    ]
    if not jumps:
        return []
    return [
        f"{TOTAL} changes in a year by more than any English authority's has: "
        f"{listed(jumps, most=10)}: look for a slip of the pen, or another authority's row."
    ]
