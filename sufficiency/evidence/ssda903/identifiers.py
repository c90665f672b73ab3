"""One spelling of each child's identifier, whichever system or spreadsheet wrote it.

The texts are compared and then numbered; no identifier leaves the room.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.cells import NOTHING
from sufficiency.evidence.ssda903.tables import Source
from sufficiency.evidence.ssda903.texts import Texts

_WHOLE: Final = re.compile(r"(.*[^.])\.0+")
"""A number that a spreadsheet or a data frame took for one with decimals."""
_SCIENTIFIC: Final = re.compile(r"^-?\d+(?:[.,]\d*)?E\+?\d{1,3}$", re.IGNORECASE | re.MULTILINE)
"""How a spreadsheet shows a number of twelve digits and more: the rest of them is gone."""
_KEPT_DIGITS: Final = 15
"""Digits of a number that a spreadsheet keeps: those after are noughts."""
_FEWEST: Final = 3


def plain(text: str) -> str:
    """'007', ' 007 ', '"007"' and '007.0' are one child; nothing, 'null' and 'nan' are none.

    >>> plain(' 00123.0 ')
    '00123'
    """
    tidy = text.strip().strip('"').strip().upper()
    found = _WHOLE.fullmatch(tidy) if "." in tidy else None
    if found:
        return found[1]
    return "" if tidy.lower() in NOTHING else tidy


def refuse_lost_digits(name: str, column: str, texts: Texts) -> None:
    """Stop where a spreadsheet took identifiers for numbers and dropped digits of them.

    Several children then have one identifier, and are counted as one.

    Raises:
        InputError: naming file and column, and how to keep the identifiers.
    """
    scientific = _SCIENTIFIC.search("\n".join(texts.different)) is not None
    long = [text for text in texts.different if len(text) > _KEPT_DIGITS and text.isdecimal()]
    rounded = [text for text in long if not text[_KEPT_DIGITS:].strip("0")]
    if scientific or (len(rounded) >= _FEWEST and len(rounded) > 0.9 * len(long)):
        how = "in scientific notation (as 9.01E+11)" if scientific else "ending in noughts"
        raise InputError(
            f"{name}: identifiers in {column} are {how}: a spreadsheet has taken them for numbers "
            "and dropped their last digits, so that several children have one identifier. Export "
            f"the table again; to look at it in Excel, use Data, From Text/CSV, and set {column} "
            "to Text before loading, and do not save a CSV that was opened by a double click."
        )


Spelling = Callable[[Source, str], str]
"""One text for each child: from a table and what it has in CHILD; nothing for no child."""


def spellings(episodes: Sequence[Source]) -> Spelling:
    """How identifiers are compared over all files.

    Spreadsheets drop the noughts before a number, so '00123' and '123' are one child, unless one
    file holds two children who differ in nothing else: then noughts mean something here. The same
    identifier in two authorities (column LA) is two children.

    Raises:
        InputError: when some tables name several authorities and others none.
    """
    known = [source.columns["CHILD"].different for source in episodes]
    tidied = {text: plain(text) for text in set().union(*known)}
    digits = [{tidied[text] for text in texts if tidied[text].isdecimal()} for texts in known]
    strip = all(len({text.lstrip("0") for text in texts}) == len(texts) for texts in digits)
    several = len({source.authority for source in episodes} - {""}) > 1
    seen: dict[str, str] = {}

    def spelling(source: Source, text: str) -> str:
        if text not in seen:
            tidy = tidied[text] if text in tidied else plain(text)
            seen[text] = tidy.lstrip("0") or "0" if strip and tidy.isdecimal() else tidy
        if not several or not seen[text]:
            return seen[text]
        if not source.authority:
            raise InputError(
                f"{source.name} does not say of which authority its children are, and other tables "
                "name several (column LA): add the column LA, or keep one authority's tables."
            )
        return f"{source.authority}\n{seen[text]}"

    return spelling


def numbered(source: Source, spelling: Spelling, numbers: dict[str, int]) -> np.ndarray:
    """Number of the child of each row; -1 without identifier. New ones are added to `numbers`."""

    def number(text: str) -> int:
        identity = spelling(source, text)
        return numbers.setdefault(identity, len(numbers)) if identity else -1

    return source.columns["CHILD"].mean(number)


def numbers_known(source: Source, spelling: Spelling, numbers: Mapping[str, int]) -> np.ndarray:
    """Number of the child of each row; -1 for a child who has none yet."""
    return source.columns["CHILD"].mean(lambda text: numbers.get(spelling(source, text), -1))
