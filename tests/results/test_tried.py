"""A scenario tried on a page has the numbers of a run, table by table."""

from __future__ import annotations

import pandas as pd
import pytest

from sufficiency.engine import Results
from sufficiency.results.facts import BASELINE
from sufficiency.results.finance.appraise import appraise, counted
from sufficiency.results.gap import ALL_AGES
from sufficiency.results.run import make_run
from sufficiency.results.tried import Tried, agrees, beside, whole
from tests.small_run import changed, made_up_scenarios, small_results


@pytest.fixture(scope="module")
def tried() -> dict[str, Tried]:
    results = small_results(2)
    return {r.name: Tried(results.forecast, r) for r in results.scenarios}


@pytest.fixture(scope="module")
def base():
    return make_run(Results(small_results(2).forecast, ()))


@pytest.fixture(scope="module")
def run():
    return make_run(small_results(2))


def test_tables_beside_the_baseline_are_those_of_the_run(tried, base, run) -> None:
    seen, given = beside(base, tried).tables, whole(base, tried).tables
    for table in ("placements", "carers", "gap", "costs", "savings"):
        pd.testing.assert_frame_equal(seen[table], _as_tried(run.tables[table]))
        pd.testing.assert_frame_equal(given[table], run.tables[table])


def _as_tried(table: pd.DataFrame) -> pd.DataFrame:
    """A run's table with what is tried of a scenario: each 31 March, and ages together."""
    if "date" not in table:
        return table
    rows = table["date"].dt.month == 3
    rows &= table["age_band"] == ALL_AGES if "age_band" in table else True
    return table[(table["scenario"] == BASELINE) | rows].reset_index(drop=True)


def test_changes_on_each_march_are_the_paired_differences_of_the_run(tried, run) -> None:
    name, one = next(iter(tried.items()))
    table = run.tables["differences"]
    rows = table[(table["scenario"] == name) & (table["measure"] == "children")]
    marches = rows[(rows["date"].dt.month == 3)].drop(columns="scenario")
    pd.testing.assert_frame_equal(
        one.change("children").sort_values(["date", "placement_type"], ignore_index=True),
        marches.sort_values(["date", "placement_type"], ignore_index=True),
    )


@pytest.mark.slow
def test_what_it_is_worth_within_the_plan_is_what_a_run_says(tried) -> None:
    for one in tried.values():
        only = Results(one.forecast, (one.result,))
        alone = appraise(only, counted(only), {}).table
        plan = alone[alone["years"] == one.appraisal["years"].iloc[0]].reset_index(drop=True)
        pd.testing.assert_frame_equal(one.appraisal, plan)


def test_an_answer_is_told_by_the_name_it_has_now(tried, base) -> None:
    one = next(iter(tried.values()))
    run = beside(base, {"Another name": one})
    assert run.facts.scenario_names == ("Another name",)
    assert set(run.tables["savings"]["scenario"]) == {"Another name"}
    assert one.told_as(made_up_scenarios(2)[1]).name == made_up_scenarios(2)[1].name


def test_another_baseline_does_not_agree_with_a_stored_one(base) -> None:
    table = base.tables["forecast"].assign(p50=lambda rows: rows["p50"] + 1)
    assert agrees(base, base) and not agrees(base, changed(base, {"forecast": table}))
