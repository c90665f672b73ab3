"""Options of a council's run that a region has not, each refused with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sufficiency.errors import InputError, closest, listed

_OPTIONS: Final = (
    *("--authorities", "--record", "--scenarios", "--years", "--draws", "--seed", "--workers"),
    *("--scheduler", "--certificates", "--plain-tcp", "--publish", "--tables-only"),
    *("--chart-width", "--out"),
)
_OF_ONE_COUNCIL: Final = {
    "--evidence": "an evidence folder holds one council's own tables",
    "--ssda903": "returns are one council's own records",
    "--areas": "it goes with one council's returns",
    "--ignore": "it goes with one council's returns",
    "--even-so": "it goes with one council's returns",
    "--budget": "a budget is one council's",
    "--earlier": "a region's report does not yet say what changed",
}


def refuse_what_is_not_a_regions(words: Sequence[str]) -> None:
    """Refuse what was written besides a name and the options of `sufficiency region`.

    Args:
        words: the name, if there is one, and what is left over.

    Raises:
        InputError: saying why, or what was meant.
    """
    options = [word.split("=", 1)[0] for word in words if word.startswith("-")]
    for option in options:
        if why := _OF_ONE_COUNCIL.get(option):
            raise InputError(
                f"A region takes no {option}: {why}, and a region rests on the published record "
                "of all its councils. Run the council by itself: sufficiency run --authority NAME "
                f"{option} ..."
            )
        raise InputError(
            f"A region has no option {option}; it has {listed(_OPTIONS)}."
            f"{closest(option, _OPTIONS)}"
        )
    if len(words) > 1:
        raise InputError(
            f"'{words[1]}' is one word too many: write a name of several words in quotes, and "
            'councils as --authorities "A,B,C".'
        )
