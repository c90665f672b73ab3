"""`inputs/` of a run that stays inside the council: what it was made from, and its draws summed up.

    inputs/evidence/*.csv     the record as it was used, a file a table
    inputs/scenarios/*.yaml   the scenario files as they were read
    inputs/returns.csv        of a run on returns: children by month, type and measure, counted
    inputs/draws.csv          percentiles of children and costs, closer than the tables have them
    inputs/finance.json       what finance asked, with every digit: the workbook starts from it

Counts only: of returns, what `sufficiency import` writes, and nothing else. A published run keeps
none of this.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pandas as pd

from sufficiency.engine import Results
from sufficiency.evidence.catalogue import TABLES, file_of
from sufficiency.ranges import statistics
from sufficiency.results.differences import Course
from sufficiency.results.kept.plain import to_plain
from sufficiency.results.run import Run

INPUTS: Final = "inputs"
PERCENTILES: Final = tuple(f"p{share:02d}" for share in (1, 5, *range(10, 100, 10), 95, 99))
"""How closely the draws are summed up."""


def write_inputs(folder: Path, run: Run, scenario_files: Iterable[Path]) -> None:
    """Write `inputs/` into the folder of a run; a published run, or one of children, has none.

    Args:
        folder: The folder being built.
        run: The run.
        scenario_files: The scenario files, in the order they were run.
    """
    if run.is_published or not run.evidence.costed:
        return
    inputs = folder / INPUTS
    (inputs / "evidence").mkdir(parents=True)
    for name in TABLES:
        table = run.evidence.table(name)
        table.to_csv(inputs / "evidence" / file_of(name), index=False, lineterminator="\n")
    (inputs / "scenarios").mkdir()
    for file in scenario_files:
        shutil.copyfile(file, inputs / "scenarios" / file.name)
    if run.evidence.returns is not None:
        counts = run.evidence.returns.monthly.frame()
        counts.to_csv(inputs / "returns.csv", index=False, lineterminator="\n")
    if run.results is not None:
        draws = draws_table(run.results)
        draws.to_csv(inputs / "draws.csv", index=False, lineterminator="\n", float_format="%.6g")
    asked = {"finance": to_plain(run.finance), "budget": to_plain(run.budget)}
    text = json.dumps(asked, ensure_ascii=False, allow_nan=False)
    (inputs / "finance.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def draws_table(results: Results) -> pd.DataFrame:
    """Draws of the totals summed up: scenario, measure, period, mean and `PERCENTILES`.

    Measures are children (by placement type and in total, at each month end) and cost (nominal and
    real, by financial year, GBP).
    """
    names = ("mean", *PERCENTILES)
    frames = []
    for result in results.all:
        projection = result.projection
        months = [date.date().isoformat() for date in projection.dates]
        for kind, children in Course(projection).children.items():
            keys = {"scenario": result.name, "measure": f"children_{kind}", "period": months}
            found = statistics(children, names)
            frames.append(pd.DataFrame({**keys, **found}))
        years = list(results.forecast.calendar.financial_years)
        for basis in ("nominal", "real"):
            keys = {"scenario": result.name, "measure": f"cost_{basis}", "period": years}
            frames.append(pd.DataFrame({**keys, **statistics(result.costs.total(basis), names)}))
    return pd.concat(frames, ignore_index=True)
