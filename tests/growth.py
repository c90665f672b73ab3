"""How work grows with scenarios, draws and children: `python -m tests.growth`, or with the names of
those that are asked for (`python -m tests.growth children`).

Seconds are of the processor, so that a busy machine shows what a quiet one does, with `--workers 1`
so that all of them are of one process; what each step took is on the clock. Memory is the most that
the process held. Beside each stands its ratio to the line before: work that grows as its size does
has the ratio of the sizes.

Returns are read and forecast for five years with 2,000 draws. The older public model
(cs-demand-model 0.5.1: one path, no range) is run on the same returns where CS_DEMAND_MODEL names
the Python of an environment that holds it:

    python -m venv older && older/bin/pip install cs-demand-model==0.5.1
    CS_DEMAND_MODEL=older/bin/python python -m tests.growth
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sufficiency.evidence.synthetic import synthesise
from tests.bench import steps

SCENARIOS = (30, 60, 120)
DRAWS = (2_000, 10_000, 20_000)
CHILDREN = (3_750, 7_500, 15_000, 30_000)
"""Looked after at a time: a large authority has 2,000, a region 10,000."""
_YEARS = 6
_SHIPPED = Path(__file__).resolve().parent.parent / "scenarios"
_RUN = ("run", "--workers", "1", "--tables-only")
_OURS = "from sufficiency.cli import main; main()"
_OLDER = """
import sys, warnings
from datetime import date
warnings.filterwarnings("ignore")
from cs_demand_model import (
    Config, DemandModellingDataContainer, ModelPredictor, PopulationStats, fs_datastore,
)
settings = Config()
held = DemandModellingDataContainer(fs_datastore(sys.argv[1]), settings)
stats = PopulationStats(held.enriched_view, settings)
last = held.end_date
found = ModelPredictor.from_model(stats, date(last.year - 2, 3, 31), date(last.year, 3, 31))
print(len(found.predict(60, step_days=30)))
"""


@dataclass(frozen=True)
class Spent:
    """What a command took: seconds of the processor, and MB at most."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Work:
    """Work of growing sizes: for each size, what is done in turn."""

    sizes: Sequence[int]
    each: Mapping[str, Callable[[int], Spent]]


def spent(command: Sequence[str]) -> Spent:
    """What a command takes in a process of its own, with one thread of linear algebra.

    Raises:
        RuntimeError: when it fails, with what it said.
    """
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=said, env={**os.environ, **one}
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(said.read().decode(errors="replace"))
    return Spent(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def ours(*arguments: str) -> Spent:
    """What a command of ours takes."""
    return spent([sys.executable, "-c", _OURS, *arguments])


def scenarios(number: int, folder: Path) -> Path:
    """A folder of so many scenarios: the shipped ones over and over, under names of their own."""
    files = sorted([*_SHIPPED.glob("*.yaml"), *_SHIPPED.glob("more/*.yaml")])
    folder.mkdir()
    for at in range(number):
        again, of = divmod(at, len(files))
        text = files[of].read_text(encoding="utf-8")
        text = re.sub(r"^name: (.*)$", rf"name: {at + 1} \1", text, count=1, flags=re.MULTILINE)
        text = re.sub(r"^  - (\S+\.yaml)$", rf"  - {again}-\1", text, flags=re.MULTILINE)
        (folder / f"{again}-{files[of].name}").write_text(text, encoding="utf-8")
    return folder


def returns(children: int, folder: Path) -> Path:
    """Made-up returns of about so many children at a time."""
    synthesise(folder, children, _YEARS, 1)
    return folder


def as_the_older_reads(place: Path, folder: Path) -> Path:
    """The same returns with folders named by the year in which each ends, and no other tables."""
    for year in sorted(place.glob("20*-*")):
        there = folder / f"20{year.name[-2:]}"
        there.mkdir(parents=True)
        for table in ("Header.csv", "Episodes.csv"):
            shutil.copyfile(year / table, there / table)
    return folder


def lines(work: Work) -> None:
    """Print a line for each size, with its ratio to the one before."""
    before: dict[str, tuple[int, Spent]] = {}
    for size in work.sizes:
        for what, do in work.each.items():
            took = do(size)
            line = f"{f'{size:,} {what}':<44} {took.seconds:7.1f} s {took.megabytes:7.0f} MB"
            if what in before:
                smaller, less = before[what]
                times = took.seconds / less.seconds
                line += f"   {times:4.1f} times the work for {size / smaller:.1f} times the size"
            print(line, flush=True)
            before[what] = size, took


def _works(folder: Path) -> dict[str, Work]:
    def run(of: Path, *more: str) -> Spent:
        took = ours(*_RUN, *more, "--out", str(of))
        print(f"   {steps(of)}", flush=True)
        return took

    def with_scenarios(number: int) -> Spent:
        files = scenarios(number, folder / f"scenarios-{number}")
        return run(folder / f"run-{number}", "--scenarios", str(files))

    def with_draws(draws: int) -> Spent:
        return run(folder / "draws", "--draws", str(draws))

    def forecast(children: int) -> Spent:
        place, out = returns(children, folder / f"returns-{children}"), folder / "forecast.csv"
        return ours("forecast", "--ssda903", str(place), "--out", str(out))

    def older(children: int) -> Spent:
        place = as_the_older_reads(folder / f"returns-{children}", folder / f"older-{children}")
        return spent([os.environ["CS_DEMAND_MODEL"], "-c", _OLDER, str(place)])

    children = {"children, forecast of 2,000 draws": forecast}
    if "CS_DEMAND_MODEL" in os.environ:
        children["children, older public model"] = older
    return {
        "scenarios": Work(SCENARIOS, {"scenarios, tables": with_scenarios}),
        "draws": Work(DRAWS, {"draws, tables": with_draws}),
        "children": Work(CHILDREN, children),
    }


def main() -> None:
    """Print the lines of each kind of work that is asked for."""
    with tempfile.TemporaryDirectory() as folder:
        works = _works(Path(folder))
        for name in sys.argv[1:] or works:
            lines(works[name])


if __name__ == "__main__":
    main()
