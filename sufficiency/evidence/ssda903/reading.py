"""The reader of SSDA903 returns, from files to counts."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import numpy as np

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.areas import read_areas
from sufficiency.evidence.ssda903.between import what_is_shown
from sufficiency.evidence.ssda903.checks import broken_rules, odd_rows, report_table
from sufficiency.evidence.ssda903.continuity import meetings, refuse_breaks
from sufficiency.evidence.ssda903.counting import count_months
from sufficiency.evidence.ssda903.doubts import NOTHING_ALLOWED, Allowed, weighed
from sufficiency.evidence.ssda903.endings import refuse_odd_endings
from sufficiency.evidence.ssda903.files import find_sources
from sufficiency.evidence.ssda903.joins import legal_and_moved, refuse_broken_joins
from sufficiency.evidence.ssda903.leaving import fewer_said, refuse_odd_leaving, who_leaves
from sufficiency.evidence.ssda903.lost import lost_rows_said, refuse_lost_rows, what_is_lost
from sufficiency.evidence.ssda903.merging import merge
from sufficiency.evidence.ssda903.monthly import MonthlyEvidence
from sufficiency.evidence.ssda903.quality import QualityReport
from sufficiency.evidence.ssda903.refusals import (
    refuse_collapse,
    refuse_missing_years,
    refuse_renamed,
    refuse_unusable,
    refuse_without_reasons,
)
from sufficiency.evidence.ssda903.remarks import counted_at_marches, read_so, remarks
from sufficiency.evidence.ssda903.rows import read_rows
from sufficiency.evidence.ssda903.spells import Spells, month_ends
from sufficiency.evidence.ssda903.swapped import refuse_swapped
from sufficiency.evidence.ssda903.weighing import refuse_unreadable_tables
from sufficiency.writing import atomic_file

P = ParamSpec("P")
T = TypeVar("T")


def _sealed(read: Callable[P, T]) -> Callable[P, T]:
    """Let no fault of ours carry a value out: messages of other libraries quote what they met."""

    @wraps(read)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return read(*args, **kwargs)
        except InputError:
            raise
        except Exception as fault:
            step = traceback.extract_tb(fault.__traceback__)[-1]
            where = f"{type(fault).__name__}, {Path(step.filename).name} line {step.lineno}"
        raise RuntimeError(f"the reader of SSDA903 returns failed ({where})")

    return guarded


@dataclass(frozen=True)
class Returns:
    """What a folder of returns says: the counts, and the report on the data's quality."""

    monthly: MonthlyEvidence
    report: QualityReport


@_sealed
def read_returns(
    place: Path | str, areas: Path | str | None = None, allowed: Allowed = NOTHING_ALLOWED
) -> Returns:
    """Read, check, merge and count the returns in a folder or zip.

    Args:
        place: Header, Episodes and, where there are any, UASC files of one or many years, in any
            arrangement of folders, under any names.
        areas: a CSV of `postcode,area` (area in or out) for in and out of area; else unknown.
        allowed: files in it that are no part of the return, and whether to go on in doubt.

    Raises:
        InputError: when the files are not there, cannot be read, or hold faults that would
            change the answer. No message holds a value of any one child.
    """
    spells, report = read_spells(place, areas, allowed)
    return Returns(count_months(spells), report)


@_sealed
def read_origins(
    place: Path | str,
    fewest: int = 36,
    every: int = 6,
    ahead: int = 12,
    allowed: Allowed = NOTHING_ALLOWED,
    areas: Path | str | None = None,
) -> tuple[Returns, list[MonthlyEvidence]]:
    """The returns, and what their counts would have been at earlier month ends, for a backtest.

    Later returns' corrections are in the earlier counts too: this is the record as it is known
    now, cut short, not as it was sent in at the time.

    Args:
        place: as for `read_returns`.
        fewest: months of record before the first cut.
        every: months between cuts.
        ahead: months known after the last cut.
        allowed, areas: as for `read_returns`.

    Returns:
        The returns, and the earlier counts in order of time: none where the record is shorter
        than `fewest` and `ahead` months together.

    Raises:
        InputError: as `read_returns`.
    """
    spells, report = read_spells(place, areas, allowed)
    dates = month_ends(spells.first, spells.last)
    cuts = range(len(dates) - 1 - ahead, fewest - 1, -every)
    earlier = [count_months(replace(spells, last=int(dates[cut]))) for cut in cuts]
    return Returns(count_months(spells), report), earlier[::-1]


@_sealed
def read_spells(
    place: Path | str, areas: Path | str | None = None, allowed: Allowed = NOTHING_ALLOWED
) -> tuple[Spells, QualityReport]:
    """Placements of each child, for this folder's own use, and the report."""
    found = find_sources(place, allowed.ignore)
    sources = found.sources
    refuse_unreadable_tables(sources)
    rows = read_rows(sources, read_areas(areas) if areas is not None else None)
    episodes = [source for source in sources if source.role == "Episodes"]
    refuse_swapped(rows, episodes)
    broken = broken_rules(rows)
    refuse_unusable(rows, broken, episodes)
    kept = ~np.any(list(broken.values()), axis=0)
    refuse_missing_years(rows, kept)
    refuse_without_reasons(rows, kept)
    shown = what_is_shown(rows, kept)
    refuse_renamed(rows, kept, shown)
    met, lost = meetings(rows, kept), what_is_lost(rows, kept)
    leaving = who_leaves(rows, kept, len(episodes))
    spells, extent, merged = merge(rows, kept, shown)
    doubts = weighed(
        (
            partial(refuse_breaks, met),
            partial(refuse_lost_rows, rows, lost, episodes),
            partial(refuse_broken_joins, rows, kept, episodes),
            partial(refuse_odd_endings, rows, kept, episodes),
            partial(refuse_odd_leaving, leaving, episodes),
            partial(refuse_collapse, spells),
        ),
        allowed.even_so,
    )
    merged["two_birthdays"] = rows.two_birthdays
    merged["legal_and_moved"] = legal_and_moved(rows, kept)
    merged["recoded"] = sum(meeting.recoded.differ for meeting in met)
    bounds = [str(np.datetime64(day, "D")) for day in (spells.first, spells.last)]
    report = QualityReport(
        table=report_table(sources, rows, broken, odd_rows(rows, kept), merged),
        children=len(np.unique(spells.child)),
        returns=tuple(int(year) for year in np.unique(rows.year)),
        first=bounds[0],
        last=bounds[1],
        remarks=(
            *lost_rows_said(lost, episodes),
            *fewer_said(leaving, episodes),
            *remarks(rows, spells, extent),
            *read_so(sources),
        ),
        files=tuple((file.name, file.status, file.what) for file in found.files),
        doubts=doubts,
        counted=counted_at_marches(spells),
    )
    return spells, report


def refuse_among_returns(place: Path | str, out: Path | str) -> None:
    """Keep the returns as they are: nothing is written into their folder or over their zip.

    Raises:
        InputError: when `out` is the place of the returns or inside it.
    """
    source, target = Path(place).expanduser().resolve(), Path(out).expanduser().resolve()
    if source == target or source in target.parents:
        raise InputError(f"{target} is among the returns; name a place outside {source}.")


def import_to_file(
    place: Path | str, out: Path | str, allowed: Allowed = NOTHING_ALLOWED
) -> QualityReport:
    """Write the monthly counts (date, placement_type, measure, children) and give the report.

    Raises:
        InputError: as `read_returns`, or when the file cannot be written.
    """
    refuse_among_returns(place, out)
    returns = read_returns(place, allowed=allowed)
    frame = returns.monthly.frame()
    frame["date"] = frame["date"].dt.strftime("%Y-%m-%d")
    with atomic_file(out) as path:
        frame.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    return returns.report
