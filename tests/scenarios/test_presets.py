"""Presets load, are documented, can be changed with a source, and are refused when unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from sufficiency.errors import InputError
from sufficiency.scenarios import Scenario, load_scenarios
from sufficiency.scenarios.file.presets import preset, presets
from sufficiency.scenarios.levers import ReduceEntries
from sufficiency.scenarios.values import Range
from tests.scenarios.test_starter import REFERENCE, VALIDATOR

FILE = """\
name: With presets
why: A test.
premise: 2025-03
levers:
  - preset: early_help
    from: 2027-04
    percent: {low: 2, high: 4}
    source: {percent: our own evaluation of 2026}
  - preset: skyline_share
    from: 2027-10
"""


def load(folder: Path, text: str) -> Scenario:
    path = folder / "a.yaml"
    path.write_text(text, encoding="utf-8")
    return load_scenarios(path)[0]


@pytest.mark.parametrize("name", presets())
def test_every_preset_is_a_lever_with_a_source_for_each_number(name: str) -> None:
    (lever,) = Scenario.model_validate(
        {"name": "x", "why": "y", "levers": [preset(name, **{"from": "2027-04"})]}
    ).levers
    given = lever.model_dump(exclude_unset=True)
    assert lever.why
    assert isinstance(lever.source, dict)
    assert all(
        text != "assumption (the default)" for k, text in lever.sources.items() if k in given
    )
    assert f"| `{name}` | `{lever.lever}`" in REFERENCE


def test_a_number_put_in_a_presets_place_brings_its_own_source(tmp_path: Path) -> None:
    first, second = load(tmp_path, FILE).levers
    assert isinstance(first, ReduceEntries)
    assert first.percent == Range(2, 4)
    assert first.months_to_effect == 24
    assert first.sources["percent"] == "our own evaluation of 2026"
    assert first.sources["cost"].startswith("assumption (a team of six")
    assert second.starts == "2027-10"


@pytest.mark.parametrize(
    ("found", "instead", "line", "said"),
    [
        ("early_help", "early_hlep", 5, "Did you mean 'early_help'?"),
        ("    source: {percent: our own evaluation of 2026}\n", "", 5, "no source for percent"),
        ("    from: 2027-04\n", "", 5, "from: it is missing"),
        ("{low: 2,", "{low: -2,", 7, "-2 is not allowed; it must be 0 to 100 percent"),
        ("skyline_share", "skyline_share\n    lever: open_home", 9, "leave lever out"),
        ("    from: 2027-10", "    from: 2027-10\n    placs: 3", 11, "Did you mean 'places'?"),
    ],
)
def test_a_fault_in_a_preset_is_told_at_its_line(
    tmp_path: Path, found: str, instead: str, line: int, said: str
) -> None:
    assert found in FILE
    with pytest.raises(InputError) as caught:
        load(tmp_path, FILE.replace(found, instead, 1))
    named = [x for x in str(caught.value).splitlines() if x.startswith(f"a.yaml, line {line}, ")]
    assert any(said in x for x in named), str(caught.value)


def test_an_editor_with_the_schema_accepts_a_preset_and_refuses_an_unknown_one() -> None:
    lever = {"preset": "early_help", "from": "2027-04"}
    values = {"name": "x", "why": "y", "levers": [lever]}
    assert VALIDATOR.is_valid(values)
    assert not VALIDATOR.is_valid(values | {"levers": [lever | {"preset": "earlier_help"}]})


def test_an_unknown_preset_is_refused_in_python_too() -> None:
    with pytest.raises(InputError, match="'skyline' is not a preset"):
        preset("skyline")
