"""Facts of a run that take a run to know: what a saving rests on, and what levers are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sufficiency.engine import Results, forecast, run_scenario, run_scenarios
from sufficiency.evidence import load_evidence
from sufficiency.results.facts import rests_on_residential, run_facts
from sufficiency.results.finance.levers import displacing
from sufficiency.scenarios import load_scenarios

SCENARIOS = Path(__file__).parents[2] / "scenarios"
GROW = "Grow in-house fostering"


@pytest.fixture(scope="module")
def results() -> Results:
    return run_scenarios(forecast(load_evidence(), draws=200), load_scenarios(SCENARIOS))


def test_what_rests_on_places_out_of_homes_is_the_saving_without_them(results: Results) -> None:
    grow = results.named(GROW)
    assert grow.scenario is not None
    rests = rests_on_residential(results.forecast, grow)
    agency_only = run_scenario(results.forecast, displacing(grow.scenario, 0.0))
    base = results.forecast.baseline.costs.total("real")[:, -1].mean()
    saved, left = (base - r.costs.total("real")[:, -1].mean() for r in (grow, agency_only))
    assert rests == pytest.approx(saved - left)
    assert 0.3 < rests / saved < 0.8
    assert rests_on_residential(results.forecast, agency_only) is None


def test_remarks_name_scenarios_of_another_authority(results: Results) -> None:
    assert run_facts(results, headlines=()).remarks == ()
    grow = results.named(GROW)
    assert grow.scenario is not None
    theirs = replace(grow, scenario=grow.scenario.model_copy(update={"authority": "Weirshire"}))
    (remark,) = run_facts(replace(results, scenarios=(theirs,)), headlines=()).remarks
    assert "written for Weirshire" in remark


def test_facts_name_levers_by_size_and_reasons_by_kind(results: Results) -> None:
    facts = run_facts(results, headlines=())
    step_down = facts.scenario("Step down from residential")
    together = facts.scenario("All together")
    assert step_down is not None and together is not None
    assert step_down.levers[0].words == "step down from residential, 1 to 3 children a year"
    assert step_down.is_single and not together.is_single
    assert step_down.rests_on_residential is None
    assert any(reason.startswith("Other placements") for reason in facts.mix)
