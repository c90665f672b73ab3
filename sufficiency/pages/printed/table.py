"""A table of words: its caption, its rows, and what is to be known of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import pandas as pd

from sufficiency.pages.words import millions, span, thousands

Row = Mapping[str, Any]
_UNBROKEN: Final = re.compile(r"\(middle [^)]+\)|−£[\d.,]+m?")


@dataclass(frozen=True, eq=False)
class Printed:
    """A table to be read.

    Attributes:
        caption: what it shows, in which unit and prices.
        frame: its cells as text; the index names the rows.
        note: what is to be known of it; blank where nothing is.
    """

    caption: str
    frame: pd.DataFrame
    note: str = ""

    def __repr__(self) -> str:
        parts = (self.caption, "", self.frame.to_string(), *(("", self.note) if self.note else ()))
        return "\n".join(parts)

    def _repr_html_(self) -> str:
        levels = self.frame.index.nlevels
        head = "<td></td>" * levels + "".join(
            f'<th scope="col" style="text-align: left">{escape(str(name))}</th>'
            for name in self.frame.columns
        )
        rows = "".join(
            f"<tr>{_names(name)}{_cells(cells)}</tr>"
            for name, cells in zip(
                self.frame.index, self.frame.itertuples(index=False, name=None), strict=True
            )
        )
        caption = f'<caption style="caption-side: top; text-align: left">{escape(self.caption)}'
        note = f"<p>{escape(self.note)}</p>" if self.note else ""
        return (
            f"<table>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
            f"{note}"
        )


def _names(name: Any) -> str:
    parts = name if isinstance(name, tuple) else (name,)
    return "".join(f'<th scope="row" style="text-align: left">{escape(str(p))}</th>' for p in parts)


def _cells(cells: tuple[Any, ...]) -> str:
    return "".join(
        f'<td style="text-align: left">{"" if cell != cell else _whole(str(cell))}</td>'
        for cell in cells
    )


def _whole(text: str) -> str:
    """A cell in which no minus is parted from its number, and no middle from its word."""
    return _UNBROKEN.sub(r'<span style="white-space: nowrap">\g<0></span>', escape(text))


def rows(table: Mapping[Any, Row]) -> pd.DataFrame:
    """A frame of text, a row for each key; of two keys where they are pairs."""
    return pd.DataFrame.from_dict(dict(table), orient="index").fillna("")


def people(row: Row, of: str = "") -> str:
    """A range of children, households or places, and its middle."""
    low, middle, high = (thousands(row[f"{of}{name}"]) for name in ("p10", "p50", "p90"))
    return low if low == high else f"{span(low, high)} (middle {middle})"


def pounds(row: Row) -> str:
    """A range of money, and its middle."""
    low, middle, high = (millions(row[name]) for name in ("p10", "p50", "p90"))
    return low if low == high else f"{span(low, high)} (middle {middle})"
