"""The bridge adds to the penny and puts each cause under its own name."""

from __future__ import annotations

import numpy as np
import pytest

from sufficiency.money import (
    Prices,
    YearCosts,
    bridge_draws,
    bridge_table,
    cost_table,
    year_costs,
)
from sufficiency.months import Calendar
from sufficiency.placements import PLACEMENT_TYPES

KINDS = len(PLACEMENT_TYPES)
AGENCY = PLACEMENT_TYPES.index("agency_fostering")
EXTERNAL = PLACEMENT_TYPES.index("external_residential")
ONE_YEAR = Calendar(2025, 1)
PRICES = {"agency_fostering": 700.0, "external_residential": 7000.0}


def run(prices: Prices, agency: float, external: float, places: float = 0.0) -> YearCosts:
    placements = np.zeros((1, 13, KINDS))
    placements[..., AGENCY], placements[..., EXTERNAL] = agency, external
    held = np.full((1, 13), places)
    return year_costs(placements, held, np.zeros((1, 12)), prices, ONE_YEAR)


def steps(prices: Prices, baseline: YearCosts, scenario: YearCosts | None = None) -> dict:
    names = ("from", "rebasing", "volume", "mix", "price", "inflation", "intervention", "to")
    values = bridge_draws(scenario or baseline, baseline, prices)[0, 0]
    return dict(zip(names, values.tolist(), strict=True))


def test_more_children_in_the_same_proportions_is_volume_alone(make_prices):
    was = {"agency_fostering": 20.0, "external_residential": 10.0}
    prices = make_prices(1, weekly=PRICES, base_children=was)
    found = steps(prices, run(prices, 22.0, 11.0))
    start = (20 * 100 + 10 * 1000) * 365
    assert found["from"] == pytest.approx(start)
    assert found["volume"] == pytest.approx(start * 0.1)
    others = ("mix", "price", "inflation", "intervention")
    assert [found[name] for name in others] == pytest.approx([0.0] * 4, abs=1e-6)


def test_children_who_change_places_are_mix_alone(make_prices):
    was = {"agency_fostering": 20.0, "external_residential": 10.0}
    prices = make_prices(1, weekly=PRICES, base_children=was)
    found = steps(prices, run(prices, 18.0, 12.0))
    assert found["volume"] == pytest.approx(0.0, abs=1e-6)
    assert found["mix"] == pytest.approx(2 * (1000 - 100) * 365)
    assert found["to"] == pytest.approx(found["from"] + found["mix"])


def test_price_inflation_and_places_held_by_hand(make_prices):
    growth = np.full((1, 1, KINDS), 1.05)
    prices = make_prices(
        1,
        weekly=PRICES,
        fixed=70.0,
        growth=growth,
        inflation=[1.04],
        base_children={"agency_fostering": 20.0},
        base_places=5.0,
    )
    found = steps(prices, run(prices, 20.0, 0.0, places=6.0))
    assert found["from"] == pytest.approx((20 * 100 + 5 * 10) * 365)
    assert found["mix"] == pytest.approx(10 * 365)  # one place more, held at last year's price
    assert found["price"] == pytest.approx((20 * 100 + 6 * 10) * 365 * 0.05)
    assert found["inflation"] == pytest.approx((20 * 100 + 6 * 10) * 365 * 1.05 * 0.04)


def test_what_a_scenario_changes_is_intervention(make_prices):
    was = {"agency_fostering": 20.0, "external_residential": 10.0}
    prices = make_prices(1, weekly=PRICES, inflation=[1.1], base_children=was)
    baseline, scenario = run(prices, 20.0, 10.0), run(prices, 21.0, 9.0)
    found = steps(prices, baseline, scenario)
    assert found["intervention"] == pytest.approx(-(1000 - 100) * 365 * 1.1)
    plain = steps(prices, baseline)
    assert plain["intervention"] == 0.0
    assert {k: found[k] for k in ("volume", "mix", "price", "inflation")} == {
        k: plain[k] for k in ("volume", "mix", "price", "inflation")
    }


@pytest.fixture
def costs(prices: Prices, calendar: Calendar) -> dict[str, YearCosts]:
    rng = np.random.default_rng(3)
    draws = len(prices.weekly)

    def random(shift: float) -> YearCosts:
        steps = rng.normal(0, 3, (draws, calendar.months + 1, KINDS)).cumsum(axis=1)
        placements = np.maximum(prices.scaling.child_days[:, None] / 365 + steps + shift, 0)
        places = np.full((draws, calendar.months + 1), 13.0 + shift)
        programme = rng.uniform(0, 1e5, (draws, calendar.months)) * (shift != 0)
        return year_costs(placements, places, programme, prices, calendar)

    return {"Baseline": random(0.0), "Fewer": random(-2.0)}


def test_the_bridge_adds_in_every_draw_and_each_year_starts_where_the_last_ended(costs, prices):
    for scenario in costs.values():
        bridge = bridge_draws(scenario, costs["Baseline"], prices)
        gap = bridge[..., :-1].sum(-1) - bridge[..., -1]
        assert np.abs(gap).max() < 0.005
        assert np.array_equal(bridge[:, 1:, 0], bridge[:, :-1, -1])
        np.testing.assert_allclose(bridge[..., -1], scenario.total("nominal"), rtol=1e-14)
        np.testing.assert_allclose(
            bridge[:, 0, 0], prices.scaling.total - prices.not_modelled, rtol=1e-14
        )


def test_the_table_adds_to_the_penny_as_it_is_printed(costs, prices, calendar):
    table = bridge_table(costs, costs["Baseline"], prices, calendar)
    pence = (table.drop(columns=["scenario", "financial_year"]) * 100).round().astype("int64")
    steps = pence[["rebasing", "volume", "mix", "price", "inflation", "intervention"]].sum(axis=1)
    assert (pence["from"] + steps == pence["to"]).all()
    assert len(table) == 2 * calendar.years
    for _, rows in table.groupby("scenario"):
        assert rows["from"].tolist()[1:] == rows["to"].tolist()[:-1]
    assert (table.loc[table["scenario"] == "Baseline", "intervention"] == 0).all()
    costed = cost_table(costs, prices, calendar)
    total = costed[(costed["placement_type"] == "total") & (costed["price_basis"] == "nominal")]
    np.testing.assert_allclose(table["to"], total["mean"], atol=0.01)
