"""A scenario as it is being written: checked as a file is, and written with its comments."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from sufficiency.errors import InputError
from sufficiency.scenarios import load_scenarios
from sufficiency.scenarios.file.draft import Draft, checked, draft_of, values_of, written
from sufficiency.scenarios.shipped import shipped_scenarios

FIRST = shipped_scenarios() / "01-grow-in-house-fostering.yaml"
FILES = sorted(f for f in shipped_scenarios().rglob("*.yaml") if f.parent.name != "questions")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_written_again_holds_the_same_scenario(file: Path, tmp_path: Path) -> None:
    again = tmp_path / file.name
    again.write_text(written(draft_of(file)), encoding="utf-8")
    assert load_scenarios(again) == load_scenarios(file)


def test_a_changed_number_keeps_every_other_line_and_its_comments(tmp_path: Path) -> None:
    draft = draft_of(FIRST)
    values = copy.deepcopy(dict(draft.values))
    values["levers"][0]["additional_households_a_year"] = {"low": 8, "high": 12}
    before = FIRST.read_text(encoding="utf-8").splitlines()
    after = written(Draft(values, draft.text)).splitlines()
    assert [line for line in after if line not in before] == [
        "    additional_households_a_year: {low: 8, high: 12}   # 12 to 30 in three years"
    ]
    assert len(after) == len(before)


def test_a_file_that_puts_others_together_comes_with_the_levers_of_all() -> None:
    draft = draft_of(shipped_scenarios() / "08-all-together.yaml")
    (whole,) = load_scenarios(shipped_scenarios() / "08-all-together.yaml")
    assert checked(draft.values).scenario == whole and len(whole.levers) > 5


@pytest.mark.parametrize(
    "text", ["12", "true", "2027", "1e5", "~", "a: b", "- x", "x # y", "é “q”"]
)
def test_text_that_looks_like_something_else_stays_text(text: str) -> None:
    values = {"name": text, "why": text, "levers": []}
    found = checked(values).scenario
    assert found is not None and (found.name, found.why) == (text, text)
    assert values_of(found)["name"] == text
    assert "name: " in written(Draft(values))


def test_what_is_wrong_is_said_by_where_it_stands_and_is_not_written() -> None:
    values = {"name": "Baseline", "why": "x", "levers": [{"lever": "reduce_entry"}]}
    faults = checked(values).faults
    assert "reserved" in faults["name",]
    assert "Did you mean 'reduce_entries'?" in faults["levers", 0]
    with pytest.raises(InputError, match="mend what is wrong"):
        written(Draft(values))
