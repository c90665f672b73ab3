"""What files of an office have in common: the same bytes, plain properties, columns that fit."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sufficiency.pages.report.block import Block
from sufficiency.results.facts import RunFacts

FONT: Final = "Arial"
DARK_BLUE: Final = "12436D"
_ZIPPED: Final = (1980, 1, 1, 0, 0, 0)
"""When every part of a file was made: a zip's earliest time, so that bytes do not change."""
_LONGEST: Final = 40
"""Letters of a cell that are given a line of their own."""
_EDGES_CM: Final = 0.4
"""At both sides of a cell together."""
_LETTER_CM: Final = {"fijlrt.,:()' ": 0.12, "mwMW": 0.28, "ABCDGHKNOQRU": 0.24}
"""Width of letters of a table's bold heading at 9 points; of others 0.19."""
_AT_POINTS: Final = 9.0


def about_the_run(properties: Any, facts: RunFacts) -> None:
    """Properties of a file, none of them of this machine or day."""
    properties.title = f"Places for children in care in {facts.authority}"
    properties.subject = "Placement sufficiency"
    properties.language = "en-GB"
    properties.author = properties.last_modified_by = "sufficiency"
    properties.comments = ""
    properties.created = properties.modified = datetime(facts.opening_year, 3, 31)


def write_fixed(path: Path, content: bytes) -> None:
    """Write a zipped office file so that the same content gives the same bytes."""
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as fixed,
    ):
        for name in sorted(made.namelist(), key=lambda name: (name[0] != "[", name)):
            part = zipfile.ZipInfo(name, _ZIPPED)
            part.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(part, made.read(name))


def column_widths(block: Block, whole: float, points: float = _AT_POINTS) -> list[float]:
    """Centimetres of each column, all the width: no word is broken, long cells get the rest.

    Args:
        block: The table.
        whole: Centimetres that there are.
        points: Size of type.
    """
    needed, wished = [], []
    for head, *cells in zip(block.columns, *block.rows, strict=True):
        words = [word for text in (head, *cells) for word in text.split()]
        needed.append(_EDGES_CM + max((_wide(word, points) for word in words), default=0.0))
        line = max((_wide(cell[:_LONGEST], points) for cell in cells), default=0.0)
        wished.append(max(_EDGES_CM + line, needed[-1]))
    spare = whole - sum(needed)
    if spare <= 0:
        return [whole * part / sum(needed) for part in needed]
    more = [wish - need for wish, need in zip(wished, needed, strict=True)]
    if sum(more) < 0.01:
        more = needed
    return [need + spare * part / sum(more) for need, part in zip(needed, more, strict=True)]


def _wide(text: str, points: float) -> float:
    """Centimetres that a word or a line takes in a table."""
    letters = (
        next((wide for some, wide in _LETTER_CM.items() if letter in some), 0.19) for letter in text
    )
    return sum(letters) * points / _AT_POINTS
