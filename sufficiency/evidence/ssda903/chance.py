"""Which of several tables has more of a fault than the others and chance explain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from scipy.special import bdtrc

CHANCE: Final = 1e-3
FEWEST: Final = 2
MOST_USUAL: Final = 0.3
"""Share up to which other returns may make a fault usual that valid returns may well have ..."""
NEVER_USUAL: Final = 0.05
"""... and one that the DfE's own checks refuse: that all returns alike have it does not mend it."""
VARIES: Final = 1.2
"""How much more of a fault one return may have than the others."""


def stands_out(
    counts: Sequence[int], sizes: Sequence[int], usual: float, most: float = MOST_USUAL
) -> list[bool]:
    """Whether each count is more than chance (binomial) allows, beside the others.

    Args:
        counts: of a fault, in each return or where each two meet.
        sizes: out of how many.
        usual: share that is nothing unusual; more where the other returns have more (the middle
            one of theirs, the lower of two, and a fifth more), up to `most`.
        most: as above.
    """
    shares = [count / size if size else 0.0 for count, size in zip(counts, sizes, strict=True)]
    found = []
    for place, (count, size) in enumerate(zip(counts, sizes, strict=True)):
        others = sorted(shares[:place] + shares[place + 1 :])
        middle = others[(len(others) - 1) // 2] if others else 0.0
        expected = max(usual, min(most, VARIES * middle))
        chance = float(bdtrc(count - 1, max(count, size), expected)) if count else 1.0
        found.append(count > FEWEST and chance < CHANCE)
    return found
