"""What a user did that the product cannot act on, said so that they can mend it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Any, Final


class InputError(Exception):
    """The input is wrong: the command prints the message and ends with exit code 2.

    The message is one or more whole sentences: file, row or key, what was found, what is
    allowed, and the closest match where there is one. It never holds a child-level value, and
    what it quotes from a file or an option goes through `quoted`.
    """

    def _render_traceback_(self) -> list[str]:
        """How a notebook shows it: the sentences, and none of the code that they came through."""
        return str(self).split("\n")


LONGEST_QUOTED: Final = 60
"""Characters of what was found that a message repeats: enough to know a cell or a key by."""

_LONGEST_LIST: Final = 30
_LONGEST_COMPARED: Final = 100
_UNSEEN: Final = re.compile(  # characters that count as letters or marks and show nothing
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def printable(text: str) -> str:
    r"""Text with every character that acts or hides written as an escape, and no other changed.

    Those are the controls (escape, bell, tab, the ends of lines), whatever turns the direction
    of writing, whatever has no width, the spaces other than the ordinary one, halves of
    characters, and characters that no font has.

    >>> printable("\x1b[31mred\u202e")
    '\\x1b[31mred\\u202e'
    """
    if text.isprintable() and not _UNSEEN.search(text):
        return text
    return "".join(map(_shown, text))


def quoted(found: object, most: int = LONGEST_QUOTED) -> str:
    """What was found, for a message or a table: in quotation marks, clipped and printable.

    Args:
        found: A cell, a key, a name, a value; anything that has a text.
        most: Characters to repeat; of anything longer the length is said too.

    >>> quoted("4O2")
    "'4O2'"
    >>> quoted("x" * 1_000_000, most=5)
    "'xxxxx…' (1,000,000 characters)"
    """
    text = str(found)
    shown = _clipped(text, most)
    mark = '"' if "'" in shown and '"' not in shown else "'"
    length = f" ({len(text):,} characters)" if len(text) > most else ""
    return f"{mark}{shown}{mark}{length}"


def closest(word: object, known: Iterable[str]) -> str:
    """' Did you mean ...?' for the closest known word, or nothing when none is close.

    >>> closest("recruit_carer", ["recruit_carers", "open_home"])
    " Did you mean 'recruit_carers'?"
    """
    start = str(word)[:_LONGEST_COMPARED]  # a cell of a million characters is close to nothing
    match = difflib.get_close_matches(start, list(known), n=1, cutoff=0.6)
    return f" Did you mean {quoted(match[0])}?" if match else ""


def listed(words: Iterable[object], most: int = _LONGEST_LIST) -> str:
    """Words as a sentence would list them, clipped and printable: 'a, b and c'.

    >>> listed(range(1, 6), most=3)
    '1, 2, 3 and 2 more'
    """
    items = [str(word) for word in words]
    shown = [_clipped(item, LONGEST_QUOTED) for item in items[:most]]
    if len(items) > most:
        shown.append(f"{len(items) - most:,} more")
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def _clipped(text: str, most: int) -> str:
    """The first characters of a text, printable, with a mark when more follow."""
    shown = printable(text[:most])
    return f"{shown[:most]}…" if len(text) > most or len(shown) > most else shown


def _shown(character: str) -> str:
    """One character as it is, or as its escape when it would act or hide."""
    if character.isprintable() and not _UNSEEN.match(character):
        return character
    return character.encode("unicode_escape").decode("ascii")


def need(value: object, kind: Any, function: str, what: str) -> None:
    """Refuse a value that is not of the type a public function works on, in a sentence.

    Args:
        value: what was given.
        kind: the type, or types, it must be of.
        function: the function, by its public name.
        what: what it works on, and where that comes from.

    Raises:
        InputError: when it is of another type.
    """
    if isinstance(value, kind) and not (isinstance(value, bool) and kind is int):
        return
    given = f"the text {quoted(value)}" if isinstance(value, str) else f"{type(value).__name__}"
    raise InputError(f"{function}() takes {what}; it was given {given}.")
