"""Budgets: read, compared, and refused when they cannot be meant."""

from __future__ import annotations

import numpy as np
import pytest

from sufficiency.errors import InputError
from sufficiency.money import budget_table, net_table, read_budget, year_costs
from sufficiency.money.budget import Budget


@pytest.fixture
def costs(prices, calendar):
    draws = len(prices.weekly)
    stock = np.repeat(prices.scaling.child_days[:, None] / 365, calendar.months + 1, axis=1)
    places = np.zeros((draws, calendar.months + 1))
    nothing = np.zeros((draws, calendar.months))
    return {"Baseline": year_costs(stock, places, nothing, prices, calendar)}


def test_a_budget_is_read(tmp_path):
    path = tmp_path / "budget.csv"
    path.write_text(
        "financial_year,budget,covers\n2026/27,71000000,all\n2027-28,72500000.50,all\n", "utf-8"
    )
    budget = read_budget(path)
    assert budget.by_year == {"2026/27": 71_000_000, "2027/28": 72_500_000.5}
    assert budget.covers == "all"
    assert "budget.csv" in budget.source


def test_a_budget_for_placements_is_held_against_what_is_modelled(
    tmp_path, costs, prices, calendar
):
    path = tmp_path / "budget.csv"
    path.write_text("financial_year,budget,covers\n2026/27,60000000,placements\n", "utf-8")
    budget = read_budget(path)
    assert budget.covers == "modelled"
    table = budget_table(costs, prices, calendar, budget)
    held = table[table["budget"].notna()].iloc[0]
    assert (held["covers"], held["financial_year"]) == ("modelled", "2026/27")
    for point in ("p50", "p80"):
        assert held[f"gap_{point}"] == held[point] - 60_000_000
    assert held["gap_p80"] - held["gap_p50"] == pytest.approx(held["contingency"])


def test_a_budget_with_other_line_ends_and_blank_rows_is_read(tmp_path):
    path = tmp_path / "budget.csv"
    path.write_bytes(
        b"source,financial_year,budget,covers\rPanel,2026/27,71,all\r,,,\r,2027/28,72,all\r"
    )
    budget = read_budget(path)
    assert (budget.by_year, budget.source) == ({"2026/27": 71, "2027/28": 72}, "Panel")


def test_a_budget_that_is_not_there_or_a_folder_says_so(tmp_path):
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_budget(tmp_path / "nowhere.csv")
    with pytest.raises(InputError, match="it is a folder"):
        read_budget(tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("financial_year,budgets\n2026/27,1\n", "no column 'budget'.*budgets"),
        (
            "financial_year,budget,covers\n2026/28,1,all\n",
            "row 2: '2026/28' is not a financial year",
        ),
        ("financial_year,budget,covers\n2026/27,£71m,all\n", "row 2: budget is '£71m'"),
        ("financial_year,budget,covers\n2026/27,-1,all\n", "row 2: budget is '-1'"),
        (
            "financial_year,budget,covers\n2026/27,1,all\n2026-27,2,all\n",
            "row 3: 2026/27 is there twice",
        ),
        ("financial_year,budget,covers\n2026/27,1,modeled\n", "covers is 'modeled'.*modelled"),
        ("financial_year,budget,covers\n", "no budget"),
        ("financial_year,budget\n2026/27,1\n", "no column 'covers'"),
        ("financial_year,budget,covers\n2026/27,1,\n", "covers is blank"),
        ("financial_year;budget\n2026/27;1\n", "separated by semicolons"),
        ("financial_year,budget,budget,covers\n2026/27,1,2,all\n", "'budget' more than once"),
        ('financial_year,budget\n2026/27,"1\n', "not a comma-separated table"),
        (
            "financial_year,budget,covers\n2026/27," + "9" * 500 + ",all\n",
            r"budget is .*\(500 characters\)",
        ),
        ("financial_year,budget" + "," * 1_000 + "\n", "1,002 columns"),
        ("financial_year,budget,covers\n2026/27,1,all\n\x00,all\n", "not readable text"),
    ],
)
def test_a_wrong_budget_is_refused_in_words(tmp_path, text, says):
    path = tmp_path / "budget.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        read_budget(path)


def test_a_budget_at_the_median_is_kept_in_half_of_the_draws(costs, prices, calendar):
    plain = budget_table(costs, prices, calendar, None)
    assert plain["budget"].isna().all() and plain["probability_within"].isna().all()
    row = plain[(plain["covers"] == "all") & (plain["financial_year"] == "2027/28")].iloc[0]
    given = budget_table(
        costs, prices, calendar, Budget({"2027/28": row["p50"]}, "all", "test")
    ).set_index(["covers", "financial_year"])
    kept = given.loc[("all", "2027/28")]
    assert kept["probability_within"] == pytest.approx(0.5, abs=0.01)
    assert kept["over_budget"] == pytest.approx(kept["mean"] - kept["p50"])
    assert kept["contingency"] == pytest.approx(kept["p80"] - kept["p50"])
    assert np.isnan(given.loc[("modelled", "2027/28"), "budget"])
    at_p80 = budget_table(
        costs, prices, calendar, Budget({"2027/28": row["p80"]}, "all", "test")
    ).set_index(["covers", "financial_year"])
    assert at_p80.loc[("all", "2027/28"), "probability_within"] == pytest.approx(0.8, abs=0.01)


def test_a_budget_for_other_years_is_refused(costs, prices, calendar):
    with pytest.raises(InputError, match=r"2019/20.*2025/26"):
        budget_table(costs, prices, calendar, Budget({"2019/20": 1.0}, "all", "test"))


def test_net_is_gross_less_each_source_of_income(costs, evidence, prices, calendar):
    some = np.broadcast_to([18.0, 18.0, 18.0, 9.0, 9.0], costs["Baseline"].total("nominal").shape)
    asylum = dict.fromkeys(costs, some)
    table = net_table(costs, asylum, evidence, prices, calendar)
    means = table.pivot(index="financial_year", columns="line", values="mean")
    assert means["gross"].to_numpy() == pytest.approx(
        (means["gross_modelled"] + means["not_modelled"]).to_numpy()
    )
    assert means["net"].to_numpy() == pytest.approx(
        (means["gross"] + means["health"] + means["education"] + means["uasc_grant"]).to_numpy()
    )
    # 18 children at 143 a night; 2027/28 holds 29 February 2028.
    assert means.loc["2026/27", "uasc_grant"] == pytest.approx(-18 * 143 * 365)
    assert means.loc["2027/28", "uasc_grant"] == pytest.approx(-18 * 143 * 366)
    halved = -9 * 143 * 365
    assert means.loc["2028/29", "uasc_grant"] == pytest.approx(halved)
    # The recorded income of 2024/25, 1.743m on 42.135m, is the share that goes on.
    recorded = 1_743_020 / 42_134_680
    residential = (prices.anchors["outturn_line"] == "residential").to_numpy()
    gross = costs["Baseline"].by_type("nominal")[:, 0, residential].sum(-1).mean()
    both = means.loc["2025/26", "health"] + means.loc["2025/26", "education"]
    assert both == pytest.approx(-recorded * gross)
