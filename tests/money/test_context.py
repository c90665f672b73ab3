"""Budgets, spending and weekly costs as they were reported."""

from __future__ import annotations

import numpy as np
import pytest

from sufficiency.evidence import Evidence
from sufficiency.money import (
    Budget,
    budget_against_actual,
    budget_context,
    first_year_beside_reported,
    outturn_history,
    year_costs,
)
from sufficiency.money.context import year_of


def test_the_papers_figures_are_there_with_their_years(evidence: Evidence):
    table = budget_context(evidence)
    facts = {(row.year, row.value) for row in table.itertuples()}
    assert {("2017/18", 6.0), ("2017/18", 8.6), ("2018/19", 12.5), ("2025/26", 7.175)} <= facts
    extra = table[table["what"].str.contains("extra budget")]
    assert sorted(extra["value"]) == [6.0, 6.0]  # one recurrent, one one-off
    assert extra["what"].str.contains("Recurrent").sum() == 1
    assert extra["what"].str.contains("One-off").sum() == 1
    assert table["year"].is_monotonic_increasing
    assert table["year"].str.fullmatch(r"\d{4}/\d{2}").all()
    assert (table["source"].str.len() > 5).all()


def test_spending_rose_by_half_in_two_years(evidence: Evidence):
    spent = outturn_history(evidence).set_index("financial_year")
    assert spent.at["2015/16", "gbp"] == 19_580_207
    assert spent.at["2024/25", "gbp"] == 71_001_160
    ratio = spent.at["2024/25", "gbp"] / spent.at["2022/23", "gbp"]
    assert ratio == pytest.approx(1.51, abs=0.01)
    assert spent.index[spent["note"] != ""].tolist() == ["2023/24"]
    assert "55.2m" in spent.at["2023/24", "note"]


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("2018/19, half-year (published 2018-12-12)", "2018/19"),
        ("from 2017-04-01", "2017/18"),
        ("as at 2017-02-24", "2016/17"),
        ("2026-03-31 (forecast)", "2025/26"),
        ("2017/18 outturn", "2017/18"),
    ],
)
def test_a_period_is_put_in_its_financial_year(period: str, year: str):
    assert year_of(period) == year


def test_budgets_stand_beside_spending_by_year(evidence):
    table = budget_against_actual(evidence, Budget({"2026/27": 71e6}, "all", "a test"))
    years = table.set_index("financial_year")
    assert years.loc["2026/27", "approved_budget"] == 71e6
    assert np.isnan(years.loc["2026/27", "spent"])
    assert years.loc["2024/25", "spent"] == 71_001_160
    assert (years.loc[["2017/18"], "reported"] == 8.6e6).any()  # the overspend of that year


def test_the_first_year_stands_beside_the_overspend_reported_for_it(evidence, prices, calendar):
    """£7.175m was forecast for 2025/26, for children's social care as a whole."""
    draws = len(prices.weekly)
    stock = np.repeat(prices.scaling.child_days[:, None] / 365, calendar.months + 1, axis=1)
    places = np.zeros((draws, calendar.months + 1))
    nothing = np.zeros((draws, calendar.months))
    costs = year_costs(stock, places, nothing, prices, calendar)
    table = first_year_beside_reported(evidence, costs, prices, calendar).set_index("what")
    reported = table[table.index.str.startswith("Reported: Children")]
    assert reported["mean"].tolist() == [7_175_000]
    total, rise = table["mean"].iloc[:2]
    assert total - rise == pytest.approx(71_001_160 * prices.inflation[0])
