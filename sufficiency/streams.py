"""Random numbers from named streams of one seed.

Every random number of a run comes from `stream(seed, name, series)`. The name says what the
numbers are for, so adding a new use never moves the numbers of another, scenarios share
draws, and the number of workers changes nothing.
"""

from __future__ import annotations

import hashlib

import numpy as np


def stream(seed: int, name: str, series: str = "") -> np.random.Generator:
    """A generator that depends on the seed, the name and the series, and on nothing else.

    >>> bool(stream(1, "exits").random() == stream(1, "exits").random())
    True
    """
    key = hashlib.sha256(f"{name}\x1f{series}".encode()).digest()
    words = np.frombuffer(key, dtype="<u4").tolist()
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words])))
