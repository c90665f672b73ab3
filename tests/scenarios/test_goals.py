"""Goals as strategies write them: shares, gaps, payback, several at once; how far is too far."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sufficiency.engine import Forecast, run_scenario
from sufficiency.errors import InputError
from sufficiency.evidence import precedent
from sufficiency.placements import position
from sufficiency.results.answers import answer_in_words
from sufficiency.results.measured import measured
from sufficiency.results.seek import seek
from sufficiency.scenarios import Question, load_question
from tests.scenarios.test_seek import write

FIND = """\
name: A question
why: A test.
premise: 2025-03
find:
  lever: {lever}
  number: {number}
  between: {{low: 0, high: {high}}}
  from: 2026-04
  source: assumption
{more}goal:
{goal}
"""
RECRUIT = {"lever": "recruit_carers", "number": "additional_households_a_year", "high": 40}
LAG = "  months_to_first_placement: 8\n"
IN_HOUSE = "  measure: in_house_fostering\n  percent_of: fostering\n"


def asked(folder: Path, goal: str, more: str = "", **find: object) -> Question:
    text = FIND.format(goal=goal, more="", **find)
    return load_question(write(folder, text.replace("  from:", f"{more}  from:")))


def test_a_share_of_fostered_children_in_house(small: Forecast, tmp_path: Path) -> None:
    goal = f"{IN_HOUSE}  at_least: 40\n  when: 2029-03\n  probability: 0.5"
    question = asked(tmp_path, goal, LAG, **RECRUIT)
    answer = seek(small, question)
    assert answer.value is not None and answer.rises is True
    there = run_scenario(small, question.at(answer.value)).projection
    share = there.placements[:, -1, position("in_house_fostering")] / there.need[:, -1, 0]
    assert 0.5 <= (share >= 0.40).mean() < 0.56
    told = answer_in_words(answer)
    assert "at least 40% of children in fostering in In-house fostering" in told
    assert "stand empty then" in told


def test_all_goals_of_a_list_are_reached_in_the_same_future(
    small: Forecast, tmp_path: Path
) -> None:
    each = [
        "measure: gap_homes\n    at_most: 95\n    when: 2029-03\n    probability: 0.3",
        "measure: out_of_area\n    percent_of: looked_after\n    at_most: 40\n    when: 2029-03",
    ]
    step = {"lever": "step_down_from_residential", "number": "children_a_year", "high": 40}
    both = asked(tmp_path, "\n".join(f"  - {goal}" for goal in each), **step)
    assert len(both.goals) == 2
    result = run_scenario(small, both.at(20.0))
    first, second = (measured(result, goal, small) for goal in both.goals)
    answer = seek(small, both)
    chances = dict(answer.tried)
    assert chances[20.0] == ((first <= 95) & (second <= 40)).mean()
    assert "beyond own places (children's homes)" in answer_in_words(answer)


def test_a_payback_counts_years_from_the_first_spending(small: Forecast, tmp_path: Path) -> None:
    step = {"lever": "step_down_from_residential", "number": "children_a_year", "high": 20}
    cost = "  cost: {one_off: 300000}\n"
    question = asked(tmp_path, "  measure: payback_years\n  at_most: 2", cost, **step)
    never = measured(run_scenario(small, question.at(0.0)), question.goal, small)
    soon = measured(run_scenario(small, question.at(20.0)), question.goal, small)
    assert np.isinf(never).all() and (soon <= 3).all() and (soon >= 1).all()


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        (f"{IN_HOUSE}  at_least: 160\n  when: 2029-03", "a percentage is 0 to 100"),
        ("  measure: [looked_after, gap_homes]\n  at_most: 9\n  when: 2029-03", "are added up"),
        (
            "  measure: gap_homes\n  percent_of: homes\n  at_most: 9\n  when: 2029-03",
            "leave it out",
        ),
        ("  measure: payback_years\n  at_most: 4\n  when: 2029/30", "from the first spending"),
        ("  measure: out_of_area\n  at_most: 4", "it is missing"),
    ],
)
def test_a_goal_that_means_nothing_is_refused(goal: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        asked(tmp_path, goal, LAG, **RECRUIT)


def test_households_kept_are_so_many_fewer_who_leave(small: Forecast) -> None:
    """Five a year kept for one year: five more at its end, and they leave later as others do."""
    from tests.scenarios.strategies import scenario_of

    keys = {"lever": "retain_carers", "households_kept_a_year": 5, "source": "assumption"}
    written = scenario_of({**keys, "from": "2026-04", "until": "2027-03"})
    base = small.baseline.projection.households["mainstream"].mean(axis=0)
    kept = run_scenario(small, written).projection.households["mainstream"].mean(axis=0) - base
    assert kept[24] == pytest.approx(5, abs=0.7)
    assert 0.6 * kept[24] < kept[48] < kept[24]


def test_what_no_council_has_done_is_measured_on_the_record_of_all() -> None:
    places = precedent("mainstream_places", 3)
    assert places is not None and places.years == 3 and places.councils > 120
    grew = places.as_far(1.1) / len(places.changes)
    assert grew == pytest.approx(0.12, abs=0.01)  # a tenth or more in three years
    assert places.as_far(2.0) == 0
    total = precedent("looked_after", 4)
    assert total is not None and total.as_far(0.3) == 0 and total.as_far(1.0) > 100
