"""The starter, the explanation, the schema, and files written back as they were read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sufficiency.placements import FAMILIES, PLACEMENT_TYPES
from sufficiency.scenarios.explained import cautions_of, explain
from sufficiency.scenarios.files import load_scenarios
from sufficiency.scenarios.levers import LEVERS, ROUTES, Scenario
from sufficiency.scenarios.starter import json_schema, new_scenario_text, schema_text, to_yaml
from sufficiency.scenarios.values import Within
from sufficiency.scenarios.yamltext import parse

jsonschema: Any = pytest.importorskip("jsonschema")
ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "scenarios").glob("*.yaml"))
REFERENCE = (ROOT / "docs" / "scenario-files.md").read_text(encoding="utf-8")


def numbers(low: float, high: float) -> st.SearchStrategy[Any]:
    return st.floats(low, high, allow_subnormal=False) | st.integers(int(low), int(high))


def ranges(low: float, high: float) -> st.SearchStrategy[Any]:
    pair = st.tuples(numbers(low, high), numbers(low, high)).map(sorted)
    return numbers(low, high) | pair.map(lambda ends: {"low": ends[0], "high": ends[1]})


def texts(most: int) -> st.SearchStrategy[str]:
    awkward = st.sampled_from(["1e5", "no", "2027-04", "- a", "null", "'", "a: b # c", "010", "é"])
    printable = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=most)
    return awkward | printable


def shares(keys: tuple[str, ...]) -> st.SearchStrategy[dict[str, float]]:
    chosen = st.lists(st.sampled_from(keys), min_size=1, max_size=4, unique=True)
    return chosen.map(lambda names: {name: 1 / len(names) for name in names})


months = st.builds("{}-{:02d}".format, st.integers(2027, 2030), st.integers(1, 12))
cost = st.fixed_dictionaries({}, optional={k: ranges(0, 9e6) for k in ("one_off", "a_year")})
common: dict[str, st.SearchStrategy[Any]] = {
    "from": months,
    "source": texts(60),
}
optional: dict[str, st.SearchStrategy[Any]] = {
    "until": months.map(lambda month: f"20{int(month[2:4]) + 10}{month[4:]}"),
    "ramp_months": st.integers(0, 60),
    "months_to_effect": st.integers(0, 36),
    "premise": months,
    "why": texts(60),
    "cost": cost,
}
OWN: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "recruit_carers": {
        "additional_households_a_year": ranges(0, 100),
        "months_to_first_placement": st.integers(0, 36),
        "displaces": shares(("agency_fostering", "external_residential")),
    },
    "retain_carers": {"fewer_leaving_percent": ranges(0, 100)},
    "reduce_entries": {
        "percent": ranges(0, 100),
        "families": st.lists(st.sampled_from(FAMILIES), min_size=1, unique=True),
    },
    "increase_exits": {
        "route": st.sampled_from(ROUTES),
        "additional_children_a_year": ranges(0, 200),
        "from_placement": shares(PLACEMENT_TYPES),
        "continuing_allowance_a_week": numbers(0, 2000),
        "share_with_allowance": numbers(0, 1),
        "allowance_years": numbers(1, 18),
    },
    "step_down_from_residential": {"children_a_year": ranges(0, 60), "to": st.just("fostering")},
    "support_connected_carers": {
        "additional_children_a_year": ranges(0, 100),
        "fewer_moves_percent": ranges(0, 100),
    },
    "limit_agency": {
        "shrinks_percent_a_year": ranges(0, 100),
        "most_places": st.integers(0, 2000),
    },
    "change_demand": {
        "entries_percent": ranges(-60, 200),
        "families": st.lists(st.sampled_from(FAMILIES), min_size=1, unique=True),
    },
    "asylum_arrivals": {
        "additional_children_a_year": ranges(-30, 100),
        "placed_in": shares(FAMILIES),
    },
    "speed_adoption": {
        "children_a_year": ranges(0, 100),
        "months_sooner": ranges(0, 24),
        "from_placement": shares(PLACEMENT_TYPES),
    },
    "move_to_supported_accommodation": {
        "children_a_year": ranges(0, 60),
        "from_families": shares(("fostering", "homes", "other_residential", "other_placements")),
    },
    "end_unregistered_placements": {
        "percent": ranges(0, 100),
        "instead": shares(("fostering", "homes", "supported_accommodation", "other_residential")),
    },
    "bring_closer_to_home": {
        "percent": ranges(0, 100),
        "placement_types": st.lists(st.sampled_from(PLACEMENT_TYPES), min_size=1, unique=True),
    },
    "open_home": {
        "places": st.integers(1, 30),
        "occupancy": numbers(0, 1),
        "fixed_cost_a_week_per_place": numbers(0, 20_000),
    },
    "change_price": {
        "placement_type": st.sampled_from(PLACEMENT_TYPES),
        "percent": ranges(-99, 300),
    },
}
levers = st.one_of(
    *(
        st.fixed_dictionaries({"lever": st.just(name)} | common | own, optional=optional)
        for name, own in OWN.items()
    )
)
scenarios = st.fixed_dictionaries(
    {
        "name": texts(40).filter(lambda name: name.casefold() != "baseline"),
        "why": texts(200),
        "levers": st.lists(levers, max_size=4),
    },
    optional={"premise": months},
)


VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def test_every_lever_is_tried() -> None:
    assert set(OWN) == set(LEVERS)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(values=scenarios)
def test_a_scenario_written_and_read_again_is_the_same(values: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(values)
    again = Scenario.model_validate(parse(to_yaml(scenario)).values)
    assert again == scenario
    assert again.model_dump(exclude_unset=True) == scenario.model_dump(exclude_unset=True)
    VALIDATOR.validate(values)
    assert scenario.name in explain(scenario)


def test_what_is_loaded_by_extending_can_be_written_as_one_file(tmp_path: Path) -> None:
    (scenario,) = load_scenarios(ROOT / "scenarios" / "08-all-together.yaml")
    path = tmp_path / "one.yaml"
    path.write_text(to_yaml(scenario), encoding="utf-8")
    assert load_scenarios(path) == (scenario,)


def test_the_starter_loads_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(new_scenario_text(), encoding="utf-8")
    (scenario,) = load_scenarios(path)
    assert scenario.levers
    assert all(name in new_scenario_text() for name in LEVERS)


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
    return explain(Scenario.model_validate(yaml.safe_load(text)))


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
    cautions = " ".join(cautions_of(Scenario.model_validate(yaml.safe_load(text))))
    assert "add premise" in cautions
    assert "has no cost" in cautions
    assert "treats additional_households_a_year as certain" in cautions
    assert "takes 50% of its places out of children's homes" in cautions


def test_the_published_schema_is_the_one_the_loader_means() -> None:
    published = ROOT / "sufficiency" / "scenarios" / "scenario.schema.json"
    assert published.read_text(encoding="utf-8") == schema_text()


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
    assert "changes by -6% to -1% (about -3.5%)" in explain(scenario)
    assert "how many children enter care" in explain(scenario)
