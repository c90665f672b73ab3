"""Which of several tables has more of a fault than the others and chance explain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from scipy.special import pdtrc

CHANCE: Final = 1e-4
FEWEST: Final = 2
MOST_USUAL: Final = 0.3
"""Share up to which other returns may make a fault usual ..."""
VARIES: Final = 1.2
"""... and how much more of it one return may have than they."""


def stands_out(counts: Sequence[int], sizes: Sequence[int], usual: float) -> list[bool]:
    """Whether each count is more than chance allows, beside the others.

    Args:
        counts: of a fault, in each return or where each two meet.
        sizes: out of how many.
        usual: share that is nothing unusual; more where the other returns have more (the middle
            one of theirs, the lower of two, and a fifth more), up to `MOST_USUAL`.
    """
    shares = [count / size if size else 0.0 for count, size in zip(counts, sizes, strict=True)]
    found = []
    for place, (count, size) in enumerate(zip(counts, sizes, strict=True)):
        others = sorted(shares[:place] + shares[place + 1 :])
        middle = others[(len(others) - 1) // 2] if others else 0.0
        expected = min(MOST_USUAL, max(usual, VARIES * middle)) * size
        found.append(count > FEWEST and float(pdtrc(count - 1, expected)) < CHANCE)
    return found
