"""What a commissioner is told of a slip: the line, what was meant, and how to write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sufficiency.errors import InputError
from sufficiency.evidence import load_evidence
from sufficiency.scenarios import explain, load_scenarios
from sufficiency.scenarios.questions.question import load_question

CASES = Path(__file__).parent / "cases"
QUESTION = """name: Q
why: w
premise: 2025-03
{more}
find:
  lever: step_down_from_residential
  number: {number}
  from: 2027-04
  source: assumption
goal: {{measure: external_residential, at_most: 70, when: 2029-03, probability: 0.5}}
"""


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as refused:
        load_scenarios(path)
    return str(refused.value)


def check(name: str) -> str:
    (scenario,) = load_scenarios(CASES / f"{name}.yaml")
    return explain(scenario, load_evidence())


@pytest.mark.parametrize("name", ["p1", "p2"])
def test_a_comma_in_braces_is_named_with_the_number_to_write(name: str) -> None:
    said = refusal(CASES / f"{name}.yaml")
    assert said.startswith(f"{name}.yaml, line 7, ") and "write 90000" in said
    assert "000:" not in said and "\n" not in said


def test_text_that_a_hash_would_cut_short_is_refused_and_a_comment_is_not(tmp_path: Path) -> None:
    said = refusal(CASES / "p3.yaml")
    assert [line.split(",")[1] for line in said.splitlines()] == [" line 1", " line 2", " line 10"]
    assert "Cabinet paper #7, table 2" in said and "quotation marks" in said
    text = (CASES / "p3.yaml").read_text(encoding="utf-8")
    for cut in ("Plan #1 for homes", "Option #2 of the cabinet paper", "Cabinet paper #7, table 2"):
        text = text.replace(cut, f'"{cut}"  # as the paper has it')
    (tmp_path / "a.yaml").write_text(text.replace("percent: 5", "percent: 5  #2 of 3"), "utf-8")
    (scenario,) = load_scenarios(tmp_path / "a.yaml")
    assert scenario.name == "Plan #1 for homes"
    assert scenario.levers[0].sources["percent"] == "Cabinet paper #7, table 2"


def test_a_wrong_number_shows_how_a_range_is_written(tmp_path: Path) -> None:
    text = (CASES / "z1.yaml").read_text(encoding="utf-8")
    for wrong in ("ten", "5-10", "400"):
        path = tmp_path / "a.yaml"
        path.write_text(text.replace("children_a_year: 10", f"children_a_year: {wrong}"), "utf-8")
        assert "{low: 4, high: 10}" in refusal(path)


def test_a_lever_that_starts_after_a_run_ends_is_named() -> None:
    assert "it would do nothing. Is the year what you meant?" in check("after")
    assert "Is the year" not in check("z1")


def test_every_pair_that_meets_is_named() -> None:
    told = check("k").split("Levers that meet")[1]
    for pair in ("1 (open_home) and 2", "1 (open_home) and 3", "3 (limit_agency) and 4"):
        assert f"Levers {pair}" in told


def test_recruits_are_recruited_and_then_approved_and_leave_as_others_do() -> None:
    told = check("a")
    assert "a year are recruited" in told and "leave at the usual rate" in told
    assert "approved than" not in told


@pytest.mark.parametrize(
    ("more", "number", "says"),
    [
        ("extends: sub", "children_a_year", "'sub' is not a scenario file"),
        ("extends: " + "x" * 300, "children_a_year", "is not a scenario file"),
        ("", "[children_a_year]", "a list is no number of"),
        ("", "{a: 1}", "is no number of"),
        ('authority: "\\ud800"', "children_a_year", "cannot be"),
    ],
)
def test_a_wrong_question_is_refused(tmp_path: Path, more: str, number: str, says: str) -> None:
    (tmp_path / "sub").mkdir()
    path = tmp_path / "q.yaml"
    path.write_text(QUESTION.format(more=more, number=number), encoding="utf-8")
    with pytest.raises(InputError, match=says) as refused:
        load_question(path)
    str(refused.value).encode("utf-8")
