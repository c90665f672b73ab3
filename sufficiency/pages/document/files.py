"""What files of an office have in common: the same bytes, plain properties, columns that fit."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sufficiency.errors import InputError
from sufficiency.pages.report.block import Block
from sufficiency.results.facts import RunFacts

FONT: Final = "Arial"
DARK_BLUE: Final = "12436D"
_ZIPPED: Final = (1980, 1, 1, 0, 0, 0)
"""When every part of a file was made: a zip's earliest time, so that bytes do not change."""
_LONGEST: Final = 40
"""Letters of a cell that are given a line of their own."""
EDGES_CM: Final = 0.3
"""At both sides of a cell together."""
_LETTER_CM: Final = {"fijlrt.,:()' \N{NO-BREAK SPACE}": 0.12, "mwMW": 0.28, "ABCDGHKNOQRU": 0.24}
"""Width of letters of a table's bold heading at 9 points; of others 0.19."""
_AT_POINTS, _SMALLER = 9.0, 8.0
_PLAIN: Final = 0.93
"""Width of words that are not bold, as a share of those that are."""
_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_BRACKETS: Final = re.compile(r"\([^()]{1,24}\)")
"""A range behind its middle."""


def opened(template: Path, read: Callable[[str], Any], kind: str, ending: str) -> Any:
    """The council's own template, as python-docx or python-pptx reads it.

    Raises:
        InputError: when it is not a file of that kind.
    """
    try:
        return read(str(template))
    except Exception as fault:  # both libraries raise what their parts raise
        raise InputError(
            f"{template} cannot be read as a {kind} ({ending}); save the template as {ending}."
        ) from fault


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


def fitted(block: Block, whole: float) -> tuple[Block, float]:
    """The table with each range in brackets on one line, and the size of type at which it fits.

    As it is, at the larger size, where it fits at neither.
    """
    kept = replace(block, rows=tuple(tuple(map(_unbroken, cells)) for cells in block.rows))
    for points in (_AT_POINTS, _SMALLER):
        if sum(_needed(kept, points)) <= whole:
            return kept, points
    return block, _AT_POINTS


def _unbroken(cell: str) -> str:
    return _BRACKETS.sub(lambda found: found[0].replace(" ", _NO_BREAK), cell)


def column_widths(block: Block, whole: float, points: float = _AT_POINTS) -> list[float]:
    """Centimetres of each column, all the width: no word is broken, long cells get the rest.

    Args:
        block: The table.
        whole: Centimetres that there are.
        points: Size of type.
    """
    needed = _needed(block, points)
    wished = [
        max(need, EDGES_CM + max((_wide(cell[:_LONGEST], points) for cell in cells), default=0.0))
        for need, cells in zip(needed, zip(*block.rows, strict=True), strict=True)
    ]
    spare = whole - sum(needed)
    if spare <= 0:
        return [whole * part / sum(needed) for part in needed]
    more = [wish - need for wish, need in zip(wished, needed, strict=True)]
    if sum(more) < 0.01:
        more = needed
    return [need + spare * part / sum(more) for need, part in zip(needed, more, strict=True)]


def _needed(block: Block, points: float) -> list[float]:
    """Centimetres that the longest word of each column takes; its heading is bold."""
    return [
        EDGES_CM
        + max(
            _longest(head, points), _PLAIN * max((_longest(c, points) for c in cells), default=0.0)
        )
        for head, *cells in zip(block.columns, *block.rows, strict=True)
    ]


def _longest(text: str, points: float) -> float:
    return max(_wide(word, points) for word in text.split(" "))


def _wide(text: str, points: float) -> float:
    """Centimetres that a word or a line takes in a table."""
    letters = (
        next((wide for some, wide in _LETTER_CM.items() if letter in some), 0.19) for letter in text
    )
    return sum(letters) * points / _AT_POINTS
