"""The files that come with the product: dated, sourced, plausible for Tameside, told plainly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sufficiency.capacity import no_effects
from sufficiency.scenarios import Scenario, effects_of, explain, load_scenarios
from sufficiency.scenarios.levers import LEVERS, IncreaseExits, RecruitCarers, StepDown
from tests.scenarios.strategies import embedded
from tests.worlds import make_world

FOLDER = Path(__file__).parents[2] / "scenarios"
SHIPPED = {scenario.name: scenario for scenario in load_scenarios(FOLDER)}
MORE = {scenario.name: scenario for scenario in load_scenarios(FOLDER / "more")}
each = pytest.mark.parametrize("scenario", (SHIPPED | MORE).values(), ids=SHIPPED | MORE)
WORLD = make_world(seed=3, draws=20)


def test_the_papers_programmes_are_all_there() -> None:
    assert list(SHIPPED) == [
        "Grow in-house fostering",
        "Fostering ambition of 25 households a year",
        "Keep the carers we have",
        "Edge of care and family group conferencing",
        "Permanence",
        "Step down from residential",
        "Open in-house homes",
        "All together",
    ]


def test_every_lever_is_in_a_file_and_no_name_is_there_twice() -> None:
    pulled = {lever.lever for s in (SHIPPED | MORE).values() for lever in s.levers}
    assert pulled == set(LEVERS)
    assert len(SHIPPED | MORE) == len(SHIPPED) + len(MORE) == 19


@each
def test_a_shipped_scenario_runs_and_does_something(scenario: Scenario) -> None:
    brought_forward = scenario.model_copy(
        update={
            "levers": tuple(
                lever.model_copy(update={"starts": "2025-06", "until": None})
                for lever in scenario.levers
            )
        }
    )
    effects = effects_of(brought_forward.with_evidence(embedded()), WORLD.setting)
    before, after = (
        WORLD.project(no_effects(WORLD.setting.draws, WORLD.setting.calendar.months)),
        WORLD.project(effects),
    )
    moved = np.abs(after.placements - before.placements)[:, -1].max()
    assert moved > 0.3 or effects.prices or effects.outside


@each
def test_a_shipped_scenario_is_told_in_plain_words(scenario: Scenario) -> None:
    told = explain(scenario, embedded())
    assert "in conflict" not in told
    assert "add premise" not in told


@each
def test_a_shipped_scenario_is_dated_and_has_a_paragraph_to_read_out(scenario: Scenario) -> None:
    assert scenario.premise is not None
    assert scenario.premise <= "2026-11"
    assert 60 <= len(scenario.why.split()) <= 160
    assert scenario.why.endswith(".")


GRADES = ("trial", "evaluation", "association", "own record", "England's record", "judgement")


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(FOLDER.rglob("*.yaml")) if path.parent.name != "questions"],
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_a_shipped_file_says_what_evidence_there_is_and_its_grade(path: Path) -> None:
    (scenario,) = load_scenarios(path)
    said = scenario.why.split("Evidence: ")
    assert len(said) == 2 and any(grade in said[1] for grade in (*GRADES, "that of each part"))


@each
def test_every_number_has_a_source_of_its_own(scenario: Scenario) -> None:
    for lever in scenario.levers:
        assert isinstance(lever.source, dict)  # a text for each number, not one for them all
        given = lever.model_dump(exclude_unset=True)
        assert all(
            lever.sources[key] != "assumption (the default)"
            for key in lever.sources
            if key in given
        )
        for key in ("ramp_months", "months_to_first_placement", "months_to_effect"):
            assert key not in given or key in lever.source


@each
def test_nothing_starts_before_a_decision_on_the_budget_of_2027_could(scenario: Scenario) -> None:
    assert all(lever.starts >= "2027-04" for lever in scenario.levers)


def test_the_carers_the_service_asked_for_are_11_to_30_households_in_all() -> None:
    (lever,) = SHIPPED["Grow in-house fostering"].levers
    assert isinstance(lever, RecruitCarers)
    years = 3
    assert (lever.starts, lever.until) == ("2027-04", "2030-03")
    held = lever.additional_households_a_year
    assert 11 <= years * held.low < years * held.high <= 30
    assert lever.displaces is None  # left to the evidence, where its range is


def test_exits_are_a_modest_part_of_what_the_record_shows() -> None:
    leavers, orders = 229, 52
    exits = [x for x in SHIPPED["Permanence"].levers if isinstance(x, IncreaseExits)]
    assert sum(x.additional_children_a_year.high for x in exits) < 0.15 * leavers
    (guardians,) = (x for x in exits if x.route == "special_guardianship")
    assert guardians.additional_children_a_year.high <= 0.2 * orders
    assert guardians.continuing_allowance_a_week > 0
    (discharged,) = (x for x in exits if x.route == "discharge_of_order")
    assert 3 * discharged.additional_children_a_year.mean == 30
    assert discharged.continuing_allowance_a_week == 0


def test_step_down_reaches_few_of_the_children_in_homes() -> None:
    (lever,) = SHIPPED["Step down from residential"].levers
    assert isinstance(lever, StepDown)
    assert lever.children_a_year.high < 0.1 * 99


def test_all_together_is_its_parts_and_not_the_ambition_as_well() -> None:
    together = SHIPPED["All together"].levers
    parts = [
        lever
        for name, scenario in SHIPPED.items()
        if name not in {"All together", "Fostering ambition of 25 households a year"}
        for lever in scenario.levers
    ]
    assert list(together) == parts
    assert sum(isinstance(lever, RecruitCarers) for lever in together) == 1
