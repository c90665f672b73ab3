"""Tables as a sheet is given them: columns, rows, and how much room their words take."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

WORDS: Final = ("text", "after")
"""Ways to show a column of words."""
Kind = Literal["plain", "total", "range", "input"]


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, the name of its number format, and its width."""

    heading: str
    shows: str = "text"
    width: float = 12


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Attributes:
        cells: Text, numbers, dates or cells; None is left empty, NaN is withheld or unknown.
        kind: Totals are bold with a rule above, ranges in grey italics, cells to change in blue.
        shows: How its numbers are shown, where not as the columns say.
        apart: How those of single columns are, by the column's number from 0.
    """

    cells: Sequence[Any]
    kind: Kind = "plain"
    shows: str = ""
    apart: Mapping[int, str] = field(default_factory=dict)


def spaced(columns: Sequence[Column]) -> list[Column]:
    """The columns, words that follow a column of figures held off from them."""
    before = [None, *(column.shows for column in columns)]
    return [
        replace(column, shows="after")
        if column.shows == "text" and shows not in (None, *WORDS)
        else column
        for column, shows in zip(columns, before, strict=False)
    ]


def number_shown(value: Any) -> str:
    """How a figure of no fixed kind is shown: without decimals where it has none to speak of."""
    if isinstance(value, str):
        return "number"
    return "whole" if abs(value) >= 1000 or float(round(value, 3)).is_integer() else "number"


def lines_of(text: str, width: float) -> int:
    """Lines that a text takes in a column; previewers do not fit rows to wrapped text.

    A column's width is counted in digits, which are a little wider than the letters of prose.
    """
    return max(len(textwrap.wrap(text, max(int(1.12 * width), 1))), 1)
