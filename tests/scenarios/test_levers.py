"""What every lever promises, tried on all of them; a new lever joins by its row in `rows.py`."""

from __future__ import annotations

import pickle
import random
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sufficiency.capacity import Effects, Projection
from sufficiency.placements import FAMILIES
from sufficiency.scenarios import Scenario, explain
from sufficiency.scenarios.explained import cautions_of
from sufficiency.scenarios.file.schema import json_schema
from sufficiency.scenarios.levers import LEVERS, Lever
from sufficiency.scenarios.levers.homes import Homes
from sufficiency.scenarios.levers.sources import number_keys
from sufficiency.scenarios.values import Range
from tests.scenarios.engine import WORLD, baseline, identical, price_factor, run, same
from tests.scenarios.rows import COMMON, ROWS, lever
from tests.scenarios.strategies import embedded, scenario_of

jsonschema: Any = pytest.importorskip("jsonschema")
VALIDATOR = jsonschema.Draft202012Validator(json_schema())
HOMES_HELD = ("home_places", "home_places_priced")
each = pytest.mark.parametrize("name", LEVERS)
SIZED = [name for name, kind in LEVERS.items() if kind.grows]


def loaded(name: str, **keys: Any) -> Lever:
    (found,) = scenario_of(lever(name, **keys)).levers
    return found


def of(*levers: Lever) -> Scenario:
    return Scenario(name="Tried out", why="To test.").with_levers(*levers)


def same_effects(first: Effects, second: Effects) -> bool:
    pairs = [(getattr(first, f.name), getattr(second, f.name)) for f in fields(Effects)]
    return all(same(one, two) for one, two in pairs if isinstance(one, np.ndarray | dict))


def test_every_lever_has_its_row() -> None:
    assert list(ROWS) == list(LEVERS)


# --- the engine's promises ------------------------------------------------------------------


@each
def test_a_lever_does_something(name: str) -> None:
    effects, projection = run(WORLD, lever(name))
    moved = not np.allclose(projection.placements, baseline().placements, atol=0.1)
    assert moved or effects.prices or effects.outside


@pytest.mark.parametrize("name", SIZED)
def test_a_lever_of_no_size_is_the_baseline_bit_for_bit(name: str) -> None:
    effects, projection = run(WORLD, of(loaded(name).sized(0.0)))
    homes_are_held = issubclass(LEVERS[name], Homes)  # empty, and paid for all the same
    assert identical(projection, baseline(), leave_out=HOMES_HELD if homes_are_held else ())
    for factor in (*effects.prices.values(), *effects.outside.values(), price_factor(projection)):
        assert same(factor, np.ones_like(factor))
    assert not effects.programme.any()


@each
def test_its_place_among_others_changes_nothing(name: str) -> None:
    others = [lever(other) for other in LEVERS if other != name]
    some = [lever(name), *random.Random(name).sample(others, 5)]
    first, second = run(WORLD, *some), run(WORLD, *some[1:], some[0])
    assert identical(first[1], second[1])
    assert same_effects(first[0], second[0])


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.halved])
def test_two_halves_of_a_lever_are_the_whole(name: str) -> None:
    whole = fixed(lever(name))
    half = {key: ROWS[name].halved.get(key, lambda x: x)(value) for key, value in whole.items()}
    one, two = run(WORLD, whole), run(WORLD, half, half)
    assert np.allclose(one[1].placements, two[1].placements, atol=1e-7)
    assert np.allclose(one[1].allowances, two[1].allowances, atol=1e-6)
    assert np.allclose(price_factor(one[1]), price_factor(two[1]))
    for kind, factor in one[0].outside.items():
        assert np.allclose(factor, two[0].outside[kind])


def fixed(written: dict[str, Any]) -> dict[str, Any]:
    """A lever with each range at its low end."""
    return {k: x["low"] if isinstance(x, dict) and "low" in x else x for k, x in written.items()}


@each
def test_no_child_is_lost_or_made(name: str) -> None:
    _, p = run(WORLD, lever(name))
    assert np.allclose(p.placements.sum(-1), p.need.sum(-1), atol=1e-8)
    assert (p.placements >= -1e-9).all()
    assert np.allclose(p.need[:, :-1] + p.entries - p.exits + p.moves, p.need[:, 1:], atol=1e-8)
    assert np.allclose(p.moves.sum(-1), 0.0, atol=1e-8)


@each
def test_it_does_nothing_before_its_first_month(name: str) -> None:
    _, p = run(WORLD, lever(name, **{"from": "2026-04"}))
    assert same(p.placements[:, :13], baseline().placements[:, :13])
    assert not p.spent_on_levers[:, :12].any()


@each
def test_its_cost_is_paid_from_its_first_month_to_its_last(name: str) -> None:
    cost = {"one_off": 5000, "a_year": 1200}
    paid = run(WORLD, lever(name, until="2026-05", cost=cost))[0].programme
    free = run(WORLD, lever(name, until="2026-05"))[0].programme
    assert np.allclose((paid - free)[:, 2], 5100)
    assert np.allclose((paid - free)[:, 3:14], 100)
    assert np.allclose((paid - free)[:, 14:], 0) and np.allclose((paid - free)[:, :2], 0)


@each
def test_what_is_paid_once_leaves_out_all_that_goes_on(name: str) -> None:
    written = lever(name, cost={"one_off": 5000, "a_year": 1200})
    if "fixed_cost_a_week_per_place" in LEVERS[name].model_fields:
        written["fixed_cost_a_week_per_place"] = 4000
    (once,) = (x.paid_once() for x in scenario_of(written).levers)
    assert np.allclose(run(WORLD, of(once))[0].programme.sum(axis=1), 5000)


# --- its size -------------------------------------------------------------------------------


@each
def test_its_size_is_told_as_a_page_would(name: str) -> None:
    assert str(loaded(name).size or "") == ROWS[name].more


@pytest.mark.parametrize("name", SIZED)
def test_its_numbers_grow_together_and_stay_within_their_limits(name: str) -> None:
    whole = loaded(name)
    assert whole.sized(1.0) == whole
    half, huge = whole.sized(0.5), whole.sized(1000.0)
    assert whole.size and half.size
    assert half.size.value.mean == pytest.approx(whole.size.value.mean / 2)
    for number in whole.grows:
        limits = whole.limits(number.key)
        held, most = getattr(whole, number.key), getattr(huge, number.key)
        rises = (held.mean if isinstance(held, Range) else held) > 0
        end = limits.most if rises else limits.least
        assert most == (Range(end, end) if isinstance(most, Range) else end)
    untouched = set(type(whole).model_fields) - {number.key for number in whole.grows}
    assert all(getattr(whole, key) == getattr(huge, key) for key in untouched)


@pytest.mark.parametrize("name", ["change_demand", "asylum_arrivals", "change_price"])
def test_a_size_below_nil_is_told_by_its_other_words(name: str) -> None:
    (number,) = LEVERS[name].grows
    down, up = (
        loaded(name, **{number.key: {"low": low, "high": high}}) for low, high in ((-9, -3), (3, 9))
    )
    assert down.size and up.size
    assert down.size.value == up.size.value == Range(3, 9)
    assert (down.size.unit, up.size.unit) == (number.fewer, number.unit)


def test_a_lever_of_two_numbers_is_told_by_the_one_it_has() -> None:
    moves = loaded("support_connected_carers", additional_children_a_year=0)
    assert str(moves.size) == "30 percent fewer moves from connected carers"


# --- its words ------------------------------------------------------------------------------


@each
def test_it_is_read_back_and_what_it_changes_is_not_among_what_it_leaves(name: str) -> None:
    kind = LEVERS[name]
    does, leaves = explain(scenario_of(lever(name)), embedded()).split("What it does not change")
    assert ROWS[name].says in does
    assert kind.changes and not any(what in leaves for what in kind.changes)
    others = {what for other in LEVERS.values() for what in other.changes} - set(kind.changes)
    assert all(f"- {what}\n" in leaves for what in others)


@each
def test_a_cost_that_is_missing_is_pointed_out_where_the_council_pulls_the_lever(name: str) -> None:
    cautions = " ".join(cautions_of(scenario_of(lever(name)), embedded()))
    assert ("has no cost" in cautions) == LEVERS[name].ours


@each
def test_whom_it_meets_is_a_lever_and_says_so_once(name: str) -> None:
    for other in LEVERS[name].meets:
        assert name not in LEVERS[other].meets
        told = explain(scenario_of(lever(name), lever(other)), embedded())
        assert told.count(f"- Levers 1 ({name}) and 2 ({other}) meet: ") == 1


# --- its format -----------------------------------------------------------------------------


@each
@given(data=st.data())
def test_what_is_written_is_read_the_same_by_the_schema_and_the_reader(
    name: str, data: st.DataObject
) -> None:
    written = {"lever": name, **COMMON, **data.draw(st.fixed_dictionaries(ROWS[name].tried))}
    held = LEVERS[name].model_validate(written)
    again = held.model_dump(mode="json", exclude_unset=True)
    assert LEVERS[name].model_validate(again) == held
    for values in (written, again):
        VALIDATOR.validate({"name": "x", "why": "y", "levers": [values]})


@each
def test_a_number_beyond_its_limits_is_refused_by_the_schema_and_the_reader(name: str) -> None:
    for key in number_keys(LEVERS[name]):
        try:
            limits = LEVERS[name].limits(key)
        except KeyError:
            continue
        for wrong in (limits.least - 1, limits.most + 1, "some", True):
            values = lever(name, **{key: wrong})
            with pytest.raises(ValidationError):
                LEVERS[name].model_validate(values)
            assert not VALIDATOR.is_valid({"name": "x", "why": "y", "levers": [values]})


@each
def test_every_number_has_a_source_whoever_gave_it(name: str) -> None:
    given = loaded(name, source="A panel").sources
    assert set(given) == set(number_keys(LEVERS[name]))
    for key, text in given.items():
        graded = LEVERS[name].graded.get(key, "assumption (")
        assert text == "A panel" if key in ROWS[name].written else text.startswith(graded)


@each
def test_a_lever_cannot_be_changed_and_can_be_handed_to_another_process(name: str) -> None:
    held = loaded(name)
    with pytest.raises(ValidationError):
        held.ramp_months = 2
    assert pickle.loads(pickle.dumps(held)) == held


@each
def test_every_key_is_explained(name: str) -> None:
    fields = LEVERS[name].model_fields
    assert all(field.description for key, field in fields.items() if key not in ("lever", "starts"))


def test_projections_are_what_is_compared() -> None:
    """A change that a projection does not show would make every test above pass."""
    assert not identical(run(WORLD, lever("retain_carers"))[1], baseline())
    assert isinstance(baseline(), Projection)


# --- what only some have --------------------------------------------------------------------


def test_where_new_places_come_from_is_the_evidence_s_word_unless_the_file_says() -> None:
    keys = lever("recruit_carers")
    evidence = embedded()
    left = Scenario.model_validate({"name": "x", "why": "y", "levers": [keys]})
    (asked,) = left.with_evidence(evidence).levers
    assert asked.displaced == {"agency_fostering": 0.95, "external_residential": 0.05}
    assert asked.sources["displaces"] == (
        "assumption (displaces_residential_share of the evidence)"
    )
    table = evidence.assumptions
    here = table["key"] == "displaces_residential_share"
    other = evidence.with_tables(
        {
            "assumptions": table.assign(
                value=table["value"].where(~here, 0.12), high=table["high"].where(~here, 0.2)
            )
        }
    )
    assert left.with_evidence(other).levers[0].displaced["external_residential"] == 0.12
    told = explain(left, other)
    assert "External children's homes 12%" in told and "thought likely" not in told
    said = lever(
        "recruit_carers", displaces={"external_residential": 0.18, "agency_fostering": 0.82}
    )
    own = Scenario.model_validate({"name": "x", "why": "y", "levers": [said]})
    assert own.with_evidence(other) == own
    assert "more than the 15% thought likely" in explain(own, evidence)
    assert "thought likely" not in explain(own, other)
    with pytest.raises(ValueError, match="left to the evidence"):
        left.levers[0].sentence()


def test_the_limits_of_a_number_are_known_by_its_key() -> None:
    limits = LEVERS["recruit_carers"].limits("additional_households_a_year")
    assert (limits.least, limits.most) == (0, 300)
    with pytest.raises(KeyError):
        LEVERS["recruit_carers"].limits("displaces")


def test_a_range_holds_eight_draws_in_ten_and_a_single_number_no_width() -> None:
    held = Range(4, 10)
    draws = held.mean + held.sd * np.random.default_rng(1).standard_normal(200_000)
    np.testing.assert_allclose(np.quantile(draws, [0.1, 0.5, 0.9]), [4, 7, 10], atol=0.03)
    certain = loaded("recruit_carers", additional_households_a_year=7)
    z = np.array([-3.0, 0.0, 3.0])
    np.testing.assert_array_equal(certain.drawn("additional_households_a_year", z), 7)


def test_draws_rise_with_the_normal_number_and_stay_within_the_limits() -> None:
    wide = loaded("recruit_carers", additional_households_a_year={"low": 1, "high": 90})
    draws = wide.drawn("additional_households_a_year", np.linspace(-8, 8, 101))
    assert (np.diff(draws) >= 0).all()
    assert (draws.min(), draws.max()) == (0, 300)


def test_two_levers_do_not_share_their_shares() -> None:
    first, second = (loaded("recruit_carers") for _ in range(2))
    first.displaces["agency_fostering"] = 0.0
    assert second.displaces["agency_fostering"] == 0.95


@pytest.mark.parametrize("wrong", [[], ["homes", "homes"], ["foster"], "homes"])
def test_families_are_named_once_or_not_at_all(wrong: Any) -> None:
    assert loaded("reduce_entries").families == FAMILIES
    with pytest.raises(ValidationError):
        loaded("reduce_entries", families=wrong)


def test_sources_name_every_number_key_by_key() -> None:
    source = {"additional_households_a_year": "Panel", "cost.a_year": "Finance"}
    held = loaded("recruit_carers", cost={"a_year": 1}, source=source)
    assert held.sources == {
        "additional_households_a_year": "Panel",
        "months_to_first_placement": "assumption",
        "displaces": "assumption (displaces_residential_share of the evidence)",
        "ramp_months": "assumption (the default)",
        "months_to_effect": "assumption (the default)",
        "chance_of_no_effect": "assumption (the default)",
        "cost.a_year": "Finance",
    }


def test_the_example_of_how_to_add_a_lever_is_one_of_ours() -> None:
    root = Path(__file__).parents[2]
    guide = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shown, row = re.findall(r"```python\n(.*?)```", guide, flags=re.S)
    folder = root / "sufficiency" / "scenarios" / "levers"
    assert shown == (folder / "retain_carers.py").read_text(encoding="utf-8")
    assert row in (root / "tests" / "scenarios" / "rows.py").read_text(encoding="utf-8")
