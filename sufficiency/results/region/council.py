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

from sufficiency.capacity import Projection
from sufficiency.engine import Forecast, Result, Results, forecast, run_scenario
from sufficiency.evidence import load_evidence
from sufficiency.forecasting.mix.model import log_odds
from sufficiency.forecasting.shared.model import Member, shared_constants, shared_order
from sufficiency.placements import PLACEMENT_TYPES, family_position, position
from sufficiency.results.tables import run_tables
from sufficiency.scenarios import Scenario
from sufficiency.scenarios.portion import portion

SHARED_BY: Final = {
    "looked_after": PLACEMENT_TYPES,
    "fostering": ("kinship_fostering", "in_house_fostering", "agency_fostering"),
    "homes": ("in_house_residential", "external_residential"),
}
"""Keys by which a region's scenario is shared, and the placements whose children they count."""

CHEAPER: Final = (*SHARED_BY["fostering"], "placed_with_parents", "placed_for_adoption")
"""Placements outside the expensive group."""

STOCKS: Final = (
    *PLACEMENT_TYPES,
    *("need_fostering", "need_homes", "places_fostering", "places_homes"),
    *("spare_fostering", "spare_homes"),
    *("households", "approved_places", "usable_places", "filled_places", "own_beds"),
)
"""What is counted at each 31 March; households and places are mainstream carers'."""
COSTS: Final = (*(f"cost_{kind}" for kind in PLACEMENT_TYPES), "cost_programme")
"""GBP of the April-March year that ends at a 31 March, at base-year prices."""
NOMINAL: Final = "cost_nominal"
"""GBP of the same year in all, with inflation."""


@dataclass(frozen=True)
class CouncilTask:
    """One council's part of a region's run.

    Attributes:
        code: of the council.
        region: whose errors it shares.
        scenarios: as their files have them.
        shares: name of each scenario that is the region's -> the council's share (0-1).
        years, draws, seed: as of a run.
        record: folder of another record of England.
    """

    code: str
    region: str
    scenarios: tuple[Scenario, ...]
    shares: Mapping[str, float]
    years: int
    draws: int
    seed: int
    record: Path | None = None


def run_council(task: CouncilTask) -> dict[str, bytes]:
    """The council's tables, and its draws, each as the bytes of a Parquet file.

    Raises:
        InputError: when the council cannot be forecast.
    """
    with warnings.catch_warnings():  # a council's part of a home is no whole number of places
        warnings.filterwarnings("ignore", message="Pydantic serializer warnings")
        return _run_council(task)


def _run_council(task: CouncilTask) -> dict[str, bytes]:
    evidence = load_evidence(task.code, record=task.record)
    baseline = forecast(evidence, task.years, task.draws, task.seed)
    order = order_of(baseline, task)
    together = replace(baseline, setting=replace(baseline.setting, order=order))
    results = Results(
        baseline,
        tuple(
            run_scenario(together, portion(scenario, task.shares[scenario.name]))
            if scenario.name in task.shares
            else run_scenario(baseline, scenario)
            for scenario in task.scenarios
        ),
    )
    tables = {name: _parquet(table) for name, table in run_tables(results).items()}
    draws = pd.concat([draws_of(result, order) for result in results.all], ignore_index=True)
    return tables | {"draws": _parquet(draws)}


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


def draws_of(result: Result, order: np.ndarray) -> pd.DataFrame:
    """A council's draws at each 31 March: scenario, year, draw, `STOCKS`, `COSTS`, `NOMINAL`.

    Costs are of the year that ends then, and none at the opening. Single precision: seven figures.
    """
    projection, costs = result.projection, result.costs
    stocks = _stocks(projection)
    opening = np.zeros((len(order), 1, len(COSTS) + 1))
    spent = np.concatenate(
        [costs.real, costs.programme[..., None], costs.total("nominal")[..., None]], axis=-1
    )
    values = np.concatenate([stocks, np.concatenate([opening, spent], axis=1)], axis=-1)[order]
    years = projection.dates[::12].year.to_numpy()
    frame = pd.DataFrame(
        values.reshape(-1, values.shape[-1]).astype(np.float32), columns=[*STOCKS, *COSTS, NOMINAL]
    )
    frame.insert(0, "scenario", result.name)
    frame.insert(1, "year", np.tile(years, len(order)).astype(np.int32))
    frame.insert(2, "draw", np.repeat(np.arange(len(order), dtype=np.int32), len(years)))
    return frame


def _stocks(projection: Projection) -> np.ndarray:
    """`STOCKS` at each 31 March, (draws, years + 1, stocks)."""
    marches = slice(None, None, 12)
    children = projection.placements[:, marches]
    needed, places = projection.need[:, marches], projection.fillable_places
    need = {name: needed[..., family_position(name)] for name in ("fostering", "homes")}
    held = {name: np.broadcast_to(places[name][:, marches], need[name].shape) for name in need}
    own = {
        "fostering": children[..., position("kinship_fostering")]
        + children[..., position("in_house_fostering")],
        "homes": children[..., position("in_house_residential")],
    }
    columns = [
        *np.moveaxis(children, -1, 0),
        *need.values(),
        *held.values(),
        *(np.maximum(held[name] - own[name], 0.0) for name in need),
        *(
            of["mainstream"][:, marches]
            for of in (
                projection.households,
                projection.approved_places,
                projection.usable_places,
                projection.filled_places,
            )
        ),
        np.broadcast_to(projection.home_places[:, marches], children.shape[:2]),
    ]
    return np.stack(columns, axis=-1)


def _parquet(table: pd.DataFrame) -> bytes:
    """A table as a Parquet file: the same bytes for the same table."""
    content = io.BytesIO()
    table.to_parquet(content, engine="pyarrow", index=False, compression="zstd")
    return content.getvalue()
