"""In-house fostering from its parts, and prices child by child."""

from __future__ import annotations

import numpy as np
import pytest

from sufficiency.errors import InputError
from sufficiency.money import (
    at_full_cost,
    figure,
    fostering_build_up,
    price_distribution,
    saving_by_costing,
    year_costs,
)
from sufficiency.money.tail import cost_share_above, share_above
from sufficiency.placements import PLACEMENT_TYPES, position


def test_the_allowance_is_the_minimum_at_the_ages_of_the_children(evidence):
    table = fostering_build_up(evidence).set_index(["placement_type", "component"])
    allowance = table.loc[("in_house_fostering", "Minimum allowance"), "gbp_a_week"]
    # By hand: 36 under 1, 87 aged 1-4, 129 aged 5-9, 257 aged 10-15, 143 aged 16 and over.
    by_hand = (
        36 * 165 + 87 * (165 + 170) / 2 + 129 * 187 + 257 * (187 / 6 + 213 * 5 / 6) + 143 * 249
    ) / 652
    assert allowance == pytest.approx(by_hand)


@pytest.mark.parametrize("kind", ["kinship_fostering", "in_house_fostering"])
def test_parts_make_the_price_that_is_used(evidence, kind):
    table = fostering_build_up(evidence)
    own = table[table["placement_type"] == kind].set_index("component")
    parts = own[own["part"].isin(["payment", "support"])]["gbp_a_week"].sum()
    assert own.loc["Marginal cost", "gbp_a_week"] == pytest.approx(parts)
    assert own.loc["Price used", "gbp_a_week"] == pytest.approx(parts, rel=0.02)
    assert (
        own.loc["Payments only", "gbp_a_week"]
        < own.loc["Marginal cost", "gbp_a_week"]
        < own.loc["Full cost", "gbp_a_week"]
    )
    assert (own["low"] <= own["gbp_a_week"]).all() and (own["gbp_a_week"] <= own["high"]).all()


def test_unknown_ages_are_said_and_not_invented(evidence, with_table):
    blank = evidence.characteristics.iloc[:0]
    table = fostering_build_up(with_table("characteristics", blank))
    allowance = table[table["component"] == "Minimum allowance"].iloc[0]
    assert allowance["gbp_a_week"] == pytest.approx((165 + 170 + 187 + 213 + 249) / 5)
    assert "not in the record" in allowance["source"]


def test_a_missing_allowance_is_refused(evidence, with_table):
    costs = evidence.unit_costs
    without = costs[~costs["measure"].str.contains("rest of England, age 16-17")]
    with pytest.raises(InputError, match=r"unit_costs.csv has no .*16-17.* for 2024/25"):
        fostering_build_up(with_table("unit_costs", without))


def test_full_cost_makes_a_saving_on_agency_care_smaller(prices, calendar):
    """Ten children from agency to in-house for a year: only the overhead comes between."""
    draws = len(prices.weekly)
    stock = np.repeat(prices.scaling.child_days[:, None] / 365, calendar.months + 1, axis=1)
    moved = stock.copy()
    moved[..., position("agency_fostering")] -= 10
    moved[..., position("in_house_fostering")] += 10
    nothing = np.zeros((draws, calendar.months))
    places = np.zeros((draws, calendar.months + 1))
    costs = {
        name: year_costs(children, places, nothing, prices, calendar)
        for name, children in (("Baseline", stock), ("Moved", moved))
    }
    table = saving_by_costing(costs, "Baseline", 0.2).set_index("own_fostering_at")
    in_house = position("in_house_fostering")
    more = (costs["Moved"].real - costs["Baseline"].real)[..., in_house].sum(axis=1).mean()
    assert table.loc["full", "mean"] == pytest.approx(table.loc["marginal", "mean"] - 0.2 * more)
    assert at_full_cost(costs["Moved"], 0.0).real == pytest.approx(costs["Moved"].real)


def test_a_log_normal_gives_back_its_mean_and_known_shares():
    assert share_above(100, 0.5, 100 * np.exp(-0.125)) == pytest.approx(0.5)  # its median
    draws = np.exp(np.random.default_rng(1).normal(np.log(6700) - 0.45**2 / 2, 0.45, 400_000))
    dear = draws >= 10_000
    assert share_above(6700, 0.45, 10_000) == pytest.approx(dear.mean(), abs=0.002)
    assert cost_share_above(6700, 0.45, 10_000) == pytest.approx(
        draws[dear].sum() / draws.sum(), abs=0.003
    )


def test_a_few_children_take_much_of_the_money(evidence, prices):
    table = price_distribution(evidence, prices).set_index(["placement_type", "threshold"])
    homes = table.loc["external_residential"]
    assert homes["share_of_children"].is_monotonic_decreasing
    assert 0.05 < homes.loc[10_000, "share_of_children"] < 0.2
    assert homes.loc[10_000, "share_of_cost"] > 1.5 * homes.loc[10_000, "share_of_children"]
    assert (table["children_low"] <= table["children"] + 1e-9).all()
    assert homes["gbp_a_year"].max() < 42_134_680  # a part of the residential line
    other = table.loc["other_placements"]
    assert (
        other.loc[10_000, "share_of_children"] < figure(evidence, "tail_unregistered_share").value
    )


def test_figures_are_found_by_key(evidence):
    assert figure(evidence, "uasc_grant_a_night").value == 143
    with pytest.raises(InputError, match="optimism_bias_savings"):
        figure(evidence, "optimism_bias_saving")


def test_the_build_up_covers_the_councils_own_fostering_alone(evidence):
    assert set(fostering_build_up(evidence)["placement_type"]) <= set(PLACEMENT_TYPES[:2])
