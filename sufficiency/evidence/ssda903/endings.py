"""Whether as much ends in a return as begins, on as many days, and none of it a day out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.between import march, still_open
from sufficiency.evidence.ssda903.chance import FEWEST, stands_out
from sufficiency.evidence.ssda903.rows import Rows
from sufficiency.evidence.ssda903.spells import NO_BIRTHDAY, birthday
from sufficiency.evidence.ssda903.tables import Source

FEWEST_BEGINNINGS, HARDLY = 20, 0.2
"""Beginnings in a return's year from which endings are expected, and which share of the usual."""
FEWEST_WITHOUT_END: Final = 60
"""Beginnings in all returns of which some must have ended."""
FEWEST_ON_A_DAY, ON_A_DAY, LAST_DAYS = 8, 0.05, 7
"""Children who leave care on one day, and which share of a return's endings may (brothers and
sisters leave together), in a return's last days: open episodes closed on the day of an export."""
FEWEST_BIRTHDAYS: Final = 5
"""Endings on the day after a birthday from which they are no slips."""


def refuse_odd_endings(rows: Rows, kept: np.ndarray, episodes: Sequence[Source]) -> None:
    """Stop where next to nothing ends, where much ends on one day, and where dates are a day out.

    Raises:
        InputError: naming the table and the column.
    """
    _refuse_endless(rows, kept, episodes)
    _refuse_one_day(rows, kept, episodes)
    _refuse_a_day_out(rows, episodes)


def _leaving(rows: Rows, kept: np.ndarray) -> np.ndarray:
    return kept & ~still_open(rows) & rows.has_rec & ~rows.continues


def _refuse_endless(rows: Rows, kept: np.ndarray, episodes: Sequence[Source]) -> None:
    last = march(rows.year)
    own = kept & (rows.start > last - 365) & (rows.start <= last)
    over = kept & ~still_open(rows) & (rows.end > last - 365)
    leaving = _leaving(rows, kept) & over
    began, ended, left = (
        np.bincount(rows.file[flags], minlength=len(episodes)).astype(float)
        for flags in (own, over, leaving)
    )
    if began.sum() >= FEWEST_WITHOUT_END and not left.any():
        raise InputError(
            f"{episodes[0].name}: no row of any return ends with a REC other than X1, though "
            f"{int(began.sum()):,} episodes begin in them: nobody would ever leave care. DEC and "
            "REC have been emptied or overwritten. Export the tables again."
        )
    share = np.divide(ended, began, out=np.full(len(began), np.nan), where=began > 0)
    for place, source in enumerate(episodes):
        others = np.delete(np.where(began < FEWEST_BEGINNINGS, np.nan, share), place)
        if began[place] < FEWEST_BEGINNINGS or not np.isfinite(others).any():
            continue
        usual = float(np.nanmedian(others))
        if usual * began[place] >= FEWEST_BEGINNINGS / 2 and share[place] < HARDLY * usual:
            raise InputError(
                f"{source.name}: {int(began[place]):,} episodes begin in its year and "
                f"{int(ended[place]):,} end, where about {usual * began[place]:.0f} would be usual "
                "beside the other returns: DEC or REC has been emptied or overwritten. Export the "
                "table again."
            )


def _refuse_one_day(rows: Rows, kept: np.ndarray, episodes: Sequence[Source]) -> None:
    leaving = _leaving(rows, kept)
    for place, source in enumerate(episodes):
        mine = leaving & (rows.file == place)
        ends = rows.end[mine]
        days, number = np.unique(
            rows.end[mine & (rows.end > march(rows.year) - LAST_DAYS)], return_counts=True
        )
        most = int(number.max(initial=0))
        if most >= FEWEST_ON_A_DAY and stands_out([most], [len(ends)], ON_A_DAY)[0]:
            day = np.datetime64(int(days[number.argmax()]), "D")
            raise InputError(
                f"{source.name}: {most:,} of {len(ends):,} children who leave care leave on {day}: "
                "DEC and REC have been filled down or overwritten. Leave both blank where an "
                "episode is open, and export the table again."
            )


def _refuse_a_day_out(rows: Rows, episodes: Sequence[Source]) -> None:
    """Nobody enters care a day before birth, and whoever turns 18 leaves that day or before it."""
    born = np.where(rows.child >= 0, rows.born[rows.child], NO_BIRTHDAY)
    aged = born != NO_BIRTHDAY
    adult = np.where(aged, birthday(np.where(aged, born, 0), 18), 0)
    ended = aged & rows.has_rec & ~rows.continues
    early = np.unique(rows.child[aged & (rows.start == born - 1)])
    if len(early) > FEWEST:
        place = int(rows.file[np.isin(rows.child, early)][0])
        _refuse_dates(
            episodes[place], "DECOM", f"{len(early):,} children enter care on the day before birth"
        )
    on, after = (
        np.bincount(rows.file[ended & (rows.end == day)], minlength=len(episodes))
        for day in (adult, adult + 1)
    )
    for place, source in enumerate(episodes):
        if after[place] >= FEWEST_BIRTHDAYS and after[place] > on[place]:
            said = f"{after[place]:,} children leave care on the day after they turn 18"
            _refuse_dates(source, "DEC", said)


def _refuse_dates(source: Source, column: str, said: str) -> None:
    raise InputError(
        f"{source.name}: {said}: dates in {column}, or in DOB of the Header, are a day out, as "
        "where a system has taken them through another time zone. Export the tables again, with "
        "dates as text."
    )
