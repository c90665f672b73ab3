"""Every number of the assumptions table is used, or its row says that it is for information."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd
import pytest

from sufficiency.engine import Forecast, forecast, run_scenarios
from sufficiency.evidence import Evidence, load_evidence
from sufficiency.evidence.record import Evidence as Record
from sufficiency.money import (
    figure,
    fostering_build_up,
    net_table,
    price_distribution,
    saving_by_costing,
)
from sufficiency.results.assumptions import assumptions_table
from sufficiency.results.asylum import seeking_asylum
from sufficiency.results.finance.appraise import appraise, counted
from sufficiency.results.tables import run_tables
from sufficiency.scenarios import Scenario
from tests.scenarios.rows import lever

EMBEDDED = load_evidence()
PULLED = Scenario.model_validate(
    {
        "name": "All that assumptions reach",
        "why": "To be run with one of them changed.",
        "levers": [
            lever("recruit_carers", cost={"a_year": 50_000}),
            lever("open_home"),
            lever("reduce_entries"),
        ],
    }
)
TABLES = ("assumptions", "money_assumptions", "prices")
ROWS = [(name, str(key)) for name in TABLES for key in EMBEDDED.table(name).iloc[:, 0]]
INFORMATION = "for information"
WORKED_OUT = re.compile(
    r"(opening|exit_rate_a_month|move_rate_a_month|weekly_price|weekly_fixed_cost|uasc_share"
    r"|scaling_factor|scaling_residual|scaling_standing|spending|mainstream_places)_\w+|share_aged_1[06]_or_over_\w+"
    r"|not_modelled_a_year"
)
"""Keys of numbers that a run works out from other tables or from its settings."""


@cache
def base() -> dict[str, pd.DataFrame]:
    return outputs(EMBEDDED)


def outputs(evidence: Evidence) -> dict[str, pd.DataFrame]:
    """The tables of a short run, without the one that lists the assumptions themselves."""
    made: Forecast = forecast(evidence, years=2, draws=100, seed=1)
    results = run_scenarios(made, PULLED)
    tables = {name: table for name, table in run_tables(results).items() if name != "assumptions"}
    costs = {result.name: result.costs for result in results.all}
    appraised = appraise(results, counted(results), {})
    asylum = {result.name: seeking_asylum(made, result) for result in results.all}
    overhead = figure(evidence, "fostering_overhead_share").value
    return {
        **tables,
        "appraisal": appraised.table,
        "gains": appraised.gains,
        "net": net_table(costs, asylum, evidence, made.prices, made.calendar),
        "build up": fostering_build_up(evidence),
        "tail": price_distribution(evidence, made.prices),
        "costings": saving_by_costing(costs, made.baseline.name, overhead),
    }


def changed(evidence: Record, table: str, key: str) -> Record:
    """The evidence with one row's numbers 7% higher."""
    rows = evidence.table(table)
    here = rows.iloc[:, 0] == key
    for column in {"value", "weekly_price", "low", "high"} & set(rows.columns):
        numbers = rows[column].astype("float64")
        rows[column] = numbers.where(~here, numbers * 1.07)
    return evidence.with_tables({table: rows})


@pytest.mark.slow
@pytest.mark.parametrize(("table", "key"), ROWS, ids=lambda part: part)
def test_changing_a_row_moves_some_output_or_the_row_says_it_is_for_information(
    table: str, key: str
) -> None:
    rows = EMBEDDED.table(table)
    row = rows[rows.iloc[:, 0] == key].iloc[0]
    after = outputs(changed(EMBEDDED, table, key))
    moved = [name for name, held in base().items() if not held.equals(after[name])]
    assert bool(moved) != (INFORMATION in str(row["source"]))


def test_a_row_that_is_not_changed_above_is_worked_out_a_lever_s_or_for_information() -> None:
    results = run_scenarios(forecast(EMBEDDED, years=1, draws=100), PULLED)
    changed_above = {key for name, key in ROWS if name != "prices"}
    for row in assumptions_table(results).to_dict("records"):
        key = str(row["key"])
        used = WORKED_OUT.fullmatch(key) or key.startswith(PULLED.name)
        if key not in changed_above:
            assert bool(used) != (INFORMATION in str(row["source"])), key
