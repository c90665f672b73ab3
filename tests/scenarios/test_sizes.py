"""Scenario files that fit any council: sizes that are shares of its own record."""

from __future__ import annotations

from pathlib import Path

import pytest

from sufficiency.errors import InputError
from sufficiency.evidence import Evidence, load_evidence
from sufficiency.months import Calendar
from sufficiency.scenarios import Scenario, load_scenarios
from sufficiency.scenarios.levers.recruit_carers import RecruitCarers
from sufficiency.scenarios.remarks import remarks_on
from sufficiency.scenarios.shipped import TEMPLATES, chosen_scenarios, fitting, write_starters
from tests.scenarios.rows import lever

FOLDER = Path("scenarios") / TEMPLATES


@pytest.fixture(scope="module", params=["Kent", "Rutland"])
def council(request: pytest.FixtureRequest) -> Evidence:
    return load_evidence(request.param)


def recruiting(size: object) -> Scenario:
    levers = [lever("recruit_carers", additional_households_a_year=size)]
    return Scenario.model_validate({"name": "One", "why": "A test.", "levers": levers})


def test_a_size_is_a_share_of_the_councils_own_record(council: Evidence):
    shared = {"low": 0.05, "high": 0.13, "of": "mainstream_households"}
    (found,) = recruiting(shared).with_evidence(council).levers
    assert isinstance(found, RecruitCarers)
    size = found.additional_households_a_year
    places = {"Kent": 1110, "Rutland": 10}[council.authority.name]  # approved, March 2025 (Ofsted)
    assert not size.of
    assert size.low == pytest.approx(0.05 * places / 2.1, rel=0.03)
    assert size.high / size.low == pytest.approx(2.6, rel=0.1)


def test_a_size_beyond_what_a_key_allows_is_refused_with_both_numbers():
    whole = recruiting({"low": 1, "high": 1, "of": "children_looked_after"})
    with pytest.raises(InputError, match=r"1 of children looked after is 1,900 in Kent.*0 to 300"):
        whole.with_evidence(load_evidence("Kent"))


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (
            {"low": 1, "high": 2, "of": "mainstream_household"},
            "Did you mean 'mainstream_households'",
        ),
        ({"low": 1, "high": 2, "off": "entries_a_year"}, "Did you mean 'of'"),
    ],
)
def test_a_share_of_nothing_known_is_refused(size: dict[str, object], said: str):
    with pytest.raises(ValueError, match=said):
        recruiting(size)


def test_a_percentage_is_a_share_already():
    keys = lever("reduce_entries", percent={"low": 1, "high": 2, "of": "entries_a_year"})
    with pytest.raises(ValueError, match="a percent is a share already"):
        Scenario.model_validate({"name": "One", "why": "A test.", "levers": [keys]})


def test_a_regions_scenario_gives_its_sizes_in_numbers():
    shared = {"low": 0.05, "high": 0.13, "of": "mainstream_households"}
    keys = recruiting(shared).model_dump(by_alias=True)
    with pytest.raises(ValueError, match="additional_households_a_year is a share of one council"):
        Scenario.model_validate({**keys, "applies_to": "region"})


def test_templates_suit_any_council_and_name_none(council: Evidence):
    templates = load_scenarios(FOLDER)
    calendar = Calendar(council.opening_year, 5)
    assert remarks_on(templates, council, calendar) == ()
    assert [one.name for one in templates if "Tameside" in one.model_dump_json()] == []
    assert all(one.with_evidence(council).levers for one in templates)


def test_starters_are_the_templates_in_numbers(council: Evidence, tmp_path: Path):
    write_starters(council, tmp_path / "ours")
    ours = load_scenarios(tmp_path / "ours")
    for one, template in zip(ours, load_scenarios(FOLDER), strict=True):
        assert one.with_evidence(council) == template.with_evidence(council)
    with pytest.raises(InputError, match="there already"):
        write_starters(council, tmp_path / "ours")


def test_a_run_told_nothing_takes_its_own_scenarios_or_the_templates():
    chosen = chosen_scenarios(None)
    assert fitting(chosen, "Tameside") == chosen
    assert fitting(chosen, "Kent") == FOLDER
    assert fitting(Path("elsewhere"), "Kent") == Path("elsewhere")
    assert fitting(None, "Kent") is None


def test_another_councils_files_are_said_to_be_so_once():
    kent = load_evidence("Kent")
    said = remarks_on(load_scenarios("scenarios"), kent, Calendar(kent.opening_year, 5))
    assert len(said) == 1
    assert "were written for Tameside" in said[0] and 'new --authority "Kent"' in said[0]
