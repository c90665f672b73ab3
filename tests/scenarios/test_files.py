"""Files are read as they are written, joined to what they extend, and refused with every fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from sufficiency.errors import InputError
from sufficiency.scenarios import load_scenarios
from sufficiency.scenarios.file.draft import draft_of, written
from sufficiency.scenarios.levers import RecruitCarers
from sufficiency.scenarios.values import Range

CONTRACT = """\
name: Grow in-house fostering
why: In July 2019 the fostering service estimated that 20-30 new carers were needed.
extends: baseline
levers:
  - lever: recruit_carers
    additional_households_a_year: {low: 4, high: 10}   # an 80% range
    from: 2026-04
    until: 2029-03
    months_to_first_placement: 8
    displaces: {agency_fostering: 0.95, external_residential: 0.05}
    cost: {one_off_per_household: 4000, a_year: 90000}
    source: {additional_households_a_year: Scrutiny 2019, cost: assumption, displaces: assumption}
"""
PRICE = """\
name: Price
why: A test.
levers:
  - lever: change_price
    placement_type: agency_fostering
    percent: 5
    from: 2027-04
    source: assumption
"""


def write(folder: Path, text: str, name: str = "a.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_scenarios(path)
    return str(caught.value)


def test_the_example_of_the_contract_loads(tmp_path: Path) -> None:
    (scenario,) = load_scenarios(write(tmp_path, CONTRACT))
    (lever,) = scenario.levers
    assert isinstance(lever, RecruitCarers)
    assert (lever.starts, lever.until) == ("2026-04", "2029-03")
    assert lever.additional_households_a_year == Range(4, 10)
    assert lever.cost.a_year == Range(90000, 90000)
    assert lever.cost.one_off == Range(0, 0)
    assert lever.sources["months_to_first_placement"] == "assumption"


@pytest.mark.parametrize(
    ("found", "instead", "line", "said"),
    [
        ("recruit_carers", "recruit_carer", 5, "Did you mean 'recruit_carers'?"),
        ("lever: recruit_carers", "from_: 2026-04", 5, "the key lever is missing"),
        ("name:", "nmae:", 1, "Did you mean 'name'?"),
        ("name: Grow", "name: baseline # Grow", 1, "reserved"),
        ("name: Grow in-house fostering", "name: ''", 1, "1 to 80"),
        ("name: Grow", "name: " + "x" * 81, 1, "too many; 1 to 80"),
        ("until:", "untill:", 8, "Did you mean 'until'?"),
        ("{low: 4, high:", "{low: 4, hihg:", 6, "Did you mean 'high'?"),
        ("{low: 4, high: 10}", "{low: 4}", 6, "high is missing"),
        ("agency_fostering: 0.95", "agency_fostring: 0.95", 10, "Did you mean 'agency_fostering'?"),
        ("one_off_per_household:", "one_off_household:", 11, "'one_off_per_household'?"),
        ("{additional_households_a_year", "{additional_household", 12, "Did you mean"),
        ("low: 4", "low: -4", 6, "-4 is not allowed; it must be 0 to 300 households a year"),
        ("high: 10", "high: 301", 6, "0 to 300"),
        ("high: 10", "high: 3", 6, "low (4) is above high (3)"),
        ("low: 4", "low: four", 6, "'four' is not a number"),
        ("low: 4", "low: 4_0", 6, "'4_0' is not a number"),
        ("low: 4", "low: .nan", 6, "not a number"),
        ("low: 4", "low: 1e999", 6, "not a number"),
        ("low: 4", "low: true", 6, "'True' is not a number"),
        ("{low: 4, high: 10}", "[4, 10]", 6, "a list is not a number"),
        ("placement: 8", "placement: 8.5", 9, "8.5 is not a whole number; 0 to 36 months"),
        ("placement: 8", "placement: 37", 9, "0 to 36 months"),
        ("a_year: 90000}", "a_year: -1}", 11, "-1 is not allowed"),
        ("a_year: 90000}", "a_year: '£90,000'}", 11, "'£90,000' is not a number"),
        ("cost: {one_off_per_household: 4000, a_year: 90000}", "cost: 90000", 11, "not a mapping"),
        ("2026-04", "2026-13", 7, "'2026-13' is not a month"),
        ("2026-04", "2026", 7, "'2026' is not a month"),
        ("2026-04", "2026-04-01", 7, "'2026-04-01' is not a month"),
        ("2026-04", "April 2026", 7, "'April 2026' is not a month"),
        ("2026-04", "1926-04", 7, "2000-01 to 2099-12"),
        ("2026-04", "", 7, "nothing is not a month"),
        ("until: 2029-03", "until: 2026-03", 8, "'2026-03' is before from ('2026-04')"),
        ("0.95, ext", "0.9, ext", 10, "the shares add to 0.95; they must add to 1"),
        ("0.95, ext", "1.95, ext", 10, "0 to 1"),
        ("displaces: {agency", "displaces: [agency", 10, "not"),
        (", cost: assumption", "", 12, "no source for cost.one_off_per_household and cost.a_year"),
        (", displaces: assumption", "", 12, "no source for displaces"),
        (", cost: assumption", ", ramp_months: assumption, cost: a", 12, "called 'ramp_months'"),
        ("cost: assumption", "cost: ''", 12, "1 to 500"),
        ("source: {add", "# {add", 5, "source: it is missing"),
        ("additional_households_a_year: {low: 4, high: 10}", "", 5, "missing; 0 to 300 house"),
        ("levers:\n", "levers: 3\nx:\n", 4, "not a list"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(
    tmp_path: Path, found: str, instead: str, line: int, said: str
) -> None:
    assert found in CONTRACT
    message = refusal(write(tmp_path, CONTRACT.replace(found, instead, 1)))
    named = [part for part in message.splitlines() if part.startswith(f"a.yaml, line {line}, ")]
    assert any(said in part for part in named), message


def test_keys_that_only_some_levers_have_are_refused_elsewhere(tmp_path: Path) -> None:
    text = PRICE.replace("percent: 5", "percent: 5\n    cost: {one_off_per_household: 1}")
    assert "one_off_per_household: it is not a key of cost" in refusal(write(tmp_path, text))


def test_an_allowance_paid_for_no_years_is_refused(tmp_path: Path) -> None:
    text = """\
name: Exits
why: A test.
levers:
  - lever: increase_exits
    route: adoption
    additional_children_a_year: 3
    from_placement: {agency_fostering: 1}
    continuing_allowance_a_week: 100
    from: 2027-04
    source: assumption
"""
    assert "paid for no years" in refusal(write(tmp_path, text))
    unsaid = text.replace("    route: adoption\n", "")
    assert "route: it is missing; give it. How the children leave care." in refusal(
        write(tmp_path, unsaid)
    )
    assert "'home' is not a route" in refusal(write(tmp_path, text.replace("adoption", "home")))


def test_all_the_faults_of_all_the_files_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, CONTRACT.replace("low: 4", "low: -4").replace("2026-04", "soon"), "a.yaml")
    write(tmp_path, PRICE.replace("agency_fostering", "agency").replace("why", "wy"), "b.yml")
    faults = refusal(tmp_path).splitlines()
    assert [fault.split(",")[0] for fault in faults] == ["a.yaml"] * 2 + ["b.yml"] * 3
    assert "-4" in faults[0]
    assert "'soon'" in faults[1]


def test_the_size_of_a_lever_is_checked_beside_its_sources(tmp_path: Path) -> None:
    text = CONTRACT.replace("low: 4", "low: -4").replace(", displaces: assumption", "")
    message = refusal(write(tmp_path, text))
    assert "-4 is not allowed" in message
    assert "no source for displaces" in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("# only a note\n", "the file is empty"),
        ("just words", "it must hold the keys name"),
        ("- lever: x\n", "line 1, the file holds a list"),
        ("a: b\n\tc: d", "line 2, the text cannot be read as YAML"),
        ("a: [1, 2", "cannot be read as YAML"),
        ("a: 1\nb: 2\na: 3\n", "line 3, the key 'a' is already on line 1"),
        ("? [a, b]\n: 1\n", "a key is a list"),
        (PRICE + "---\n" + PRICE, "a second scenario begins here"),
        ("a: !!python/object/apply:os.system ['echo']\n", "python/object/apply:os.system' is not"),
        ("name: !!str x\n", "the tag"),
        ("a: &x [1]\nb: *x\n", "line 2, the alias '*x' is not allowed"),
        ("[" * 5000, "more than 12 deep"),
        ("a: \x00", "cannot be read as YAML"),
        ("x" * 100_001, "at most 100,000"),
    ],
)
def test_what_is_not_a_scenario_is_refused(tmp_path: Path, text: str, said: str) -> None:
    assert said in refusal(write(tmp_path, text))


def test_an_alias_bomb_is_refused_at_once(tmp_path: Path) -> None:
    levels = [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    assert "alias" in refusal(write(tmp_path, "a0: &a0 [x]\n" + "\n".join(levels)))


def test_a_file_that_is_not_utf8_is_refused_and_one_from_windows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"name: ok\nwhy: caf\xe9\n")
    assert "line 2, a character is not UTF-8" in refusal(path)
    path.write_bytes(b"\xef\xbb\xbf" + PRICE.replace("\n", "\r\n").encode())
    assert load_scenarios(path)[0].name == "Price"
    path.write_bytes(PRICE.replace("\n", "\r\n").encode("utf-16"))  # PowerShell's `new > a.yaml`
    assert load_scenarios(path)[0].name == "Price"
    assert written(draft_of(path)).startswith(PRICE.splitlines()[0])


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    assert "There is no scenario file or folder" in refusal(tmp_path / "nowhere")
    assert "holds no scenario file" in refusal(tmp_path)
    write(tmp_path, PRICE, "price.yaml")
    assert "Did you mean 'price.yaml'?" in refusal(tmp_path / "prise.yaml")
    assert "not a scenario file" in refusal(write(tmp_path, PRICE, "price.txt"))


def test_a_folder_is_read_in_order_of_file_name_and_only_its_scenario_files(tmp_path: Path) -> None:
    for name in ("b.yml", "a.YAML", "c.yaml"):
        write(tmp_path, PRICE.replace("name: Price", f"name: {name}"), name)
    write(tmp_path, "not: a scenario", "notes.md")
    write(tmp_path, "not: a scenario", ".hidden.yaml")
    assert [s.name for s in load_scenarios(tmp_path)] == ["a.YAML", "b.yml", "c.yaml"]


def test_two_scenarios_may_not_share_a_name(tmp_path: Path) -> None:
    write(tmp_path, PRICE, "a.yaml")
    write(tmp_path, PRICE.replace("name: Price", "name: PRICE"), "b.yaml")
    assert "b.yaml, line 1, name: 'PRICE' is also the name in a.yaml" in refusal(tmp_path)


def child(name: str, extends: str) -> str:
    return PRICE.replace("name: Price", f"name: {name}\nextends: {extends}")


def test_the_levers_of_what_is_extended_come_first_and_once(tmp_path: Path) -> None:
    write(tmp_path, PRICE.replace("percent: 5", "percent: 1"), "a.yaml")
    write(tmp_path, child("B", "a.yaml").replace("percent: 5", "percent: 2"), "b.yaml")
    write(tmp_path, child("C", "a.yaml").replace("percent: 5", "percent: 3"), "c.yaml")
    path = write(
        tmp_path, child("D", "[b.yaml, c.yaml]").replace("percent: 5", "percent: 4"), "d.yaml"
    )
    (scenario,) = load_scenarios(path)
    assert [lever.percent.mean for lever in scenario.levers] == [1, 2, 3, 4]  # type: ignore[union-attr]
    assert scenario.extends == "baseline"
    assert scenario.name == "D"


@pytest.mark.parametrize(
    ("extends", "said"),
    [
        ("b.yaml", "'b.yaml' is not a scenario file in the same folder"),
        ("baselne", "Did you mean 'baseline'?"),
        ("../a.yaml", "is a path"),
        ("..\\a.yaml", "is a path"),
        ("/etc/passwd", "is a path"),
        ("..", "is a path"),
        ("a.yaml", "in a circle: a.yaml -> a.yaml"),
        ("3", "it must be baseline"),
        ("[]", "it must be baseline"),
    ],
)
def test_what_may_not_be_extended(tmp_path: Path, extends: str, said: str) -> None:
    message = refusal(write(tmp_path, child("A", extends)))
    assert "a.yaml, line 2, extends: " in message
    assert said in message


def test_a_circle_of_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path, child("A", "b.yaml"), "a.yaml")
    write(tmp_path, child("B", "a.yaml"), "b.yaml")
    assert "in a circle: a.yaml -> b.yaml -> a.yaml" in refusal(tmp_path)


def test_a_chain_without_end_is_refused(tmp_path: Path) -> None:
    for i in range(40):
        write(tmp_path, child(f"S{i}", f"{i + 1:03}.yaml"), f"{i:03}.yaml")
    write(tmp_path, PRICE, "040.yaml")
    assert "more than 20 deep" in refusal(tmp_path / "000.yaml")


def test_a_fault_in_what_is_extended_is_told_by_its_own_file(tmp_path: Path) -> None:
    write(tmp_path, PRICE.replace("percent: 5", "percent: 5000"), "b.yaml")
    message = refusal(write(tmp_path, child("A", "b.yaml"), "a.yaml"))
    assert message.startswith("b.yaml, line 6, lever 1 (change_price), percent: ")
