"""What each lever contributes adds up to what the scenario does, and order changes none of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sufficiency.engine import Forecast, run_scenario
from sufficiency.money import saving_table
from sufficiency.results.waterfall import COLUMNS, SAVING, waterfall
from sufficiency.scenarios import load_scenarios
from tests.scenarios.strategies import scenario_of

FOLDER = Path(__file__).parents[2] / "scenarios"
KEY = ["measure", "price_basis", "period"]


@pytest.fixture(scope="module")
def together(small: Forecast) -> pd.DataFrame:
    (scenario,) = load_scenarios(FOLDER / "08-all-together.yaml")
    return waterfall(small, run_scenario(small, scenario))


def test_steps_add_to_the_total_exactly(together: pd.DataFrame) -> None:
    assert list(together.columns) == COLUMNS
    steps = together[together["lever"] != "total"].groupby(KEY)["mean"].sum()
    totals = together[together["lever"] == "total"].set_index(KEY)["mean"]
    assert np.allclose(steps, totals.reindex(steps.index), rtol=1e-12, atol=1e-6)


def test_the_total_is_the_saving_of_the_savings_table(
    small: Forecast, together: pd.DataFrame
) -> None:
    (scenario,) = load_scenarios(FOLDER / "08-all-together.yaml")
    result = run_scenario(small, scenario)
    costs = {"Baseline": small.baseline.costs, result.name: result.costs}
    table = saving_table(costs, small.calendar, "Baseline").set_index(
        ["financial_year", "price_basis"]
    )["mean"]
    total = together[(together["lever"] == "total") & (together["measure"] == SAVING)]
    total = total[total["period"] != "all years"].set_index(["period", "price_basis"])["mean"]
    assert np.allclose(total, table.reindex(total.index), rtol=1e-12)


def test_one_lever_has_no_interaction(small: Forecast) -> None:
    lever = {
        "lever": "step_down_from_residential",
        "children_a_year": 8,
        "from": "2026-04",
        "source": "assumption",
    }
    table = waterfall(small, run_scenario(small, scenario_of(lever)))
    rest = table[table["lever"] == "interaction"]
    assert (rest[["mean", "p10", "p90"]] == 0).all(axis=None)
    fewer = table[(table["measure"] == "external_residential") & (table["lever"] == "total")]
    assert (fewer["mean"] < 0).iloc[1:].all()


def test_two_levers_that_do_the_same_work_overlap(small: Forecast) -> None:
    """Two programmes that each stop most entries cannot both stop the same ones."""
    levers = [
        {"lever": "reduce_entries", "percent": p, "from": "2026-04", "source": "assumption"}
        for p in (60, 70)
    ]
    table = waterfall(small, run_scenario(small, scenario_of(*levers)))
    saved = table[(table["price_basis"] == "real") & (table["period"] == "all years")]
    by = saved.set_index("step")["mean"]
    assert by[1] > 0 and by[2] > by[1]
    assert by[3] < -0.2 * by[1]
    swapped = waterfall(small, run_scenario(small, scenario_of(*reversed(levers))))
    same = swapped.set_index([*KEY, "step"])["mean"]
    ours = table.set_index([*KEY, "step"])["mean"]
    assert np.allclose(ours.xs(3, level="step"), same.xs(3, level="step"), rtol=1e-9, atol=1e-6)
    assert np.allclose(ours.xs(1, level="step"), same.xs(2, level="step"))


def test_the_baseline_has_only_a_total_of_nothing(small: Forecast) -> None:
    table = waterfall(small, small.baseline)
    assert set(table["lever"]) == {"interaction", "total"}
    assert (table["mean"] == 0).all()
