"""What of a table cannot be read, weighed for each table and each column: too much of it stops.

Weighed over all returns, the loss of one whole return among several would pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.dates import BLANK, FAR, UNREADABLE
from sufficiency.evidence.ssda903.identifiers import refuse_lost_digits
from sufficiency.evidence.ssda903.tables import Source

FEWEST: Final = 2
"""Cells of a column, or rows, that may be slips in a table of any size ..."""
SHARE: Final = 0.05
"""... and the share of a table's rows that may be."""
SHARE_BLANK: Final = 0.1
"""The same for dates of birth that are blank: some are not known yet."""

FEWEST_FILLED: Final = 100
"""Rows from which one value in all of them is no chance."""

_ALLOWED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "CHILD": "every row needs the child's identifier",
        "DECOM": "dates are written 31/03/2025 or 2025-03-31, day before month",
        "DEC": "dates are written 31/03/2025 or 2025-03-31, and left blank where nothing has ended",
        "PLACE": "codes are those of the return's guide, as U4, K2 or P1",
        "PLACE_PROVIDER": "codes are PR0 to PR5 where PLACE is U4, U5, U6 or K2",
        "RNE": "codes are S, L, P, T, B and U",
        "LS": "codes are those of the return's guide, as C2, E1 or V2",
        "REC": "codes are X1 and E2 to E48, as in the return's guide",
        "DOB": "dates are written 31/03/2012 or 2012-03-31, day before month",
        "DUC": "dates are written 31/03/2025 or 2025-03-31, day before month",
    }
)


def refuse_unreadable_tables(sources: Sequence[Source]) -> None:
    """Stop where a table cannot be read, before its cells are turned into numbers.

    Raises:
        InputError: naming the table, and the column where it is one.
    """
    refuse_ragged(sources)
    for source in sources:
        refuse_lost_digits(source.name, "CHILD", source.columns["CHILD"])
    refuse_filled_down(sources)
    refuse_unreadable_people(sources)


def too_many(number: int, rows: int, share: float = SHARE) -> bool:
    """Whether so many of so many rows are more than slips."""
    return number > max(FEWEST, share * rows)


def refuse_ragged(sources: Sequence[Source]) -> None:
    """Stop where rows of a table do not fit its columns.

    Raises:
        InputError: naming the table.
    """
    for source in sources:
        if too_many(source.ragged, source.rows + source.ragged):
            raise InputError(
                f"{source.name}: {source.ragged:,} of {source.rows + source.ragged:,} rows have "
                "more or fewer cells than there are headings, so that what stands under which "
                "cannot be told. Export the table again."
            )


def refuse_filled_down(sources: Sequence[Source]) -> None:
    """Stop where one value stands in all rows of a column in which a council has many.

    Raises:
        InputError: naming the table and the column.
    """
    for source in sources:
        if source.role != "Episodes" or source.rows < FEWEST_FILLED:
            continue
        # Without a move of any child, one code in all rows may be right.
        move = len(source.columns["CHILD"].different) < (1 - SHARE_BLANK) * source.rows
        for column in ("CHILD", "DECOM", *(("RNE", "LS", "PLACE") if move else ())):
            if len(source.columns[column].different) == 1:
                raise InputError(
                    f"{source.name}: {column} is the same in all {source.rows:,} rows: it has been "
                    "filled down or overwritten. Export the table again."
                )


def refuse_unreadable(
    sources: Sequence[Source], table: np.ndarray, odd: Mapping[str, np.ndarray]
) -> None:
    """Stop where too much of a column of one table is no value of the return.

    Args:
        sources: the tables whose rows these are.
        table: of each row.
        odd: column -> whether each row's cell is missing or cannot be read.

    Raises:
        InputError: naming the table, the column, the first line and what is allowed.
    """
    for column, flags in odd.items():
        numbers = np.bincount(table[flags], minlength=len(sources)).tolist()
        for place, (source, number) in enumerate(zip(sources, numbers, strict=True)):
            if too_many(number, source.rows):
                first = int(np.flatnonzero(flags[table == place])[0])
                raise InputError(
                    f"{source.name}: {column} cannot be read in {number:,} of {source.rows:,} rows "
                    f"(the first in line {source.lines[first]}): {_ALLOWED[column]}. Without them "
                    "children would be lost or miscounted. Mend the column, or export the table "
                    "again."
                )


def refuse_unreadable_people(sources: Sequence[Source]) -> None:
    """Stop where dates of birth, or of the end of UASC status, cannot be read.

    Raises:
        InputError: as `refuse_unreadable`.
    """
    for source in sources:
        column = {"Header": "DOB", "UASC": "DUC"}.get(source.role)
        if column is None or not source.rows:
            continue
        days = source.days
        table = np.zeros(len(days), dtype=np.int64)
        unnamed = source.columns["CHILD"].mean(lambda text: not text).astype(bool)
        unread = (days == UNREADABLE) | ((days >= FAR) & (source.role == "Header"))
        refuse_unreadable([source], table, {"CHILD": unnamed, column: unread})
        blank = int((days == BLANK).sum())
        if source.role == "Header" and too_many(blank, source.rows, SHARE_BLANK):
            raise InputError(
                f"{source.name}: DOB is blank in {blank:,} of {source.rows:,} rows; dates of birth "
                "decide when children turn 18. Export the table again."
            )
