"""What a user did that the product cannot act on, said so that they can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any


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
    given = f"the text '{value[:60]}'" if isinstance(value, str) else f"{type(value).__name__}"
    raise InputError(f"{function}() takes {what}; it was given {given}.")
