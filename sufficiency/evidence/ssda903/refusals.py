"""Faults of the returns as a whole that would change the answer: the command stops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.between import Shown, newcomers, still_open
from sufficiency.evidence.ssda903.extent import ended, usual_years
from sufficiency.evidence.ssda903.quality import SET_ASIDE
from sufficiency.evidence.ssda903.rows import Rows
from sufficiency.evidence.ssda903.spells import NO_BIRTHDAY, Spells, month_ends
from sufficiency.evidence.ssda903.tables import Source
from sufficiency.evidence.ssda903.weighing import too_many

MOST_SET_ASIDE, MOST_BY_ONE_RULE = 1 / 3, 0.1
"""Shares of a return's rows, repeated ones apart, beyond which the counts would not be the
council's: set aside in all, and under one rule."""
REPEATED = ("draft", "duplicate", "second_view")
MOST_WITHOUT_BIRTHDAY = 0.2
MOST_SHORT_BREAKS = 1 / 2
"""Share of a return's children who may have nothing but short breaks."""
FEWEST_ROWS = 30
"""Episodes a return beyond which a year without usual endings means that its return is missing."""
MOST_WITHOUT_REASON, FEWEST_ENDINGS = 1 / 2, 10
RENAMED, FEWEST_RENAMED = 0.1, 10
"""Share (and number) of children with an open episode who disappear, and come under new names."""
COLLAPSE, FEWEST_CHILDREN = 0.2, 20
"""What is left at the last month end of the children of three months before, and of how many."""


def refuse_unusable(
    rows: Rows, broken: Mapping[str, np.ndarray], episodes: Sequence[Source]
) -> None:
    """Stop where what is left would not be the council's children.

    Raises:
        InputError: when no row is left; when more than a third of one return's rows are set aside,
            or more than a tenth under one rule; or when a fifth of the children of one return
            have no date of birth, or half of them nothing but short breaks.
    """
    aside = {rule: int(flags.sum()) for rule, flags in broken.items()}
    repeated = sum(aside[rule] for rule in REPEATED)
    if len(rows.child) - repeated == sum(aside.values()) - repeated:
        raise InputError(f"No row of the Episodes tables can be counted. {_why(aside)}")
    files = len(episodes)
    by_rule = {
        rule: np.bincount(rows.file[flags], minlength=files) for rule, flags in broken.items()
    }
    for place, source in enumerate(episodes):
        mine = {rule: int(numbers[place]) for rule, numbers in by_rule.items()}
        different = source.rows - sum(mine[rule] for rule in REPEATED)
        lost = sum(mine.values()) - (source.rows - different)
        worst = max(number for rule, number in mine.items() if rule not in REPEATED)
        share = MOST_SET_ASIDE if worst < lost else MOST_BY_ONE_RULE
        if too_many(lost, different, share) or too_many(worst, different, MOST_BY_ONE_RULE):
            raise InputError(
                f"{source.name}: {lost:,} of {different:,} rows cannot be counted, and a forecast "
                f"from the rest would mislead. {_why(mine)} Export the table again, or mend it."
            )
        children = np.unique(rows.child[(rows.file == place) & (rows.child >= 0)])
        unaged = int((rows.born[children] == NO_BIRTHDAY).sum())
        if too_many(unaged, len(children), MOST_WITHOUT_BIRTHDAY):
            raise InputError(
                f"{source.name}: {unaged:,} of its {len(children):,} children have no date of "
                "birth in a Header table; check that the Header of the same return is there, with "
                "the same identifiers in CHILD."
            )
        full = np.unique(rows.child[(rows.file == place) & (rows.child >= 0) & ~rows.short_break])
        if too_many(len(children) - len(full), len(children), MOST_SHORT_BREAKS):
            raise InputError(
                f"{source.name}: {len(children) - len(full):,} of its {len(children):,} children "
                "have short breaks (V3, V4) alone in LS and would not be counted as looked after: "
                "LS has been recoded or overwritten. Export the table again."
            )
    if (rows.born[np.unique(rows.child[rows.child >= 0])] == NO_BIRTHDAY).all():
        raise InputError(
            "The children of the Episodes tables have no date of birth in any Header table: check "
            "that the Headers of the same returns are there, with the same identifiers in CHILD."
        )


def _why(aside: Mapping[str, int]) -> str:
    reasons = sorted(((rows, rule) for rule, rows in aside.items() if rows), reverse=True)
    return " ".join(f"{rows:,}: {SET_ASIDE[rule]}." for rows, rule in reasons)


def refuse_missing_years(rows: Rows, kept: np.ndarray) -> None:
    """Stop when a year between two returns is missing, and its endings with it.

    Raises:
        InputError: naming the years.
    """
    years = np.unique(rows.year[kept])
    if kept.sum() < FEWEST_ROWS * len(years):
        return  # so few children that a year in which nothing happened is no wonder
    known = {*years.tolist(), *usual_years(rows.end[kept & ended(rows)]).tolist()}
    missing = [year for year in range(int(years[0]), int(years[-1])) if year not in known]
    if missing:
        raise InputError(
            f"The returns of {', '.join(map(_named, missing))} are missing between others: "
            "children who came and left in between would be lost. Add them, or keep only the "
            "years after the gap."
        )


def refuse_without_reasons(rows: Rows, kept: np.ndarray) -> None:
    """Stop when most endings lack a REC: a day on which nothing ended would pass for an exit.

    Raises:
        InputError: with the numbers.
    """
    endings = kept & ended(rows) & ~still_open(rows)
    number, bare = int(endings.sum()), int((endings & ~rows.has_rec).sum())
    if bare >= FEWEST_ENDINGS and bare > MOST_WITHOUT_REASON * number:
        raise InputError(
            f"{bare:,} of {number:,} episodes with a DEC have no REC, which says whether the "
            "child left or went on; leave DEC blank where an episode is open, and give REC with "
            "every DEC."
        )


def refuse_renamed(rows: Rows, kept: np.ndarray, shown: Shown) -> None:
    """Stop when children change their identifiers from one return to the next.

    Each would be counted twice: as one who left, and as one who had been there all along.

    Raises:
        InputError: naming the two returns.
    """
    left_open = kept & still_open(rows)
    late = newcomers(rows, kept, shown)
    for year, later in pairwise(np.unique(rows.year).tolist()):
        there = np.unique(rows.child[left_open & (rows.year == year)])
        gone = int((shown.child[there] == year).sum())
        new = int((shown.first[late] == later).sum())
        if gone >= max(FEWEST_RENAMED, RENAMED * len(there)) and new >= gone / 2:
            raise InputError(
                f"Between the returns of {_named(year)} and {_named(later)}, {gone:,} of "
                f"{len(there):,} children with an open episode disappear and {new:,} others appear "
                "with episodes begun before: identifiers (CHILD) seem to have changed, and these "
                "children would be counted twice. Write CHILD alike in all returns, or keep only "
                f"those from {_named(later)} on."
            )


def refuse_collapse(spells: Spells) -> None:
    """Stop when hardly any child is left at the last month end.

    Raises:
        InputError: with the numbers and days.
    """
    ends = month_ends(spells.first, spells.last)
    before, last = int(ends[max(0, len(ends) - 4)]), int(ends[-1])
    were, are = (int(((spells.start <= d) & (spells.end > d)).sum()) for d in (before, last))
    if were >= FEWEST_CHILDREN and are < COLLAPSE * were:
        raise InputError(
            f"Of {were:,} children looked after on {np.datetime64(before, 'D')} the returns leave "
            f"{are:,} on {np.datetime64(last, 'D')}: episodes that are open must have a blank DEC, "
            "and the last return must hold those that were open when it was made."
        )


def _named(year: int) -> str:
    """A return's year as councils write it: 2019-20."""
    return f"{year - 1}-{year % 100:02d}"
