"""How long returns take, on 30,000 episodes, and how that grows with the children.

`python -m tests.evidence.ssda903.bench`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from sufficiency.evidence.synthetic import synthesise

CHILDREN, YEARS = 1750, 10
"""About 6,600 children and 29,000 episode rows over ten returns."""

IMPORTS = "import numpy, pandas, scipy.special\n"
READ = "from sufficiency.evidence.ssda903 import read_returns\n"
FORECAST = "from sufficiency.forecasting.files.returns_forecast import forecast_returns_to_file\n"
STEPS = (
    ("imports of libraries", None, IMPORTS, "pass"),
    ("read, checked and counted by month", 2.0, IMPORTS + READ, "read_returns({place!r})"),
    (
        "forecast, five years, 2,000 draws, to CSV",
        6.0,
        IMPORTS + FORECAST,
        "forecast_returns_to_file({place!r}, 5, 2000, 1, {out!r})",
    ),
)
"""What, the seconds asked of the larger authority, what is loaded before, and the statement."""
REGIONS, REGION_YEARS, REGION_ASKED = (7_500, 15_000, 30_000), 3, 15.0
"""Children at a time in the returns of regions, how many returns, and the processor's seconds that
are asked of the largest."""


def seconds(before: str, what: str, clock: str = "perf_counter") -> float:
    """Seconds of a statement in a process of its own: of the wall clock, or of processor."""
    start = f"import time\nt = time.{clock}()\n"
    code = f"{before}{start}{what}\nprint(time.{clock}() - t)"
    if what == "pass":
        code = f"{start}{before}print(time.{clock}() - t)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout)


def main() -> None:
    """Print a line for each step and size of authority."""
    for children in (650, CHILDREN):
        with tempfile.TemporaryDirectory() as folder:
            place, out = Path(folder) / "returns", Path(folder) / "forecast.csv"
            synthesise(place, children, YEARS, 1)
            rows = sum(len(p.read_bytes().splitlines()) - 1 for p in place.rglob("Episodes.csv"))
            print(f"{children} children at a time, {rows:,} episode rows")
            for name, asked, before, what in STEPS:
                text = what.format(place=str(place), out=str(out))
                best = min(seconds(before, text) for _ in range(3))
                of = f", {best / asked:.2f} of what was asked" if asked else ""
                print(f"  {name:<44} {best:6.2f} s (best of 3{of})", flush=True)
    regions()


def regions() -> None:
    """Print the processor seconds of reading and of forecasting, as children double."""
    for children in REGIONS:
        with tempfile.TemporaryDirectory() as folder:
            place, out = Path(folder) / "returns", Path(folder) / "forecast.csv"
            synthesise(place, children, REGION_YEARS, 1)
            print(f"{children:,} children at a time, {REGION_YEARS} returns, processor")
            for name, _, before, what in STEPS[1:]:
                took = seconds(before, what.format(place=str(place), out=str(out)), "process_time")
                of = f" ({took / REGION_ASKED:.2f} of what was asked of 30,000)"
                print(f"  {name:<44} {took:6.2f} s{of}", flush=True)


if __name__ == "__main__":
    main()
