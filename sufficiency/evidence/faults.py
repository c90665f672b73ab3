"""Collecting what is wrong with a folder of evidence, so that all of it is said at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sufficiency.errors import InputError, listed

SHOWN = 10
"""Faults of one file that are written out; the rest are counted."""

_ROWS = 5
"""Rows with the same fault that are named; the rest are counted."""

_VERBS = ("has ", "is ", "must ", "repeats ")
"""First words that make a sentence with the place as its subject."""


@dataclass
class Faults:
    """Sentences about what is wrong, kept by file in the order they were found."""

    by_file: dict[str, list[str]] = field(default_factory=dict)

    def add(
        self,
        file: str,
        what: str,
        row: int | Sequence[int] | None = None,
        column: str | None = None,
    ) -> None:
        """Note one fault.

        Args:
            file: name of the file, as in "placements.csv".
            what: the rest of the sentence: what was found and what is allowed.
            row: row, or rows with the same fault, as a spreadsheet numbers them (the header is
                row 1).
            column: name of the column.
        """
        place = file
        if row is not None:
            rows = [row] if isinstance(row, int) else list(row)
            place += f", row {rows[0]}" if len(rows) == 1 else f", rows {_listed_rows(rows)}"
        if column is not None:
            place += f", column '{column}'"
        joint = " " if what.startswith(_VERBS) else ": "
        self.by_file.setdefault(file, []).append(f"{place}{joint}{what}")

    def __bool__(self) -> bool:
        return bool(self.by_file)

    def raise_any(self) -> None:
        """Raise everything that was noted.

        Raises:
            InputError: one sentence a line, at most `SHOWN` for each file and then a count.
        """
        if not self.by_file:
            return
        lines: list[str] = []
        for file, found in self.by_file.items():
            lines += found[:SHOWN]
            if len(found) > SHOWN:
                lines.append(f"{file}: and {len(found) - SHOWN} more.")
        raise InputError("\n".join(lines))


def _listed_rows(rows: Sequence[int]) -> str:
    """'2, 14 and 26', or the first few and a count."""
    if len(rows) <= _ROWS:
        return listed(str(row) for row in rows)
    return f"{', '.join(str(row) for row in rows[:_ROWS])} and {len(rows) - _ROWS} more"
