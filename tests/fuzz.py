"""Damaged inputs by the thousand: each is read, or refused clearly, in time and in memory.

`python tests/fuzz.py --cases 10000` shares the cases out among the readers of `READERS` and prints
how many each read and refused. Anything else, a traceback above all, ends it with exit code 1.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sufficiency.errors import InputError
from tests.evidence.ssda903.mangling import mangle
from tests.fuzz_readers import READERS, Reader

MOST_SECONDS, MOST_BYTES = 20.0, 2_000_000_000
LONGEST_LINE, LONGEST_MESSAGE = 1_000, 20_000
"""Characters: a line says one fault, and a folder of twelve tables may have ten in each."""


def attempt(reader: Reader, case: int) -> tuple[str, float]:
    """ "read" or "refused", and in how many seconds of the processor.

    Raises AssertionError for anything else. A warning of NumPy's is a failure: it would reach the
    reader.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        mangle(reader.clean(), place, random.Random(case))
        begun = time.process_time()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", RuntimeWarning)
                reader.read(place)
            end = "read"
        except InputError as refusal:
            message = str(refusal)
            assert 10 < len(message) < LONGEST_MESSAGE, f"a message of {len(message)} characters"
            longest = max(map(len, message.split("\n")))
            assert longest < LONGEST_LINE, f"a line of {longest} characters"
            assert message.replace("\n", "").isprintable(), "a message that steers the terminal"
            end = "refused"
        seconds = time.process_time() - begun
        assert seconds < MOST_SECONDS, f"{seconds:.0f} seconds"
    assert _memory() < MOST_BYTES, f"{_memory() / 1e9:.1f} GB"
    return end, seconds


def _memory() -> int:
    """Bytes that this process has held at most; nought where the system does not say (Windows)."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> int:
    """Try so many cases and say how they ended."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=10_000)
    asked.add_argument("--start", type=int, default=0, help="number of the first case")
    asked.add_argument("--reader", choices=sorted(READERS), action="append")
    given = asked.parse_args()
    names = given.reader or list(READERS)
    ends: Counter[tuple[str, str]] = Counter()
    slowest = dict.fromkeys(names, 0.0)
    for case in range(given.start, given.start + given.cases):
        name = names[case % len(names)]
        try:
            end, seconds = attempt(READERS[name], case)
            ends[name, end] += 1
            slowest[name] = max(slowest[name], seconds)
        except Exception as fault:
            print(f"{name}, case {case}: {type(fault).__name__}: {fault}", file=sys.stderr)
            ends[name, "FAILED"] += 1
    for (name, end), number in sorted(ends.items()):
        print(f"{name:<12} {end:<8} {number:6,}")
    for name, seconds in slowest.items():
        print(f"{name:<12} slowest  {seconds:6.1f} s")
    print(f"peak memory {_memory() / 1e6:,.0f} MB")
    return int(any(end == "FAILED" for _, end in ends))


if __name__ == "__main__":
    sys.exit(main())
