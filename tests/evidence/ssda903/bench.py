"""How long returns take, on 30,000 episodes: `python -m tests.evidence.ssda903.bench`."""

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


def seconds(before: str, what: str) -> float:
    """Wall-clock seconds of a statement in a process of its own."""
    clock = "import time\nt = time.perf_counter()\n"
    code = f"{before}{clock}{what}\nprint(time.perf_counter() - t)"
    if what == "pass":
        code = f"{clock}{before}print(time.perf_counter() - t)"
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


if __name__ == "__main__":
    main()
