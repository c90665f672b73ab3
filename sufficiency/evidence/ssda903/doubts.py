"""What a user lets pass: files that are no part of the returns, and doubts about their counts.

What cannot be read, or would be counted twice, stops whatever the user says. What can be read and
is unlike any council's returns is a judgement: the user may know better, and go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from sufficiency.errors import InputError

Check = Callable[[], None]


@dataclass(frozen=True)
class Allowed:
    """What a user lets pass.

    Attributes:
        ignore: names of files among the returns that are no part of them.
        even_so: go on where the counts are in doubt; each doubt is then a remark.
    """

    ignore: tuple[str, ...] = ()
    even_so: bool = False

    def refuse_without_returns(self) -> None:
        """Nothing can be let pass where there are no returns.

        Raises:
            InputError: when something is.
        """
        if self.ignore or self.even_so:
            raise InputError("--ignore and --even-so are for SSDA903 returns; give those too.")


NOTHING_ALLOWED: Final = Allowed()
"""What is let pass unless a user says so."""


def weighed(checks: Iterable[Check], even_so: bool) -> tuple[str, ...]:
    """What the checks doubt, in their order: none where the user has not asked to go on even so.

    Raises:
        InputError: the first doubt, unless the user goes on.
    """
    said = []
    for check in checks:
        try:
            check()
        except InputError as doubt:
            if not even_so:
                raise InputError(
                    f"{doubt} If the returns are right as they are, go on with --even-so."
                ) from None
            said.append(f"Gone on with --even-so in spite of this: {doubt}")
    return tuple(said)
