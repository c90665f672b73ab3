"""The price list is drawn as it says, the same for the same seed, and refused when wrong."""

from __future__ import annotations

import numpy as np
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence import Evidence
from sufficiency.money import BaseYear, Prices, Volumes, draw_prices
from sufficiency.money.prices import _draw_ratios, price_list
from sufficiency.months import Calendar
from sufficiency.placements import PLACEMENT_TYPES


def test_low_price_and_high_are_percentiles_of_what_is_drawn(evidence: Evidence):
    anchors = price_list(evidence.prices)
    drawn = _draw_ratios(anchors, 20_000, 3) * anchors["weekly_price"].to_numpy()
    tenth, middle, ninetieth = np.quantile(drawn, [0.1, 0.5, 0.9], axis=0)
    np.testing.assert_allclose(tenth, anchors["low"], rtol=0.06)
    np.testing.assert_allclose(middle, anchors["weekly_price"], rtol=0.04)
    np.testing.assert_allclose(ninetieth, anchors["high"], rtol=0.06)


def test_prices_lie_where_published_figures_do(prices: Prices):
    mean = dict(zip(PLACEMENT_TYPES, prices.weekly.mean(axis=0), strict=True))
    assert 6_100 < mean["external_residential"] < 7_700  # NAO 2023-24 to above England's LAIT
    assert 900 < mean["agency_fostering"] < 1_120  # CMA and others, uprated
    assert mean["kinship_fostering"] < mean["in_house_fostering"] < mean["agency_fostering"]
    assert mean["supported_accommodation"] < mean["other_placements"] < 10_500
    assert mean["placed_with_parents"] < 150


def test_the_same_seed_gives_the_same_prices_and_another_does_not(
    evidence: Evidence, base: BaseYear, volumes: Volumes, calendar: Calendar, prices: Prices
):
    again = draw_prices(evidence, base, volumes, calendar, 1)
    assert np.array_equal(again.weekly, prices.weekly)
    assert np.array_equal(again.real_growth, prices.real_growth)
    other = draw_prices(evidence, base, volumes, calendar, 2)
    assert not np.array_equal(other.weekly, prices.weekly)


def test_every_price_says_where_it_came_from(evidence: Evidence):
    table = evidence.prices
    assert set(table["placement_type"]) == set(PLACEMENT_TYPES)
    sourced = table["source"].str.contains("assumption|derived|[0-9]{4}")
    assert sourced.all()
    assert table["uasc_share"].sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("outturn_line", "residental", "Did you mean 'residential'"),
        ("low", 0.0, "above nil"),
    ],
)
def test_a_wrong_price_list_is_refused(evidence: Evidence, column: str, value, says: str):
    table = evidence.prices
    table.loc[table["placement_type"] == "external_residential", column] = value
    with pytest.raises(InputError, match=says) as refused:
        price_list(table)
    assert "external_residential" in str(refused.value)


def test_an_unknown_growth_group_is_refused(
    evidence: Evidence, base: BaseYear, volumes: Volumes, calendar: Calendar, with_table
):
    table = evidence.prices
    table["price_growth"] = "fast"
    with pytest.raises(InputError, match="price_growth is 'fast'"):
        draw_prices(with_table("prices", table), base, volumes, calendar, 1)
