"""Invest to save against examples worked by hand, and against numpy-financial."""

from __future__ import annotations

import numpy as np
import numpy_financial as npf
import pytest

from sufficiency.money import (
    AppraisalSettings,
    CashFlows,
    Measured,
    ProgrammeCosts,
    appraisal_rows,
    appraisal_settings,
    benefit_cost_ratio,
    cash_flow_table,
    cash_flows,
    first_year,
    npv,
    part_and_full_year,
    payback_month,
    switching_value,
    tornado,
    with_impacts,
    year_costs,
)
from sufficiency.months import Calendar
from sufficiency.placements import position

HOMES = position("external_residential")
AGENCY = position("agency_fostering")
IN_HOUSE = position("in_house_fostering")


def test_npv_is_numpy_financials():
    rng = np.random.default_rng(1)
    flows = rng.normal(0, 1e6, (50, 6))
    mine = npv(flows, 0.035)
    theirs = [npf.npv(0.035, row) for row in flows]
    np.testing.assert_allclose(mine, theirs)
    # With a later year as year nought the same flows are worth more by the rate.
    np.testing.assert_allclose(npv(flows, 0.035, 2), mine * 1.035**2)


def test_the_rate_at_which_npv_is_nil_is_the_internal_rate_of_return():
    flows = np.array([[-1000.0, 300.0, 420.0, 680.0]])
    rate = npf.irr(flows[0])
    assert npv(flows, rate)[0] == pytest.approx(0.0, abs=1e-9)


def test_payback_by_hand():
    spend_then_save = [0, 0, -100, -50, 60, 60, 60, 0, 0, 0]
    never = [0, 0, -100, -50, 10, 10, 10, 0, 0, 0]
    falls_back = [0, 0, -100, 150, -80, 50, 0, 0, 0, 0]
    at_once = [0, 0, 10, 5, 0, 0, 0, 0, 0, 0]
    net = np.array([spend_then_save, never, falls_back, at_once], dtype=float)
    # From the third month: -100 -150 -90 -30 +30: in the fifth month of the programme.
    assert payback_month(net).tolist() == [5.0, np.inf, 4.0, 0.0]
    assert payback_month(np.zeros((2, 5))).tolist() == [0.0, 0.0]


def test_payback_of_even_savings_is_numpy_financials_number_of_periods():
    """An outlay of 1,000 brought back at 90 a month takes nper(0, 90, -1000) months."""
    net = np.full((1, 30), 90.0)
    net[0, 0] = -1000.0
    periods = float(npf.nper(1e-12, 90, -1000))
    assert payback_month(net)[0] == np.ceil(periods) + 1  # the outlay's month is the first


@pytest.fixture
def one_year(make_prices):
    """One draw, 2025/26: 7 GBP a week is 1 GBP a day; 100 in agency care in the base year."""
    calendar = Calendar(2025, 1)
    prices = make_prices(1, base_children={"agency_fostering": 100.0})
    nothing = np.zeros((1, 12))
    places = np.zeros((1, 13))

    def costs(agency: float, in_house: float = 0.0):
        children = np.zeros((1, 13, 10))
        children[..., AGENCY], children[..., IN_HOUSE] = agency, in_house
        return year_costs(children, places, nothing, prices, calendar)

    return calendar, prices, costs


SURE = AppraisalSettings(discount_rate=0.035, bias_savings=0.0, bias_costs=0.0)


def _flows(one_year, scenario, baseline, settings=SURE, one_off=0.0, recurrent=0.0):
    calendar, prices, _ = one_year
    months = np.zeros((1, 12))
    first = months.copy()
    first[0, 0] = one_off
    programme = ProgrammeCosts(first, months + recurrent / 12, months, months)
    return cash_flows(scenario, baseline, programme, prices, calendar, settings)


def test_a_saving_below_what_is_spent_now_is_cashable_and_one_above_it_is_avoided(one_year):
    """100 children now, 120 in the baseline: 110 avoids 10; 90 avoids 20 and cashes 10."""
    _, _, costs = one_year
    avoided = _flows(one_year, costs(110), costs(120))
    assert avoided.cost_avoidance[0, 0] == pytest.approx(10 * 365)
    assert avoided.cashable_saving[0, 0] == pytest.approx(0.0)
    both = _flows(one_year, costs(90), costs(120))
    assert both.cost_avoidance[0, 0] == pytest.approx(20 * 365)
    assert both.cashable_saving[0, 0] == pytest.approx(10 * 365)
    falling = _flows(one_year, costs(60), costs(80))
    assert falling.cost_avoidance[0, 0] == pytest.approx(0.0)
    assert falling.cashable_saving[0, 0] == pytest.approx(20 * 365)


def test_placements_that_replace_others_come_off_the_cashable_saving(one_year):
    _, _, costs = one_year
    moved = _flows(one_year, costs(90, in_house=10), costs(100))
    assert moved.savings[0, 0] == pytest.approx(0.0)
    assert moved.cashable_saving[0, 0] == pytest.approx(0.0)


def test_flows_add_and_optimism_bias_cuts_savings_and_raises_costs(one_year):
    _, _, costs = one_year
    biased = AppraisalSettings(0.035, bias_savings=0.2, bias_costs=0.1)
    flows = _flows(one_year, costs(90), costs(100), biased, one_off=1000, recurrent=1200)
    assert flows.one_off[0, 0] == pytest.approx(-1100)
    assert flows.recurrent[0, 0] == pytest.approx(-1320)
    assert flows.savings[0, 0] == pytest.approx(3650 * 0.8)
    assert flows.net[0, 0] == pytest.approx(3650 * 0.8 - 1100 - 1320)
    assert benefit_cost_ratio(flows, 0.035, 0)[0] == pytest.approx(3650 * 0.8 / 2420)
    # Where placements cost more, optimism does not make that smaller.
    dearer = _flows(one_year, costs(110), costs(100), biased)
    assert dearer.savings[0, 0] == pytest.approx(-3650)


def test_no_cost_has_no_ratio_and_blank_cells(one_year):
    _, _, costs = one_year
    flows = _flows(one_year, costs(90), costs(100))
    assert np.isnan(benefit_cost_ratio(flows, 0.035, 0)).all()
    rows = appraisal_rows(
        "X",
        10,
        {
            "npv": Measured(2.5, np.array([1.0, 2.0, 3.0])),
            "payback_month": Measured(8.0, np.array([5, 9, np.inf])),
        },
    )
    assert {row[:2] for row in rows} == {("X", 10)}
    table = {row[2]: row[3:] for row in rows}
    assert table["npv"] == (2.5, 1.0, 2.0, 3.0)
    assert table["payback_month"][:3] == (8.0, 5.0, 9.0) and np.isnan(table["payback_month"][3])
    assert np.isnan(table["benefit_cost_ratio"]).all()


def test_the_first_year_is_the_first_in_which_anything_moves():
    def flat(values):
        zero = np.zeros((1, 3))
        return CashFlows(np.array([values], dtype=float), *[zero] * 5)

    assert first_year({"A": flat([0, 0, -5]), "B": flat([0, -1, 0])}) == 1
    assert first_year({}) == 0


def test_cash_flow_table_accumulates(one_year):
    calendar, _, costs = one_year
    flows = {"X": _flows(one_year, costs(90), costs(100), one_off=500.0)}
    table = cash_flow_table(flows, calendar.opening_year, np.array([1.1])).set_index(
        ["price_basis", "flow"]
    )
    assert table.loc[("real", "net"), "mean"] == pytest.approx(3150)
    assert table.loc[("nominal", "cumulative"), "mean"] == pytest.approx(3150 * 1.1)


def test_settings_come_from_the_evidence(evidence):
    assert appraisal_settings(evidence).discount_rate == 0.035


def test_part_year_and_full_year(make_prices):
    """A child leaves a home at 700 GBP a week half way through the year."""
    calendar = Calendar(2025, 2)
    prices = make_prices(2, weekly={"external_residential": 700.0})
    children = np.zeros((1, 25, 10))
    children[..., HOMES] = 10
    left = children.copy()
    left[:, 7:, HOMES] = 9  # between 30 September and 31 October
    places = np.zeros((1, 25))
    table = part_and_full_year(
        [("Leaves", (left, places))], (children, places), prices, calendar
    ).set_index("financial_year")
    days = 31 / 2 + 30 + 31 + 31 + 28 + 31
    assert table.loc["2025/26", "part_year"] == pytest.approx(100 * days)
    assert table.loc["2025/26", "full_year"] == pytest.approx(100 * 365)
    assert table.loc["2026/27", "part_year"] == pytest.approx(100 * 365)


def test_switching_value_of_a_straight_line_is_exact():
    """Each household saves 20 a year against a fixed 90: break-even at 4.5."""
    found = switching_value(lambda size: np.array([20.0, 10.0, 1.0]) * size - 90, [0, 2, 4, 8, 16])
    np.testing.assert_allclose(found, [4.5, 9.0, np.inf])


def test_switching_value_runs_what_it_is_given_and_may_be_met_at_the_start():
    seen = []

    def worth(size):
        seen.append(size)
        return np.array([size + 1.0])

    assert switching_value(worth, [0.5, 1.0])[0] == 0.5
    assert seen == [0.5, 1.0]


def test_tornado_runs_each_end_and_sorts_by_swing():
    import pandas as pd

    at = {"price": 100.0, "share": 0.05, "sure": 1.0}

    def run(key, value):
        now = {**at, key: value}
        return {"cost": now["price"] * 10, "saving": now["price"] * now["share"]}

    assumptions = pd.DataFrame(
        {
            "key": ["sure", "share", "price"],
            "low": [1.0, 0.0, 90.0],
            "high": [1.0, 0.15, 120.0],
            "impact": np.nan,
        }
    )
    table = tornado(run, assumptions, {"cost": 1000.0, "saving": 5.0})
    cost, saving = (table[table["outcome"] == name] for name in ("cost", "saving"))
    assert cost["key"].tolist() == ["price", "share"]
    assert saving["key"].tolist() == ["share", "price"]
    assert saving.iloc[0][["at_low", "middle", "at_high", "swing"]].tolist() == [0, 5, 15, 15]
    filled = with_impacts(assumptions, table).set_index("key")["impact"]
    assert filled["price"] == 300 and filled["share"] == 15 and np.isnan(filled["sure"])
