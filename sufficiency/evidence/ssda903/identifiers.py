"""One spelling of each child's identifier, whichever system or spreadsheet wrote it.

The texts are compared and then numbered; no identifier leaves the room.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

import numpy as np

from sufficiency.evidence.ssda903.dates import NOTHING

_WHOLE: Final = re.compile(r"(.*[^.])\.0+")
"""A number that a spreadsheet or a data frame took for one with decimals."""


def plain(text: str) -> str:
    """'007', ' 007 ', '"007"' and '007.0' are one child; nothing, 'null' and 'nan' are none.

    >>> plain(' 00123.0 ')
    '00123'
    """
    tidy = text.strip().strip('"').strip().upper()
    found = _WHOLE.fullmatch(tidy)
    if found:
        return found[1]
    return "" if tidy.lower() in NOTHING else tidy


def one_spelling(files: Iterable[Iterable[str]]) -> Callable[[str], str]:
    """How identifiers are compared over all files.

    Spreadsheets drop the noughts before a number, so '00123' and '123' are one child, unless one
    file holds two children who differ in nothing else: then noughts mean something here.

    Args:
        files: the identifiers of each Episodes table.
    """
    numbers = [{plain(text) for text in set(texts)} for texts in files]
    digits = [{text for text in known if text.isdecimal()} for known in numbers]
    strip = all(len({_bare(text) for text in known}) == len(known) for known in digits)
    seen: dict[str, str] = {}

    def spelling(text: str) -> str:
        if text not in seen:
            tidy = plain(text)
            seen[text] = _bare(tidy) if strip and tidy.isdecimal() else tidy
        return seen[text]

    return spelling


def _bare(digits: str) -> str:
    return digits.lstrip("0") or "0"


def numbered(
    texts: Iterable[str], spelling: Callable[[str], str], numbers: dict[str, int]
) -> np.ndarray:
    """Number of each child; -1 without identifier. New children are added to `numbers`."""
    listed = []
    for text in texts:
        identity = spelling(text)
        listed.append(numbers.setdefault(identity, len(numbers)) if identity else -1)
    return np.array(listed, dtype=np.int64)
