"""How the report writes a table: text cells, withheld figures marked, whole children, £m."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sufficiency.pages.words import millions, plain_number, span
from sufficiency.results.publish.disclosure import MARK

_LOW, _MIDDLE, _HIGH = "low (p10)", "middle (p50)", "high (p90)"


@dataclass(frozen=True)
class Block:
    """A table as the template draws it.

    Attributes:
        caption: What it shows, with unit, price basis and date.
        columns: Headings; the first is of the column that names the rows.
        rows: Cells as text; the first names the row.
        total: Number of rows at the end that are totals.
        words: Whether cells are prose, and so stand at the left.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int = 0
    words: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether it may be wider than a phone, and so needs a region that scrolls."""
        return self.words or len(self.columns) > 3


def spread(row: Mapping[Any, Any], words: Callable[[float], str], of: str = "") -> tuple[str, str]:
    """The range, and the middle, of a row in words; `of` begins the columns' names."""
    low, middle, high = (word(row, f"{of}{point}", words) for point in ("p10", "p50", "p90"))
    return (low if low == high else f"{low} to {high}"), middle


def in_brackets(row: Mapping[Any, Any], words: Callable[[float], str]) -> str:
    """The middle of a row with its range behind it."""
    ends, middle = spread(row, words)
    return middle if ends == middle else f"{middle} ({ends})"


def word(row: Mapping[Any, Any], column: str, words: Callable[[float], str]) -> str:
    """One figure of a row in words, or the mark of one that is withheld."""
    return words(row[column]) if row[column] == row[column] else MARK


def adding_up(part: float, rest: float) -> tuple[str, str, str]:
    """A part, the rest and their sum as £m, each rounded as it is everywhere else.

    They are means, and add before they are rounded.

    >>> adding_up(57_054_000, 13_954_000)
    ('£57.1m', '£14.0m', '£71.0m')
    """
    return millions(part), millions(rest), millions(part + rest)


def figure(value: float) -> str:
    """A figure as prose has it: at most three significant digits below a thousand."""
    if value != value:
        return "–"
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return text.replace("-", "−")


def percent(value: float) -> str:
    """A share, given as 0-1 or 0-100, in percent."""
    share = value if value > 1 else 100 * value
    return "–" if value != value else f"{share:.0f}%"


def rows_of(data: pd.DataFrame, caption: str) -> Block:
    """The numbers behind a chart, as the template draws them: a range behind its middle."""
    cells = {
        str(name): [_written(cell) for cell in column.tolist()] for name, column in data.items()
    }
    for name in [name for name in cells if _MIDDLE in name]:
        low, high = (name.replace(_MIDDLE, end) for end in (_LOW, _HIGH))
        if low in cells and high in cells:
            ranges = map(span, cells.pop(low), cells.pop(high))
            cells[name] = [
                middle if middle == ends else f"{middle} ({ends})"
                for middle, ends in zip(cells[name], ranges, strict=True)
            ]
    return Block(
        caption,
        tuple(name.replace(_MIDDLE, "middle (range)") for name in cells),
        tuple(zip(*cells.values(), strict=True)),
    )


def _written(cell: object) -> str:
    """A cell of a chart's numbers, which have been rounded."""
    if not isinstance(cell, int | float):
        return str(cell)
    return plain_number(cell) if cell == cell else "–"
