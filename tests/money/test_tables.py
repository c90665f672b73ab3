"""The tables of the contract: what they hold and how their rows relate."""

from __future__ import annotations

import numpy as np
import pytest

from sufficiency.money import (
    Prices,
    YearCosts,
    cost_table,
    price_assumptions,
    price_paths_table,
    price_table,
    saving_over_horizon,
    saving_table,
    unit_costs_by_year,
    year_costs,
)
from sufficiency.months import Calendar
from sufficiency.placements import PLACEMENT_TYPES

KINDS = len(PLACEMENT_TYPES)
AGENCY = PLACEMENT_TYPES.index("agency_fostering")
IN_HOUSE = PLACEMENT_TYPES.index("in_house_fostering")


@pytest.fixture
def costs(prices: Prices, calendar: Calendar) -> dict[str, YearCosts]:
    """A baseline, its copy, and one with ten children moved from agency to in-house fostering."""
    rng = np.random.default_rng(5)
    draws = len(prices.weekly)
    placements = np.repeat(prices.scaling.child_days[:, None] / 365, calendar.months + 1, axis=1)
    placements = placements * rng.uniform(0.9, 1.1, (draws, 1, 1))
    places = np.full((draws, calendar.months + 1), 13.0)
    programme = np.zeros((draws, calendar.months))
    moved = placements.copy()
    moved[:, 24:, AGENCY] -= 10
    moved[:, 24:, IN_HOUSE] += 10
    carers = programme + 5000.0
    return {
        "Baseline": year_costs(placements, places, programme, prices, calendar),
        "Same": year_costs(placements, places, programme, prices, calendar),
        "More carers": year_costs(moved, places, carers, prices, calendar),
    }


def test_costs_have_the_columns_and_rows_of_the_contract(costs, prices, calendar):
    table = cost_table(costs, prices, calendar)
    assert table.columns.tolist() == [
        "scenario", "financial_year", "placement_type", "price_basis",
        "mean", "p10", "p50", "p80", "p90",
    ]  # fmt: skip
    assert set(table["placement_type"]) == {
        *PLACEMENT_TYPES, "total", "programme", "not_modelled",
    }  # fmt: skip
    assert len(table) == 3 * calendar.years * (KINDS + 3) * 2
    assert not table.duplicated(table.columns[:4].tolist()).any()
    assert (table["p10"] <= table["p50"]).all() and (table["p50"] <= table["p80"]).all()
    assert (table["p80"] <= table["p90"]).all()


def test_types_and_programme_add_to_the_total_and_nominal_is_real_times_the_deflator(
    costs, prices, calendar
):
    table = cost_table(costs, prices, calendar)
    mean = table.pivot_table(
        index=["scenario", "price_basis", "financial_year"],
        columns="placement_type",
        values="mean",
    )
    parts = mean[[*PLACEMENT_TYPES, "programme"]].sum(axis=1)
    np.testing.assert_allclose(parts, mean["total"], rtol=1e-12)
    wide = table.pivot_table(
        index=["scenario", "placement_type", "financial_year"],
        columns="price_basis",
        values="p90",
    )
    level = dict(zip(calendar.financial_years, prices.inflation, strict=True))
    deflator = wide.index.get_level_values("financial_year").map(level)
    np.testing.assert_allclose(wide["nominal"], wide["real"] * deflator, rtol=1e-12)


def test_what_is_not_modelled_grows_as_other_services_do_and_is_no_part_of_the_total(
    costs, prices, calendar
):
    table = cost_table(costs, prices, calendar)
    rest = table[(table["placement_type"] == "not_modelled") & (table["price_basis"] == "real")]
    expected = prices.not_modelled.mean() * prices.rest_growth.mean(axis=0)
    for _, of_scenario in rest.groupby("scenario"):
        assert of_scenario["mean"].tolist() == pytest.approx(expected.tolist())
    total = table[(table["placement_type"] == "total") & (table["price_basis"] == "real")]
    kinds = table[table["placement_type"].isin([*PLACEMENT_TYPES, "programme"])]
    parts = kinds[kinds["price_basis"] == "real"].groupby(["scenario", "financial_year"])["mean"]
    found = total.set_index(["scenario", "financial_year"])["mean"].sort_index()
    np.testing.assert_allclose(found, parts.sum().sort_index())


def test_savings_are_taken_draw_by_draw(costs, prices, calendar):
    table = saving_table(costs, calendar, "Baseline")
    assert table.columns.tolist() == [
        "scenario", "financial_year", "price_basis",
        "mean", "p10", "p50", "p90", "probability_saves",
    ]  # fmt: skip
    same = table[table["scenario"] == "Same"]
    assert (same[["mean", "p10", "p90", "probability_saves"]] == 0).all(axis=None)
    more = table[(table["scenario"] == "More carers") & (table["price_basis"] == "real")]
    first, last = more.iloc[0], more.iloc[-1]
    assert first["mean"] == pytest.approx(-60_000)  # the programme, before a child has moved
    assert first["probability_saves"] == 0
    growth = prices.real_growth[:, -1]
    difference = prices.weekly[:, AGENCY] * growth[:, AGENCY]
    difference = difference - prices.weekly[:, IN_HOUSE] * growth[:, IN_HOUSE]
    expected = difference * 10 * 365 / 7 - 60_000
    assert last["mean"] == pytest.approx(expected.mean())
    assert last["p10"] == pytest.approx(np.quantile(expected, 0.1))
    assert last["probability_saves"] == pytest.approx((expected > 0).mean())
    assert 0.9 < last["probability_saves"] <= 1


def test_the_range_of_all_years_is_that_of_the_sum(costs, calendar):
    table = saving_over_horizon(costs, "Baseline").set_index(["scenario", "price_basis"])
    row = table.loc[("More carers", "nominal")]
    draws = (costs["Baseline"].total("nominal") - costs["More carers"].total("nominal")).sum(1)
    assert row["p90"] == pytest.approx(np.quantile(draws, 0.9))
    by_year = saving_table(costs, calendar, "Baseline")
    chosen = (by_year["scenario"] == "More carers") & (by_year["price_basis"] == "nominal")
    assert row["mean"] == pytest.approx(by_year.loc[chosen, "mean"].sum())


def test_a_run_without_scenarios_has_an_empty_table_of_savings(costs, calendar):
    table = saving_table({"Baseline": costs["Baseline"]}, calendar, "Baseline")
    assert table.empty and "probability_saves" in table


def test_prices_are_shown_before_and_after_scaling(prices: Prices, calendar: Calendar):
    table = price_table(prices).set_index("placement_type")
    assert table.at["external_residential", "listed_price"] == 6700
    assert (table["scaled_p10"] <= table["scaled_mean"]).all()
    assert (table["fixed_per_place"] > 0).tolist() == [
        kind == "in_house_residential" for kind in PLACEMENT_TYPES
    ]
    paths = price_paths_table(prices, calendar)
    first = paths[(paths["financial_year"] == "2024/25") & (paths["price_basis"] == "nominal")]
    np.testing.assert_allclose(first["mean"], table["scaled_mean"])
    assert paths["financial_year"].nunique() == calendar.years + 1


def test_prices_by_year_start_from_the_outturn_and_say_what_it_made_of_the_list(
    prices: Prices, calendar: Calendar
):
    table = price_paths_table(prices, calendar)
    assert table.columns.tolist() == [
        *("placement_type", "financial_year", "price_basis"),
        *("mean", "p10", "p50", "p90", "factor", "known"),
    ]
    assert len(table) == KINDS * (calendar.years + 1) * 2
    homes = table[table["placement_type"] == "external_residential"].set_index(
        ["price_basis", "financial_year"]
    )
    assert homes.loc[("nominal", "2024/25"), "mean"] == homes.loc[("real", "2024/25"), "mean"]
    ratio = homes.loc["nominal", "mean"] / homes.loc["real", "mean"]
    np.testing.assert_allclose(ratio, [1.0, *prices.inflation])
    # A median listed at 6,700 is skewed upwards by its range; the factor is of the whole line.
    by_line = prices.factors.set_index("line")["factor"]
    assert homes["factor"].tolist() == [by_line["residential"]] * len(homes)
    parents = table[table["placement_type"] == "placed_with_parents"]
    assert (parents["factor"] == 1).all()  # no line of the outturn is scaled to
    assert (table["known"] == "").all()


def test_every_assumption_has_a_range_a_unit_and_a_source(prices: Prices):
    table = price_assumptions(prices)
    assert table.columns.tolist() == ["key", "value", "low", "high", "unit", "source", "quality"]
    assert table["key"].is_unique
    assert {f"weekly_price_{kind}" for kind in PLACEMENT_TYPES} <= set(table["key"])
    assert (table["low"] <= table["value"]).all() and (table["value"] <= table["high"]).all()
    assert (table[["unit", "source"]].map(len) > 5).all(axis=None)
    assert set(table["quality"]) <= {"published", "derived", "estimate", "assumption"}


def test_weekly_costs_are_told_by_year_with_basis_and_source(evidence, prices, calendar):
    table = unit_costs_by_year(evidence, prices, calendar)
    used = table[table["what"] == "used in this run"]
    assert set(used["financial_year"]) == {"2024/25", *calendar.financial_years}
    assert len(used) == KINDS * (calendar.years + 1)
    published = table[table["what"] == "published"].set_index(["placement_type", "financial_year"])
    valuing_care = published.loc[[("In-house fostering", "2017/18")], "gbp_a_week"]
    assert 396.0 in valuing_care.tolist()
    assert (published.loc["In-house fostering", "basis"] == "payments only").all()
    assert (table["source"].str.len() > 5).all()
    assert set(table["basis"]) == {"payments only", "payments and support", "fee", "full"}
    # Homes cost more each year in cash; an allowance is no unit cost and is not among them.
    homes = used[used["placement_type"] == "External children's homes"]["gbp_a_week"]
    assert homes.is_monotonic_increasing
    assert not published["source"].str.startswith("National minimum").any()
