"""Which rows can be counted, and what is odd about those that can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sufficiency.evidence.ssda903.between import march
from sufficiency.evidence.ssda903.dates import BLANK, FAR, UNREADABLE
from sufficiency.evidence.ssda903.quality import KEPT, SET_ASIDE
from sufficiency.evidence.ssda903.rows import NO_PLACE, Rows
from sufficiency.evidence.ssda903.spells import NO_BIRTHDAY, birthday
from sufficiency.evidence.ssda903.tables import Source


def broken_rules(rows: Rows) -> Mapping[str, np.ndarray]:
    """Rows set aside, by rule; each row under the first rule that it breaks."""
    named = rows.child >= 0
    dated = (rows.start != BLANK) & (rows.start != UNREADABLE)
    ended = (rows.end != BLANK) & (rows.end != UNREADABLE)
    born = np.where(named, rows.born[rows.child], NO_BIRTHDAY)
    aged = born != NO_BIRTHDAY
    broken = {
        "draft": rows.draft,
        "no_child": ~named,
        "no_start": ~dated,
        "bad_end": (rows.end == UNREADABLE) | ((rows.end >= FAR) & rows.has_rec),
        "unknown_place": rows.kind == NO_PLACE,
        "after_return": rows.start > march(rows.year),
        "ends_before_start": ended & (rows.end < rows.start),
        "no_days": ended & (rows.end == rows.start),
        "before_birth": aged & (rows.start < born),
        "adult": aged & (rows.start >= birthday(born, 18)),
    }
    fine = np.ones(len(rows.child), dtype=bool)
    first: dict[str, np.ndarray] = {}
    for rule, flags in broken.items():
        first[rule] = flags & fine
        fine = fine & ~flags
    first |= _repeated(rows, fine)
    return first


def _repeated(rows: Rows, fine: np.ndarray) -> dict[str, np.ndarray]:
    """Rows of one file that say the same, or something else, of the same child and DECOM.

    Of two that differ, the one with the later DEC stands, then the later in the file: an open
    row is what was known before it closed.
    """
    index = np.flatnonzero(fine)
    end = rows.end[index]
    order = index[np.lexsort((index, end, rows.start[index], rows.child[index], rows.file[index]))]
    same = np.zeros(len(order), dtype=bool)
    alike = np.zeros(len(order), dtype=bool)
    if len(order) > 1:
        here, there = order[:-1], order[1:]
        same[:-1] = (
            (rows.child[here] == rows.child[there])
            & (rows.start[here] == rows.start[there])
            & (rows.file[here] == rows.file[there])
        )
        alike[:-1] = (
            same[:-1]
            & (rows.end[here] == rows.end[there])
            & (rows.content[here] == rows.content[there])
        )
    flags = {name: np.zeros(len(fine), dtype=bool) for name in ("duplicate", "second_view")}
    flags["duplicate"][order[alike]] = True
    flags["second_view"][order[same & ~alike]] = True
    return flags


def odd_rows(rows: Rows, kept: np.ndarray) -> dict[str, np.ndarray]:
    """Rows that are counted in spite of something odd, by rule."""
    born = np.where(rows.child >= 0, rows.born[rows.child], NO_BIRTHDAY)
    ended = (rows.end != BLANK) & (rows.end != UNREADABLE)
    odd = {
        "no_birthday": born == NO_BIRTHDAY,
        "unknown_rne": rows.unknown_rne,
        "unknown_legal": rows.unknown_legal,
        "unknown_provider": rows.unknown_provider,
        "parents_provide": rows.parents_provide,
        "unknown_rec": rows.unknown_rec,
        "other_year": rows.other_year,
        "no_date": rows.no_date,
        "other_view": _other_view(rows, kept),
        "no_rec": ended & ~rows.has_rec & (rows.end <= march(rows.year)),
        "no_dec": ~ended & rows.has_rec,
        "end_after_return": ended & (rows.end > march(rows.year)),
        "short_break": rows.short_break,
    }
    return {rule: flags & kept for rule, flags in odd.items()}


def _other_view(rows: Rows, kept: np.ndarray) -> np.ndarray:
    """Rows of which a fuller file of the same year has the episode (child, DECOM) too."""
    index = np.flatnonzero(kept)
    order = index[
        np.lexsort((rows.rank[index], rows.start[index], rows.child[index], rows.year[index]))
    ]
    other = np.zeros(len(kept), dtype=bool)
    here, there = order[:-1], order[1:]
    other[here] = (
        (rows.year[here] == rows.year[there])
        & (rows.child[here] == rows.child[there])
        & (rows.start[here] == rows.start[there])
    )
    return other


def report_table(
    sources: Sequence[Source],
    rows: Rows,
    broken: Mapping[str, np.ndarray],
    odd: Mapping[str, np.ndarray],
    merged: Mapping[str, int],
) -> pd.DataFrame:
    """Counts by file and rule; `merged` holds those found while merging, of no one file."""
    listed: list[tuple[str, str, str, str, int]] = []
    for source in sources:
        listed.append((source.name, source.role, "read", "rows read", source.rows))
        if source.ragged:
            meaning = SET_ASIDE["ragged"]
            listed.append((source.name, source.role, "ragged", meaning, source.ragged))
    names = [source.name for source in sources if source.role == "Episodes"]
    for meanings, flags in ((SET_ASIDE, broken), (KEPT, odd)):
        for rule, which in flags.items():
            by_file = np.bincount(rows.file[which], minlength=len(names))
            for name, count in zip(names, by_file.tolist(), strict=True):
                if count:
                    listed.append((name, "Episodes", rule, meanings[rule], count))
    for rule, count in merged.items():
        if count:
            listed.append(("all returns", "Episodes", rule, KEPT[rule], count))
    return pd.DataFrame(listed, columns=["file", "role", "rule", "meaning", "rows"])
