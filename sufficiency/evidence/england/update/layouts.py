"""Which file is which: a layout is known by its columns, and by its words where columns are alike.

Layouts marked seen were read as published; the others follow the department's guide to its data
and the words of the record (docs/evidence.md says which).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from sufficiency.evidence.england.store import Record
from sufficiency.evidence.england.update.areas import Areas
from sufficiency.evidence.england.update.files import PublishedFile, Rows

_DEEPEST_HEADER = 30


@dataclass(frozen=True)
class Sheet:
    """A sheet whose layout is known.

    Attributes:
        file: name of the file.
        rows: its rows under the header, as text, with the header's names as columns.
        above: the text of the rows above the header.
    """

    file: str
    rows: pd.DataFrame
    above: str


@dataclass(frozen=True)
class Context:
    """What rows are read against."""

    record: Record
    areas: Areas


Found = dict[str, pd.DataFrame]
"""Long rows by table: area_code, year, the table's keys, value, flag, source (and unit)."""

Reader = Callable[[Sheet, Context], Found]


@dataclass(frozen=True)
class Layout:
    """A kind of file.

    Attributes:
        name: what it is, for the reader of a message.
        columns: that its header has, among others.
        read: from its rows to those of the record.
        tells: words by their column, one of which each file of the layout has, and no other file
            with these columns has of every one.
        whole: a release gives every year anew: one older than the record is left out.
        also: what other releases call columns, and what the layout does.
        behind: years by which its last one lies before the newest 31 March.
    """

    name: str
    columns: tuple[str, ...]
    read: Reader
    tells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    whole: bool = True
    also: Mapping[str, str] = field(default_factory=dict)
    behind: int = 0

    def fits(self, rows: pd.DataFrame) -> bool:
        """Whether rows under a fitting header are of this layout."""
        return all(rows[column].isin(words).any() for column, words in self.tells.items())

    def named(self, header: list[str]) -> list[str] | None:
        """A header's columns as the layout calls them; None where they are those of another."""
        for names in (header, [self.also.get(name, name) for name in header]):
            if set(self.columns) <= set(names):
                return names
        return None

    def is_older(self, rows: pd.DataFrame, newest: int) -> bool:
        """Whether rows are a release's from before the record's newest 31 March."""
        return "time_period" in rows and last_march(rows) < newest - self.behind


def last_march(rows: pd.DataFrame) -> int:
    """The year of the last 31 March in rows of the department; 202425 is the year to March 2025."""
    newest = rows["time_period"].max()
    return int(newest[:4]) + (len(newest) > len("2025"))


def recognised(file: PublishedFile, layouts: tuple[Layout, ...]) -> tuple[Layout, Sheet] | None:
    """The layout of a file and the sheet that it is in; None for a file of another kind."""
    for rows in file.sheets:
        for at, header in enumerate(rows[:_DEEPEST_HEADER]):
            given = [name.strip() for name in header]
            for layout in layouts:
                names = layout.named(given)
                if names:
                    sheet = _sheet(file.name, rows, at, names)
                    if layout.fits(sheet.rows):
                        return layout, sheet
    return None


def _sheet(file: str, rows: Rows, at: int, names: list[str]) -> Sheet:
    kept = [place for place, name in enumerate(names) if name and name not in names[:place]]
    body = [[row[place] if place < len(row) else "" for place in kept] for row in rows[at + 1 :]]
    table = pd.DataFrame(body, columns=[names[place] for place in kept], dtype="str")
    above = "\n".join(cell for row in rows[:at] for cell in row if cell)
    return Sheet(file, table, above)


GEOGRAPHY: Final = (
    "time_period",
    "geographic_level",
    "country_code",
    "region_code",
    "old_la_code",
    "new_la_code",
    "la_name",
)
"""Columns of every file of the department that has authorities."""
