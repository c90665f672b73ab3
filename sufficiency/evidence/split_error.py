"""How far the estimate of who provides fostering is wrong by itself, as successive years tell.

What carries the estimate from one year to the next is of two kinds. Children do move between kinds
of carer, and stay moved. An error of a count, such as a place that Ofsted counted and the
department did not, is gone the year after: the change into such a year is taken back by the change
out of it. So the error's variance is how far one year's change is taken back by the next, over all
councils (less the mean product of two changes in a row). An error that stays, such as a council
whose own homes are fuller than England's, cannot be seen that way: the ranges of the
assumptions `own_share_of_...` stand for it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final

EMBEDDED: Final = Path(__file__).with_name("split_error.json")


@dataclass(frozen=True)
class SplitError:
    """Variances of a year's own errors, in children for each child in fostering.

    Attributes:
        in_house: of filled mainstream places as a count of in-house fostering; what is in-house by
            mistake is not connected.
        own_provision: of the council's own provision; what is its own by mistake is connected
            and not agency fostering.
        moves: of what truly moves to connected carers and from them in a year, for comparison.
        source: words for docs/method.md.
    """

    in_house: float
    own_provision: float
    moves: float
    source: str

    def to_json(self) -> str:
        """Readable text, numbers to six digits."""
        held = {
            k: float(f"{v:.6g}") if isinstance(v, float) else v for k, v in asdict(self).items()
        }
        return json.dumps(held, indent=2) + "\n"


@cache
def split_error() -> SplitError:
    """The error in use."""
    return SplitError(**json.loads(EMBEDDED.read_text(encoding="utf-8")))
