"""What finance asks of a run: appraised, measured by running, and one with the tables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy_financial as npf
import pandas as pd
import pytest

from sufficiency.engine import Results, forecast, forecast_over, run_scenario, run_scenarios
from sufficiency.evidence import load_evidence
from sufficiency.results.finance import Finance, finance
from sufficiency.results.finance.against import Against
from sufficiency.results.finance.flows import flows_of, programme_costs
from sufficiency.results.finance.levers import Measure, displacing, measured_by, sized
from sufficiency.results.finance.live import live_cells
from sufficiency.results.finance.sensitivity import BASELINE_COST
from sufficiency.results.tables import run_tables
from sufficiency.scenarios import load_scenarios
from sufficiency.scenarios.levers import DISPLACEMENT, STEP_DOWN_PRICE

pytestmark = pytest.mark.slow

GROW = "Grow in-house fostering"
PERMANENCE = "Permanence"
HOMES = "Open in-house homes"
STEP = "Step down from residential"


@pytest.fixture(scope="module")
def results() -> Results:
    base = forecast(load_evidence(), years=5, draws=200, seed=1)
    chosen = [
        s for s in load_scenarios(Path("scenarios")) if s.name in (GROW, PERMANENCE, HOMES, STEP)
    ]
    return run_scenarios(base, chosen)


@pytest.fixture(scope="module")
def tables(results: Results) -> dict[str, pd.DataFrame]:
    return run_tables(results)


@pytest.fixture(scope="module")
def found(results: Results, tables: dict[str, pd.DataFrame]) -> Finance:
    return finance(results, tables)


def test_appraisal_has_the_columns_and_measures_of_the_contract(found: Finance):
    columns = ["scenario", "years", "measure", "mean", "p10", "p50", "p90"]
    assert found.appraisal.columns.tolist() == columns
    measures = [
        *("npv", "npv_by_grade", "payback_month", "benefit_cost_ratio", "switching_value"),
    ]
    held = found.appraisal.groupby(["scenario", "years"])["measure"].apply(list)
    assert held.tolist() == [measures] * 8
    # Money is first spent in 2027/28: three years of the plan, and ten from then.
    assert sorted(held.index.unique("years")) == [3, 10]
    known = found.appraisal.dropna()
    assert (known["p10"] <= known["p50"]).all() and (known["p50"] <= known["p90"]).all()


def test_what_is_paid_once_goes_on_and_is_paid_on_make_the_programme(results: Results):
    for name in (GROW, PERMANENCE, HOMES):
        result = results.named(name)
        assert result.scenario is not None
        costs = programme_costs(result.scenario, result, results.forecast)
        whole = costs.total
        np.testing.assert_allclose(
            whole.reshape(200, 5, 12).sum(-1), result.costs.programme, rtol=1e-9, atol=1e-6
        )
        assert (costs.recurrent > -1e-6).all()
        assert (costs.allowances.sum() > 0) == (name == PERMANENCE)
        assert costs.one_off.sum() > 0 or name == PERMANENCE


def test_who_gains_adds_up_and_only_those_who_pay_gain(found: Finance):
    worth = found.appraisal.query("measure == 'npv'").set_index(["scenario", "years"])["mean"]
    for at, held in found.gains.groupby(["scenario", "years"]):
        of, whole = held.set_index("gain")["mean"], worth[at]
        assert of["net_council"] + of["health"] + of["education"] == pytest.approx(whole, abs=0.01)
        assert of["net_all"] == pytest.approx(whole + of["courts"], abs=0.01)
        assert of["courts"] == 0  # as many children come into care in each of these
        assert of["health"] == pytest.approx(of["education"])  # half each is assumed
    step_down = found.gains.query("scenario == @STEP and gain == 'health'")["mean"]
    assert (step_down > 0).all()  # fewer children in homes, which health pays for as well


def test_mean_npv_is_numpy_financials_on_the_mean_flows(found: Finance):
    model = found.model
    net = found.cash_flow.query("flow == 'net' and price_basis == 'real' and scenario == @GROW")
    assert net["financial_year"].iloc[-1] == "2036/37"  # ten years from the first money
    assert model.years[model.year_zero] == "2027/28"
    worth = found.appraisal.query("scenario == @GROW and measure == 'npv'").set_index("years")
    for years in (3, 10):
        flows = net["mean"].to_numpy()[model.year_zero : model.year_zero + years]
        expected = npf.npv(model.discount_rate, flows)
        assert worth.loc[years, "mean"] == pytest.approx(expected, abs=0.01)


def test_years_after_the_plan_are_those_of_a_longer_forecast(found: Finance, results: Results):
    """The plan's own years, then, on average, the longer forecast's."""
    longer = forecast_over(results.forecast.evidence, 12, 200, 1)
    scenario = results.named(PERMANENCE).scenario
    assert scenario is not None
    apart, plan = (
        flows_of(run_scenario(of, scenario), Against(of)).yearly.net.mean(0)
        for of in (longer, results.forecast)
    )
    net = found.cash_flow.query(
        "flow == 'net' and price_basis == 'real' and scenario == @PERMANENCE"
    )["mean"]
    np.testing.assert_allclose(net, np.append(plan, apart[5:]), rtol=1e-9)


def test_the_model_gives_back_the_mean_costs_of_the_run(found: Finance, results: Results):
    costs = live_cells(found.model, budget=None).costs
    for result in results.all:
        total = [cell.value for cell in costs[result.name].total.years]
        np.testing.assert_allclose(total, result.costs.total("nominal").mean(0), rtol=1e-12)
    model = found.model
    base = (model.base_weeks * model.weekly * model.run.base).sum()
    assert base == pytest.approx(model.modelled)
    assert model.modelled + model.not_modelled == pytest.approx(71_001_160)


def test_displacement_is_measured_and_moves_the_scenario_alone(found: Finance):
    """The assumption that would most mislead a cabinet is always in the tornado."""
    rows = found.tornado[found.tornado["key"] == DISPLACEMENT].set_index("outcome")
    assert rows.loc[BASELINE_COST, "swing"] == 0
    worth = rows.drop(index=BASELINE_COST).iloc[0]
    assert worth["at_low"] < worth["middle"] < worth["at_high"]
    first = found.tornado[found.tornado["outcome"] != BASELINE_COST].iloc[0]
    assert first["key"] == DISPLACEMENT
    impact = found.assumptions.set_index("key")["impact"]
    assert impact[DISPLACEMENT] == pytest.approx(worth["swing"])
    assert impact["spending_growth_level"] > 1e6
    assert np.isnan(impact["places_per_household"])  # not measured, and not said to be nil


def test_the_price_of_homes_left_is_in_the_tornado_where_children_step_down(found: Finance):
    rows = found.tornado[found.tornado["key"] == STEP_DOWN_PRICE].set_index("outcome")
    assert rows.loc[BASELINE_COST, "swing"] == 0
    moved = rows[rows["swing"] > 0].iloc[0]
    assert moved["at_low"] < moved["middle"] < moved["at_high"]  # the dearer, the more is saved


def test_a_larger_programme_of_carers_is_worth_more_where_each_is_worth_having(results: Results):
    scenario = results.named(GROW).scenario
    assert scenario is not None
    small, large = (run_scenario(results.forecast, sized(scenario, size)) for size in (0.5, 2.0))
    households = [
        r.projection.households["mainstream"][:, -1].mean()
        for r in (results.forecast.baseline, small, large)
    ]
    assert households[0] < households[1] < households[2]
    assert measured_by(scenario) == Measure("additional households a year", 7.0)
    nothing = run_scenario(results.forecast, sized(scenario, 0.0))
    np.testing.assert_array_equal(
        nothing.projection.placements, results.forecast.baseline.projection.placements
    )


def test_displacing_changes_the_share_and_nothing_else(results: Results):
    scenario = results.named(GROW).scenario
    assert scenario is not None
    changed = displacing(scenario, 0.15).levers[0].model_dump()
    was = scenario.levers[0].model_dump()
    assert changed.pop("displaces") == {"agency_fostering": 0.85, "external_residential": 0.15}
    was.pop("displaces")
    assert changed == was


def test_full_cost_makes_recruiting_carers_worth_less(found: Finance):
    table = found.costings.set_index(["scenario", "own_fostering_at"])["mean"]
    assert table[GROW, "full"] < table[GROW, "marginal"]
    assert table[HOMES, "full"] == pytest.approx(table[HOMES, "marginal"])
