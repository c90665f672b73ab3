"""The tables of a run: long data frames with named columns, one row a month, type and scenario."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from sufficiency.capacity import Projection, area_shares, children_by_area
from sufficiency.capacity.area import AREAS
from sufficiency.flows import yearly_balance
from sufficiency.money import bridge_table, cost_table, saving_table
from sufficiency.money.tables import statistics_of
from sufficiency.placements import FAMILIES, PLACEMENT_TYPES, family_position
from sufficiency.scenarios.assumptions import assumptions_table
from sufficiency.scenarios.run import Results

STATISTICS = ("mean", "p10", "p25", "p50", "p75", "p80", "p90")


def run_tables(results: Results) -> dict[str, pd.DataFrame]:
    """Every table of a run, by name, as the contract has them (backtest apart)."""
    forecast = results.forecast
    projections = [(result.name, result.projection) for result in results.all]
    costs = {result.name: result.costs for result in results.all}
    placements = placements_table(projections)
    baseline = placements[placements["scenario"] == forecast.baseline.name]
    shares = area_shares(forecast.evidence, forecast.parameters.opening.mean(axis=0))
    return {
        "forecast": baseline.drop(columns="scenario").reset_index(drop=True),
        "placements": placements,
        "area": area_table(projections, shares),
        "carers": carers_table(projections),
        "gap": gap_table(projections),
        "costs": cost_table(costs, forecast.prices, forecast.calendar),
        "savings": saving_table(costs, forecast.calendar, forecast.baseline.name),
        "bridge": bridge_table(costs, forecast.baseline.costs, forecast.prices, forecast.calendar),
        "flows": yearly_balance(forecast.evidence),
        "assumptions": assumptions_table(results),
    }


def statistics(values: np.ndarray, names: tuple[str, ...] = STATISTICS) -> dict[str, np.ndarray]:
    """Named statistics over the draws (first axis), each flattened in row-major order."""
    return {name: found.reshape(-1) for name, found in statistics_of(values, names).items()}


def _frame(
    scenario: str, dates: pd.DatetimeIndex, key: str, kinds: Sequence[str], values: np.ndarray
) -> pd.DataFrame:
    """Rows by date and kind from values (draws, dates, kinds)."""
    return pd.DataFrame(
        {
            "scenario": scenario,
            "date": np.repeat(dates.to_numpy(), len(kinds)),
            key: np.tile(np.array(kinds), len(dates)),
            **statistics(values),
        }
    )


def placements_table(results: Iterable[tuple[str, Projection]]) -> pd.DataFrame:
    """Children by placement type and in total: scenario, date, placement_type, statistics."""
    return pd.concat(
        [
            _frame(
                name,
                projection.dates,
                "placement_type",
                [*PLACEMENT_TYPES, "total"],
                np.concatenate([projection.placements, projection.total[..., None]], axis=-1),
            )
            for name, projection in results
        ],
        ignore_index=True,
    )


def area_table(results: Iterable[tuple[str, Projection]], shares: np.ndarray) -> pd.DataFrame:
    """Children inside and outside the boundary: scenario, date, area, statistics."""
    return pd.concat(
        [
            _frame(
                name,
                projection.dates,
                "area",
                AREAS,
                children_by_area(projection.placements, shares, projection.effects.outside),
            )
            for name, projection in results
        ],
        ignore_index=True,
    )


def carers_table(results: Iterable[tuple[str, Projection]]) -> pd.DataFrame:
    """Households and places by kind of carer, with P10, P50 and P90 of each."""
    frames = []
    for name, projection in results:
        for kind in ("mainstream", "connected"):
            columns: dict[str, object] = {
                "scenario": name,
                "date": projection.dates,
                "kind": kind,
            }
            for measure in ("households", "approved_places", "usable_places", "filled_places"):
                values = getattr(projection, measure)[kind]
                columns |= _ranges(measure, values)
            frames.append(pd.DataFrame(columns))
    return pd.concat(frames, ignore_index=True)


def gap_table(results: Iterable[tuple[str, Projection]]) -> pd.DataFrame:
    """Need, usable own supply and the gap by family; blank where supply has no limit we know.

    The supply of fostering is what connected carers provide and the mainstream places that can
    be filled; that of homes is own beds that can be filled and fostering places set aside for
    children who would otherwise live in a home. The gap is need less supply, never below nil:
    what agency carers and external homes are used for.
    """
    frames = []
    for name, projection in results:
        for family in FAMILIES:
            need = projection.need[:, :, family_position(family)]
            columns: dict[str, object] = {
                "scenario": name,
                "date": projection.dates,
                "family": family,
                **_ranges("need", need),
            }
            supply = projection.fillable_places.get(family)
            if supply is None:
                unknown = np.full((1, len(projection.dates)), np.nan)
                columns |= _ranges("usable_supply", unknown) | _ranges("gap", unknown)
            else:
                columns |= _ranges("usable_supply", supply)
                columns |= _ranges("gap", np.maximum(need - supply, 0.0))
            frames.append(pd.DataFrame(columns))
    return pd.concat(frames, ignore_index=True)


def _ranges(measure: str, values: np.ndarray) -> dict[str, np.ndarray]:
    names = ("p10", "p50", "p90")
    return {f"{measure}_{k}": v for k, v in statistics(values, names).items()}
