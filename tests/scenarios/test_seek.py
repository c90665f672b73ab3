"""Questions turned round: what it takes, within what range, or plainly that nothing will do."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from sufficiency.engine import Forecast, run_scenario
from sufficiency.errors import InputError
from sufficiency.results.answers import answer_in_words
from sufficiency.results.measured import measured
from sufficiency.results.seek import seek
from sufficiency.scenarios import load_question

FOLDER = Path(__file__).parents[2] / "scenarios" / "questions"
QUESTION = """\
name: A question
why: A test.
premise: 2025-03
find:
  lever: step_down_from_residential
  number: children_a_year
  between: {low: 0, high: 40}
  from: 2026-04
  source: assumption
goal:
  measure: external_residential
  at_most: 100
  when: 2029-03
  probability: 0.8
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "q.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_value_found_is_the_first_that_reaches_the_goal(
    small: Forecast, tmp_path: Path
) -> None:
    question = load_question(write(tmp_path, QUESTION))
    answer = seek(small, question)
    assert answer.value is not None and answer.rises is True

    def chance(value: float) -> float:
        found = measured(run_scenario(small, question.at(value)), question.goal, small)
        return float((found <= 100).mean())

    assert chance(answer.value) >= 0.8 > chance(answer.value - 0.2)
    assert answer.probability == chance(answer.value)
    assert answer.even_chance is not None and answer.even_chance < answer.value
    chances = [chance for _, chance in answer.tried]
    assert chances == sorted(chances)
    told = answer_in_words(answer)
    assert f"It takes {answer.value:g} children a year" in told
    assert "at most 100 children in External children's homes at the end of March 2029" in told
    assert re.search(r"80% range \d+ to \d+", told)


def test_no_value_in_the_range_is_said_plainly(small: Forecast, tmp_path: Path) -> None:
    question = load_question(write(tmp_path, QUESTION.replace("high: 40", "high: 4")))
    answer = seek(small, question)
    assert answer.value is None
    assert answer.best == 4.0
    assert answer.probability < 0.8
    assert "No value from 0 to 4 children a year" in answer_in_words(answer)


def test_more_of_a_pressure_can_only_be_borne_up_to_a_point(
    small: Forecast, tmp_path: Path
) -> None:
    text = QUESTION.replace("step_down_from_residential", "limit_agency")
    text = text.replace("children_a_year", "shrinks_percent_a_year").replace("0.8", "0.1")
    text = text.replace("at_most: 100", "at_most: 80")  # most find a foster home further away
    answer = seek(small, load_question(write(tmp_path, text)))
    assert answer.rises is False
    assert answer.value is not None and 0 < answer.value < 40
    assert "There can be no more than" in answer_in_words(answer)


def test_a_budget_can_be_a_goal(small: Forecast, tmp_path: Path) -> None:
    text = QUESTION.replace("external_residential", "modelled_total").replace("2029-03", "2028/29")
    text = text.replace("at_most: 100", "at_most: 60000000\n  price_basis: real")
    text = text.replace("probability: 0.8", "probability: 0.6")
    question = load_question(write(tmp_path, text))
    answer = seek(small, question)
    shown = answer.value if answer.value is not None else answer.best
    total = run_scenario(small, question.at(shown)).costs.total("real")[:, 3]
    assert np.isclose(np.quantile(total, 0.5), answer.measured[0][1])
    assert "a modelled total of at most £60.0m in 2028/29" in answer_in_words(answer)


def test_what_else_is_done_comes_from_the_file_it_extends(tmp_path: Path) -> None:
    base = """\
name: Base
why: A test.
levers:
  - preset: mockingbird
    from: 2026-04
"""
    (tmp_path / "base.yaml").write_text(base, encoding="utf-8")
    question = load_question(write(tmp_path, QUESTION + "extends: base.yaml\n"))
    names = [lever.lever for lever in question.scenario.levers]
    assert names == ["retain_carers", "step_down_from_residential"]


def test_a_whole_number_is_sought_in_whole_steps(small: Forecast, tmp_path: Path) -> None:
    text = QUESTION.replace("step_down_from_residential", "open_home")
    text = text.replace("number: children_a_year", "number: places\n  occupancy: 0.9")
    text = text.replace("{low: 0, high: 40}", "{low: 1, high: 30}").replace("0.8", "0.6")
    answer = seek(small, load_question(write(tmp_path, text)))
    assert answer.value is not None
    assert answer.value == int(answer.value) > 1


@pytest.mark.parametrize(
    ("found", "instead", "line", "said"),
    [
        ("number: children_a_year", "number: childen_a_year", 6, "Did you mean 'children_a_year'"),
        ("high: 40", "high: 400", 7, "it must rise within 0 to 60 children a year"),
        ("{low: 0, high: 40}", "40", 7, "{low: 0, high: 40}"),
        ("measure: external_residential", "measure: external", 11, "is not a measure"),
        ("at_most: 100", "at_most: -3", 12, "-3 is not allowed"),
        ("at_most: 100", "at_mots: 70", 12, "Did you mean 'at_most'?"),
        ("when: 2029-03", "when: 2028/29", 13, "external_residential needs a month"),
        ("when: 2029-03", "when: soon", 13, "is neither a month"),
        ("probability: 0.8", "probability: 80", 14, "0.05 to 0.99"),
        ("from: 2026-04", "from: someday", 8, "'someday' is not a month"),
        ("lever: step_down", "lever: stepp_down", 4, "is not a lever"),
        ("  source: assumption\n", "", 4, "source: it is missing"),
    ],
)
def test_a_fault_of_a_question_is_named_with_its_line(
    tmp_path: Path, found: str, instead: str, line: int, said: str
) -> None:
    assert found in QUESTION
    with pytest.raises(InputError) as caught:
        load_question(write(tmp_path, QUESTION.replace(found, instead, 1)))
    told = str(caught.value).splitlines()
    assert any(x.startswith(f"q.yaml, line {line}, ") and said in x for x in told), told


def test_what_is_not_a_question_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a question needs find"):
        load_question(write(tmp_path, "name: x\nwhy: y\n"))
    with pytest.raises(InputError, match="no question file"):
        load_question(tmp_path / "nowhere.yaml")


def test_a_goal_beyond_the_projection_is_refused(small: Forecast, tmp_path: Path) -> None:
    question = load_question(write(tmp_path, QUESTION.replace("2029-03", "2035-03")))
    with pytest.raises(InputError, match="runs from 2025-04 to 2029-03"):
        seek(small, question)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_question_is_answered(small: Forecast, path: Path) -> None:
    told = answer_in_words(seek(small, load_question(path)))
    assert "For an even chance" in told
