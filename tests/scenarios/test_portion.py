"""A council's part of a region's scenario: numbers are shared out, percentages are not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sufficiency.errors import InputError
from sufficiency.scenarios import load_scenarios
from sufficiency.scenarios.levers import KINDS
from sufficiency.scenarios.portion import COUNTED, portion
from sufficiency.scenarios.values import Within
from tests.scenarios.strategies import scenario_of

NOT_SHARED = {
    *("percent", "(a share)", "(a chance)", "months", "years", "GBP a week, 2024/25 prices"),
    "GBP at 2024/25 prices",
}
"""Units of which a region's number is every council's."""


def test_every_unit_of_a_lever_is_shared_out_or_known_to_be_every_councils():
    units = {
        limits.unit
        for kind in KINDS
        for field in kind.model_fields.values()
        for limits in field.metadata
        if isinstance(limits, Within)
    }

    assert units <= {*COUNTED, *NOT_SHARED}


def test_parts_add_up_to_the_whole():
    recruit = {
        "lever": "recruit_carers",
        "from": "2026-04",
        "additional_households_a_year": {"low": 30, "high": 60},
        "months_to_first_placement": 8,
        "displaces": {"agency_fostering": 1.0},
        "cost": {"a_year": 900_000, "one_off": 100_000, "one_off_per_household": 4_000},
        "source": "assumption",
    }
    whole = scenario_of(recruit, _home(6))
    parts = [portion(whole, share).levers for share in (0.5, 0.3, 0.2)]

    recruited = [part[0] for part in parts]
    assert sum(one.additional_households_a_year.high for one in recruited) == pytest.approx(60)
    assert sum(one.cost.a_year.mean for one in recruited) == pytest.approx(900_000)
    assert sum(one.cost.one_off.mean for one in recruited) == pytest.approx(100_000)
    assert {one.cost.one_off_per_household.mean for one in recruited} == {4_000}
    assert {one.months_to_first_placement for one in recruited} == {8}
    homes = [part[1] for part in parts]
    assert sum(one.places for one in homes) == pytest.approx(6)
    assert {one.occupancy for one in homes} == {0.85}


def test_a_percentage_is_every_councils():
    fewer = {"lever": "reduce_entries", "percent": 5, "from": "2026-04", "source": "assumption"}
    whole = scenario_of(fewer)

    assert portion(whole, 0.1).levers == whole.levers


def test_a_file_says_whose_the_scenario_is_and_each_councils_is_the_default(tmp_path: Path):
    assert _read(tmp_path, "").applies_to == "each"
    found = _read(tmp_path, "applies_to: region\nshared_by: homes\n")
    assert (found.applies_to, found.shared_by) == ("region", "homes")


def test_a_word_that_is_not_allowed_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match="applies_to"):
        _read(tmp_path, "applies_to: nation\n")


def test_a_size_drawn_for_the_region_is_the_same_in_every_council(small_setting):
    order = np.random.default_rng(1).permutation(small_setting.draws)
    from dataclasses import replace

    own = small_setting.normal("recruit_carers", "households")
    shared = replace(small_setting, order=order).normal("recruit_carers", "households")

    assert (shared[order] == own).all()


@pytest.fixture(scope="module")
def small_setting():
    from tests.small_run import small_forecast

    return small_forecast().setting


def _home(places: int) -> dict:
    return {
        "lever": "open_home",
        "places": places,
        "occupancy": 0.85,
        "from": "2027-04",
        "source": "assumption",
    }


def _read(folder: Path, more: str):
    text = "name: A home\nwhy: To try.\n" + more + "levers: []\n"
    (folder / "home.yaml").write_text(text, encoding="utf-8")
    (found,) = load_scenarios(folder)
    return found
