"""Price paths: spending goes where the record says, and prices are what volumes leave of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.money import GrowthSettings, Prices, Volumes, draw_prices
from sufficiency.money.growth import spending_opening
from sufficiency.money.inflation import inflation_index
from sufficiency.money.prices import real_prices
from sufficiency.money.spending.model import spending_constants
from sufficiency.months import Calendar
from sufficiency.placements import PLACEMENT_TYPES

HOMES = PLACEMENT_TYPES.index("external_residential")
AGENCY = PLACEMENT_TYPES.index("agency_fostering")


def indices(last: int = 2030, growth: float = 1.02) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "financial_year": [f"{y}-{(y + 1) % 100:02d}" for y in range(2015, last + 1)],
            "gdp_deflator_2024_25_is_100": [
                100 * growth ** (y - 2024) for y in range(2015, last + 1)
            ],
        }
    )


def test_the_total_goes_where_the_record_says_in_every_draw_whatever_is_bought(
    evidence, base, calendar, volumes
):
    rng = np.random.default_rng(1)
    moved = np.exp(rng.normal(0, 0.2, volumes.child_days.shape))
    for bought in (volumes, Volumes(volumes.child_days * moved, volumes.place_days)):
        prices = draw_prices(evidence, base, bought, calendar, 1)
        cost = real_prices(prices).cost(bought.child_days, bought.place_days).sum(-1)
        assert prices.spending is not None
        expected = prices.scaling.total * prices.spending.total
        np.testing.assert_allclose(cost + prices.rest, expected, rtol=1e-9)


def test_prices_of_all_placements_move_together(prices: Prices):
    first = prices.real_growth[..., [HOMES]]
    np.testing.assert_array_equal(
        prices.real_growth, np.broadcast_to(first, prices.real_growth.shape)
    )
    low, high = np.quantile(np.log(first[..., 0]), [0.1, 0.9], axis=0)
    assert (np.diff(high - low) > 0).all()


def test_spending_outgrows_inflation_as_england_has_and_is_less_sure_the_further(prices: Prices):
    assert prices.spending is not None
    total = prices.spending.total
    middle = np.median(total, axis=0)
    assert (np.diff(np.log(middle)) > 0.01).all()
    assert prices.spending.level == pytest.approx(0.069, abs=0.005)
    low, high = np.quantile(np.log(total), [0.1, 0.9], axis=0)
    assert (np.diff(high - low) > 0).all()
    assert (high - low)[1] / 2 == pytest.approx(0.15, abs=0.04)


def test_what_is_not_modelled_has_a_path_and_a_range_of_its_own(prices: Prices):
    rest = prices.rest
    grown = prices.not_modelled.mean() * (prices.rest_growth - 1)
    np.testing.assert_allclose(rest, prices.not_modelled[:, None] + grown)
    low, middle, high = np.quantile(rest[:, 4] / prices.not_modelled, [0.1, 0.5, 0.9])
    assert low < 1.0 < middle < high


def test_futures_with_more_children_spend_more_by_part_of_the_difference(
    evidence, base, volumes, calendar
):
    more = np.where(np.arange(len(base.opening)) % 2, 1.1, 1.0)[:, None, None]
    homes = np.ones((1, 1, len(PLACEMENT_TYPES)))
    homes[..., HOMES] = 0
    grown = volumes.child_days * np.where(homes == 0, more, 1.0)
    with_more = draw_prices(evidence, base, replace(volumes, child_days=grown), calendar, 1)
    as_was = draw_prices(evidence, base, volumes, calendar, 1)

    assert with_more.spending is not None and as_was.spending is not None
    change = np.log(with_more.spending.total / as_was.spending.total)[:, 0]
    children = np.log(grown.sum(-1) / volumes.child_days.sum(-1))[:, 0]
    assert 0 < change[1] - change[0] < children[1] - children[0]


def test_where_the_council_stands_is_read_from_its_evidence(evidence, base, prices: Prices):
    opening = spending_opening(evidence, base, prices.scaling.total, spending_constants())

    assert opening.year == 2024
    assert opening.children == pytest.approx((644 + 652) / 2, abs=1)
    assert opening.features["rate"] == pytest.approx(np.log(123 / 67), abs=0.05)
    assert abs(opening.features["level"]) < 0.1


def test_another_level_of_englands_growth_moves_the_path(evidence, base, volumes, calendar, prices):
    still = draw_prices(evidence, base, volumes, calendar, 1, GrowthSettings(level=0.02))

    assert still.spending is not None and prices.spending is not None
    assert np.median(still.spending.total[:, 4]) < np.median(prices.spending.total[:, 4]) / 1.15


def test_inflation_starts_from_the_base_year_and_goes_on_beyond_the_record():
    np.testing.assert_allclose(
        inflation_index(indices(2027), Calendar(2025, 5)), 1.02 ** np.arange(1, 6)
    )


def test_inflation_is_the_published_deflator(prices: Prices):
    np.testing.assert_allclose(
        prices.inflation, [1.032388, 1.053095, 1.073546, 1.093571, 1.113959], rtol=1e-6
    )


def test_a_year_without_a_deflator_is_refused():
    with pytest.raises(InputError, match="GDP deflator of 2039-40"):
        inflation_index(indices(), Calendar(2040, 1))


def test_growth_and_inflation_of_single_years_can_be_given(
    evidence, base, volumes, calendar, prices
):
    given = GrowthSettings(
        inflation={"2026/27": 0.05}, real_growth={"residential": {"2025/26": 0.10}}
    )
    changed = draw_prices(evidence, base, volumes, calendar, 1, given)
    was, now = (np.concatenate([[1.0], p.inflation]) for p in (prices, changed))
    np.testing.assert_allclose(
        (now[1:] / now[:-1])[[0, 2, 3, 4]], (was[1:] / was[:-1])[[0, 2, 3, 4]]
    )
    assert now[2] / now[1] == pytest.approx(1.05)
    assert np.exp(np.log(changed.real_growth[:, 0, HOMES]).mean()) == pytest.approx(1.10)
    np.testing.assert_allclose(changed.real_growth[..., AGENCY], prices.real_growth[..., AGENCY])


def test_settings_for_unknown_years_and_groups_are_refused(evidence, base, volumes, calendar):
    with pytest.raises(InputError, match="2024/25"):
        draw_prices(
            evidence, base, volumes, calendar, 1, GrowthSettings(inflation={"2024/25": 0.02})
        )
    with pytest.raises(InputError, match="'homes'"):
        unknown = GrowthSettings(real_growth={"homes": {}})
        draw_prices(evidence, base, volumes, calendar, 1, unknown)
