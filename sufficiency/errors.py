"""What a user did that the product cannot act on, said so that they can mend it."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from typing import Final

_LONGEST: Final = 60


class InputError(Exception):
    """The input is wrong: the command prints the message and ends with exit code 2.

    The message is one or more whole sentences: file, row or key, what was found, what is
    allowed, and the closest match where there is one. It never holds a child-level value.
    """


def closest(word: str, known: Iterable[str]) -> str:
    """' Did you mean ...?' for the closest known word, or nothing when none is close.

    >>> closest("recruit_carer", ["recruit_carers", "open_home"])
    " Did you mean 'recruit_carers'?"
    """
    match = difflib.get_close_matches(str(word), list(known), n=1, cutoff=0.6)
    return f" Did you mean '{match[0]}'?" if match else ""


def listed(words: Iterable[str]) -> str:
    """Words as a sentence would list them: 'a, b and c'."""
    items = [str(word) for word in words]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def quoted(value: object) -> str:
    r"""A value as a message may show it: in quotation marks, short, on one line, nothing hidden.

    Characters that steer a terminal or cannot be seen (controls, escapes, bells, writing from
    right to left, zero width) are written as their codes; what is long is clipped.

    >>> quoted("Bury")
    "'Bury'"
    >>> quoted("B" + chr(27) + "y")
    "'B\\x1by'"
    """
    text = str(value)
    shown = "".join(map(_visible, text[:_LONGEST]))
    return f"'{shown}'" if len(text) <= _LONGEST else f"'{shown}...'"


def _visible(letter: str) -> str:
    hidden = unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    return ascii(letter)[1:-1] if hidden else letter
