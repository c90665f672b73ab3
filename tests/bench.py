"""How long the commands, the engine and returns take here, and how well ranges hold: `make bench`.

Each command runs in a process of its own, as a user would run it; the best of the repeats is
shown, since whatever else the machine is doing can only make it slower. The engine's times are
also shown as a ratio to what was asked of it, and to a piece of reference work (putting five
million numbers in order), which a slower machine does more slowly too.

Ranges are held against the known future of made-up authorities: few of them here, so that the
whole takes minutes. `models/flow.md` has 402, and the contest with the other models.
"""

from __future__ import annotations

import json
import os
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


def steps(run: Path) -> str:
    """What each step of a run took, as its manifest has it."""
    taken = json.loads((run / "manifest.json").read_text(encoding="utf-8"))["timings"]
    return ", ".join(f"{step} {took:.1f}" for step, took in taken.items())


MODULES: tuple[tuple[str, ...], ...] = (
    ("tests.growth",),
    ("tests.evidence.ssda903.bench",),
    ("tests.evidence.ssda903.calibration", "60", "6"),
)
"""How work grows; and of returns how long they take, and how often ranges of forecasts hold."""
FURTHER = (
    "For models/flow.md: python -m tests.evidence.ssda903.calibration 402 6; "
    "tests.evidence.ssda903.contest 60 8"
)

ENGINE = """
import json, sys, time
from pathlib import Path
import numpy as np
import sufficiency as sf
from sufficiency.engine import run_scenario, run_scenarios
from sufficiency.results.seek import seek
from sufficiency.scenarios import load_question, load_scenarios
from sufficiency.results.waterfall import waterfall

def best(work, repeats=5):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)

numbers = np.random.default_rng(1).random(5_000_000)
reference = best(lambda: np.sort(numbers), 3)
del numbers
forecast = sf.forecast(sf.load_evidence(), years=5, draws=2000, seed=1)
files = load_scenarios("scenarios") + load_scenarios("scenarios/more")
twenty = [
    (files * 2)[i].model_copy(update={"name": str(i)}) for i in range(20)
]
together = next(s for s in files if s.name == "All together")
question = load_question(next(Path("scenarios/questions").glob("step-down*")))
rows = [
    ("one scenario, median of the files", 0.15, float(np.median(
        [best(lambda s=s: run_scenario(forecast, s), 3) for s in files]))),
    ("one scenario, All together", 0.15, best(lambda: run_scenario(forecast, together))),
    ("twenty scenarios", 3.0, best(lambda: run_scenarios(forecast, twenty), 2)),
    ("waterfall of All together", 2.0, best(
        lambda: waterfall(forecast, run_scenario(forecast, together)), 2)),
    ("goal seek", 5.0, best(lambda: seek(forecast, question), 2)),
]
try:
    import resource
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
except ImportError:  # Windows
    size = float("nan")
print(json.dumps({"reference": reference, "rows": rows, "megabytes": size}))
"""


def engine() -> None:
    """Print a line for each piece of work of the engine, on one core, with its ratios."""
    done = subprocess.run(
        [sys.executable, "-c", ENGINE],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    found = json.loads(done.stdout)
    print(f"{'engine: 2,000 draws, 60 months':<36} seconds  of what was asked  of the reference")
    for name, asked, took in found["rows"]:
        print(
            f"{name:<36} {took:7.3f}  {took / asked:17.2f}  {took / found['reference']:16.2f}",
            flush=True,
        )
    size = found["megabytes"]
    print(f"{'memory of all that (MB)':<36} {size:7.0f}  {size / 500:17.2f}")


def modules() -> None:
    """Print what the other benchmarks print, each from a process of its own."""
    root = Path(__file__).resolve().parent.parent
    for module in MODULES:
        print(flush=True)
        subprocess.run([sys.executable, "-m", *module], check=True, cwd=root)
    print(FURTHER)


def main() -> None:
    """Print a line for each piece of work of the engine, for each command, and of returns."""
    engine()
    with tempfile.TemporaryDirectory() as folder:
        for name, repeats, arguments in COMMANDS:
            out = Path(folder) / "out"
            times = [seconds(arguments, out) for _ in range(repeats)]
            print(f"{name:<32} {min(times):7.2f} s (best of {repeats})", flush=True)
            if arguments[0] == "run":
                print(f"   {steps(out)}", flush=True)
    modules()


if __name__ == "__main__":
    main()
