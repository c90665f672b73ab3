"""The starter, the explanation, the schema and the reference of keys."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from sufficiency.scenarios import Scenario, explain, load_scenarios
from sufficiency.scenarios.explained import cautions_of
from sufficiency.scenarios.file.schema import json_schema
from sufficiency.scenarios.file.starter import new_scenario_text
from sufficiency.scenarios.file.yamltext import parse
from sufficiency.scenarios.levers import LEVERS
from sufficiency.scenarios.values import Within
from tests.scenarios.strategies import embedded

jsonschema: Any = pytest.importorskip("jsonschema")
ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "scenarios").glob("*.yaml"))
REFERENCE = (ROOT / "docs" / "scenario-files.md").read_text(encoding="utf-8")
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def test_the_starter_loads_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(new_scenario_text(), encoding="utf-8")
    (scenario,) = load_scenarios(path)
    assert scenario.levers
    assert all(name in new_scenario_text() for name in LEVERS)
    assert all(len(line) <= 100 for line in new_scenario_text().splitlines())


def test_the_schema_is_a_schema_and_refuses_what_the_loader_refuses() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    json.dumps(json_schema())
    good = parse(new_scenario_text()).values
    VALIDATOR.validate(good)
    lever = good["levers"][0]
    for wrong in (
        lever | {"untill": "2030-03"},
        lever | {"from": "2027-13"},
        lever | {"additional_households_a_year": {"low": -1, "high": 2}},
        lever | {"additional_households_a_year": {"low": 1}},
        lever | {"lever": "recruit_carer"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            VALIDATOR.validate(good | {"levers": [wrong]})


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_an_editor_with_the_schema_accepts_what_is_shipped(path: Path) -> None:
    VALIDATOR.validate(parse(path.read_text(encoding="utf-8")).values)


def explained(text: str) -> str:
    return explain(Scenario.model_validate(yaml.safe_load(text)), embedded())


def test_a_scenario_is_explained_with_what_it_leaves_alone() -> None:
    told = explained(new_scenario_text())
    does, leaves = told.split("What it does not change")
    assert "From April 2027 to March 2030" in does
    assert "4 to 10 (about 7) more mainstream fostering households a year" in does
    assert "filled in December 2027" in does
    assert "Agency fostering 95% and External children's homes 5%" in does
    assert "£4,000 for each household" in does
    assert "how many children enter care" in leaves
    assert "how many fostering households are approved" not in leaves


def test_no_levers_are_said_to_be_the_baseline() -> None:
    told = explained("name: None\nwhy: A test.\nlevers: []\n")
    assert "so it is the baseline" in told
    assert "does not say how old its facts are" in told


def test_what_could_mislead_is_pointed_out() -> None:
    text = """\
name: Too good
why: A test.
levers:
  - lever: recruit_carers
    additional_households_a_year: 20
    months_to_first_placement: 8
    displaces: {agency_fostering: 0.5, external_residential: 0.5}
    from: "2027-04"
    source: assumption
"""
    cautions = " ".join(cautions_of(Scenario.model_validate(yaml.safe_load(text)), embedded()))
    assert "add premise" in cautions
    assert "has no cost" in cautions
    assert "treats additional_households_a_year as certain" in cautions
    assert "takes 50% of its places out of children's homes" in cautions


def test_the_published_schema_is_the_one_the_loader_means() -> None:
    published = ROOT / "sufficiency" / "scenarios" / "scenario.schema.json"
    text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    assert published.read_text(encoding="utf-8") == text


def section(heading: str) -> str:
    return (
        re.split(rf"^###? {heading}$", REFERENCE, flags=re.M)[1].split("\n## ")[0].split("\n###")[0]
    )


@pytest.mark.parametrize("name", LEVERS)
def test_the_reference_has_every_key_of_a_lever_with_its_limits(name: str) -> None:
    rows = section("Every lever") + section(name)
    for key, field in LEVERS[name].model_fields.items():
        written = field.alias or key
        row = re.search(rf"^\| `{written}` \|.*$", rows, flags=re.M)
        assert row, written
        for limits in (item for item in field.metadata if isinstance(item, Within)):
            assert f"{limits.least:,.0f} to {limits.most:,.0f}" in row[0], written


def test_the_worked_example_of_the_reference_loads(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", REFERENCE, flags=re.S)
    path = tmp_path / "example.yaml"
    path.write_text(example, encoding="utf-8")
    (scenario,) = load_scenarios(path)
    assert "changes by -6% to -1% (about -3.5%)" in explain(scenario, embedded())
    assert "how many children enter care" in explain(scenario, embedded())
