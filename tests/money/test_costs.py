"""Child-days, prices and places held, against hand-worked sums and a slow independent one."""

from __future__ import annotations

import calendar as civil

import numpy as np
import pytest

from sufficiency.money import Prices, by_financial_year, cost_months, year_costs
from sufficiency.months import Calendar
from sufficiency.placements import PLACEMENT_TYPES

KINDS = len(PLACEMENT_TYPES)
AGENCY = PLACEMENT_TYPES.index("agency_fostering")
OWN = PLACEMENT_TYPES.index("in_house_residential")
PARENTS = PLACEMENT_TYPES.index("placed_with_parents")


def children(calendar: Calendar, kind: int, path: list[float] | float) -> np.ndarray:
    """One draw with children of one placement type and nobody else."""
    placements = np.zeros((1, calendar.months + 1, KINDS))
    placements[0, :, kind] = path
    return placements


def nothing(calendar: Calendar) -> np.ndarray:
    return np.zeros((1, calendar.months + 1))


def test_a_month_is_the_mean_of_its_stocks_times_its_days(make_prices):
    calendar = Calendar(2025, 1)
    placements = children(calendar, AGENCY, [10, 12] + [0] * 11)
    prices = make_prices(1, weekly={"agency_fostering": 700.0})
    cost = cost_months(placements, nothing(calendar), prices, calendar)
    assert cost[0, 0, AGENCY] == pytest.approx(11 * 30 * 100)  # April: 11 children, £100 a day
    assert cost[0, 1, AGENCY] == pytest.approx(6 * 31 * 100)  # May: 12 falling to none
    assert cost.sum() == pytest.approx(11 * 30 * 100 + 6 * 31 * 100)


def test_a_leap_year_costs_a_day_more(make_prices):
    calendar = Calendar(2026, 2)
    cost = year_costs(
        children(calendar, AGENCY, 1.0),
        nothing(calendar),
        np.zeros((1, 24)),
        make_prices(2),
        calendar,
    )
    assert calendar.financial_years == ("2026/27", "2027/28")
    # £1 a day; February 2028 has 29 days
    np.testing.assert_allclose(cost.total("real")[0], [365, 366])


def test_prices_change_on_the_first_of_april_and_not_before(make_prices):
    calendar = Calendar(2025, 2)
    growth = np.ones((1, 2, KINDS))
    growth[:, 1] = 1.5
    prices = make_prices(2, growth=growth, inflation=[1.1, 1.21])
    cost = cost_months(children(calendar, AGENCY, 1.0), nothing(calendar), prices, calendar)
    assert cost[0, 11, AGENCY] == pytest.approx(31)  # March 2026
    assert cost[0, 12, AGENCY] == pytest.approx(30 * 1.5)  # April 2026


def test_a_place_in_an_own_home_costs_the_same_empty_or_full(make_prices):
    calendar = Calendar(2025, 1)
    prices = make_prices(1, weekly={"in_house_residential": 300.0}, fixed=4500.0)
    places = np.full((1, 13), 4.0)

    def annual(in_home: float) -> float:
        cost = year_costs(
            children(calendar, OWN, in_home), places, np.zeros((1, 12)), prices, calendar
        )
        return float(cost.total("real")[0, 0])

    assert annual(0.0) == pytest.approx(4 * 4500 * 365 / 7)
    assert annual(3.0) - annual(0.0) == pytest.approx(3 * 300 * 365 / 7)


def test_a_child_who_leaves_saves_the_price_of_where_they_lived(make_prices):
    """Not the average: a child placed with parents costs little, and leaves little behind."""
    calendar = Calendar(2025, 1)
    prices = make_prices(
        1, weekly={"placed_with_parents": 50.0, "external_residential": 6700.0}, fixed=4500.0
    )
    placements = np.zeros((1, 13, KINDS))
    placements[0, :, PARENTS], placements[0, :, OWN] = 70.0, 10.0
    placements[0, :, PLACEMENT_TYPES.index("external_residential")] = 80.0
    places, none = np.full((1, 13), 12.0), np.zeros((1, 12))

    def total(of: np.ndarray) -> float:
        return float(year_costs(of, places, none, prices, calendar).total("real")[0, 0])

    fewer = placements.copy()
    fewer[:, :, PARENTS] -= 1.0
    assert total(placements) - total(fewer) == pytest.approx(50 * 365 / 7)
    fewer = placements.copy()
    fewer[:, :, OWN] -= 1.0
    assert total(placements) - total(fewer) == pytest.approx(7 * 365 / 7)


def test_programme_and_nominal_terms(make_prices):
    calendar = Calendar(2025, 2)
    programme = np.full((1, 24), 100.0)
    prices = make_prices(2, inflation=[1.1, 1.2])
    cost = year_costs(
        children(calendar, AGENCY, 1.0), nothing(calendar), programme, prices, calendar
    )
    np.testing.assert_allclose(cost.of_programme("nominal")[0], [1320, 1440])
    np.testing.assert_allclose(cost.total("nominal"), cost.total("real") * [1.1, 1.2])
    np.testing.assert_allclose(
        cost.by_type("nominal").sum(-1) + cost.of_programme("nominal"), cost.total("nominal")
    )


@pytest.fixture
def random_run(prices: Prices, calendar: Calendar) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(7)
    draws = len(prices.weekly)
    placements = rng.uniform(0, 150, (draws, calendar.months + 1, KINDS))
    places = rng.uniform(5, 30, (draws, calendar.months + 1))
    return placements, places, rng.uniform(0, 1e4, (draws, calendar.months))


def test_no_change_of_price_is_no_change_to_the_last_bit(prices, calendar, random_run):
    placements, places, programme = random_run
    same = np.ones((len(placements), calendar.months, KINDS))
    assert np.array_equal(
        cost_months(placements, places, prices, calendar, same),
        cost_months(placements, places, prices, calendar),
    )
    assert np.array_equal(
        year_costs(placements, places, programme, prices, calendar, same).total("nominal"),
        year_costs(placements, places, programme, prices, calendar).total("nominal"),
    )


def test_a_change_of_price_reaches_the_fixed_cost_of_a_place(prices, calendar, random_run):
    placements, places, programme = random_run
    change = np.ones((len(placements), calendar.months, KINDS))
    change[:, 30:, OWN] = 1.1
    plain = cost_months(placements, places, prices, calendar)
    changed = cost_months(placements, places, prices, calendar, change)
    np.testing.assert_allclose(changed[:, 30:, OWN], plain[:, 30:, OWN] * 1.1)
    assert np.array_equal(changed[:, :30], plain[:, :30])
    by_year = year_costs(placements, places, programme, prices, calendar, change)
    np.testing.assert_allclose(by_year.real, by_financial_year(changed, calendar), rtol=1e-12)


def test_an_independent_slow_sum_agrees(prices, calendar, random_run):
    placements, places, programme = random_run
    cost = year_costs(placements, places, programme, prices, calendar)
    monthly = by_financial_year(cost_months(placements, places, prices, calendar), calendar)
    np.testing.assert_allclose(monthly, cost.real, rtol=1e-12)
    draw = 17
    for year in range(calendar.years):
        total = 0.0
        for k in range(12):
            month = year * 12 + k
            when = (3 + k) % 12 + 1
            civil_year = calendar.opening_year + year + (k >= 9)
            days = civil.monthrange(civil_year, when)[1]
            for kind in range(KINDS):
                stock = placements[draw, month, kind] + placements[draw, month + 1, kind]
                price = prices.weekly[draw, kind] * prices.real_growth[draw, year, kind]
                total += stock / 2 * days * price / 7
            held = (places[draw, month] + places[draw, month + 1]) / 2
            fixed = prices.fixed_weekly[draw] * prices.real_growth[draw, year, OWN]
            total += held * days * fixed / 7 + programme[draw, month]
        assert cost.total("real")[draw, year] == pytest.approx(total, rel=1e-9)
        assert cost.total("nominal")[draw, year] == pytest.approx(
            total * prices.inflation[year], rel=1e-9
        )


def test_inputs_are_left_as_they_were(prices, calendar, random_run):
    before = [array.copy() for array in random_run]
    placements, places, programme = random_run
    change = np.full((len(placements), calendar.months, KINDS), 1.2)
    year_costs(placements, places, programme, prices, calendar, change)
    cost_months(placements, places, prices, calendar, change)
    for was, now in zip(before, random_run, strict=True):
        assert np.array_equal(was, now)
    assert (change == 1.2).all()
