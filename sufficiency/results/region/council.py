"""One council of a region: its own run, and its draws in the order in which they add up."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.engine import Forecast, Result, Results, forecast, run_scenario
from sufficiency.evidence import load_evidence
from sufficiency.forecasting.mix.model import log_odds
from sufficiency.forecasting.shared.model import Member, shared_constants, shared_order
from sufficiency.placements import TYPES_OF, position
from sufficiency.results.publish.disclosure import withhold
from sufficiency.results.region.dataset import DRAWS, GAINS, ROWS
from sufficiency.results.region.draws import draws_of
from sufficiency.results.region.members import council_rows, gains_of
from sufficiency.results.region.sums import add_up
from sufficiency.results.tables import run_tables
from sufficiency.scenarios import Scenario
from sufficiency.scenarios.portion import portion

CHEAPER: Final = (*TYPES_OF["fostering"], "placed_with_parents", "placed_for_adoption")
"""Placements outside the expensive group."""


@dataclass(frozen=True)
class CouncilTask:
    """One council's part of a region's run.

    Attributes:
        code, name: of the council.
        region: whose errors it shares.
        scenarios: as their files have them.
        shares: name of each scenario that is the region's -> the council's share (0-1).
        years, draws, seed: as of a run.
        record: folder of another record of England.
        published: whether its tables are as anybody may see them.
    """

    code: str
    name: str
    region: str
    scenarios: tuple[Scenario, ...]
    shares: Mapping[str, float]
    years: int
    draws: int
    seed: int
    record: Path | None = None
    published: bool = False

    @property
    def authority(self) -> tuple[str, str]:
        """Name and code, as a table of several councils has them."""
        return self.name, self.code


def run_council(task: CouncilTask) -> dict[str, bytes]:
    """The council's tables as Parquet files, and what its region needs of it, as `Dataset` keeps.

    Raises:
        InputError: when the council cannot be forecast.
    """
    with warnings.catch_warnings():  # a council's part of a home is no whole number of places
        warnings.filterwarnings("ignore", message="Pydantic serializer warnings")
        return _files_of(task)


def _files_of(task: CouncilTask) -> dict[str, bytes]:
    results, order = _run(task)
    tables, evidence = run_tables(results), results.forecast.evidence
    if task.published:
        tables = dict(withhold(tables, evidence).tables)
    draws = draws_of(results.all, order)
    own = add_up([draws])
    inside = {
        ROWS: council_rows(own, task.authority, evidence.costed),
        GAINS: gains_of(own, task.authority, task.shares),
    }
    files = {name: _parquet(table) for name, table in (tables | inside).items()}
    return files | {DRAWS: draws.to_bytes()}


def _run(task: CouncilTask) -> tuple[Results, np.ndarray]:
    """The council's run; and which of its draws stands in each future of the region, (draws,)."""
    baseline, order = forecast_council(task)
    scenarios = tuple(
        run_part(baseline, order, scenario, task.shares.get(scenario.name))
        for scenario in task.scenarios
    )
    return Results(baseline, scenarios), order


def forecast_council(task: CouncilTask) -> tuple[Forecast, np.ndarray]:
    """The council's baseline, and which of its draws stands in each future of the region.

    Raises:
        InputError: when the council cannot be forecast.
    """
    evidence = load_evidence(task.code, record=task.record)
    baseline = forecast(evidence, task.years, task.draws, task.seed)
    return baseline, order_of(baseline, task)


def run_part(
    baseline: Forecast, order: np.ndarray, scenario: Scenario, share: float | None
) -> Result:
    """A scenario on the council's draws: all of it, or the council's share (0-1) of a region's."""
    if share is None:
        return run_scenario(baseline, scenario)
    together = replace(baseline, setting=replace(baseline.setting, order=order))
    return run_scenario(together, portion(scenario, share))


def order_of(baseline: Forecast, task: CouncilTask) -> np.ndarray:
    """Which of the council's draws stands in each future of the region, (draws,)."""
    last = baseline.baseline.projection.placements[:, -1]
    total = last.sum(axis=-1)
    fewer = last[:, [position(kind) for kind in CHEAPER]].sum(axis=-1)
    keys = {
        "total": np.log(np.maximum(total, 0.5)),
        "mix": log_odds(total - fewer, total),
        "spending": np.log(np.maximum(baseline.baseline.costs.total("nominal")[:, -1], 1.0)),
        "parents": log_odds(last[:, position("placed_with_parents")], fewer),
        "adoption": log_odds(last[:, position("placed_for_adoption")], fewer),
    }
    member = Member(task.code, task.region)
    return shared_order(keys, task.years, member, shared_constants(), task.seed)


def _parquet(table: pd.DataFrame) -> bytes:
    """A table as a Parquet file: the same bytes for the same table."""
    content = io.BytesIO()
    table.to_parquet(content, engine="pyarrow", index=False, compression="zstd")
    return content.getvalue()
