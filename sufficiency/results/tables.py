"""The tables of a run: long data frames with named columns, one row a month, type and scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from sufficiency.capacity import (
    AreaShares,
    Projection,
    area_shares,
    children_by_area,
    household_flows,
)
from sufficiency.capacity.area import AREAS
from sufficiency.engine import Results
from sufficiency.evidence import yearly_balance
from sufficiency.money import bridge_table, cost_table, price_paths_table, saving_table
from sufficiency.months import financial_year
from sufficiency.ranges import STATISTICS, statistics
from sufficiency.results.after_care import after_care_of, after_care_record
from sufficiency.results.assumptions import assumptions_table
from sufficiency.results.asylum import asylum_of
from sufficiency.results.differences import (
    NO_DIFFERENCES,
    Course,
    differences_of,
    flows_of,
)
from sufficiency.results.fading import NOTHING_FADES, fading_of
from sufficiency.results.gap import gap_table
from sufficiency.results.local import Published, local_tables, published
from sufficiency.results.rows import EVERY_DATE, stacked
from sufficiency.results.stress import stress_table

_OF_CARERS = ("households", "approved_places", "usable_places", "filled_places")


def run_tables(results: Results, known: Published | None = None) -> dict[str, pd.DataFrame]:
    """Every table of a run, by name, as the contract has them (backtest apart).

    Args:
        results: The engine's answer.
        known: What is published of its authority, where that was put together before.
    """
    forecast = results.forecast
    costs = {result.name: result.costs for result in results.all}
    shares = area_shares(forecast.evidence, forecast.parameters.opening.mean(axis=0))
    children = _of_projections(results, shares)
    placements = children["placements"]
    known = known or published(forecast.evidence)
    baseline = placements[placements["scenario"] == forecast.baseline.name]
    return {
        "forecast": baseline.drop(columns="scenario").reset_index(drop=True),
        **children,
        "costs": cost_table(costs, forecast.prices, forecast.calendar),
        "savings": saving_table(costs, forecast.calendar, forecast.baseline.name),
        "prices": price_paths_table(forecast.prices, forecast.calendar),
        "bridge": bridge_table(costs, forecast.baseline.costs, forecast.prices, forecast.calendar),
        "flows": yearly_balance(forecast.evidence),
        "assumptions": assumptions_table(results),
        "benchmarks": known.benchmarks,
        "stress": stress_table(forecast),
        **local_tables(results, children["carers"], known),
    }


def _of_projections(results: Results, shares: AreaShares) -> dict[str, pd.DataFrame]:
    """The tables of children and places: one projection at a time, all its tables at once."""
    parts: dict[str, list[pd.DataFrame]] = {}
    forecast = results.forecast
    base = Course(forecast.baseline.projection)
    ages, record = forecast.setting.ages, after_care_record(forecast)
    for result in results.all:
        is_base, name = result is forecast.baseline, result.name
        one = [(name, result.projection)]
        course = base if is_base else Course(result.projection)
        for table, rows in (
            ("placements", placements_table(name, course)),
            ("area", area_table(name, result.projection, shares)),
            ("carers", carers_table(one)),
            ("gap", gap_table(one, ages)),
            ("unplaced", unplaced_table(one)),
            ("households", household_flows_table(one)),
            ("scenario_flows", flows_of(name, course)),
            ("differences", NO_DIFFERENCES if is_base else differences_of(name, course, base)),
            ("fading", NOTHING_FADES if is_base else fading_of(name, course, base)),
            ("after_care", after_care_of(result, forecast, record)),
            ("asylum", asylum_of(result, forecast)),
        ):
            parts.setdefault(table, []).append(rows)
    return {table: pd.concat(frames, ignore_index=True) for table, frames in parts.items()}


def _frame(
    scenario: str, dates: pd.DatetimeIndex, key: str, of_kinds: Mapping[str, np.ndarray]
) -> pd.DataFrame:
    """Rows by date and kind from values by kind, each (draws, dates)."""
    found = [statistics(values) for values in of_kinds.values()]
    return pd.DataFrame(
        {
            "scenario": scenario,
            "date": np.repeat(dates.to_numpy(), len(found)),
            key: np.tile(np.array(list(of_kinds)), len(dates)),
            **{name: np.stack([of[name] for of in found], axis=1).ravel() for name in STATISTICS},
        }
    )


def placements_table(name: str, course: Course, at: slice = EVERY_DATE) -> pd.DataFrame:
    """Children by placement type and in total: scenario, date, placement_type, statistics."""
    children = {kind: values[:, at] for kind, values in course.children.items()}
    return _frame(name, course.projection.dates[at], "placement_type", children)


def area_table(name: str, projection: Projection, shares: AreaShares) -> pd.DataFrame:
    """Children inside and outside the boundary: scenario, date, area, statistics."""
    found = children_by_area(projection.placements, shares, projection.effects.outside)
    by_area = {area: found[..., place] for place, area in enumerate(AREAS)}
    return _frame(name, projection.dates, "area", by_area)


def carers_table(results: Iterable[tuple[str, Projection]], at: slice = EVERY_DATE) -> pd.DataFrame:
    """Households and places by kind of carer, with P10, P50 and P90 of each."""
    blocks = []
    for name, projection in results:
        measured = {measure: getattr(projection, measure) for measure in _OF_CARERS}
        for kind in ("mainstream", "connected"):
            columns: dict[str, object] = {
                "scenario": name,
                "date": projection.dates[at],
                "kind": kind,
            }
            for measure, values in measured.items():
                columns |= _ranges(measure, values[kind][:, at])
            blocks.append(columns)
    return stacked(blocks)


def unplaced_table(results: Iterable[tuple[str, Projection]]) -> pd.DataFrame:
    """Children who need a foster home and are in none near home: scenario, date, statistics.

    Only a scenario that limits agency supply has any; others have no rows.
    """
    frames = []
    for name, projection in results:
        rows = {"scenario": name, "date": projection.dates, **statistics(projection.unplaced)}
        frame = pd.DataFrame(rows)
        frames.append(frame if projection.effects.agency is not None else frame[:0])
    return pd.concat(frames, ignore_index=True)


def household_flows_table(results: Iterable[tuple[str, Projection]]) -> pd.DataFrame:
    """Households approved and gone in each April-March year, by kind of carer.

    Columns: scenario, financial_year, kind, flow (approved | left), statistics.
    """
    blocks = []
    for name, projection in results:
        starts = range(projection.dates[0].year, projection.dates[-1].year)
        for kind, flows in household_flows(projection).items():
            for flow, monthly in (("approved", flows.approved), ("left", flows.left)):
                yearly = monthly.reshape(len(monthly), -1, 12).sum(axis=2)
                columns: dict[str, object] = {
                    "scenario": name,
                    "financial_year": [financial_year(year) for year in starts],
                    "kind": kind,
                    "flow": flow,
                    **statistics(yearly),
                }
                blocks.append(columns)
    return stacked(blocks)


def _ranges(measure: str, values: np.ndarray) -> dict[str, np.ndarray]:
    names = ("p10", "p50", "p90")
    return {f"{measure}_{k}": v for k, v in statistics(values, names).items()}
