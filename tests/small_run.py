"""One small real run, made once and shared: what results and pages are tested on.

Few draws, three years and made-up scenarios on the embedded record. Nothing in it is a forecast to
be quoted, and a test of what a page says of numbers changes the tables that it is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from sufficiency.engine import Forecast, Results, forecast, run_scenarios
from sufficiency.evidence import load_evidence
from sufficiency.pages import RunPages
from sufficiency.results.facts import RunFacts
from sufficiency.results.run import Run, make_run
from sufficiency.scenarios import Scenario
from tests.scenarios.strategies import scenario_of

DRAWS = 100
Tables = dict[str, pd.DataFrame]
LONG_NAME = (
    "Keep the carers we have, recruit more of them and step children down from homes"  # 79 letters
)
_RECRUIT: dict[str, Any] = {
    "lever": "recruit_carers",
    "additional_households_a_year": {"low": 6, "high": 14},
    "months_to_first_placement": 8,
    "displaces": {"agency_fostering": 0.95, "external_residential": 0.05},
}
_STEP_DOWN: dict[str, Any] = {"lever": "step_down_from_residential", "children_a_year": 6}
_FASTER: dict[str, Any] = {**_STEP_DOWN, "children_a_year": 10}
_RETAIN: dict[str, Any] = {"lever": "retain_carers", "fewer_leaving_percent": 20}
_SCARCER: dict[str, Any] = {"lever": "limit_agency", "shrinks_percent_a_year": 25}
_FEWER: dict[str, Any] = {"lever": "reduce_entries", "percent": 5}
_CHILDREN = ("forecast", "placements", "area", "carers", "gap", "unplaced", "households")
_MONEY = ("costs", "savings", "bridge")


def made_up_scenarios(number: int) -> list[Scenario]:
    """Scenarios of one kind, of another, of several with a long name, and then as many as asked.

    The fourth makes agency homes scarcer, so that some children find no foster home.
    """
    first = [
        _scenario("Grow in-house fostering", _RECRUIT),
        _scenario("Step down from residential care", _STEP_DOWN),
        _scenario(LONG_NAME, _RECRUIT, _FASTER, _RETAIN),
    ]
    more = (
        _scenario(
            f"Scenario number {k} with a name of usual length", _SCARCER if k == 4 else _FEWER
        )
        for k in range(len(first) + 1, number + 1)
    )
    return [*first[:number], *more]


def _scenario(name: str, *levers: dict[str, Any]) -> Scenario:
    dated = ({"from": "2026-04", "source": "assumption", **lever} for lever in levers)
    made = scenario_of(*dated)
    return made.model_copy(update={"name": name, "why": "Because it was asked for."})


@lru_cache(maxsize=4)
def small_forecast(years: int = 3) -> Forecast:
    """The baseline on few draws."""
    return forecast(load_evidence(), years=years, draws=DRAWS, seed=1)


@lru_cache(maxsize=16)
def small_results(scenarios: int = 2, years: int = 3) -> Results:
    """The engine's answer for a number of made-up scenarios."""
    return run_scenarios(small_forecast(years), made_up_scenarios(scenarios))


@lru_cache(maxsize=16)
def small_run(scenarios: int = 2, years: int = 3) -> Run:
    """The run of `small_results`: its tables are shared, so a test changes copies (`changed`)."""
    return make_run(small_results(scenarios, years), pages=RunPages())


@lru_cache(maxsize=2)
def appraised_run(scenarios: int = 3, years: int = 3) -> Run:
    """The same with what finance asks of it."""
    return small_run(scenarios, years).appraised


def changed(run: Run, tables: Mapping[str, pd.DataFrame] | None = None, **facts: Any) -> Run:
    """The run with other tables and other facts."""
    return replace(run.with_tables(tables or {}), facts=replace(run.facts, **facts))


def tables_of(run: Run) -> Tables:
    """Copies of a run's tables, to be changed."""
    return {name: table.copy(deep=True) for name, table in run.tables.items()}


def scaled(run: Run, by: float, names: tuple[str, ...] = (*_CHILDREN, *_MONEY)) -> Run:
    """The run of an authority with so many times the children, who cost as many times as much.

    Every number of children, households and pounds moves alike, so sums still hold.
    """
    tables = {}
    for name in names:
        numbers = (
            run.tables[name]
            .select_dtypes("number")
            .drop(columns="probability_saves", errors="ignore")
        )
        tables[name] = run.tables[name].assign(
            **{str(column): numbers[column] * by for column in numbers}
        )
    return run.with_tables(tables)


def with_past_forecasts(run: Run) -> Run:
    """The run as one from returns has it: what was said from three past month ends, what came."""
    origins = pd.to_datetime(["2022-09-30", "2023-09-30", "2024-09-30"])
    rows = []
    for step, origin in enumerate(origins):
        for horizon in range(1, 4 - step):
            middle, came = 640.0 + 8 * horizon - 5 * step, 655 - 10 * (step + horizon)
            low, high = middle - 22 * horizon, middle + 22 * horizon
            date = origin + pd.offsets.MonthEnd(12 * horizon)
            held = int(low <= came <= high)
            rows.append((origin, date, horizon, low, middle, high, came, held))
    columns = ["origin", "date", "horizon", "p10", "p50", "p90", "came", "held_80"]
    return run.with_tables({"past_forecasts": pd.DataFrame(rows, columns=columns)})


def few_of(run: Run, kind: str, children: float) -> Run:
    """The run with so few children of one type, in every statistic of every month."""
    tables = {}
    for name in ("placements", "forecast"):
        table = run.tables[name].copy()
        numbers = table.select_dtypes("number").columns
        table.loc[table["placement_type"] == kind, numbers] = children
        tables[name] = table
    return run.with_tables(tables)


def figures(frame: pd.DataFrame) -> set[float]:
    """Every number of a table, to six places."""
    numbers = frame.select_dtypes("number").to_numpy(float).ravel()
    return {round(float(number), 6) for number in numbers[~np.isnan(numbers)]}


__all__ = [
    "DRAWS",
    "LONG_NAME",
    "RunFacts",
    "appraised_run",
    "changed",
    "few_of",
    "figures",
    "made_up_scenarios",
    "scaled",
    "small_forecast",
    "small_results",
    "small_run",
    "tables_of",
    "with_past_forecasts",
]
