"""Which rows can be counted, and what is odd about those that can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.dates import BLANK, UNREADABLE
from sufficiency.evidence.ssda903.files import Source
from sufficiency.evidence.ssda903.quality import KEPT, SET_ASIDE
from sufficiency.evidence.ssda903.rows import NO_PLACE, Rows
from sufficiency.evidence.ssda903.spells import NO_BIRTHDAY, birthday, days

MOST_SET_ASIDE = 1 / 3
"""Share of rows, duplicates apart, beyond which the counts would not be the council's."""
MOST_WITHOUT_BIRTHDAY = 1 / 2


def return_ends(rows: Rows) -> np.ndarray:
    """31 March that the return of each row runs to, as days."""
    ends = {year: days(f"{year}-03-31") for year in np.unique(rows.year).tolist()}
    return np.array([ends[year] for year in rows.year.tolist()], dtype=np.int64)


def broken_rules(rows: Rows) -> Mapping[str, np.ndarray]:
    """Rows set aside, by rule; each row under the first rule that it breaks."""
    named = rows.child >= 0
    dated = (rows.start != BLANK) & (rows.start != UNREADABLE)
    ended = (rows.end != BLANK) & (rows.end != UNREADABLE)
    born = np.where(named, rows.born[rows.child], NO_BIRTHDAY)
    aged = born != NO_BIRTHDAY
    broken = {
        "no_child": ~named,
        "no_start": ~dated,
        "bad_end": rows.end == UNREADABLE,
        "unknown_place": rows.kind == NO_PLACE,
        "after_return": rows.start > return_ends(rows),
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
        "unknown_rec": rows.unknown_rec,
        "other_year": rows.other_year,
        "no_rec": ended & ~rows.has_rec,
        "no_dec": ~ended & rows.has_rec,
        "end_after_return": ended & (rows.end > return_ends(rows)),
        "short_break": rows.short_break,
    }
    return {rule: flags & kept for rule, flags in odd.items()}


def refuse_unusable(rows: Rows, broken: Mapping[str, np.ndarray]) -> None:
    """Stop where what is left would not be the council's children.

    Raises:
        InputError: when no row is left, when more than a third are set aside, or when half the
            rows have no date of birth.
    """
    aside = {rule: int(flags.sum()) for rule, flags in broken.items()}
    repeated = aside["duplicate"] + aside["second_view"]
    different = len(rows.child) - repeated
    lost = sum(aside.values()) - repeated
    if different == lost:
        raise InputError(f"No row of the Episodes tables can be counted. {_why(aside)}")
    if lost > MOST_SET_ASIDE * different:
        raise InputError(
            f"{lost:,} of {different:,} rows of the Episodes tables cannot be counted, more than "
            f"a third, and a forecast from the rest would mislead. {_why(aside)}"
        )
    unaged = int((rows.born == NO_BIRTHDAY).sum())
    if unaged > MOST_WITHOUT_BIRTHDAY * len(rows.born):
        raise InputError(
            f"{unaged:,} of {len(rows.born):,} children in the Episodes tables have no date of "
            "birth in a Header table; check that the Headers of the same returns are there."
        )


def _why(aside: Mapping[str, int]) -> str:
    reasons = sorted(((rows, rule) for rule, rows in aside.items() if rows), reverse=True)
    return " ".join(f"{rows:,}: {SET_ASIDE[rule]}." for rows, rule in reasons)


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
