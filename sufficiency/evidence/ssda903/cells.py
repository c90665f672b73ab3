"""What a cell says, without what spreadsheets, databases and web pages put around it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Final

from sufficiency.evidence.ssda903.texts import Texts

NOTHING: Final = frozenset(
    {"", "null", "none", "nan", "nat", "n/a", "na", "#n/a", "<na>", "(null)", "<null>", "[null]"}
    | {"nil", "n.a.", "(blank)", "blank", "(none)", "(empty)", "\\n", "-", "--", "---", "."}
    | {"..", "...", "\N{EN DASH}", "\N{EM DASH}", "\N{HORIZONTAL ELLIPSIS}"}
)
"""How systems and people write that nothing is there, in small letters."""

INVISIBLE: Final = "invisible characters around them are taken off"
FORMULA: Final = '="..." around them is taken off'
APOSTROPHE: Final = "an apostrophe before them is taken off"
BLANK_WORDS: Final = "words and signs for nothing (NULL, <NA>, (null), - and the like) are blanks"

_PLAIN: Final = re.compile(r"[\w./: +&-]*", re.ASCII)
_WRAPPED: Final = re.compile(r"=\s*[\"\u201c](.*)[\"\u201d]", re.DOTALL)
_APOSTROPHES: Final = "'\u2018\u2019`"
Said = tuple[str, str, int]
"""How cells were read: column, what was done, in how many."""


def clean(text: str) -> tuple[str, str]:
    r"""What a cell says, and what had to be done to read it (nothing for a plain one).

    >>> clean("'U4 ")[0], clean('="901"')[0], clean("31/03/2025\u200b")[0], clean("<NA>")[0]
    ('U4', '901', '31/03/2025', '')
    """
    said = ""
    tidy = text.strip()
    if not _PLAIN.fullmatch(tidy):
        seen = "".join(map(_seen, tidy))
        if seen != tidy.replace("\xa0", " "):
            said = INVISIBLE
        tidy = seen.strip()
        wrapped = _WRAPPED.fullmatch(tidy)
        if wrapped:
            tidy, said = wrapped[1].strip(), FORMULA
        if tidy[:1] and tidy[0] in _APOSTROPHES:
            tidy, said = tidy[1:].rstrip(_APOSTROPHES).strip(), APOSTROPHE
        tidy = tidy.strip('"').strip()
    if tidy and tidy.lower() in NOTHING:
        return "", BLANK_WORDS
    return tidy, said


def cleaned(column: str, texts: Texts) -> tuple[Texts, list[Said]]:
    """The cells of a column cleaned, each different text once, and how they were read."""
    if _PLAIN.fullmatch("".join(texts.different)):
        tidy = texts.changed(str.strip)
        if NOTHING.isdisjoint(map(str.lower, filter(None, tidy.different))):
            return tidy, []
    known = {text: clean(text) for text in texts.different}
    said: Counter[str] = Counter()
    for (_, how), cells in zip(known.values(), texts.cells(), strict=True):
        if how:
            said[how] += cells
    return (
        texts.changed(lambda text: known[text][0]),
        [(column, how, cells) for how, cells in said.items()],
    )


def _seen(letter: str) -> str:
    """A character, a space for any kind of space, nothing for what cannot be seen."""
    kind = unicodedata.category(letter)
    if kind == "Zs" or letter in "\t\n\r\v\f":
        return " "
    return "" if kind in ("Cc", "Cf", "Zl", "Zp") else letter


def joined(said: Iterable[Said]) -> list[str]:
    """Sentences without a subject: 'DECOM, DEC: times of day after the date are left out (9)'."""
    columns: dict[str, list[str]] = {}
    cells: Counter[str] = Counter()
    for column, how, number in said:
        columns.setdefault(how, []).append(column)
        cells[how] += number
    return [
        f"{', '.join(dict.fromkeys(names))}: {how} ({cells[how]:,} cells)"
        for how, names in columns.items()
    ]
