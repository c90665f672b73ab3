"""Collecting what is wrong with a folder of evidence, so that all of it is said at once."""

from __future__ import annotations

from dataclasses import dataclass, field

from sufficiency.errors import InputError

SHOWN = 10
"""Faults of one file that are written out; the rest are counted."""


@dataclass
class Faults:
    """Sentences about what is wrong, kept by file in the order they were found."""

    by_file: dict[str, list[str]] = field(default_factory=dict)

    def add(
        self,
        file: str,
        what: str,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        """Note one fault.

        Args:
            file: name of the file, as in "placements.csv".
            what: the rest of the sentence: what was found and what is allowed.
            row: row as a spreadsheet numbers it (the header is row 1).
            column: name of the column.
        """
        place = file
        if row is not None:
            place += f", row {row}"
        if column is not None:
            place += f", column '{column}'"
        self.by_file.setdefault(file, []).append(f"{place}: {what}")

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
