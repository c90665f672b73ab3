"""How long the commands take on this machine: `make bench`.

Each command runs in a process of its own, as a user would run it; the best of the repeats is
shown, since whatever else the machine is doing can only make it slower.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMANDS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("sufficiency --help", 5, ("--help",)),
    ("sufficiency run --tables-only", 2, ("run", "--tables-only")),
    ("sufficiency run", 2, ("run",)),
)


def seconds(arguments: tuple[str, ...], out: Path) -> float:
    """Wall-clock seconds of one command, its output kept out of sight."""
    where = ("--out", str(out)) if arguments[0] == "run" else ()
    code = "from sufficiency.cli import main; main()"
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code, *arguments, *where], check=True, capture_output=True
    )
    return time.perf_counter() - start


def main() -> None:
    """Print a line for each command."""
    with tempfile.TemporaryDirectory() as folder:
        for name, repeats, arguments in COMMANDS:
            times = [seconds(arguments, Path(folder) / "out") for _ in range(repeats)]
            print(f"{name:<32} {min(times):7.2f} s (best of {repeats})", flush=True)


if __name__ == "__main__":
    main()
