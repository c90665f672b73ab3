"""Runs on counts that nobody has published, made once: what published mode has to keep back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from sufficiency.engine import forecast, run_scenarios
from sufficiency.evidence import Evidence, load_evidence
from sufficiency.evidence.synthetic import synthesise
from sufficiency.pages import RunPages
from sufficiency.placements import FAMILIES, PLACEMENT_TYPES
from sufficiency.results.run import Run, make_run
from tests.evidence.made_up import CODE, write_folder
from tests.small_run import made_up_scenarios

SEED = 918_273
"""A number that nothing else in a run is: where it turns up, it is the seed."""


@dataclass(frozen=True)
class Own:
    """A run on counts of a council's own, as the council has it, and what was counted.

    Attributes:
        run: The run, to be published.
        counted: True children by month end (rows) and placement type, or family where an
            evidence folder counts no closer.
    """

    run: Run
    counted: pd.DataFrame


@lru_cache(maxsize=8)
def on_returns(children: int, seed: int = 3, years: int = 2, drawn_from: int = SEED) -> Own:
    """A run on made-up returns of about so many children."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "returns"
        synthesise(folder, children=children, years=4, seed=seed)
        evidence = load_evidence(ssda903=folder, even_so=True)
    returns = evidence.returns
    assert returns is not None
    opened = returns.monthly.marches[evidence.opening_year]
    true = pd.DataFrame(
        returns.monthly.by_type[opened:],
        index=pd.DatetimeIndex(returns.monthly.dates[opened:]),
        columns=list(PLACEMENT_TYPES),
    )
    return Own(_run(evidence, years, drawn_from), true)


@lru_cache(maxsize=16)
def on_a_folder(small: tuple[tuple[str, int], ...], years: int = 2, drawn_from: int = SEED) -> Own:
    """A run on an evidence folder with small counts of its own in the opening year.

    Args:
        small: Categories of placements.csv and their counts; "other" takes up the difference.
    """
    with TemporaryDirectory() as place:
        evidence = load_evidence(folder_with(Path(place) / "own", dict(small)))
    year = evidence.opening_year
    groups = {"fostering": "foster", "supported_accommodation": "supported"}
    counts = {f: float(evidence.placed(groups.get(f, f))[year]) for f in FAMILIES}
    true = pd.DataFrame([counts], index=pd.DatetimeIndex([pd.Timestamp(year, 3, 31)]))
    return Own(_run(evidence, years, drawn_from), true)


def folder_with(folder: Path, small: dict[str, int]) -> Path:
    """The made-up authority's folder, with these counts in the opening year."""
    path = write_folder(folder) / "placements.csv"
    table = pd.read_csv(path, encoding="utf-8")
    ours = (table["area_code"] == CODE) & (table["year"] == table["year"].max())
    rest = ours & (table["category"] == "other")
    for category, count in small.items():
        cell = ours & (table["category"] == category)
        table.loc[rest, "children_31_march"] += table.loc[cell, "children_31_march"].iloc[0] - count
        table.loc[cell, "children_31_march"] = count
    table.to_csv(path, index=False, encoding="utf-8")
    return folder


def _run(evidence: Evidence, years: int, seed: int) -> Run:
    results = run_scenarios(forecast(evidence, years, 100, seed), made_up_scenarios(1))
    return make_run(results, pages=RunPages())


def small_cells(true: pd.DataFrame) -> list[tuple[pd.Timestamp, str]]:
    """Dates and names of counts of 1 to 5."""
    rows, columns = np.nonzero((true > 0).to_numpy() & (true < 6).to_numpy())
    return [(true.index[r], str(true.columns[c])) for r, c in zip(rows, columns, strict=True)]
