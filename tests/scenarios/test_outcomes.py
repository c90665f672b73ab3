"""What comes of a lever: who comes back, what fails together, where those without a home live."""

from __future__ import annotations

import numpy as np
import pytest

from sufficiency.capacity import Effects, Projection
from sufficiency.placements import FAMILIES, position
from sufficiency.scenarios import Scenario
from tests.scenarios.engine import WORLD, baseline, run
from tests.scenarios.rows import lever
from tests.scenarios.strategies import scenario_of

EXTERNAL = position("external_residential")
HOME, PARENTS = FAMILIES.index("homes"), FAMILIES.index("placed_with_parents")
SURE = {"chance_of_no_effect": 0.0}


def test_of_those_who_return_home_one_in_five_is_back_in_a_year_and_a_third_in_six() -> None:
    """Twelve leave in April 2025, and nobody after; who is back is counted as an entry."""
    written = lever(
        "increase_exits",
        **{"from": "2025-04"},
        until="2025-04",
        route="return_home",
        additional_children_a_year=144,
        from_placement={"placed_with_parents": 1},
        back_within_a_year_percent=20,
        back_within_six_years_percent=100 / 3,
    )
    _, p = run(WORLD, written)
    left = p.needed.led_out["placed_with_parents"]
    assert np.allclose(left[:, 0], 12) and not left[:, 1:].any()
    back = p.needed.back["placed_with_parents"].cumsum(axis=1) / left[:, [0]]
    assert not back[:, 0].any()
    assert np.allclose(back[:, 12], 0.20) and np.allclose(back[:, 24], 0.20 + 0.8 / 60 / 6 * 12)
    entered = (p.entries - baseline().entries)[..., PARENTS].cumsum(axis=1) / left[:, [0]]
    assert np.allclose(entered, back)


def test_who_steps_down_may_come_back_to_a_home_and_gross_is_more_than_net() -> None:
    def of(percent: float) -> Projection:
        keys = lever("step_down_from_residential", children_a_year=10, **{"from": "2025-04"})
        return run(WORLD, keys | {"returning_percent": percent})[1]

    for_good, some = of(0), of(50)
    (lasting,), (moved,) = for_good.needed.moved, some.needed.moved
    assert np.allclose(moved.moved, lasting.moved, rtol=0.02)  # as many are moved
    assert (moved.children[:, -1] < 0.8 * lasting.children[:, -1]).all()
    gone = (for_good.need - some.need)[:, -1, HOME]
    assert np.allclose(-gone, lasting.children[:, -1] - moved.children[:, -1], atol=1e-7)
    # Half within two years, if nothing else happened to them.
    first = moved.returned[:, 1] / moved.moved[:, 0]
    assert np.allclose((1 - first[:, None]) ** 24, 0.5, atol=0.03)


def test_what_is_saved_is_the_price_of_the_homes_that_are_left_and_not_the_average() -> None:
    """At 60% of the average: nearly that for the first child, more for each one after."""

    def saved_a_child(children_a_year: float, percent: float) -> np.ndarray:
        keys = lever("step_down_from_residential", children_a_year=children_a_year)
        keys |= {"from": "2025-04", "returning_percent": 0}
        _, p = run(WORLD, keys | {"price_percent_of_average": percent})
        change = p.price_change
        assert change is not None
        assert (np.delete(change, EXTERNAL, axis=-1) == 1).all()
        children = p.placements[..., EXTERNAL]
        left = (children[:, 1:] + children[:, :-1]) / 2
        (moved,) = p.needed.moved
        gone = moved.children.copy()
        gone[:, 1:] = (moved.children[:, 1:] + moved.children[:, :-1]) / 2
        gone[:, 0] /= 2
        return (left + gone - change[..., EXTERNAL] * left)[:, -1] / gone[:, -1]

    assert np.allclose(saved_a_child(10, 99.99), 1.0, atol=1e-3)
    few, many = saved_a_child(1, 60), saved_a_child(15, 60)
    assert (few > 0.6).all() and (few < 0.65).all()
    assert (many > few).all() and (many < 1).all()


def _effect_sizes(*levers: dict[str, object], delivery: str) -> list[np.ndarray]:
    scenario = scenario_of(*levers).model_copy(update={"delivery": delivery})
    effects: Effects = run(WORLD, Scenario.model_validate(scenario))[0]
    assert effects.staying is not None and effects.approvals is not None
    return [1 - effects.staying[:, -1], effects.approvals[:, -1]]


def test_programmes_go_well_or_badly_together_unless_the_file_says_apart() -> None:
    keep = lever("retain_carers", fewer_leaving_percent={"low": 10, "high": 30})
    find = lever("recruit_carers", additional_households_a_year={"low": 4, "high": 12})
    kept, found = _effect_sizes(keep, find, delivery="together")
    assert np.corrcoef(kept, found)[0, 1] > 0.999
    kept, found = _effect_sizes(keep, find, delivery="apart")
    assert abs(np.corrcoef(kept, found)[0, 1]) < 0.8


def test_a_lever_may_have_no_effect_and_is_paid_for_all_the_same() -> None:
    keys = lever("reduce_entries", percent=20, cost={"a_year": 1200})
    effects = run(WORLD, keys | {"chance_of_no_effect": 0.4})[0]
    factor = effects.entering["fostering"][:, -1]
    assert set(np.round(factor, 9)) == {0.8, 1.0}
    assert 0.1 < (factor == 1.0).mean() < 0.75
    assert np.allclose(effects.programme[:, -1], 100)
    # In the draws in which one programme fails, so does another that fails less often.
    two = run(WORLD, keys | {"chance_of_no_effect": 0.4}, keys | {"chance_of_no_effect": 0.1})[0]
    both = np.round(two.entering["fostering"][:, -1], 9)
    assert set(both) <= {0.64, 0.8, 1.0}


@pytest.mark.parametrize("percent", [0, 20])
def test_agency_homes_are_cut_from_what_the_baseline_uses(percent: float) -> None:
    keys = lever("limit_agency", shrinks_percent_a_year=percent, **{"from": "2025-04"})
    _, p = run(WORLD, keys | {"until": "2026-03", "instead": {"external_residential": 1.0}})
    agency = position("agency_fostering")
    base = baseline().placements[:, :, agency]
    if percent == 0:
        assert np.array_equal(p.placements, baseline().placements)
    assert np.allclose(p.placements[:, 24:, agency], (1 - percent / 100) * base[:, 24:], rtol=0.05)


def test_those_without_an_agency_home_live_where_the_file_says_or_in_five_kinds_of_place() -> None:
    keys = lever("limit_agency", shrinks_percent_a_year=30, **{"from": "2025-04"})
    gained = run(WORLD, keys)[1].placements[:, -1] - baseline().placements[:, -1]
    share = gained.mean(axis=0) / -gained.mean(axis=0)[position("agency_fostering")]
    for kind in ("kinship_fostering", "external_residential", "other_placements"):
        assert 0.02 < share[position(kind)] < 0.8, kind
    homes = gained[:, position("external_residential")] / np.abs(gained).sum(axis=1)
    assert homes.std() > 0.02  # a range, not a certainty
