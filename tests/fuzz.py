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
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import read_returns
from sufficiency.evidence.synthetic import make_world
from sufficiency.evidence.synthetic.returns import write_returns
from tests.evidence.ssda903 import faults
from tests.evidence.ssda903.mangling import mangle

MOST_SECONDS, MOST_BYTES = 20.0, 2_000_000_000
LONGEST_MESSAGE = 2_000


@dataclass(frozen=True)
class Reader:
    """A reader of inputs.

    Attributes:
        clean: files by path that it reads, made once.
        read: reads them from a folder; raises InputError to refuse.
    """

    clean: Callable[[], dict[str, bytes]]
    read: Callable[[Path], object]


@lru_cache
def _tables() -> dict[str, dict[str, str]]:
    return faults.as_texts(write_returns(make_world(25, 2, 8), 8))


@lru_cache
def returns_in_csv() -> dict[str, bytes]:
    return {
        f"{year}/{name}.csv": text.encode()
        for year, tables in _tables().items()
        for name, text in tables.items()
    }


@lru_cache
def returns_in_xml() -> dict[str, bytes]:
    return {f"{year}/r.xml": faults.xml_of(tables).encode() for year, tables in _tables().items()}


@lru_cache
def returns_in_workbooks() -> dict[str, bytes]:
    return {f"{year}/r.xlsx": faults.workbook_of(tables) for year, tables in _tables().items()}


READERS: dict[str, Reader] = {
    "returns": Reader(returns_in_csv, read_returns),
    "XML": Reader(returns_in_xml, read_returns),
    "xlsx": Reader(returns_in_workbooks, read_returns),
}
"""Readers by name: a new one is a line here."""


def attempt(reader: Reader, case: int) -> str:
    """ "read" or "refused"; raises AssertionError for anything else."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        mangle(reader.clean(), place, random.Random(case))
        begun = time.perf_counter()
        try:
            reader.read(place)
            end = "read"
        except InputError as refusal:
            message = str(refusal)
            assert 10 < len(message) < LONGEST_MESSAGE, f"a message of {len(message)} characters"
            assert message.isprintable() or "\n" in message, "a message that steers the terminal"
            end = "refused"
        seconds = time.perf_counter() - begun
        assert seconds < MOST_SECONDS, f"{seconds:.0f} seconds"
    assert _memory() < MOST_BYTES, f"{_memory() / 1e9:.1f} GB"
    return end


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
    asked.add_argument("--reader", choices=sorted(READERS), action="append")
    given = asked.parse_args()
    names = given.reader or list(READERS)
    ends: Counter[tuple[str, str]] = Counter()
    for case in range(given.cases):
        name = names[case % len(names)]
        try:
            ends[name, attempt(READERS[name], case)] += 1
        except Exception as fault:
            print(f"{name}, case {case}: {type(fault).__name__}: {fault}", file=sys.stderr)
            ends[name, "FAILED"] += 1
    for (name, end), number in sorted(ends.items()):
        print(f"{name:<12} {end:<8} {number:6,}")
    return int(any(end == "FAILED" for _, end in ends))


if __name__ == "__main__":
    sys.exit(main())
