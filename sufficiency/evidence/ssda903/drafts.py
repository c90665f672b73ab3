"""Two returns of one year, as a draft and the final one: the fuller speaks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sufficiency.evidence.ssda903.dates import BLANK, UNREADABLE

SAME: float = 0.8
"""Share of the episodes of one file in another, from which it is another view of the same."""


def ranked(years: Sequence[int], endings: Sequence[int], sizes: Sequence[int]) -> np.ndarray:
    """Rank of each file, a higher one for one that knows more: by year, endings, rows, order."""
    best = sorted(range(len(years)), key=lambda i: (years[i], endings[i], sizes[i], i))
    return np.argsort(np.array(best, dtype=np.int64))


def superseded(
    file: np.ndarray, rank: np.ndarray, year: np.ndarray, child: np.ndarray, spans: np.ndarray
) -> np.ndarray:
    """Rows of files that a fuller one of the same year holds as well, (rows,).

    Args:
        file, rank, year, child: of each row.
        spans: first day and last day of each row's episode, (2, rows).

    Four fifths of the episodes, and of those that ended, must be in the fuller file: a return of
    another year, wrongly dated, would lack what ended in it.
    """
    start, end = spans
    usable = (child >= 0) & (start != BLANK) & (start != UNREADABLE)
    keys = child * 2**32 + start
    draft = np.zeros(len(file), dtype=bool)
    for one in np.unique(year):
        files = np.unique(file[year == one])
        files = files[np.argsort([rank[file == which][0] for which in files])]
        for place, worse in enumerate(files[:-1]):
            rows = (file == worse) & usable
            ended = rows & (end != BLANK) & (end != UNREADABLE)
            for better in files[place + 1 :]:
                known = keys[(file == better) & usable]
                if all(
                    np.isin(keys[some], known).mean() >= SAME
                    for some in (rows, ended)
                    if some.any()
                ):
                    draft[file == worse] = True
    return draft
