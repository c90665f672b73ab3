"""Ranges, limits and sources: what a lever's numbers mean."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from sufficiency.placements import FAMILIES
from sufficiency.scenarios.levers import LEVERS, AnyLever, Range, RecruitCarers, ReduceEntries

RECRUIT: dict[str, Any] = {
    "lever": "recruit_carers",
    "additional_households_a_year": {"low": 4, "high": 10},
    "months_to_first_placement": 8,
    "from": "2027-04",
    "source": "assumption",
}


def test_a_range_holds_eight_draws_in_ten() -> None:
    held = Range(4, 10)
    draws = held.mean + held.sd * np.random.default_rng(1).standard_normal(200_000)
    np.testing.assert_allclose(np.quantile(draws, [0.1, 0.5, 0.9]), [4, 7, 10], atol=0.03)


def test_a_single_number_is_a_range_without_width() -> None:
    lever = RecruitCarers.model_validate(RECRUIT | {"additional_households_a_year": 7})
    assert lever.additional_households_a_year == Range(7, 7)
    assert lever.additional_households_a_year.fixed
    z = np.array([-3.0, 0.0, 3.0])
    np.testing.assert_array_equal(lever.drawn("additional_households_a_year", z), 7)


def test_draws_rise_with_the_normal_number_and_stay_within_the_limits() -> None:
    lever = RecruitCarers.model_validate(
        RECRUIT | {"additional_households_a_year": {"low": 1, "high": 30}}
    )
    draws = lever.drawn("additional_households_a_year", np.linspace(-8, 8, 101))
    assert (np.diff(draws) >= 0).all()
    assert (draws.min(), draws.max()) == (0, 100)


def test_the_limits_of_a_number_are_known_by_its_key() -> None:
    limits = RecruitCarers.limits("additional_households_a_year")
    assert (limits.least, limits.most) == (0, 100)
    with pytest.raises(KeyError):
        RecruitCarers.limits("displaces")


def test_a_lever_cannot_be_changed() -> None:
    lever = RecruitCarers.model_validate(RECRUIT)
    with pytest.raises(ValidationError):
        lever.months_to_first_placement = 2


def test_two_levers_do_not_share_their_default_shares() -> None:
    first, second = (RecruitCarers.model_validate(RECRUIT) for _ in range(2))
    first.displaces["agency_fostering"] = 0.0
    assert second.displaces["agency_fostering"] == 0.95


def test_a_scenario_can_be_handed_to_another_process() -> None:
    lever = RecruitCarers.model_validate(RECRUIT)
    assert pickle.loads(pickle.dumps(lever)) == lever


def test_entries_fall_in_every_family_unless_some_are_named() -> None:
    entries = {"lever": "reduce_entries", "percent": 5, "from": "2027-04", "source": "assumption"}
    assert ReduceEntries.model_validate(entries).families == FAMILIES
    named = ReduceEntries.model_validate(entries | {"families": ["homes", "fostering"]})
    assert named.families == ("homes", "fostering")
    for wrong in ([], ["homes", "homes"], ["foster"], "homes"):
        with pytest.raises(ValidationError):
            ReduceEntries.model_validate(entries | {"families": wrong})


def test_sources_name_every_number_whoever_gave_it() -> None:
    source = {"additional_households_a_year": "Panel", "cost.a_year": "Finance"}
    lever = RecruitCarers.model_validate(RECRUIT | {"cost": {"a_year": 1}, "source": source})
    assert lever.sources == {
        "additional_households_a_year": "Panel",
        "months_to_first_placement": "assumption",
        "displaces": "assumption (the default)",
        "ramp_months": "assumption (the default)",
        "months_to_effect": "assumption (the default)",
        "cost.a_year": "Finance",
    }


@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_is_known_by_its_own_name(name: str) -> None:
    lever: type[AnyLever] = LEVERS[name]
    assert name in str(lever.model_fields["lever"].annotation)
